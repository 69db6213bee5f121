"""How the time of an interview was spent, read from its lines alone, to the millisecond."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from math import isfinite
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldsurvey.chain.folding import fold_lines
from fieldsurvey.chain.interview import Interview
from fieldsurvey.chain.lines.clock import SimulatedClock, read_clocks
from fieldsurvey.chain.lines.line import GENESIS, Entry, Kind, Line
from fieldsurvey.chain.lines.writing import Writer
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
    Speak,
    Turn,
    conduct_interview,
)
from fieldsurvey.interview.conversation import Conversation
from fieldsurvey.interview.record.paradata import Watch, reading_of
from fieldsurvey.interview.record.time_spent import Pause, Timing
from fieldsurvey.interview.record.timing import time_interview
from fieldsurvey.interview.record.watching import Watching, place_of
from fieldsurvey.interview.starting import start
from fieldsurvey.questionnaire.model import Questionnaire

MORNING = datetime(2020, 6, 15, 1, 30, tzinfo=UTC)
PAIR = ("甲一", "乙二")
IDLE_S = 600.0


class Killed(Exception):
    """A flat battery."""


class Desk:
    """An interview on a laptop, and somebody with a stop-watch beside it."""

    def __init__(self, form: Questionnaire, facts: dict[str, str]) -> None:
        self.clock = SimulatedClock(MORNING)
        self.lines: list[Line] = []
        self.spent_s: Counter[str] = Counter()
        """By the question on the screen, as the stop-watch says."""
        self._form = form
        self._is_begun = False
        self._noted: Counter[str] = Counter()
        self._writer = Writer("d1", self.clock, bytes, finish_cost_log2=4)
        self.save([start(form, "0103-07", facts, "1", PAIR)])

    def save(self, entries: Sequence[Entry]) -> None:
        """Append lines, made now."""
        last = self.lines[-1] if self.lines else None
        seq, previous = (last.seq, last.hash) if last else (0, GENESIS)
        self.lines += self._writer.write(entries, seq=seq, previous=previous)
        self._noted = self.spent_s.copy()

    def sit(self, *doings: tuple[Any, ...]) -> None:
        """Do things one after the other: an action, seconds awake, asleep, the clock set by."""
        interview = fold_lines(None, self.lines)
        assert interview is not None
        now = read_clocks(self.clock)
        if not self._is_begun:
            watch = Watch.begun(interview, "甲一", now)
        else:
            watch = Watch.resumed(interview, "甲一", now, reading_of(self.lines[-1]))
        self._is_begun = True
        watching = Watching(watch, lambda: read_clocks(self.clock), self.save)
        left = iter((*doings, (Leave(),)))

        def ask(turn: Turn) -> Action:
            action, awake_s, asleep_s, set_s = (*next(left), *(0, 0, 0))[:4]
            self.clock.advance(awake_s)
            self.clock.sleep(asleep_s)
            self.clock.set_wall(set_s)
            self.spent_s[place_of(turn.conversation)] += awake_s if awake_s <= IDLE_S else 0
            if action is None:
                raise Killed
            made: Action = action
            return made

        conversation = Conversation.resume(self._form, interview, who="甲一")
        try:
            conduct_interview(conversation, watching.asking(ask), watching.saving(self.save))
        except Killed:
            self.spent_s = self._noted.copy()

    def timing(self) -> Timing:
        """Return what the lines say."""
        return time_interview(self.lines, self._form)


@pytest.fixture
def desk(form: Questionnaire, interview: Interview) -> Desk:
    """An interview that begins at half past nine."""
    return Desk(form, dict(interview.preload))


def seconds(timing: Timing) -> dict[str, float]:
    """Return the seconds of each question that got any."""
    return {path: each.seconds for path, each in timing.questions.items() if each.seconds}


def test_each_question_gets_the_time_it_was_on_the_screen(desk: Desk) -> None:
    """A refused answer, a remark, a look back, a description: all count to their own question."""
    desk.sit(
        (Answer("many"), 3),
        (Answer("4"), 2),
        (Answer("2"), 20),
        (Describe("safe", "dry since May"), 10),
        (NoPhoto("safe", "no light"), 20),
        (Remark("gap", "shown the well"), 4),
        (Answer("2"), 6),
        (Back(), 1),
        (Forward(), 8),
        (Answer("80000"), 10.25),
        (Jump(""), 2),
        (Leave(), 5),
    )
    timing = desk.timing()

    assert seconds(timing) == {
        "persons": 5,
        "safe": 50,
        "gap": 18,
        "income": 11.25,
        "hard": 2,
        "": 5,
    }
    assert timing.seconds == 91.25
    assert timing.sections == {"header": 5, "water": 68, "money": 13.25}
    assert [timing.jumps, timing.backs, timing.forwards] == [1, 1, 1]
    assert timing.pauses == ()


DOINGS = st.one_of(
    st.sampled_from(["1", "2", "4", "9000", "x", ""]).map(Answer),
    st.sampled_from(["persons", "safe", "gap", "income", "hard", "county", ""]).map(Jump),
    st.sampled_from([Back(), Forward(), Speak("zh"), Describe("safe", ""), Finish(()), None]),
)
TIMES = st.sampled_from([0, 0.001, 1.5, 12, 599, 601, 4_000])
TURNS = st.tuples(
    DOINGS, TIMES, st.sampled_from([0, 0, 0, 30, 2_000]), st.sampled_from([0, 0, -7200])
)


@settings(deadline=None, max_examples=60)
@given(sittings=st.lists(st.lists(TURNS, max_size=8), min_size=1, max_size=4))
def test_the_lines_say_what_a_stop_watch_says(
    form: Questionnaire, interview: Interview, sittings: list[list[tuple[Any, ...]]]
) -> None:
    """Whatever is done in whatever order, left or killed, slept over or with the clock set."""
    desk = Desk(form, dict(interview.preload))
    for sitting in sittings:
        desk.sit(*sitting)
        desk.clock.advance(900)
    timing = desk.timing()

    assert seconds(timing) == pytest.approx({p: s for p, s in desk.spent_s.items() if s})
    assert timing.seconds == pytest.approx(sum(timing.sections.values()) + review_s(timing))


def review_s(timing: Timing) -> float:
    """Return the seconds spent at the review."""
    return timing.questions[""].seconds if "" in timing.questions else 0


def test_edits_are_changes_of_an_answer(desk: Desk) -> None:
    """The same again is none; the first answer's time stays."""
    desk.sit((Answer("4"), 1), (Back(), 1), (Answer("5"), 1), (Back(), 1), (Answer("5"), 1))
    persons = desk.timing().questions["persons"]

    assert (persons.answers, persons.edits) == (2, 1)
    assert persons.answered_at == "2020-06-15T01:30:01+00:00"
    assert desk.timing().edits == 1


def test_a_computed_answer_takes_no_time_and_is_no_answer(desk: Desk) -> None:
    """What is kept with an answer stands before it in the lines, and leaves the time to it."""
    desk.clock.advance(9)
    computed = Entry(Kind.ANSWER, "d1-1", "each", "2250")
    desk.save([computed, Entry(Kind.ANSWER, "d1-1", "income", "9000")])

    assert seconds(desk.timing()) == {"income": 9}
    assert "each" not in desk.timing().questions


def test_pauses_say_why_and_how_long(desk: Desk) -> None:
    """Left, asleep, idle; each with the question that was on the screen."""
    desk.sit((Answer("4"), 5), (Answer("1"), 7, 1_800), (Leave(), 3))
    desk.clock.advance(3_600)
    desk.sit((Answer("9000"), 700), (Leave(), 2))
    timing = desk.timing()

    assert timing.pauses == (
        Pause("asleep", "2020-06-15T01:30:05+00:00", 1_800, "safe"),
        Pause("left", "2020-06-15T02:00:15+00:00", 3_600, "income"),
        Pause("idle", "2020-06-15T03:00:15+00:00", 700, "income"),
    )
    assert timing.paused_s == 6_100
    assert timing.questions["income"].pauses == 2
    assert timing.seconds == 17


def test_a_kill_is_a_pause_nobody_noted(desk: Desk) -> None:
    """It lasts from the last line to the one that goes on."""
    desk.sit((Answer("4"), 5), (None, 50))
    desk.clock.advance(100)
    desk.sit((Answer("1"), 5))

    assert [(pause.why, pause.lasted_s) for pause in desk.timing().pauses] == [("cut_off", 150)]


def test_a_clock_set_meanwhile_makes_no_pause_longer(desk: Desk) -> None:
    """What it jumped by is said, and taken off the wall time."""
    desk.sit((Answer("4"), 5))
    desk.clock.sleep(600)
    desk.clock.set_wall(7_200)
    desk.sit((Answer("1"), 5))
    timing = desk.timing()

    assert [(pause.why, pause.lasted_s) for pause in timing.pauses] == [("left", 600)]
    assert [anomaly.jumped_s for anomaly in timing.clock_anomalies] == [7_200]


def test_over_a_restart_with_the_clock_gone_back_nobody_knows_how_long(desk: Desk) -> None:
    """No length is better than an invented one."""
    desk.sit((Answer("4"), 5))
    desk.clock.set_wall(-7_200)
    desk.clock.boot, desk.clock.elapsed_ms = "next", 100
    desk.sit((Answer("1"), 5))

    assert [(pause.why, pause.lasted_s) for pause in desk.timing().pauses] == [("left", None)]


def test_after_the_finish_no_time_passes_until_it_is_opened_again(desk: Desk) -> None:
    """The days until the reopening are no pause of the interview."""
    desk.sit((Answer("4"), 5))
    desk.save([Entry(Kind.FINISH, "d1-1", value={"signatures": list(PAIR)})])
    desk.clock.advance(86_400)
    desk.save([Entry(Kind.REOPEN, "d1-1", value={"reason": "wrong income"})])
    desk.clock.advance(60)
    desk.sit((Answer("1"), 5))

    assert [pause.why for pause in desk.timing().pauses] == ["left"]
    assert desk.timing().seconds == 10


def test_answers_out_of_order_are_named(desk: Desk) -> None:
    """A question answered after one that stands behind it; an edit later is not."""
    desk.sit((Jump("hard"),), (Answer("2"),), (Jump("safe"),), (Answer("1"),), (Answer("7"),))
    assert desk.timing().out_of_order == ("safe", "income")

    desk.sit((Jump("hard"),), (Answer("1"),))
    assert desk.timing().out_of_order == ("safe", "income")


def test_what_the_lead_says_of_it_is_no_work_on_it(desk: Desk) -> None:
    """Lines of other devices are left out."""
    desk.sit((Answer("4"), 5))
    before = desk.timing()
    other = Line(
        "", "lead", 9, Entry(Kind.NOTE, "d1-1", "safe"), "2020-06-20T00:00:00+00:00", 0, "b"
    )
    desk.lines.append(other)

    assert desk.timing() == before


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(
            st.sampled_from(["at_ms", "event", "why", "lasted_s", "jumped_s", "zone_from", "to"]),
            inner | st.sampled_from(["idle", "left", "gap", "jump", 10**400, -5, 1e308, 0]),
            max_size=4,
        )
    ),
    max_leaves=6,
)
HOSTILE = st.builds(
    lambda kind, question, value, at, ms, boot: Line(
        "", "d1", 2, Entry(kind, "d1-1", question, value), at, ms, boot
    ),
    st.sampled_from(Kind),
    st.sampled_from(
        [
            "",
            "safe",
            "check:C-03",
            "a[1]/check:",
            "/",
            "[",
            "a[9999999999]/b[x]/",
            "member[2]/age",
            "²",
        ]
    ),
    JSON,
    st.sampled_from(
        ["", "x", "2020-06-15T01:30:00+00:00", "0001-01-01T00:00:00+14:00", "2020-06-15"]
    ),
    st.integers() | st.sampled_from([10**400, -(10**400), 2**53 - 1, 0]),
    st.sampled_from(["b", "c", ""]),
)


@settings(deadline=None, max_examples=200)
@given(lines=st.lists(HOSTILE, max_size=12))
def test_no_line_makes_it_fail(form: Questionnaire, lines: list[Line]) -> None:
    """Not one, and no figure it gives is absurd."""
    opening = Line("", "d1", 1, Entry(Kind.INTERVIEW_START, "d1-1"), "never", 0, "b")
    timing = time_interview([opening, *lines], form)

    assert all(isfinite(each.seconds) and each.seconds >= 0 for each in timing.questions.values())
    assert timing.paused_s >= 0
    assert time_interview(lines, form) is not None
