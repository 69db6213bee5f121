"""Watching an interview being conducted: what rides with what; it never stands in the way."""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

import pytest

from fieldsurvey.chain.interview import Interview
from fieldsurvey.chain.lines.clock import SimulatedClock, read_clocks
from fieldsurvey.chain.lines.line import Entry, Kind
from fieldsurvey.errors import ChainError
from fieldsurvey.interview.conducting import (
    Action,
    Answer,
    Back,
    Finish,
    Forward,
    HandOn,
    Jump,
    Leave,
    Remark,
    Save,
    Speak,
    Turn,
    conduct_interview,
)
from fieldsurvey.interview.conversation import Conversation
from fieldsurvey.interview.record.paradata import Watch
from fieldsurvey.interview.record.watching import Watching
from fieldsurvey.questionnaire.model import Questionnaire

MORNING = datetime(2020, 6, 15, 1, 30, tzinfo=UTC)
SECONDS = 4.0
"""What every action takes."""


class Batches:
    """Keeps what is saved, one transaction after the other."""

    def __init__(self) -> None:
        self.all: list[list[str]] = []

    def __call__(self, entries: Sequence[Entry]) -> None:
        """Save entries."""
        self.all.append([tell(entry) for entry in entries])


def tell(entry: Entry) -> str:
    """Return an entry in a word or two."""
    said = entry.value if isinstance(entry.value, dict) else {}
    what = said.get("event") or said.get("why") or entry.kind.value
    return f"{what} {entry.question}".strip()


@pytest.fixture
def start(form: Questionnaire, interview: Interview) -> Conversation:
    """A conversation at its first question."""
    return Conversation.resume(form, interview)


@pytest.fixture
def conduct(start: Conversation) -> Callable[..., list[list[str]]]:
    """Do some things one after the other, and give what was saved together."""

    def run(*doings: Action | type[BaseException], save: Save | None = None) -> list[list[str]]:
        clock, batches = SimulatedClock(MORNING), Batches()
        watch = Watch.begun(start.interview, "甲一", read_clocks(clock))
        watching = Watching(watch, lambda: read_clocks(clock), save or batches)
        left: Iterator[Any] = iter((*doings, Leave()))

        def ask(_turn: Turn) -> Action:
            clock.advance(SECONDS)
            doing = next(left)
            if isinstance(doing, type):
                raise doing
            action: Action = doing
            return action

        conduct_interview(start, watching.asking(ask), watching.saving(batches))
        return batches.all

    return run


def test_moves_ride_with_the_next_answer(conduct: Callable[..., list[list[str]]]) -> None:
    """Before it, in order; a transaction for each answer, and none for a move."""
    saved = conduct(Jump("safe"), Back(), Speak("zh"), Forward(), Answer("1"), Answer("9000"))

    assert saved == [
        ["jump persons", "back safe", "language persons", "forward persons", "answer safe"],
        ["answer income"],
        ["left hard"],
    ]


def test_what_nothing_follows_is_saved_on_leaving(conduct: Callable[..., list[list[str]]]) -> None:
    """Together with the line that says so."""
    assert conduct(Answer("4"), Jump("hard")) == [
        ["answer persons"],
        ["jump safe", "left hard"],
    ]


def test_the_same_answer_again_is_told(conduct: Callable[..., list[list[str]]]) -> None:
    """It makes no answer line, and yet somebody looked at the question."""
    saved = conduct(Answer("4"), Back(), Answer("4"), Remark("safe", ""), Answer("1"))

    assert saved[1] == ["back safe", "unchanged persons", "unchanged safe", "answer safe"]


def test_a_refused_answer_is_no_line(conduct: Callable[..., list[list[str]]]) -> None:
    """The time it took counts to its question all the same."""
    assert conduct(Answer("many"), Finish(()), Answer("4"))[0] == ["answer persons"]


def test_a_closed_window_is_leaving(
    start: Conversation, conduct: Callable[..., list[list[str]]]
) -> None:
    """Ctrl-C, a closed window, a shutdown: the line is there, and the end goes on."""
    said: list[list[str]] = []

    def save(entries: Sequence[Entry]) -> None:
        said.append([tell(entry) for entry in entries])

    with pytest.raises(KeyboardInterrupt):
        conduct(Jump("safe"), KeyboardInterrupt, save=save)
    assert said == [["jump persons", "left safe"]]


def test_a_full_disk_never_keeps_anybody_from_leaving(
    conduct: Callable[..., list[list[str]]],
) -> None:
    """Everything ticked is kept already; that it was left is seen when it is gone on with."""

    def save(_entries: Sequence[Entry]) -> None:
        raise ChainError("The disk is full.")

    assert conduct(Answer("4"), save=save) == [["answer persons"]]


def test_what_could_not_be_saved_comes_with_the_answer_saved_again(start: Conversation) -> None:
    """No move is lost to a failed save."""
    clock, batches = SimulatedClock(MORNING), Batches()
    watching = Watching(
        Watch.begun(start.interview, "甲一", read_clocks(clock)),
        lambda: read_clocks(clock),
        batches,
    )

    def fail(_entries: Sequence[Entry]) -> None:
        raise ChainError("The disk is full.")

    watching.asking(lambda _turn: Jump("safe"))(Turn(start))
    with pytest.raises(ChainError):
        watching.saving(fail)(())
    watching.saving(batches)(())
    assert batches.all == [["jump persons"]]


def test_keying_from_paper_is_watched_by_what_is_saved(start: Conversation) -> None:
    """Nobody is asked there; a long silence and the leaving are told all the same."""
    clock, batches = SimulatedClock(MORNING), Batches()
    watch = Watch.begun(start.interview, "甲一", read_clocks(clock))
    watching = Watching(watch, lambda: read_clocks(clock), batches)
    save = watching.keying(batches)

    clock.advance(5)
    save([Entry(Kind.ANSWER, question="persons", value="4")])
    clock.advance(900)
    save([Entry(Kind.ANSWER, question="safe", value="1")])
    watching.leave()
    assert batches.all == [["answer persons"], ["idle safe", "answer safe"], ["left safe"]]


def test_what_was_done_before_others_sat_down_was_done_by_those_before(
    start: Conversation,
) -> None:
    """A jump not saved yet keeps its name; what comes after bears that of the one who sits now."""
    clock, saved = SimulatedClock(MORNING), list[Entry]()
    watching = Watching(
        Watch.begun(start.interview, "甲一", read_clocks(clock)),
        lambda: read_clocks(clock),
        saved.extend,
    )
    doings: Iterator[Action] = iter((Jump("safe"), HandOn(), Jump(""), Leave()))
    ask, save = watching.asking(lambda _turn: next(doings)), watching.saving(saved.extend)
    handed = conduct_interview(start, ask, save)
    watching.hand_on("乙二")
    conduct_interview(handed.conversation, ask, save)
    watching.hand_on("甲一")

    assert (handed.is_handed_on, handed.is_finished) == (True, False)
    assert [entry.who for entry in saved] == ["甲一", "乙二", "乙二"]
