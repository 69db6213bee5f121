"""Names of questions, groups and repeats: what they are made of, and that each is there once."""

import re
from collections.abc import Iterator

from fieldsurvey.i18n import _
from fieldsurvey.questionnaire.checks.fault import Fault
from fieldsurvey.questionnaire.findings import Code
from fieldsurvey.questionnaire.logic.form import Form
from fieldsurvey.questionnaire.model import Question

NAME = re.compile(r"[^\W\d][\w.\-]*")
"""What `${…}` can hold: a letter or underscore; then digits, dots and hyphens, too."""


def naming_faults(form: Form) -> Iterator[Fault]:
    """Yield names that cannot be used, and names given twice."""
    form_id = form.questionnaire.form_id
    if not NAME.fullmatch(form_id):
        yield Fault(Code.NAME_MALFORMED, ("settings", "form_id"), *malformed(form_id))
    first: dict[str, str] = {}
    for placed in form.placed:
        name, path = placed.item.name, (*placed.path, "name")
        if not NAME.fullmatch(name):
            yield Fault(Code.NAME_MALFORMED, path, *malformed(name))
        if name in first:
            yield Fault(Code.NAME_TWICE, path, *_twice(name, first[name]))
        label = next(iter(placed.item.label.values()), "")
        first.setdefault(name, label)
        if isinstance(placed.item, Question) and placed.item.or_other:
            first.setdefault(f"{name}_other", label)


def malformed(name: str) -> tuple[str, str]:
    """Say that `name` cannot be a name, and what can."""
    return (
        _("'{name}' cannot be a name.").format(name=name),
        _("Begin with a letter; go on with letters, digits and underscores: water_safe."),
    )


def _twice(name: str, label: str) -> tuple[str, str]:
    what = _("The name '{name}' is given twice.").format(name=name)
    if label:
        what = _("The name '{name}' is given twice; the first time to '{label}'.").format(
            name=name, label=label
        )
    return what, _("Give each question, group and repeat a name of its own.")
