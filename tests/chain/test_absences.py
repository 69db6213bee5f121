"""Absences said as lines, and folded from them again."""

from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from fieldsurvey.campaign.sample.absence import Absence, Absences
from fieldsurvey.chain.absences import absence_entries, fold_absences
from fieldsurvey.chain.lines.line import Entry, Kind, Line
from fieldsurvey.chain.lines.said import in_order_said


def line(entry: Entry, *, minute: int = 0, device: str = "d1", seq: int = 1, day: int = 28) -> Line:
    """Say something at a minute past nine."""
    return Line(
        text=f"{device} {seq} {entry.value}",
        device=device,
        seq=seq,
        entry=entry,
        at=f"2020-06-{day:02}T09:{minute:02}:00+08:00",
        monotonic_ms=0,
        boot="",
    )


def gone(number: str) -> Entry:
    """Say that a household is away."""
    return Entry(Kind.ABSENT, value={"subject": number, "reason": "away"})


def returned(number: str) -> Entry:
    """Take it back."""
    return Entry(Kind.ABSENT, value={"subject": number, "back": True})


_NUMBERS = st.sampled_from([f"0103-0{nth}" for nth in range(1, 5)])
_RESERVES = st.sampled_from([f"0103-R{nth}" for nth in range(1, 5)])
_ABSENCES = st.builds(Absence, st.sampled_from(["away", "died"]), st.sampled_from(["", "note"]))
_STEPS = st.one_of(
    st.tuples(st.just("absent"), _NUMBERS | _RESERVES, _ABSENCES | st.none()),
    st.tuples(st.just("stands_in"), _NUMBERS, _RESERVES | st.just("")),
)


@settings(deadline=None)
@given(st.lists(_STEPS, max_size=12))
@example(
    [
        ("stands_in", "0103-02", "0103-R1"),
        ("stands_in", "0103-01", "0103-R1"),
        ("stands_in", "0103-02", "0103-R1"),
    ]
)
def test_what_is_said_is_folded_to_what_holds(steps: list[tuple[str, str, Any]]) -> None:
    """The lines of every change, one after another, tell exactly what held after the last."""
    known, lines = Absences(), list[Line]()
    for what, number, value in steps:
        before = known
        step = known.with_absence if what == "absent" else known.with_stand_in
        known = step(number, value)
        for entry in absence_entries(before, known, "Gao Lan"):
            lines.append(line(entry, seq=len(lines) + 1))

    assert fold_absences(lines) == known
    assert list(fold_absences(lines).absent) == list(known.absent)


def test_only_what_changed_is_said() -> None:
    """Who came back, and who is away since; of whoever still is, nothing again."""
    before = Absences({"0103-01": Absence("away"), "0103-02": Absence("away")})
    after = Absences({"0103-02": Absence("away"), "0103-03": Absence("died", "in May")})

    entries = absence_entries(before, after, "Gao Lan")

    assert [entry.value for entry in entries] == [
        {"subject": "0103-01", "back": True},
        {"subject": "0103-03", "reason": "died", "note": "in May"},
    ]
    assert {entry.who for entry in entries} == {"Gao Lan"}


def test_passing_over_travels_with_the_reserve_that_was_named() -> None:
    """Until somebody names the reserve that was passed over."""
    after = Absences({"0103-01": Absence("away")}, passed_over=frozenset({"0103-R1"}))
    entries = absence_entries(Absences(), after.with_stand_in("0103-01", "0103-R2"))

    assert entries[-1].value == {
        "subject": "0103-01",
        "reserve": "0103-R2",
        "reason": "away",
        "passed_over": ["0103-R1"],
    }
    known = fold_absences(line(entry, seq=seq) for seq, entry in enumerate(entries))
    assert known.passed_over == {"0103-R1"}
    assert known.with_stand_in("0103-01", "0103-R1").passed_over == frozenset()


@given(
    st.permutations(
        [
            line(gone("0103-01"), minute=1, seq=1),
            line(returned("0103-01"), minute=3, seq=2),
            line(gone("0103-01"), minute=2, device="d2"),
            line(gone("0103-02"), minute=5, device="d2", seq=2),
        ]
    )
)
def test_the_later_line_holds_however_lines_come_in(lines: list[Line]) -> None:
    """Of two laptops as well; the order of merging does not matter."""
    assert fold_absences(lines).absent.keys() == {"0103-02"}


def test_a_clock_set_back_does_not_turn_what_one_laptop_said() -> None:
    """The chain of a device knows better than its clock."""
    lines = [
        line(gone("0103-01"), minute=30, seq=1),
        line(returned("0103-01"), minute=10, seq=2),
        line(gone("0103-02"), minute=20, device="d2"),
    ]

    assert [each.device for each in in_order_said(lines)] == ["d2", "d1", "d1"]
    assert fold_absences(lines).absent.keys() == {"0103-02"}


@pytest.mark.parametrize(
    "value",
    [
        None,
        7,
        [],
        {},
        {"subject": 3, "reason": "away"},
        {"subject": "", "reason": "away"},
        {"subject": "0103-01"},
        {"subject": "0103-01", "reason": ["away"]},
        {"subject": "0103-01", "back": "yes"},
        {"subject": "0103-01", "reserve": 7, "passed_over": [7, {}]},
        {"subject": "0103-01", "reserve": "", "passed_over": "0103-R1"},
    ],
)
@pytest.mark.parametrize("kind", [Kind.ABSENT, Kind.REPLACE])
def test_a_line_that_says_nothing_changes_nothing(kind: Kind, value: Any) -> None:
    """A damaged or newer line must not stop the day."""
    assert fold_absences([line(Entry(kind, value=value))]) == Absences()


def test_a_line_without_a_readable_time_is_the_earliest() -> None:
    """It cannot overrule what came after it."""
    unreadable = Line("x", "d0", 1, returned("0103-01"), "yesterday", 0, "")

    assert fold_absences([line(gone("0103-01")), unreadable]).absent.keys() == {"0103-01"}
