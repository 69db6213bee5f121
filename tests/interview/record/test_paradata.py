"""What is noted of how an interview is made: from readings of clocks alone, never from a clock."""

from datetime import datetime, timedelta, timezone

import pytest

from fieldsurvey.chain.interview import Interview
from fieldsurvey.chain.lines.clock import Clock, Reading, SimulatedClock, read_clocks, system_clock
from fieldsurvey.chain.lines.line import Entry, Kind, Line
from fieldsurvey.interview.record.paradata import Watch, reading_of, wall_jump_s

MORNING = datetime(2020, 6, 15, 9, 30, tzinfo=timezone(timedelta(hours=8)))


@pytest.fixture
def clock() -> SimulatedClock:
    """A laptop's clocks at half past nine."""
    return SimulatedClock(MORNING, elapsed_ms=5_000)


@pytest.fixture
def watch(interview: Interview, clock: SimulatedClock) -> Watch:
    """A watch that has just begun."""
    return Watch.begun(interview, "甲一", read_clocks(clock))


def said(watch: Watch) -> list[tuple[Kind, object]]:
    """Return what is pending: kinds and values."""
    return [(entry.kind, entry.value) for entry in watch.pending]


def noticed(watch: Watch, clock: SimulatedClock) -> list[tuple[Kind, object]]:
    """Return what a watch notices now."""
    return said(watch.noticed(read_clocks(clock), "safe"))


def test_an_answer_within_the_limit_leaves_no_trace(watch: Watch, clock: SimulatedClock) -> None:
    """Ten minutes at a question are work; a moment more is a pause."""
    clock.advance(600)
    assert noticed(watch, clock) == []

    clock.advance(0.5)
    idle = {"at_ms": 5_000, "why": "idle", "lasted_s": 600.5}
    assert noticed(watch, clock) == [(Kind.PAUSE, idle)]


def test_sleep_is_told_from_a_set_clock(watch: Watch, clock: SimulatedClock) -> None:
    """Where a clock counts sleep, closing the lid is a pause, and no anomaly."""
    clock.advance(3)
    clock.sleep(2400)
    clock.advance(4)

    asleep = {"at_ms": 5_000, "why": "asleep", "lasted_s": 2400.0}
    assert noticed(watch, clock) == [(Kind.PAUSE, asleep)]


@pytest.mark.parametrize("seconds", [-86_400, -121, 121, 3_600])
def test_a_set_clock_is_an_anomaly(watch: Watch, clock: SimulatedClock, seconds: int) -> None:
    """Forward or back, by how much; and it is said once."""
    clock.advance(10)
    clock.set_wall(seconds)
    after = watch.noticed(read_clocks(clock), "safe")
    assert said(after) == [(Kind.CLOCK_ANOMALY, {"at_ms": 15_000, "jumped_s": float(seconds)})]

    clock.advance(10)
    assert said(after.saved().noticed(read_clocks(clock), "gap")) == []


def test_a_machine_that_cannot_tell_says_gap(interview: Interview) -> None:
    """Without a clock that counts sleep the wall clock that ran on may be either; back is certain.

    A short nap and a clock put right by a minute are not seen at all.
    """
    clock = SimulatedClock(MORNING, asleep_ms=None)
    watch = Watch.begun(interview, "甲一", read_clocks(clock))
    clock.sleep(100)
    assert noticed(watch, clock) == []

    clock.sleep(500)
    gap = {"at_ms": 0, "why": "gap", "lasted_s": 600.0}
    assert noticed(watch, clock) == [(Kind.PAUSE, gap)]

    clock.set_wall(-1_000)
    assert noticed(watch, clock) == [(Kind.CLOCK_ANOMALY, {"at_ms": 0, "jumped_s": -400.0})]


def test_small_steps_add_up(watch: Watch, clock: SimulatedClock) -> None:
    """A clock set on by a minute again and again is found as soon as it is two minutes off."""
    for _time in range(5):
        clock.advance(10)
        clock.set_wall(50)
        watch = watch.noticed(read_clocks(clock), "safe")

    assert [value for _kind, value in said(watch)] == [{"at_ms": 35_000, "jumped_s": 150.0}]


def test_another_zone_is_said_and_is_no_jump(watch: Watch, clock: SimulatedClock) -> None:
    """The same moment under another offset."""
    clock.advance(10)
    clock.at = clock.at.astimezone(timezone(timedelta(hours=7)))

    zones = {"at_ms": 15_000, "zone_from": "+0800", "zone_to": "+0700"}
    assert noticed(watch, clock) == [(Kind.CLOCK_ANOMALY, zones)]


def test_moves_wait_in_order_with_their_own_time(watch: Watch, clock: SimulatedClock) -> None:
    """Each names its question, its time and its interview; saved, they are gone."""
    clock.advance(1)
    watch = watch.noticed(read_clocks(clock), "safe").did("safe", "jump", to="hard")
    clock.advance(2)
    watch = watch.noticed(read_clocks(clock), "hard").did("hard", "back")
    watch = watch.left("safe")

    assert [(e.question, e.value) for e in watch.pending] == [
        ("safe", {"at_ms": 6_000, "event": "jump", "to": "hard"}),
        ("hard", {"at_ms": 8_000, "event": "back"}),
        ("safe", {"at_ms": 8_000, "why": "left", "uptime_ms": 8_000}),
    ]
    assert {(e.interview, e.questionnaire, e.who) for e in watch.pending} == {
        ("d1-1", "f" * 64, "甲一")
    }
    assert watch.saved().pending == ()


def test_going_on_sees_a_clock_that_was_set_meanwhile(
    interview: Interview, watch: Watch, clock: SimulatedClock
) -> None:
    """In the same boot, asleep or not; it stands before the line that goes on."""
    [left] = watch.left("safe").pending
    before = reading_of(line_of(left, clock))
    clock.sleep(3_600)
    clock.set_wall(-7_200)
    again = Watch.resumed(interview, "甲一", read_clocks(clock), before)

    assert [kind for kind, _value in said(again)] == [Kind.CLOCK_ANOMALY, Kind.RESUME]
    assert again.pending[0].value["jumped_s"] == -7_200


@pytest.mark.parametrize(("boot", "seconds", "jumps"), [("b", 9_000, 0), ("b", -60, 1)])
def test_after_a_restart_only_a_clock_gone_back_is_certain(
    interview: Interview, clock: SimulatedClock, boot: str, seconds: int, jumps: int
) -> None:
    """Nothing measures the time between two boots but the wall clock."""
    before = read_clocks(clock)
    clock.set_wall(seconds)
    clock.boot, clock.elapsed_ms = boot, 100
    again = Watch.resumed(interview, "甲一", read_clocks(clock), before)

    assert len(again.pending) == 1 + jumps


def test_a_line_whose_time_is_no_time_is_no_reading(clock: SimulatedClock) -> None:
    """Going on after it works, and claims nothing."""
    for at in ("long ago", "yesterday", "2020-06-15T09:30:00"):
        assert reading_of(line_of(Entry(Kind.ANSWER), clock, at=at)) is None


def test_a_clock_may_know_no_uptime() -> None:
    """A clock made before there was one is read like any other."""

    class Plain:
        boot = "b"

        def now(self) -> datetime:
            """Return the wall time."""
            return MORNING

        def monotonic_ms(self) -> int:
            """Return milliseconds."""
            return 7

    plain: Clock = Plain()
    assert read_clocks(plain) == Reading(MORNING, 7, "b", None)


def test_this_machines_clocks_agree_with_themselves() -> None:
    """Two readings in a row show neither a sleep nor a jump."""
    first, second = (read_clocks(system_clock()) for _time in range(2))

    assert wall_jump_s(first, second) is None


def line_of(entry: Entry, clock: SimulatedClock, at: str = "") -> Line:
    """Return an entry as a line made now."""
    return Line("", "d1", 1, entry, at or clock.at.isoformat(), clock.elapsed_ms, clock.boot)
