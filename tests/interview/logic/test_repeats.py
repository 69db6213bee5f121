"""Repeats: rows asked for by number or by rule, nested, grown and shrunk."""

import pytest
from tests.interview.saying import say

from fieldsurvey.chain.interview import Interview
from fieldsurvey.interview.conversation import Conversation, Taken
from fieldsurvey.interview.typed.refusal import OUT_OF_RANGE, Refusal
from fieldsurvey.questionnaire.model import Questionnaire

FAMILY = Questionnaire.model_validate(
    {
        "settings": {
            "form_id": "small",
            "form_title": "Family",
            "version": "1",
            "subject": "household",
        },
        "choices": {"yes_no": [{"name": "1", "label": "Yes"}, {"name": "2", "label": "No"}]},
        "survey": [
            {
                "name": "member",
                "type": "repeat",
                "label": {"zh": "成员", "en": "Member"},
                "children": [
                    {"name": "age", "type": "integer", "label": "Age", "required": True},
                    {
                        "name": "schooling",
                        "type": "group",
                        "relevant": "${age} < 16",
                        "label": "School",
                        "children": [
                            {"name": "school", "type": "select_one yes_no", "label": "At school?"}
                        ],
                    },
                    {
                        "name": "loan",
                        "type": "repeat",
                        "label": "Loan",
                        "relevant": "${age} >= 18",
                        "repeat_count": "1",
                        "children": [{"name": "amount", "type": "integer", "label": "Amount"}],
                    },
                ],
            },
            {"name": "total", "type": "calculate", "calculation": "sum(${amount})"},
            {"name": "rich", "type": "text", "label": "Of ${total}?", "relevant": "${total} > 100"},
        ],
    }
)


@pytest.fixture
def start(interview: Interview) -> Conversation:
    """A conversation about a family."""
    return Conversation.resume(FAMILY, interview)


def test_each_row_is_asked_in_turn(start: Conversation) -> None:
    """First how many, then every question of each row, nested rows inside, then their table."""
    assert start.step("en").path == "member"
    walked = []
    conversation = start
    for said in ("2", "8", "1", "40", "500", "2", "yes"):
        walked.append(conversation.at)
        conversation = say(conversation, said)

    assert walked == [
        "member",
        "member[1]/age",
        "member[1]/school",
        "member[2]/age",
        "member[2]/loan[1]/amount",
        "member",
        "rich",
    ]
    assert conversation.at == ""
    assert conversation.evaluation.values["total"] == "500"


def test_a_row_is_named_where_the_question_stands(start: Conversation) -> None:
    """The section says which member is asked about, and texts look into the own row first."""
    there = say(start, "2", "8", "1")

    assert there.step("en").sections == ("Member 2 of 2",)
    assert say(there, "40").step("en").sections == ("Member 2 of 2 40", "Loan 1 of 1")


def test_fewer_rows_withdraw_what_was_said_in_the_others(start: Conversation) -> None:
    """Everything in the rows that are gone is moot, and so is what read it."""
    full = say(start, "2", "8", "1", "40", "500", "2", "yes")
    taken = full.jump("member").answer("1")
    assert isinstance(taken, Taken)

    assert taken.withdrawn == ("member[2]/age", "member[2]/loan[1]/amount", "rich")
    assert set(taken.conversation.evaluation.answers) == {
        "member",
        "member[1]/age",
        "member[1]/school",
    }


def test_a_new_row_is_new_in_every_part_of_it(start: Conversation) -> None:
    """Also what is not relevant in it stands in its place, blank."""
    grown = say(say(start, "1", "30", "5").jump("member"), "2")

    assert grown.at == "member[2]/age"
    assert grown.evaluation.values["member[2]/school"] == ""


@pytest.mark.parametrize("said", ["-1", "201"])
def test_a_number_of_rows_that_cannot_be_is_refused(start: Conversation, said: str) -> None:
    """A slip of the finger does not make thousands of rows."""
    refusal = start.answer(said)

    assert isinstance(refusal, Refusal)
    assert refusal.code == OUT_OF_RANGE
