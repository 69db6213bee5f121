"""What a program is given about interviews in, the same without names, numbers and places out."""

import re
from collections.abc import Iterable
from typing import Any

from fieldsurvey.chain.interview import Interview
from fieldsurvey.questionnaire.model import Questionnaire
from fieldsurvey.report.masking.masking import mask_text, mask_tree
from fieldsurvey.report.masking.naming import Named, names_in

_PLACE = re.compile(r"-?\d{1,3}\.\d{2,}[ ,]+-?\d{1,3}\.\d{2,}(?: .*)?", re.ASCII)
"""Latitude and longitude: a point on the map is a household's door."""


def hide_names(
    shown: Any, interview: Interview, form: Questionnaire | None, named: Named
) -> dict[str, Any]:
    """Return everything `shown` of an interview, JSON, with persons masked in every text of it."""
    names = named.of(interview.subject) | names_in(interview, form)
    hidden: dict[str, Any] = mask_tree(shown, lambda text: _hide(text, names))
    return hidden


def hide_known(shown: Any, subjects: Iterable[str], named: Named) -> Any:
    """Return JSON `shown` with who is known in the villages of `subjects`, and numbers, masked."""
    names = named.of(*subjects)
    return mask_tree(shown, lambda text: _hide(text, names))


def _hide(text: str, names: frozenset[str]) -> str:
    return "***" if _PLACE.fullmatch(text) else mask_text(text, names)
