"""What every comparison needs to tell a difference: two versions, and the words for a place."""

from collections.abc import Mapping
from typing import NamedTuple

from fieldsurvey.questionnaire.differences.difference import Difference, DifferenceCode
from fieldsurvey.questionnaire.differences.pairing import Pairing
from fieldsurvey.questionnaire.logic.form import Form, Placed
from fieldsurvey.questionnaire.model import in_language
from fieldsurvey.questionnaire.yaml.places import subject_of
from fieldsurvey.questionnaire.yaml.source import DataPath


class Place(NamedTuple):
    """A question, group or repeat of one version, or one key of it."""

    form: Form
    placed: Placed
    key: str = ""


def told(
    code: DifferenceCode,
    place: Place,
    what: str,
    to_do: str = "",
    change: tuple[str, str] = ("", ""),
) -> Difference:
    """Return a difference of one question, group or repeat."""
    form, placed, key = place
    path: DataPath = (*placed.path, key) if key else placed.path
    subject = subject_of(form.questionnaire, path)
    return Difference(code, placed.item.name, subject, what, to_do, *change)


def text_change(
    pairing: Pairing, old: Mapping[str, str], new: Mapping[str, str]
) -> tuple[str, str]:
    """Return both texts in a language in which they differ, the form's own if it can be."""
    default = pairing.new.questionnaire.settings.default_language
    both = [each for each in (default, "", *new) if each in old and each in new]
    for language in both:
        if old[language] != new[language]:
            return old[language], new[language]
    return in_language(old, default), in_language(new, default)
