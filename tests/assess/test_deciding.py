"""What people decided, out of their lines."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldsurvey.assess.deciding import fold_decisions
from fieldsurvey.campaign.sample.absence import Absence, Absences
from fieldsurvey.chain.lines.line import Entry, Kind, Line


def line(kind: Kind, value: Any, *, minute: int = 0, device: str = "lead", seq: int = 1) -> Line:
    """Say something at a minute past nine."""
    return Line(
        text=f"{device} {seq} {value}",
        device=device,
        seq=seq,
        entry=Entry(kind, value=value, who="Gao Lan"),
        at=f"2020-06-23T21:{minute:02}:00+08:00",
        monotonic_ms=0,
        boot="",
    )


def decision(state: str, *, minute: int = 0, **more: str) -> Line:
    """Decide on one problem; dismissing as it must be done."""
    said = {"problem": "0103-07-X8X3Q", "state": state, "why": "seen again", "second": "Ma Jun"}
    return line(Kind.DECISION, said | more, minute=minute, seq=minute + 1)


@given(st.permutations([decision("confirmed"), decision("dismissed", minute=5)]))
def test_the_later_decision_holds_however_lines_come_in(lines: list[Line]) -> None:
    """The order of merging does not matter."""
    assert fold_decisions(lines).states == {"0103-07-X8X3Q": "dismissed"}


@pytest.mark.parametrize(
    "lacking", [{"why": ""}, {"second": ""}, {"second": "Gao Lan"}, {"second": " "}]
)
def test_dismissing_takes_a_reason_and_a_second_name(lacking: dict[str, str]) -> None:
    """Without both the problem stands, and that is said."""
    decisions = fold_decisions([decision("confirmed"), decision("dismissed", minute=5, **lacking)])

    assert decisions.states == {"0103-07-X8X3Q": "confirmed"}
    assert [finding.code for finding in decisions.findings] == ["P-10"]


def test_absences_and_reserves() -> None:
    """By sample number."""
    decisions = fold_decisions(
        [
            line(Kind.ABSENT, {"subject": "0103-07", "reason": "moved"}),
            line(Kind.REPLACE, {"subject": "0103-07", "reserve": "0103-R1"}, seq=2),
        ]
    )

    assert decisions.absences.absent == {"0103-07": Absence("moved")}
    assert decisions.absences.stand_ins == {"0103-07": "0103-R1"}


@pytest.mark.parametrize(
    "value",
    [None, 7, "dismissed", [], {}, {"problem": 3, "state": []}, {"problem": "x", "state": "gone"}],
)
@pytest.mark.parametrize("kind", [Kind.DECISION, Kind.ABSENT, Kind.REPLACE, Kind.ANSWER])
def test_lines_that_say_nothing_decide_nothing(kind: Kind, value: Any) -> None:
    """A damaged or newer line must not stop the night."""
    decisions = fold_decisions([line(kind, value)])

    assert (decisions.states, decisions.absences) == ({}, Absences())
