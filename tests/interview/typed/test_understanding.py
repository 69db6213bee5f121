"""What is said about a value while it is typed."""

from datetime import UTC, datetime

import pytest

from fieldsurvey.interview.showing.step import Step, StepKind
from fieldsurvey.interview.typed.understanding import understood_line
from fieldsurvey.questionnaire.model import Question

NOW = datetime(2020, 6, 28, 9, tzinfo=UTC)


def said(question_type: str, typed: str, **more: object) -> str:
    """Return the line below the field."""
    question = Question(name="q", type=question_type, **more)
    step = Step(StepKind.QUESTION, path="q", question=question)
    return "".join(text for _style, text in understood_line(step, typed, NOW))


@pytest.mark.parametrize(
    ("question_type", "typed", "line"),
    [
        ("date", "6.12", "→ 2020-06-12"),
        ("date", "2020-6-12", "→ 2020-06-12"),
        ("time", "9点5分", "→ 09:05:00"),
        ("integer", "3,200", "→ 3200"),
        ("integer", "３２００", "→ 3200"),
        ("integer", "2千", "→ 2000"),
        ("decimal", "1.5万", "→ 15000"),
        ("range", "3", "→ 3"),
        ("text", "3,200", ""),
        ("integer", "", ""),
        ("integer", "  ", ""),
    ],
)
def test_what_will_be_kept_stands_below_the_field(question_type, typed, line):
    """Only where it may differ from what is typed."""
    assert said(question_type, typed) == line


def test_the_unit_stands_with_it():
    """`→ 3200 yuan`."""
    assert said("integer", "3,200", unit={"en": "yuan"}) == "→ 3200 yuan"


@pytest.mark.parametrize(("question_type", "typed"), [("date", "6."), ("integer", "3x")])
def test_what_cannot_be_read_yet_is_no_fault_yet(question_type, typed):
    """It says how to type it, without the mark of a refusal."""
    line = said(question_type, typed)

    assert line.startswith("… Type ")
    assert "✗" not in line


def test_a_description_is_not_read_as_the_answer():
    """It belongs to the same question, and is a text."""
    question = Question(name="q", type="integer")
    step = Step(StepKind.DESCRIPTION, path="q", question=question)
    assert understood_line(step, "3,200", NOW) == []
