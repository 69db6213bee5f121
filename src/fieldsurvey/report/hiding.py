"""What a program is given about interviews in, the same without names, numbers and places out."""

import re
from collections.abc import Iterable
from typing import Any

from fieldsurvey.campaign.model import Roster
from fieldsurvey.chain.interview import Interview
from fieldsurvey.questionnaire.model import Questionnaire
from fieldsurvey.report.masking import mask_text, mask_tree
from fieldsurvey.report.naming import names_in

_PLACE = re.compile(r"-?\d{1,3}\.\d{2,}[ ,]+-?\d{1,3}\.\d{2,}(?: .*)?", re.ASCII)
"""Latitude and longitude: a point on the map is a household's door."""


def hide_names(
    shown: Any, interview: Interview, form: Questionnaire | None, roster: Roster
) -> dict[str, Any]:
    """Return everything `shown` of an interview, JSON, with persons masked in every text of it."""
    names = heads_of(roster, [interview.subject]) | names_in(interview, form)
    hidden: dict[str, Any] = mask_tree(shown, lambda text: _hide(text, names))
    return hidden


def hide_heads(shown: Any, subjects: Iterable[str], roster: Roster) -> Any:
    """Return JSON `shown` with the heads of the villages of `subjects` and numbers masked."""
    names = heads_of(roster, subjects)
    return mask_tree(shown, lambda text: _hide(text, names))


def heads_of(roster: Roster, subjects: Iterable[str]) -> frozenset[str]:
    """Return the heads of all households of the villages that `subjects` (or villages) lie in."""
    villages = {subject.split("-", 1)[0] for subject in subjects}
    households = roster.households.values()
    return frozenset(each.head for each in households if each.village in villages)


def _hide(text: str, names: frozenset[str]) -> str:
    return "***" if _PLACE.fullmatch(text) else mask_text(text, names)
