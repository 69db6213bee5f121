"""The user's language: gettext catalogues, and the choice of one.

Messages are written in English in the code and looked up at the moment they are said, so the
language may change in the middle of an interview.
"""

import gettext as _gettext
import locale
import os
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

LANGUAGES = ("zh", "en")
"""Languages a user may ask for; the first is what the product was asked for in."""

_LOCALES = {"zh": "zh_CN", "en": "en"}
_chosen: list[str] = []


def language() -> str:
    """Return the language in use: `zh` or `en`."""
    if not _chosen:
        _chosen.append(_language_of_environment())
    return _chosen[-1]


def set_language(wanted: str | None) -> None:
    """Use `wanted` from here on; `None` goes back to what the environment says."""
    _chosen.clear()
    if wanted is not None:
        _chosen.append(wanted)


def _language_of_environment() -> str:
    for variable in ("FIELDSURVEY_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(variable, "")
        if value:
            return "zh" if value.lower().startswith("zh") else "en"
    return "zh" if (locale.getlocale()[0] or "").lower().startswith(("zh", "chinese")) else "en"


@lru_cache(maxsize=len(LANGUAGES))
def _catalogue(of_language: str) -> _gettext.NullTranslations:
    folder = Path(__file__).with_name("locale")
    return _gettext.translation(
        "fieldsurvey", folder, languages=[_LOCALES[of_language]], fallback=True
    )


def _(message: str) -> str:
    """Say `message` in the user's language."""
    return _catalogue(language()).gettext(message)


def ngettext(one: str, many: str, count: int) -> str:
    """Say `one` or `many`, whichever suits `count`, in the user's language."""
    return _catalogue(language()).ngettext(one, many, count)


def pgettext(context: str, message: str) -> str:
    """Say `message` as it is meant in `context`, in the user's language."""
    return _catalogue(language()).pgettext(context, message)


def listed(parts: Iterable[str]) -> str:
    """Say one thing after another, as the user's language lists them."""
    return ("、" if language() == "zh" else ", ").join(parts)


def sentences(parts: Iterable[str]) -> str:
    """Say whole sentences one after another: only Latin letters need a blank between them."""
    return ("" if language() == "zh" else " ").join(part for part in parts if part)
