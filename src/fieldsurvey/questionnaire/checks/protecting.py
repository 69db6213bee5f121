"""Privacy: that whoever writes a question says who may see its answers, where that matters most."""

from collections.abc import Iterator

from fieldsurvey.i18n import _
from fieldsurvey.questionnaire.checks.fault import Fault
from fieldsurvey.questionnaire.findings import Code
from fieldsurvey.questionnaire.logic.form import Form
from fieldsurvey.questionnaire.question_types import ATTACHING

_FREE = ATTACHING | {"text", "barcode", "geopoint", "geotrace", "geoshape"}
"""Types whose answers may name, show or lead to a person whatever the question says. Numbers,
dates and codes of a list are plain unless the form says otherwise."""


def protecting_faults(form: Form) -> Iterator[Fault]:
    """Yield questions for words, pictures or places that do not say who may see the answers."""
    for question, placed in form.questions:
        if question.base_type in _FREE and "privacy" not in question.model_fields_set:
            yield Fault(
                Code.PRIVACY_UNSAID,
                placed.path,
                _("It does not say who may see its answers; they count as plain."),
                _("Add 'privacy: plain', 'personal' (points at a person) or 'sensitive'."),
            )
