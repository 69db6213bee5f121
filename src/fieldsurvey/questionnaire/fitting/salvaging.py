"""Data that does not fit in; the same with stand-ins out, so that the rest can be checked."""

from collections.abc import Iterable, Mapping
from typing import Any

from fieldsurvey.questionnaire.fitting.misfits import Misfit

_STAND_INS: dict[str, Any] = {
    "settings": {},
    "survey": [],
    "children": [],
    "name": "",
    "type": "hidden",
    "label": {},
    "text": {},
    "when": "",
    "severity": "minor",
    "code": "",
    "kind": "R",
    "form_id": "",
    "form_title": {},
    "version": "",
    "subject": "household",
}
_NO_QUESTION = {"name": "", "type": "hidden"}


def salvaged(data: Mapping[str, Any], unfit: Iterable[Misfit]) -> dict[str, Any]:
    """Return a copy of `data` with a stand-in, or nothing, for each misfit."""
    copy = _copied(data)
    for misfit in unfit:
        _mend(copy, misfit)
    return dict(copy)


def _copied(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _copied(inside) for key, inside in value.items()}
    if isinstance(value, list):
        return [_copied(inside) for inside in value]
    return value


def _mend(data: Any, misfit: Misfit) -> None:
    *above, last = misfit.place or ("",)
    here = data
    for key in above:
        if not isinstance(here, dict | list):
            return
        here = here.get(key) if isinstance(here, dict) else here[int(key)]
    if isinstance(here, dict):
        if misfit.stand_in is not None:
            here[str(last)] = misfit.stand_in
        elif misfit.is_missing:
            here[str(last)] = _STAND_INS.get(str(last))
        else:
            here.pop(str(last), None)
    elif isinstance(here, list) and isinstance(last, int) and last < len(here):
        entry = _NO_QUESTION if above[-1] in ("survey", "children") else {}
        here[last] = misfit.stand_in if misfit.stand_in is not None else dict(entry)
