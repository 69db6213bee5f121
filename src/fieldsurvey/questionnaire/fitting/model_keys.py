"""Which keys a model takes at a place: a model and pydantic's way to the place in, keys out."""

from collections.abc import Iterator, Sequence
from typing import Any, get_args

from pydantic import BaseModel, Tag


def keys_at(model: type[BaseModel], location: Sequence[str | int]) -> tuple[str, ...]:
    """Return the keys of the model that stands at `location`; empty where none does."""
    here: Any = model
    for step in location:
        here = _step(here, step)
    models = list(_models(here))
    return tuple(
        field.alias or name
        for each in models[:1]
        for name, field in each.model_fields.items()
        if name != "digest"
    )


def _step(annotation: Any, step: str | int) -> Any:
    """Return what stands under `step`; a step that only names a member of a union picks it."""
    for each in _models(annotation):
        if step in each.model_fields:
            field = each.model_fields[str(step)]
            return (field.annotation, *field.metadata)
    tagged = [member for member in _parts(annotation) if _tag(member) == step]
    return tagged[0] if tagged else annotation


def _tag(annotation: Any) -> str:
    tags = [part.tag for part in getattr(annotation, "__metadata__", ()) if isinstance(part, Tag)]
    return tags[0] if tags else ""


def _parts(annotation: Any) -> Iterator[Any]:
    """Yield `annotation` and every annotation it is made of."""
    yield annotation
    parts = annotation if isinstance(annotation, tuple) else get_args(annotation)
    for part in parts:
        yield from _parts(part)


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    for part in _parts(annotation):
        if isinstance(part, type) and issubclass(part, BaseModel):
            yield part
