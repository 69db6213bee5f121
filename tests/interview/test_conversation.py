"""The conversation: next, back, resume, moot answers withdrawn, problems said at once."""

import pytest

from fieldsurvey.chain.interview import Interview
from fieldsurvey.chain.lines.line import Kind
from fieldsurvey.expressions.values import AnswerValue, SpecialAnswer
from fieldsurvey.interview.conversation import Conversation, Taken
from fieldsurvey.interview.evidencing import explain_absence
from fieldsurvey.interview.showing.step import StepKind
from fieldsurvey.interview.typed.refusal import (
    CONSTRAINT,
    NOT_ASKED,
    REQUIRED,
    SPECIAL_NOT_ALLOWED,
    WARNING,
    Refusal,
)
from fieldsurvey.questionnaire.model import Questionnaire


def say(conversation: Conversation, *said: AnswerValue) -> Conversation:
    """Answer one question after the other; each must be taken."""
    for one in said:
        conversation = take(conversation, one).conversation
    return conversation


def take(conversation: Conversation, said: AnswerValue, remark: str = "") -> Taken:
    """Answer the question asked; it must be taken."""
    taken = conversation.answer(said, remark)
    assert isinstance(taken, Taken), taken
    return taken


def refused(conversation: Conversation, said: AnswerValue) -> str:
    """Return the code with which an answer is refused."""
    refusal = conversation.answer(said)
    assert isinstance(refusal, Refusal)
    return refusal.code


@pytest.fixture
def start(form: Questionnaire, interview: Interview) -> Conversation:
    """A conversation at its first question."""
    return Conversation.resume(form, interview)


def test_it_starts_at_the_first_question_that_is_asked(start: Conversation) -> None:
    """What the plan knows is shown before it; what it expects is proposed."""
    step = start.step("en")

    assert (step.path, step.label, step.proposal) == ("persons", "Persons", "4")
    assert step.notes == ("Town: 东乡",)
    assert step.sections == ("Header",)
    assert step.answer is None


def test_an_answer_gives_one_entry_and_the_next_question(start: Conversation) -> None:
    """The entry says what was typed in the one way it is stored."""
    taken = take(start, "４")

    assert [(e.kind, e.question, e.value) for e in taken.entries] == [(Kind.ANSWER, "persons", "4")]
    assert taken.entries[0].interview == "d1-1"
    assert taken.conversation.step("en").path == "safe"
    assert taken.conversation.step("en").notes == ("Ask all 4",)
    assert start.at == "persons", "the conversation before it is as it was"


def test_the_same_answer_again_gives_no_entry(start: Conversation) -> None:
    """Going back, looking and pressing Enter says nothing new."""
    there = say(start, "4", "1").back().back()
    taken = take(there, "4")

    assert taken.entries == ()
    assert taken.conversation.at == "safe", "forward again along the way gone back over"
    assert take(taken.conversation, "1").conversation.at == "income"


def test_what_cannot_be_an_answer_is_refused_with_a_sentence(start: Conversation) -> None:
    """Nothing is taken, and the question stands."""
    assert refused(start, "many") == "A001"
    assert refused(start, "0") == CONSTRAINT
    assert refused(start, "") == REQUIRED
    assert refused(start, SpecialAnswer.REFUSED) == SPECIAL_NOT_ALLOWED
    refusal = start.answer("0")
    assert isinstance(refusal, Refusal)
    assert refusal.what == "At least one person"


def test_an_unusual_answer_is_taken_with_a_remark(start: Conversation) -> None:
    """A soft warning can be overridden, and says why."""
    assert refused(start, "13") == WARNING
    taken = take(start, "13", "three generations")

    assert [e.value for e in taken.entries] == ["13", {"remark": "three generations"}]
    assert take(taken.conversation.back(), "14").entries[0].value == "14"


def test_a_special_answer_counts_as_none_to_a_rule(start: Conversation) -> None:
    """Refused is kept as such; it is no problem and opens nothing."""
    taken = take(say(start, "4"), SpecialAnswer.REFUSED)

    assert taken.entries[0].value == {"special": "refused"}
    assert taken.problem is None
    assert taken.conversation.at == "income"


def test_the_moment_of_a_problem_asks_for_its_description(start: Conversation) -> None:
    """The rule is there at once, and the description comes before the next question."""
    taken = take(say(start, "4"), "2")
    assert taken.problem is not None
    assert taken.problem.name == "unsafe"
    step = taken.conversation.step("en")
    assert (step.kind, step.path) == (StepKind.DESCRIPTION, "safe")

    described = taken.conversation.describe("safe", "the well is dry since May")
    assert isinstance(described, Taken)
    assert described.entries[0].value == {"description": "the well is dry since May"}
    step = described.conversation.step("en")
    assert (step.kind, step.path) == (StepKind.EVIDENCE, "safe")


def test_a_description_may_wait_for_the_review(start: Conversation) -> None:
    """Enter alone goes on; the problem stays undescribed."""
    later = say(start, "4", "2").describe("safe", "  ")
    assert isinstance(later, Taken)

    assert later.entries == ()
    assert later.conversation.step("en").kind is StepKind.EVIDENCE
    assert later.conversation.needs_description("safe")


def test_a_computed_value_may_be_the_problem(start: Conversation) -> None:
    """It is described like an answer, the moment its last input is answered."""
    taken = take(say(start, "4", "1"), "8000")

    assert taken.conversation.evaluation.values["each"] == "2000"
    assert taken.conversation.step("en").path == "each"
    assert taken.conversation.step("en").kind is StepKind.DESCRIPTION


def test_a_detail_question_describes_instead(start: Conversation) -> None:
    """Where the form asks for the detail itself, nothing else is asked."""
    asked = say(start, "4", "1", "80000", "1")

    assert "hard" in asked.problems
    assert asked.step("en").path == "hard_why"
    assert asked.step("en").kind is StepKind.QUESTION


def test_an_answer_that_makes_others_moot_withdraws_them(start: Conversation) -> None:
    """Withdrawn with the answer, and said; what depends on what is withdrawn goes, too."""
    asked = say(start, "4", "2").describe("safe", "dry")
    assert isinstance(asked, Taken)
    full = say(asked.conversation, "1", "2")
    back = full.jump("safe")
    taken = take(back, "1")

    assert taken.withdrawn == ("gap", "far")
    assert [(e.kind, e.question, e.value) for e in taken.entries] == [
        (Kind.ANSWER, "safe", "1"),
        (Kind.WITHDRAW, "gap", {"reason": "moot", "because": "safe"}),
        (Kind.WITHDRAW, "far", {"reason": "moot", "because": "safe"}),
    ]
    assert set(taken.conversation.evaluation.answers) == {"persons", "safe"}


def test_a_choice_that_is_no_longer_offered_is_withdrawn(start: Conversation) -> None:
    """A cascade never keeps a village of another county."""
    there = say(start, "4", "1", "80000", "2", "a", "a2")
    taken = take(there.jump("county"), "b")

    assert taken.withdrawn == ("village",)
    assert taken.conversation.at == "village"
    assert [choice.name for choice in taken.conversation.step("en").choices] == ["b1"]


def test_back_follows_the_way_really_taken(start: Conversation) -> None:
    """After a jump, back returns to where the jump came from."""
    there = say(start, "4", "1").jump("hard")

    assert there.back().at == "income"
    assert there.back().back().at == "safe"
    assert there.back().back().back().at == "persons"
    assert there.back().back().back().back().at == "persons"
    assert there.back().forward().at == "hard"


def test_forward_leaves_a_question_for_later(start: Conversation) -> None:
    """The next of the form is asked; the one left stays open."""
    assert start.forward().at == "safe"
    assert say(start.forward(), "1").at == "income"
    done = say(start.forward(), "1", "80000", "2", "", "")
    assert done.at == "persons", "what was left open comes once the rest is done"


def test_a_jump_to_what_is_not_asked_changes_nothing(start: Conversation) -> None:
    """Neither an irrelevant question nor an unknown one can be reached."""
    assert start.jump("gap") == start
    assert start.jump("nowhere") == start


def test_at_the_end_comes_the_review(start: Conversation) -> None:
    """Everything asked has been gone through; an optional question may be left blank."""
    done = say(start, "4", "1", "80000", "2", "", "")

    assert done.step("en").kind is StepKind.REVIEW
    assert done.evaluation.answers["county"] == ""
    assert refused(done, "1") == NOT_ASKED
    assert done.back().at == "village"


def test_a_remark_is_kept_once_and_can_be_taken_away(start: Conversation) -> None:
    """Remarks are notes of their own."""
    noted = start.remark("persons", "a guess")
    assert isinstance(noted, Taken)
    assert noted.entries[0].value == {"remark": "a guess"}
    again = noted.conversation.remark("persons", "a guess")
    assert isinstance(again, Taken)
    assert again.entries == ()
    gone = noted.conversation.remark("persons", "")
    assert isinstance(gone, Taken)
    assert gone.entries[0].value == {"remark": ""}
    assert gone.conversation.remarks == {}


def test_or_other_asks_for_the_own_words(interview: Interview) -> None:
    """The choice "other" is offered, and opens a question of its own."""
    form = Questionnaire.model_validate(
        {
            "settings": {
                "form_id": "small",
                "form_title": "F",
                "version": "1",
                "subject": "household",
            },
            "choices": {"why": [{"name": "1", "label": "Far"}]},
            "survey": [{"name": "why", "type": "select_one why or_other", "label": "Why?"}],
        }
    )
    start = Conversation.resume(form, interview)
    assert [choice.name for choice in start.step("en").choices] == ["1", "other"]
    asked = say(start, "Other")

    assert asked.step("en").path == "why_other"
    assert take(say(asked, "no road").jump("why"), "1").withdrawn == ("why_other",)


def test_a_problem_left_for_later_is_described_from_the_review(start: Conversation) -> None:
    """A jump to it asks for the description; of a computed one, without leaving the review."""
    conversation = start
    for said in ("4", "2", "", "", "2", "8000", "", "", "2", "", ""):
        conversation = _put(conversation, said)
    assert conversation.step("en").kind is StepKind.REVIEW

    there = conversation.jump("each")
    assert (there.step("en").kind, there.step("en").path) == (StepKind.DESCRIPTION, "each")
    described = _put(there, "no harvest since the flood")
    assert described.step("en").kind is StepKind.EVIDENCE
    shown = _put(described, "seen in the account book")
    assert shown.step("en").kind is StepKind.REVIEW

    asked = shown.jump("safe")
    assert (asked.step("en").kind, asked.step("en").path) == (StepKind.DESCRIPTION, "safe")
    assert asked.back().step("en").kind is StepKind.QUESTION
    assert asked.back().at == "safe"


def _put(conversation: Conversation, said: str) -> Conversation:
    """Say something to whatever is asked: an answer, a description, or why there is no photo."""
    step = conversation.step("en")
    match step.kind:
        case StepKind.DESCRIPTION:
            taken = conversation.describe(step.path, said)
        case StepKind.EVIDENCE:
            taken = explain_absence(conversation, step.path, said)
        case _:
            taken = conversation.answer(said)
    assert isinstance(taken, Taken)
    return taken.conversation
