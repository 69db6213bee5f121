"""Conducting an interview: ask, save, and only then go on; to its end and its signatures."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest

from fieldsurvey.chain.interview import Interview, Status
from fieldsurvey.chain.lines.line import Entry
from fieldsurvey.errors import ChainError
from fieldsurvey.interview.conducting import (
    Action,
    Answer,
    Back,
    Describe,
    Finish,
    Forward,
    Jump,
    Leave,
    NoPhoto,
    Remark,
    Turn,
    conduct_interview,
)
from fieldsurvey.interview.conversation import Conversation
from fieldsurvey.interview.finishing import finish
from fieldsurvey.interview.showing.review import progress, review
from fieldsurvey.interview.signing import Signature, Signers
from fieldsurvey.interview.typed.refusal import (
    NO_DESCRIPTION,
    REQUIRED,
    SIGNATURE,
    UNFINISHED,
    Refusal,
)
from fieldsurvey.questionnaire.model import Questionnaire

TEAM = Signers(("甲一", "乙二", "丙三"))


def signed(*names: str) -> tuple[Signature, ...]:
    """Sign by name, as with a kit without codes."""
    return tuple(map(Signature, names))


CLEAN = [Answer("4"), Answer("1"), Answer("80000"), Answer("2"), Answer(""), Answer("")]


@pytest.fixture
def start(form: Questionnaire, interview: Interview) -> Conversation:
    """A conversation at its first question."""
    return Conversation.resume(form, interview)


class Script:
    """Does one thing after the other, and remembers every turn."""

    def __init__(self, actions: Sequence[Action]) -> None:
        self.actions: Iterator[Action] = iter(actions)
        self.turns: list[Turn] = []

    def __call__(self, turn: Turn) -> Action:
        """Return the next action; leave when there is none."""
        self.turns.append(turn)
        return next(self.actions, Leave())


def test_an_interview_goes_from_first_question_to_signatures(
    start: Conversation, keeper: Any
) -> None:
    """Every answer is saved on its own; the finish is the last entry."""
    script = Script([*CLEAN, Finish(signed("甲一", "乙二"))])
    ended = conduct_interview(start, script, keeper, TEAM)

    assert ended.is_finished
    assert keeper.interview.status is Status.FINISHED
    assert keeper.interview.signatures == ("甲一", "乙二")
    assert keeper.interview.answers["income"] == "80000"


def test_a_kill_after_any_tick_resumes_at_the_same_question(
    form: Questionnaire, start: Conversation, keeper: Any
) -> None:
    """Whatever was saved is all that is needed to go on."""
    script = Script(
        [
            Answer("4"),
            Answer("2"),
            Describe("safe", "dry"),
            NoPhoto("safe", "no light"),
            Answer("1"),
            Leave(),
        ]
    )
    ended = conduct_interview(start, script, keeper)

    assert not ended.is_finished
    assert Conversation.resume(form, keeper.interview).at == "far"
    assert ended.conversation.at == "far"


def test_what_cannot_be_saved_is_not_gone_on_from(start: Conversation) -> None:
    """A full disk ends it with the answer unsaved, and no tick was shown."""

    def save(_entries: Sequence[Entry]) -> None:
        raise ChainError("The disk is full.")

    script = Script([Answer("4")])
    with pytest.raises(ChainError):
        conduct_interview(start, script, save)

    assert all(turn.taken is None for turn in script.turns)


def test_a_refusal_asks_the_same_question_again(start: Conversation, keeper: Any) -> None:
    """With the sentence, and nothing saved."""
    script = Script([Answer("many"), Leave()])
    conduct_interview(start, script, keeper)

    assert script.turns[1].refusal is not None
    assert script.turns[1].conversation.at == "persons"
    assert keeper.saved == []


def test_an_answer_to_a_description_describes(start: Conversation, keeper: Any) -> None:
    """A script that knows only answers can describe, too."""
    script = Script([Answer("4"), Answer("2"), Answer("dry since May"), Leave()])
    conduct_interview(start, script, keeper)

    assert keeper.interview.descriptions == {"safe": "dry since May"}


def test_moves_and_remarks_go_through(start: Conversation, keeper: Any) -> None:
    """Back, forward, jump and remark are actions like answers."""
    actions = [Answer("4"), Back(), Forward(), Jump("hard"), Remark("safe", "asked twice")]
    script = Script(actions)
    conduct_interview(start, script, keeper)

    assert [turn.conversation.at for turn in script.turns] == [
        "persons",
        "safe",
        "persons",
        "safe",
        "hard",
        "hard",
    ]
    assert keeper.interview.remarks == {"safe": "asked twice"}


@pytest.mark.parametrize(
    "signatures", [("甲一",), ("甲一", "甲一"), ("甲一", " "), ("甲一", "丁四"), ()]
)
def test_only_two_different_inspectors_of_the_team_may_sign(
    start: Conversation, keeper: Any, signatures: tuple[str, ...]
) -> None:
    """Anything else is refused, and the interview stays open."""
    script = Script([*CLEAN, Finish(signed(*signatures))])
    ended = conduct_interview(start, script, keeper, TEAM)

    assert not ended.is_finished
    assert script.turns[-1].refusal is not None
    assert script.turns[-1].refusal.code == SIGNATURE


def test_nothing_is_finished_with_faults(start: Conversation, keeper: Any) -> None:
    """What is required and what is a problem must be answered and described first."""
    script = Script([Answer("4"), Answer("2"), Describe("safe", ""), Answer(""), Answer("2")])
    conversation = conduct_interview(start, script, keeper).conversation
    refusal = finish(conversation, signed("甲一", "乙二"), TEAM)

    assert isinstance(refusal, Refusal)
    assert refusal.code == UNFINISHED
    assert {row.path: row.fault.code for row in review(conversation).faults if row.fault} == {
        "safe": NO_DESCRIPTION,
        "income": REQUIRED,
    }


def test_an_answer_that_became_wrong_later_is_a_fault(
    start: Conversation, keeper: Callable[[Sequence[Entry]], None]
) -> None:
    """The blank detail of a problem is named at the question that is the problem."""
    script = Script([*CLEAN[:3], Answer("1"), Answer("")])
    conversation = conduct_interview(start, script, keeper).conversation

    assert [row.path for row in review(conversation).faults] == ["hard"]


def test_progress_counts_what_is_asked_as_things_stand(start: Conversation) -> None:
    """Question n of m, problems, and what is still needed."""
    begun = progress(start)
    assert (begun.number, begun.count, begun.unanswered_required) == (1, 6, 3)
    taken = start.answer("4")
    assert not isinstance(taken, Refusal)
    unsafe = taken.conversation.answer("2")
    assert not isinstance(unsafe, Refusal)
    grown = progress(unsafe.conversation)

    assert (grown.number, grown.count, grown.problems, grown.unanswered_required) == (2, 7, 1, 2)
