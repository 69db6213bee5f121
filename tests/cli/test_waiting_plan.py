"""What is due while somebody waits for the evening: values in, values out, no clock."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldsurvey.cli.lead.waiting_plan import (
    NAP_MOST_S,
    due_day,
    left_words,
    look,
    plan_waiting,
    read_time,
    waiting_words,
)
from fieldsurvey.errors import UsageError

ZONE = ZoneInfo("Asia/Shanghai")
EIGHT = time(20, 0)


def clock(text: str) -> datetime:
    """Return a moment of one evening in the campaign's zone."""
    return datetime.fromisoformat(f"2020-06-28T{text}").replace(tzinfo=ZONE)


def test_it_warns_an_hour_half_an_hour_and_ten_minutes_before():
    """Of any time; the day is that of the campaign's zone, wherever the machine stands."""
    waiting = plan_waiting(datetime(2020, 6, 28, 3, tzinfo=UTC), EIGHT, ZONE)

    assert waiting.until == clock("20:00")
    assert waiting.warnings == (clock("19:00"), clock("19:30"), clock("19:50"))
    late = plan_waiting(datetime(2020, 6, 27, 23, tzinfo=UTC), time(18, 45), ZONE)
    assert (late.until, late.warnings[0]) == (clock("18:45"), clock("17:45"))


def test_between_two_moments_it_sleeps_no_longer_than_a_nap():
    """Nor past the next moment: a machine that slept must not overlook it."""
    waiting = plan_waiting(clock("16:00"), EIGHT, ZONE)

    assert look(waiting, clock("16:00")).nap_s == NAP_MOST_S
    assert look(waiting, clock("18:59:55")).nap_s == 5
    assert look(waiting, clock("18:59:55")).gone == ()


def test_what_has_passed_is_due_once_and_together():
    """Begun at 19:40: two warnings at once, then the third, then the list."""
    waiting = plan_waiting(clock("19:40"), EIGHT, ZONE)

    first = look(waiting, clock("19:40"))
    assert first.gone == (clock("19:00"), clock("19:30"))
    assert not first.is_time
    second = look(first.waiting, clock("19:40"))
    assert second.gone == ()
    assert second.left == timedelta(minutes=20)
    third = look(second.waiting, clock("20:00"))
    assert third.is_time
    assert third.gone == (clock("19:50"),)


def test_a_clock_that_is_set_back_warns_nobody_twice():
    """What was said is not in the plan any more."""
    waiting = look(plan_waiting(clock("16:00"), EIGHT, ZONE), clock("19:31")).waiting

    again = look(waiting, clock("18:59"))

    assert again.gone == ()
    assert again.waiting.warnings == (clock("19:50"),)


def test_on_the_night_the_clocks_change_an_hour_is_an_hour():
    """The warnings are 60, 30 and 10 minutes before, whatever the clock showed meanwhile."""
    zone = ZoneInfo("Europe/Berlin")
    waiting = plan_waiting(datetime(2020, 10, 25, 1, tzinfo=zone), time(3, 10), zone)

    gaps = [waiting.until.astimezone(UTC) - w.astimezone(UTC) for w in waiting.warnings]

    assert gaps == [timedelta(minutes=60), timedelta(minutes=30), timedelta(minutes=10)]
    assert look(waiting, waiting.until - timedelta(minutes=5)).left == timedelta(minutes=5)


@given(
    begins_s=st.integers(0, 26 * 3600),
    jumps_s=st.lists(st.integers(-3600, 8 * 3600), max_size=12),
    at=st.times(),
)
def test_whatever_the_clock_does_each_warning_comes_at_most_once_and_the_list_comes(
    begins_s, jumps_s, at
):
    """A machine that sleeps for hours, or whose clock is set to and fro."""
    now = clock("00:00") + timedelta(seconds=begins_s)
    waiting = plan_waiting(now, at, ZONE)
    said = []
    for jump in [*jumps_s, 48 * 3600]:
        due = look(waiting, now)
        assert due.nap_s <= NAP_MOST_S
        assert all(moment <= now for moment in due.gone)
        said += due.gone
        waiting = due.waiting
        if due.is_time:
            break
        now += timedelta(seconds=jump)
    else:
        due = look(waiting, now)
        said += due.gone

    assert due.is_time
    assert len(said) == len(set(said)) == 3


def test_a_late_run_makes_the_list_of_the_evening_that_was_due():
    """A schedule that was to come at 20:00 and comes in the morning."""
    assert due_day(clock("20:00"), EIGHT, ZONE) == date(2020, 6, 28)
    assert due_day(clock("23:59"), EIGHT, ZONE) == date(2020, 6, 28)
    assert due_day(clock("08:00"), EIGHT, ZONE) == date(2020, 6, 27)
    assert due_day(datetime(2020, 6, 28, 13, tzinfo=UTC), EIGHT, ZONE) == date(2020, 6, 28)


@pytest.mark.parametrize("text", ["20:00", " 20：00 ", "２０:００"])
def test_a_time_is_read_as_it_is_typed_with_an_input_method(text):
    """Full-width digits and colon are the same time."""
    assert read_time(text) == EIGHT


@pytest.mark.parametrize("text", ["", "20", "24:00", "20:60", "8pm", "20:0", "-1:00", "20:00:00"])
def test_what_is_no_time_is_refused_with_an_example(text):
    """And it is said how it is written."""
    with pytest.raises(UsageError, match="20:00"):
        read_time(text)


@pytest.fixture(autouse=True)
def _in_english(monkeypatch):
    monkeypatch.setenv("FIELDSURVEY_LANG", "en")


def test_it_says_in_one_line_how_long_it_waits_and_what_it_does_meanwhile():
    """Only the warnings that are still to come are named."""
    waiting = plan_waiting(clock("19:05"), EIGHT, ZONE)

    assert waiting_words(waiting, clock("19:05")) == (
        "The list is made at 20:00, in 55 minutes. At 19:30, 19:50 it says who is missing. "
        "Ctrl-C ends it; nothing is half done."
    )
    assert "in 3 hours 1 minute." in left_words(waiting, timedelta(hours=3, seconds=5))
    assert "in 1 minute." in left_words(waiting, timedelta(seconds=30))
    assert "missing" not in waiting_words(waiting, clock("19:55"))
