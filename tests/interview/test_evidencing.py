"""Photos of an answer, and why there are none: attached, removed, explained; and folded alike."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldsurvey.chain.interview import Interview, Keying, Photo
from fieldsurvey.chain.lines.line import Entry
from fieldsurvey.interview.conducting import (
    Answer,
    Attach,
    Describe,
    Detach,
    Leave,
    NoPhoto,
    conduct_interview,
)
from fieldsurvey.interview.conversation import Conversation, Taken
from fieldsurvey.interview.evidencing import attach, detach, explain_absence, place_of_photos
from fieldsurvey.interview.showing.review import review
from fieldsurvey.interview.showing.step import StepKind
from fieldsurvey.interview.typed.refusal import (
    NO_EVIDENCE,
    NO_PHOTO_HERE,
    NO_SUCH_PHOTO,
    NOT_ASKED,
    REQUIRED,
    Refusal,
)
from fieldsurvey.questionnaire.model import Questionnaire

FORM_OF_PICTURES = {
    "form_id": "small",
    "form_title": "T",
    "version": "1",
    "subject": "household",
}
WELL, TAP, BILL = (Photo(letter * 64, f"{letter}.jpg", 9, extension="jpg") for letter in "abc")


@pytest.fixture
def start(form: Questionnaire, interview: Interview) -> Conversation:
    """A conversation that nothing was said in."""
    return Conversation.resume(form, interview)


def take(taken: Taken | Refusal) -> Conversation:
    """Go on with what was taken."""
    assert isinstance(taken, Taken), taken
    return taken.conversation


def unsafe(start: Conversation) -> Conversation:
    """Bring the conversation to a critical problem that is described."""
    said = take(take(start.answer("4")).answer("2"))
    return take(said.describe("safe", "dry since May"))


def code(taken: Taken | Refusal) -> str:
    """Return why something is not taken."""
    assert isinstance(taken, Refusal), taken
    return taken.code


def test_evidence_is_asked_once_a_problem_is_described(start: Conversation) -> None:
    """A photo answers it; the next question follows."""
    asked = unsafe(start)
    assert (asked.step().kind, asked.step().path) == (StepKind.EVIDENCE, "safe")

    shown = attach(asked, "safe", [WELL, TAP])
    assert isinstance(shown, Taken)
    assert [entry.value["sha256"] for entry in shown.entries] == [WELL.sha256, TAP.sha256]
    assert shown.conversation.step().path == "gap"
    assert shown.conversation.asking("safe").photos == (WELL, TAP)


def test_a_critical_problem_needs_a_photo_or_a_reason(start: Conversation) -> None:
    """Left for later it is a fault of the review, and jumping to it asks again."""
    later = take(explain_absence(unsafe(start), "safe", "  "))
    assert later.step().path == "gap"
    faults = {row.path: row.fault.code for row in review(later).faults if row.fault}
    assert faults["safe"] == NO_EVIDENCE
    again = later.jump("safe")
    assert again.step().kind is StepKind.EVIDENCE

    excused = take(explain_absence(again, "safe", "the well is locked"))
    assert not excused.demands_evidence("safe")
    assert excused.photos_absent == {"safe": "the well is locked"}


def test_a_minor_problem_is_asked_and_may_do_without(start: Conversation) -> None:
    """It is asked after the question that describes it, not before."""
    money = take(take(take(start.answer("4")).answer("1")).answer("80000"))
    hard = take(money.answer("1"))
    assert hard.step().path == "hard_why"
    described = take(hard.answer("no work"))
    assert (described.step().kind, described.step().path) == (StepKind.EVIDENCE, "hard")

    later = take(explain_absence(described, "hard", ""))
    assert "hard" not in {row.path for row in review(later).faults}
    assert place_of_photos(later, "hard_why") == "hard"


def test_back_leaves_evidence_and_forward_passes_it(start: Conversation) -> None:
    """Both keys lead out of it; nothing is said by them."""
    asked = unsafe(start)

    assert asked.forward().step().path == "gap"
    assert asked.forward().step().kind is StepKind.QUESTION
    assert asked.back().step().path == "safe"


def test_who_keys_a_paper_form_is_not_asked(form: Questionnaire, interview: Interview) -> None:
    """They were not there."""
    paper = Conversation.resume(form, interview._replace(keying=Keying.PAPER))
    described = unsafe(paper)

    assert described.step().kind is StepKind.QUESTION
    assert not described.demands_evidence("safe")


def test_the_same_photo_twice_is_attached_once(start: Conversation) -> None:
    """No second entry, in one go or later."""
    shown = attach(unsafe(start), "safe", [WELL, WELL])
    assert isinstance(shown, Taken)
    assert len(shown.entries) == 1
    again = attach(shown.conversation, "safe", [WELL])

    assert isinstance(again, Taken)
    assert again.entries == ()


def test_what_cannot_be_is_refused(start: Conversation) -> None:
    """A photo of nothing, the removal of none, a reason against photos or without a problem."""
    asked = unsafe(start)

    assert code(attach(asked, "", [WELL])) == NO_PHOTO_HERE
    assert code(attach(asked, "village[3]/x", [WELL])) == NO_PHOTO_HERE
    assert code(detach(asked, "safe", WELL.sha256)) == NO_SUCH_PHOTO
    assert code(explain_absence(asked, "persons", "why not")) == NOT_ASKED
    assert code(explain_absence(take(attach(asked, "safe", [WELL])), "safe", "dark")) == NOT_ASKED


def test_photos_go_with_an_answer_that_becomes_moot(start: Conversation) -> None:
    """As the chain folds it."""
    gap = take(explain_absence(unsafe(start), "safe", "dark"))
    shown = take(attach(gap, "gap", [BILL]))
    answered = take(shown.answer("1"))

    changed = take(answered.jump("safe").answer("1"))
    assert changed.photos == {}


def test_an_image_question_is_answered_by_its_photo(interview: Interview) -> None:
    """The answer is the name of the file; without the photo it is blank, if it may be."""
    form = Questionnaire.model_validate(
        {
            "settings": FORM_OF_PICTURES,
            "survey": [
                {"name": "door", "type": "image", "label": "The door?"},
                {"name": "roof", "type": "image", "label": "The roof?", "required": True},
            ],
        }
    )
    start = Conversation.resume(form, interview._replace(preload={}))
    assert code(start.answer("door.jpg")) != ""
    shown = attach(start, "door", [WELL, TAP])
    assert isinstance(shown, Taken)
    assert [entry.kind for entry in shown.entries] == ["photo", "photo", "answer"]
    conversation = shown.conversation
    assert conversation.evaluation.answers["door"] == TAP.file
    assert conversation.step().path == "roof"

    left = take(detach(conversation, "door", TAP.sha256))
    assert left.evaluation.answers["door"] == WELL.file
    assert take(detach(left, "door", WELL.sha256)).evaluation.answers["door"] == ""
    roof = take(attach(conversation, "roof", [BILL]))
    assert code(detach(roof, "roof", BILL.sha256)) == REQUIRED


def test_conducting_takes_all_three(start: Conversation, keeper: Any) -> None:
    """Each is saved before the next question, and resuming knows it."""
    actions = iter(
        [
            Answer("4"),
            Answer("2"),
            Describe("safe", "dry"),
            Attach("safe", (WELL, TAP)),
            Detach("safe", TAP.sha256),
            NoPhoto("safe", "it rained"),
            Leave(),
        ]
    )
    turns = []

    def ask(turn: Any) -> Any:
        turns.append(turn)
        return next(actions)

    conduct_interview(start, ask, keeper)

    assert turns[-1].refusal is not None
    assert keeper.interview.photos == {"safe": (WELL,)}
    assert keeper.interview.photos_absent == {}


Step = tuple[str, str, int]


@settings(deadline=None, max_examples=120)
@given(
    steps=st.lists(
        st.tuples(
            st.sampled_from(["attach", "detach", "absent"]),
            st.sampled_from(["safe", "persons", "each", "nowhere"]),
            st.integers(0, 2),
        ),
        max_size=12,
    )
)
def test_the_conversation_and_the_chain_tell_the_same(
    form: Questionnaire,
    interview: Interview,
    fold: Callable[[Interview, Sequence[Entry]], Interview],
    steps: list[Step],
) -> None:
    """Whatever is attached, removed and explained in whatever order."""
    conversation = Conversation.resume(form, interview)
    for said in ("4", "2"):
        taken = conversation.answer(said)
        assert isinstance(taken, Taken)
        conversation, interview = taken.conversation, fold(interview, taken.entries)
    for deed, path, nth in steps:
        picture = (WELL, TAP, BILL)[nth]
        match deed:
            case "attach":
                shown = attach(conversation, path, [picture])
            case "detach":
                shown = detach(conversation, path, picture.sha256)
            case _:
                shown = explain_absence(conversation, path, f"reason {nth}")
        if isinstance(shown, Taken):
            conversation, interview = shown.conversation, fold(interview, shown.entries)

    assert dict(conversation.photos) == dict(interview.photos)
    assert dict(conversation.photos_absent) == dict(interview.photos_absent)
    again = Conversation.resume(form, interview)
    assert again.photos == conversation.photos
