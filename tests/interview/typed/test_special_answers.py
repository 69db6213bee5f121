"""Special answers: blank to every expression, a problem to no rule, allowed where the form says."""

from typing import Any

import pytest

from fieldsurvey.chain.interview import Interview
from fieldsurvey.expressions.values import SpecialAnswer
from fieldsurvey.interview.conversation import Conversation, Taken
from fieldsurvey.interview.logic.evaluation import Evaluation, evaluate
from fieldsurvey.interview.showing.review import RowState, progress, review
from fieldsurvey.interview.typed.refusal import SPECIAL_NOT_ALLOWED, Refusal
from fieldsurvey.questionnaire.model import Questionnaire

REFUSED, UNKNOWN, NONE = (
    SpecialAnswer.REFUSED,
    SpecialAnswer.DONT_KNOW,
    SpecialAnswer.NOT_APPLICABLE,
)
CODES = [{"name": code, "label": code} for code in ("1", "2", "3")]


def form_of(*survey: dict[str, Any]) -> Questionnaire:
    """Return a form of questions whose label is their name, all special answers allowed."""
    head = {"form_id": "small", "form_title": "F", "version": "1", "subject": "household"}
    named = [{"label": item["name"], **item} for item in survey]
    return Questionnaire.model_validate(
        {"settings": head, "choices": {"codes": CODES}, "survey": named}
    )


ALL = ["refused", "dont_know", "not_applicable"]
NUMBER = {"name": "a", "type": "integer", "special": ALL}
CHOICE = {"name": "a", "type": "select_multiple codes", "special": ALL}


def value_of(calculation: str, a: dict[str, Any], answer: object) -> str:
    """Return what a calculation gives where `a` has an answer."""
    form = form_of(a, {"name": "c", "type": "calculate", "calculation": calculation})
    value = evaluate(form, {"a": answer}).values["c"]  # type: ignore[dict-item]
    assert isinstance(value, str)
    return value


@pytest.mark.parametrize("answer", list(SpecialAnswer))
@pytest.mark.parametrize("question", [NUMBER, CHOICE], ids=["integer", "select_multiple"])
@pytest.mark.parametrize(
    ("expression", "gives"),
    [
        ("${a}", ""),
        ("${a} = ''", "true"),
        ("${a} = 'refused' or ${a} = 'dont_know' or ${a} = 'not_applicable'", "false"),
        ("${a} < 3", "false"),
        ("${a} >= 3", "false"),
        ("${a} + 1", ""),
        ("not(${a})", "true"),
        ("boolean(${a})", "false"),
        ("string-length(${a})", "0"),
        ("coalesce(${a}, 7)", "7"),
        ("if(${a}, 'yes', 'no')", "no"),
        ("concat('[', ${a}, ']')", "[]"),
        ("selected(${a}, '1')", "false"),
        ("selected(${a}, 'refused')", "false"),
        ("count-selected(${a})", "0"),
        ("selected-at(${a}, 0)", ""),
        ("jr:choice-name(${a}, '${a}')", ""),
        ("count-non-empty(${a})", "0"),
        ("regex(${a}, '.+')", "false"),
        ("../a", ""),
        ("once(${a})", ""),
    ],
)
def test_every_expression_reads_it_as_blank(
    answer: SpecialAnswer, question: dict[str, Any], expression: str, gives: str
) -> None:
    """What a special answer gives is what a blank gives, and never its own spelling."""
    assert value_of(expression, question, answer) == gives
    assert value_of(expression, question, "") == gives


@pytest.mark.parametrize(
    ("expression", "gives"),
    [
        ("count(${a})", "3"),
        ("count-non-empty(${a})", "1"),
        ("sum(${a}[. != ''])", "5"),
        ("join(',', ${a})", ",5,"),
        ("max(${a}[. != ''])", "5"),
        ("count(${row}[a > 0])", "1"),
        ("indexed-repeat(${a}, ${row}, 1)", ""),
        ("count-if(${a}, . > 0)", "1"),
    ],
)
def test_in_a_repeat_it_is_a_row_without_an_answer(expression: str, gives: str) -> None:
    """Rows are counted, answers are not."""
    rows = {"name": "row", "type": "repeat", "children": [{"label": "a", **NUMBER}]}
    form = form_of(rows, {"name": "c", "type": "calculate", "calculation": expression})
    answers = {"row": "3", "row[1]/a": REFUSED, "row[2]/a": "5", "row[3]/a": UNKNOWN}

    assert evaluate(form, answers).values["c"] == gives


RULE = {"name": "r", "severity": "major", "text": "!"}


@pytest.mark.parametrize(
    ("keys", "is_problem"),
    [
        ({"problem": [{**RULE, "when": ". = ''"}]}, False),
        ({"problem": [{**RULE, "when": "true()"}]}, False),
        ({"problem": [{**RULE, "when": "not(. = '1')"}]}, False),
        ({"constraint": "false()"}, False),
        ({"warning": "false()"}, False),
        ({"required": True}, False),
    ],
)
def test_it_fires_no_rule_and_breaks_none(
    interview: Interview, keys: dict[str, Any], is_problem: bool
) -> None:
    """It is taken as it is, also where an answer is required, and is never a problem."""
    taken = Conversation.resume(form_of({**NUMBER, **keys}), interview).answer(UNKNOWN)

    assert isinstance(taken, Taken), taken
    assert bool(taken.conversation.problems) is is_problem
    assert taken.entries[0].value == {"special": "dont_know"}
    assert review(taken.conversation).is_complete


@pytest.mark.parametrize(
    ("relevant", "is_asked"),
    [("${a} = '2'", False), ("${a} != '2'", True), ("${a} = ''", True), ("${a}", False)],
)
def test_conditions_on_it_are_those_on_a_blank(relevant: str, is_asked: bool) -> None:
    """What is asked after a refusal is what is asked after a blank."""
    form = form_of(NUMBER, {"name": "b", "type": "text", "relevant": relevant})

    for answer in (REFUSED, ""):
        assert evaluate(form, {"a": answer}).is_asked("b") is is_asked


def test_a_rule_that_reads_another_question_reads_its_special_answer_as_blank() -> None:
    """A real answer may be a problem because another question has none."""
    b = {"name": "b", "type": "integer", "problem": [{**RULE, "when": "${a} = ''"}]}
    evaluation = evaluate(form_of(NUMBER, b), {"a": REFUSED, "b": "1"})

    assert list(evaluation.problems) == ["b"]


@pytest.mark.parametrize("allowed", [[], ["refused"], ["refused", "dont_know"]])
@pytest.mark.parametrize("answer", list(SpecialAnswer))
def test_it_is_allowed_only_where_it_is_listed(
    interview: Interview, allowed: list[str], answer: SpecialAnswer
) -> None:
    """Any other is refused, and its word typed is no answer of any kind."""
    form = form_of({"name": "a", "type": "integer", "special": allowed})
    start = Conversation.resume(form, interview)
    outcome = start.answer(answer)

    assert isinstance(start.answer(answer.value), Refusal)
    if answer.value in allowed:
        assert isinstance(outcome, Taken)
    else:
        assert isinstance(outcome, Refusal)
        assert outcome.code == SPECIAL_NOT_ALLOWED


def test_it_is_counted_apart(interview: Interview) -> None:
    """Review and progress tell answered, left blank, special and open apart."""
    form = form_of(*({**NUMBER, "name": name} for name in "abcde"), {"name": "n", "type": "note"})
    conversation = Conversation.resume(form, interview)
    for answer in ("1", "", REFUSED, NONE):
        taken = conversation.answer(answer)
        assert isinstance(taken, Taken), taken
        conversation = taken.conversation

    assert review(conversation).counts == {
        RowState.ANSWERED: 1,
        RowState.LEFT_BLANK: 1,
        RowState.SPECIAL: 2,
        RowState.OPEN: 1,
    }
    assert (progress(conversation).count, progress(conversation).special) == (5, 2)


def test_what_stands_is_kept_as_what_it_is(interview: Interview) -> None:
    """Answers and values hold the special answer itself, so that an export can tell it apart."""
    evaluation: Evaluation = evaluate(form_of(NUMBER), {"a": REFUSED})

    assert evaluation.answers["a"] is REFUSED
    assert evaluation.values["a"] is REFUSED
