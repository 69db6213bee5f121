"""Plain data in, a model out; what does not fit is said with its line, in our own words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from fieldsurvey.errors import Finding
from fieldsurvey.questionnaire.findings import Code
from fieldsurvey.questionnaire.source import SourceMap

AnyModel = TypeVar("AnyModel", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Fitting(Generic[AnyModel]):
    """The model, or why the data does not fit."""

    value: AnyModel | None
    findings: tuple[Finding, ...] = ()


def fit(
    data: Mapping[str, Any], model: type[AnyModel], source: SourceMap, digest: str
) -> Fitting[AnyModel]:
    """Fit `data` into `model`, finding every fault at once."""
    try:
        with_digest = {**data, "digest": digest} if "digest" in model.model_fields else data
        return Fitting(model.model_validate(with_digest))
    except ValidationError as error:
        findings = tuple(
            Code.WRONG_SHAPE.finding(source.place(tuple(e["loc"])), e["msg"])
            for e in error.errors(include_url=False)
        )
        return Fitting(None, findings)
