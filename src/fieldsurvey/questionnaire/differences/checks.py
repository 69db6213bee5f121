"""Checks across questions of two versions in; what is looked at otherwise out."""

from collections.abc import Iterator, Mapping

from fieldsurvey.i18n import _
from fieldsurvey.questionnaire.differences.difference import Difference, DifferenceCode
from fieldsurvey.questionnaire.differences.pairing import Pairing, same_text
from fieldsurvey.questionnaire.differences.telling import text_change
from fieldsurvey.questionnaire.logic.form import Form, PlacedCheck
from fieldsurvey.questionnaire.yaml.places import subject_of


def check_differences(pairing: Pairing) -> Iterator[Difference]:
    """Yield what changed about the checks."""
    before, after = _by_code(pairing.old), _by_code(pairing.new)
    for code, new in after.items():
        if code in before:
            yield from _of_both(pairing, before[code], new)
        else:
            what = _("It is new; interviews made before are not looked at by it.")
            yield _told(DifferenceCode.CHECK_ADDED, pairing.new, new, what)
    for code, old in before.items():
        if code not in after:
            what = _("It is gone; interviews made before are still looked at by it.")
            yield _told(DifferenceCode.CHECK_REMOVED, pairing.old, old, what)


def _by_code(form: Form) -> Mapping[str, PlacedCheck]:
    return {placed.check.code: placed for placed in form.checks}


def _of_both(pairing: Pairing, old: PlacedCheck, new: PlacedCheck) -> Iterator[Difference]:
    if not pairing.same_expression(old.check.when, new.check.when):
        what = _("Other answers fire it; reasons given before were given to the old one.")
        change = (old.check.when, new.check.when)
        yield _told(DifferenceCode.CHECK_CHANGED, pairing.new, new, what, "when", change)
    if old.check.kind is not new.check.kind:
        what = _("What is to be done about it is another thing.")
        change = (old.check.kind.value, new.check.kind.value)
        yield _told(DifferenceCode.CHECK_CHANGED, pairing.new, new, what, "kind", change)
    if not same_text(old.check.text, new.check.text):
        what = _("It is worded differently.")
        change = text_change(pairing, old.check.text, new.check.text)
        yield _told(DifferenceCode.CHECK_TEXT, pairing.new, new, what, "text", change)
    if old.check.at != pairing.old_name(new.check.at):
        what = _("What it finds is mended at another question.")
        change = (old.check.at, new.check.at)
        yield _told(DifferenceCode.CHECK_TEXT, pairing.new, new, what, "at", change)


def _told(
    code: DifferenceCode,
    form: Form,
    placed: PlacedCheck,
    what: str,
    key: str = "",
    change: tuple[str, str] = ("", ""),
) -> Difference:
    path = (*placed.path, *([key] if key else []))
    return Difference(code, "", subject_of(form.questionnaire, path), what, "", *change)
