"""Plain data in, a model out; what does not fit is said with its line, in our own words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from fieldsurvey.errors import Finding
from fieldsurvey.questionnaire.fitting.misfits import Misfit, misfits
from fieldsurvey.questionnaire.fitting.salvaging import salvaged
from fieldsurvey.questionnaire.yaml.places import subject_of
from fieldsurvey.questionnaire.yaml.source import DataPath, SourceMap

AnyModel = TypeVar("AnyModel", bound=BaseModel)

_ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Fitting(Generic[AnyModel]):
    """A model, and what of the data did not fit."""

    value: AnyModel | None
    """Whole where nothing is found; else with stand-ins for what did not fit, so that the rest can
    be checked; None where that cannot be done."""
    findings: tuple[Finding, ...] = ()
    unfit: frozenset[DataPath] = frozenset()
    """Where stand-ins are."""


def fit(
    data: Mapping[str, Any], model: type[AnyModel], source: SourceMap, digest: str
) -> Fitting[AnyModel]:
    """Fit `data` into `model`, finding every fault at once."""
    has_digest = "digest" in model.model_fields
    found = [Misfit.reserved("digest")] if has_digest and "digest" in data else []
    data = {**data, "digest": digest} if has_digest else data
    value, more = _validated(data, model)
    found += more
    findings = tuple(
        misfit.code.finding(
            source.key_place(misfit.path) if misfit.is_key else source.place(misfit.path),
            misfit.what,
            misfit.to_do,
            subject_of(data, misfit.path),
        )
        for misfit in found
    )
    for _round in range(_ROUNDS):
        if value is not None:
            break
        data = salvaged(data, more)
        value, more = _validated(data, model)
    return Fitting(value, findings, frozenset(misfit.place for misfit in found))


def _validated(
    data: Mapping[str, Any], model: type[AnyModel]
) -> tuple[AnyModel | None, list[Misfit]]:
    try:
        return model.model_validate(data), []
    except ValidationError as error:
        return None, misfits(error, data, model)
