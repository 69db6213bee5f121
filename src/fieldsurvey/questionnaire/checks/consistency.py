"""Checks across questions: codes, texts, what they read, and whether they can ever hold."""

import re
from collections.abc import Iterator

from fieldsurvey.i18n import _
from fieldsurvey.questionnaire.checks.contradicting import contradicted_name
from fieldsurvey.questionnaire.checks.fault import Fault
from fieldsurvey.questionnaire.checks.ruling import place_faults
from fieldsurvey.questionnaire.findings import Code
from fieldsurvey.questionnaire.logic.consistency import is_ever_asked, mended_at
from fieldsurvey.questionnaire.logic.form import Form, PlacedCheck
from fieldsurvey.questionnaire.nearest import suggestion

CODE = re.compile(r"[A-Za-z][A-Za-z0-9_.\-]*", re.ASCII)
"""What the code of a check may be: it stands in the lines of a chain and in answers files."""


def consistency_faults(form: Form) -> Iterator[Fault]:
    """Yield checks that cannot be told apart, say nothing, read nothing or can never hold."""
    seen: set[str] = set()
    for placed in form.checks:
        yield from _code_faults(placed, seen)
        seen.add(placed.check.code)
        if not placed.check.text:
            yield Fault(
                Code.CHECK_TEXT,
                (*placed.path, "text"),
                _("The check has no text."),
                _("Add 'text: {zh: …, en: …}': what does not go together, and what to do."),
            )
        yield from place_faults(placed.check.text, (*placed.path, "text"), form)
        yield from _at_faults(placed, form)
        if placed.formula.tree is not None:
            yield from _in_vain(placed, form)


def _code_faults(placed: PlacedCheck, seen: set[str]) -> Iterator[Fault]:
    code, path = placed.check.code, (*placed.path, "code")
    if not CODE.fullmatch(code):
        yield Fault(
            Code.CHECK_CODE,
            path,
            _("'{code}' cannot be the code of a check.").format(code=code),
            _("Begin with a letter; go on with letters, digits and hyphens: C-03."),
        )
    if code in seen:
        yield Fault(
            Code.CHECK_TWICE,
            path,
            _("Two checks have the code '{code}'.").format(code=code),
            _("Give each check of a form a code of its own; reasons are kept by it."),
        )


def _at_faults(placed: PlacedCheck, form: Form) -> Iterator[Fault]:
    at = placed.check.at
    if not at:
        return
    path = (*placed.path, "at")
    if at not in form.order:
        yield Fault(
            Code.CHECK_AT,
            path,
            _("There is no question '{name}'.").format(name=at),
            suggestion(at, form.order) or _("Name a question of this form."),
        )
    elif not is_ever_asked(form.placed[form.order[at]].item):
        yield Fault(
            Code.CHECK_AT,
            path,
            _("Nobody is asked '{name}', so nothing can be mended there.").format(name=at),
            _("Name a question that is asked, or take the line out."),
        )


def _in_vain(placed: PlacedCheck, form: Form) -> Iterator[Fault]:
    tree, known = placed.formula.tree, placed.formula.names & form.order.keys()
    if tree is None or placed.formula.names - known:
        return
    at = mended_at(form, placed.check)
    if not at:
        yield Fault(
            Code.CHECK_READS_NOTHING,
            placed.formula.path,
            _("It reads no answer that a person gives, so nobody could mend what it finds."),
            _("Name questions with ${name}; what the plan says is checked before the visit."),
        )
    elif at in form.order:
        name = contradicted_name(form, form.placed[form.order[at]], [tree])
        if name:
            yield Fault(
                Code.RULE_NEVER_FIRES,
                placed.formula.path,
                _("No answer to '{name}' meets it.").format(name=name),
                _("Mend the check."),
            )
