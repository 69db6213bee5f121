"""Back, forward and the review: where one comes to, and that it is said truly."""

import pytest
from tests.interview.saying import say

from fieldsurvey.chain.interview import Interview
from fieldsurvey.interview.conversation import Conversation
from fieldsurvey.interview.showing.overview import overview
from fieldsurvey.interview.showing.overview_words import overview_lines
from fieldsurvey.interview.showing.step import StepKind
from fieldsurvey.questionnaire.model import Questionnaire


@pytest.fixture
def start(form: Questionnaire, interview: Interview) -> Conversation:
    """Nothing said yet."""
    return Conversation.resume(form, interview)


def asked(conversation: Conversation) -> tuple[StepKind, str]:
    """Return what is wanted, and where."""
    step = conversation.step("en")
    return step.kind, step.path


def test_forward_at_a_description_leaves_it_and_asks_the_next_question(
    start: Conversation,
) -> None:
    """The question that comes after the problem is not passed over."""
    raised = say(start, "4", "2")
    assert asked(raised) == (StepKind.DESCRIPTION, "safe")

    assert asked(raised.forward()) == (StepKind.EVIDENCE, "safe")
    assert asked(raised.forward().forward()) == (StepKind.QUESTION, "gap")


def test_forward_comes_back_to_the_description(start: Conversation) -> None:
    """Back from it to the question, and forward again to what waits."""
    raised = say(start, "4", "2")
    assert asked(raised.back()) == (StepKind.QUESTION, "safe")

    assert asked(raised.back().forward()) == (StepKind.DESCRIPTION, "safe")


def test_back_from_a_problem_chosen_at_the_review_leads_to_the_review(
    start: Conversation,
) -> None:
    """What is worked out has no question of its own to go back to."""
    at_review = say(start, "4", "1", "800").jump("")
    there = at_review.jump("each")
    assert asked(there) == (StepKind.DESCRIPTION, "each")

    assert asked(there.back()) == (StepKind.REVIEW, "")
    assert asked(there.back().forward()) == (StepKind.DESCRIPTION, "each")


def test_a_description_at_the_review_can_be_left(start: Conversation) -> None:
    """Forward leads on there, too."""
    there = say(start, "4", "1", "800").jump("").jump("each")

    assert asked(there.forward().forward()) == (StepKind.REVIEW, "")


def test_the_review_says_how_much_was_gone_through(start: Conversation) -> None:
    """One can jump there from the first question; only at the end everything is gone through."""

    def title(conversation: Conversation) -> str:
        return "".join(text for _style, text in overview_lines(overview(conversation))[0])

    assert "0 of 6 questions gone through" in title(start.jump(""))
    end = say(start, "4", "1", "90000", "2", "", "")
    assert "6 of 6 questions gone through" in title(end)
