"""What every part of campaign.yaml is: frozen, strict, described by its docstrings."""

from pydantic import BaseModel, ConfigDict


class Part(BaseModel):
    """A frozen part of the campaign file; a key that is not known is a fault."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", strict=True, use_attribute_docstrings=True
    )
