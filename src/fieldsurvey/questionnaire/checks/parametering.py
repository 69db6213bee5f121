"""Parameters, triggers, and types that a terminal cannot ask: that what is written can be done."""

from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation

from fieldsurvey.i18n import _
from fieldsurvey.questionnaire import question_types as types
from fieldsurvey.questionnaire.checks.fault import Fault
from fieldsurvey.questionnaire.findings import Code
from fieldsurvey.questionnaire.logic.form import Form, Placed
from fieldsurvey.questionnaire.model import REFERENCE, Question
from fieldsurvey.questionnaire.question_types import RANGE
from fieldsurvey.questionnaire.yaml.source import DataPath


def parametering_faults(form: Form) -> Iterator[Fault]:
    """Yield parameters that mean nothing, triggers that never fire, questions nobody can ask."""
    for question, placed in form.questions:
        if question.parameters:
            yield from _parameter_faults(question, placed)
        if question.trigger:
            yield from _trigger_faults(question, placed, form)
        if question.base_type in types.NOT_ASKED and question.label:
            yield Fault(
                Code.NOT_ASKED_HERE,
                (*placed.path, "type"),
                _("A terminal cannot ask for '{type}'; the question will be skipped.").format(
                    type=question.base_type
                ),
                _("It is kept for phones. Ask for it in words as well if it is needed here."),
            )


def _parameter_faults(question: Question, placed: Placed) -> Iterator[Fault]:
    path, given = (*placed.path, "parameters"), question.given_parameters
    if not given:
        yield _fault(path, question.parameters, _("Write key=value, parted by blanks."))
    if question.base_type == "range":
        yield from _range_faults(given, path)
    if given.get("randomize", "true") not in ("true", "false"):
        yield _fault(path, f"randomize={given['randomize']}", _("Write true or false."))
    seed = given.get("seed", "")
    if seed and "randomize" not in given:
        yield _fault(path, f"seed={seed}", _("Write randomize=true with it."))
    if seed and _number(seed) is None and not REFERENCE.fullmatch(seed):
        yield _fault(path, f"seed={seed}", _("Write a number, or ${name} of a question."))


def _range_faults(given: Mapping[str, str], path: DataPath) -> Iterator[Fault]:
    numbers: dict[str, Decimal | None] = {}
    for key, preset in RANGE.items():
        text = given.get(key, preset)
        numbers[key] = _number(text)
        if numbers[key] is None:
            yield _fault(path, f"{key}={text}", _("Write a number."))
    step = numbers["step"]
    if step is not None and step <= 0:
        yield _fault(path, f"step={step}", _("Write a number above 0."))
    if numbers["start"] is not None and numbers["start"] == numbers["end"]:
        yield _fault(path, f"end={numbers['end']}", _("Let the scale end where it does not start."))


def _trigger_faults(question: Question, placed: Placed, form: Form) -> Iterator[Fault]:
    path = (*placed.path, "trigger")
    if not question.triggers or REFERENCE.sub("", question.trigger).strip(" ,"):
        yield Fault(
            Code.TRIGGER,
            path,
            _("'{trigger}' does not name a question.").format(trigger=question.trigger),
            _("Write ${name} of a question, several with commas between."),
        )
    for name in question.triggers:
        item = form.placed[form.order[name]].item if name in form.order else None
        if item is not None and not isinstance(item, Question):
            yield Fault(
                Code.TRIGGER,
                path,
                _("'{name}' is no question, so it has no answer that could change.").format(
                    name=name
                ),
                _("Name a question."),
            )
    if not question.calculation:
        yield Fault(
            Code.TRIGGER,
            path,
            _("There is no calculation that the trigger could work out."),
            _("Add 'calculation', or take 'trigger' out."),
            rests_on=(*placed.path, "calculation"),
        )


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _fault(path: DataPath, written: str, to_do: str) -> Fault:
    what = _("The parameter '{written}' cannot be.").format(written=written)
    return Fault(Code.PARAMETER, path, what, to_do)
