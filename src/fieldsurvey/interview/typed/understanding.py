"""What is typed so far in, a quiet line that says what will be kept of it out. Pure."""

from datetime import datetime

from fieldsurvey.expressions.values import AnswerValue
from fieldsurvey.i18n import language
from fieldsurvey.interview.showing.columns import Line
from fieldsurvey.interview.showing.step import Step, StepKind
from fieldsurvey.interview.typed.answering import parse_answer
from fieldsurvey.interview.typed.refusal import Refusal
from fieldsurvey.questionnaire.model import in_language

_UNDERSTOOD = frozenset(
    {"integer", "decimal", "range", "date", "time", "dateTime", "geopoint", "rank"}
)
"""Types that may be typed in more ways than they are kept in; a text is kept as it stands."""


def understood_line(step: Step, typed: str, now: datetime | None) -> Line:
    """Return what will be kept, else how to type it; empty where there is nothing to say.

    Args:
        step: What is asked.
        typed: As it stands in the field.
        now: Supplies the year of a date typed without one.
    """
    question = step.question
    if step.kind is not StepKind.QUESTION or question is None or not typed.strip():
        return []
    if question.base_type not in _UNDERSTOOD:
        return []
    kept: AnswerValue | Refusal = parse_answer(question, typed, step.choices, now)
    if isinstance(kept, Refusal):
        return [("class:hint", f"… {kept.to_do}")]
    unit = in_language(question.unit, language())
    return [("class:hint", "→ "), ("class:understood", f"{kept} {unit}".strip())]
