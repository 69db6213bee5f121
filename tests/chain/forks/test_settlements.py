from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest

from fieldsurvey.chain.forks.settlements import (
    ForkRuling,
    Rulings,
    Settlement,
    fold_rulings,
    fork_entry,
    settlement_entry,
)
from fieldsurvey.chain.lines.line import Entry, Kind

MakeChain = Callable[..., Any]
SETTLED = Settlement(
    heads={"d1-1": "aa", "d2-9": "bb"},
    base="d1-1",
    kept={"water_safe": "d2-9", "minutes": "d1-1"},
    why="seen on site",
    reasons={"water_safe": "the well was tested"},
    second="He Jing",
    who="Shen Yue",
)
RULED = ForkRuling(
    of="d0000000c",
    branches=frozenset({"aa", "bb"}),
    kept=frozenset({"bb"}),
    why="the copy was a test",
    second="He Jing",
    who="Shen Yue",
)


@pytest.fixture
def fold(chain: MakeChain) -> Callable[..., Rulings]:
    """Let the lead say some entries, and fold what was said."""

    def said(*entries: Entry) -> Rulings:
        lead = chain()
        lead.say(*entries)
        return fold_rulings(lead.lines, frozenset({lead.key.device}))

    return said


def spoilt(entry: Entry, change: Mapping[str, Any]) -> Entry:
    """Return the entry with something else in it."""
    return entry._replace(value={**entry.value, **change})


def test_a_settlement_comes_back_as_it_was_decided(
    chain: MakeChain, fold: Callable[..., Rulings]
) -> None:
    """With its reasons, its second, who decided and when, and on whose machine."""
    [settlement] = fold(settlement_entry(SETTLED)).settlements

    device = chain().key.device
    assert settlement == replace(SETTLED, at="2026-03-02T09:00:00.000+00:00", device=device)
    assert settlement.ids == {"d1-1", "d2-9"}


def test_a_reason_for_one_field_is_said_only_where_there_is_one(
    fold: Callable[..., Rulings],
) -> None:
    """Without any, the line is silent about them and folds to none."""
    entry = settlement_entry(replace(SETTLED, reasons={}))
    [settlement] = fold(entry).settlements

    assert "reasons" not in entry.value
    assert settlement.reasons == {}


def test_settlements_agree_where_they_give_the_same_interview() -> None:
    """Why, who and the naming of the base itself do not matter; another field or head does."""
    same = replace(SETTLED, kept={"water_safe": "d2-9"}, why="asked again", who="Lu Ming")
    others = [
        replace(SETTLED, base="d2-9"),
        replace(SETTLED, kept={}),
        replace(SETTLED, heads={"d1-1": "aa", "d2-9": "cc"}),
    ]

    assert SETTLED.agrees(same)
    assert not any(SETTLED.agrees(other) for other in others)


def test_a_ruling_about_a_fork_comes_back_as_it_was_said(
    chain: MakeChain, fold: Callable[..., Rulings]
) -> None:
    """And none of the branches may be kept, too."""
    device = chain().key.device
    none = replace(RULED, kept=frozenset())
    ruled = fold(fork_entry(RULED), fork_entry(none)).forks

    at = "2026-03-02T09:00:00.000+00:00"
    assert ruled == tuple(replace(one, at=at, device=device) for one in (RULED, none))


@pytest.mark.parametrize(
    "change",
    [
        {"about": "fork"},
        {"about": None},
        {"heads": {"d1-1": "aa"}},
        {"heads": {"d1-1": "aa"}, "kept": {}},
        {"heads": ["d1-1", "d2-9"]},
        {"heads": {"d1-1": "aa", "d2-9": 7}},
        {"base": "d9-9"},
        {"base": ["d1-1"]},
        {"kept": {"water_safe": "d9-9"}},
        {"why": " \n"},
        {"why": 5},
    ],
)
def test_a_settlement_of_the_wrong_shape_settles_nothing(
    fold: Callable[..., Rulings], change: Mapping[str, Any]
) -> None:
    """One interview, a stranger, no reason, a list for an object: the conflict stays open."""
    assert fold(spoilt(settlement_entry(SETTLED), change)) == Rulings()


@pytest.mark.parametrize(
    "change",
    [
        {"about": "conflict"},
        {"device": ""},
        {"device": {}},
        {"why": ""},
        {"kept": ["cc"]},
        {"branches": "aa"},
        {"branches": [["aa"], {"bb": 1}]},
    ],
)
def test_a_ruling_of_the_wrong_shape_rules_nothing(
    fold: Callable[..., Rulings], change: Mapping[str, Any]
) -> None:
    """A branch that nobody looked at cannot be kept."""
    assert fold(spoilt(fork_entry(RULED), change)) == Rulings()


def test_what_is_odd_in_a_whole_ruling_is_left_out(fold: Callable[..., Rulings]) -> None:
    """A number among names or reasons is no name; the rest holds."""
    rulings = fold(
        spoilt(fork_entry(RULED), {"kept": ["bb", 7], "second": 7}),
        spoilt(settlement_entry(SETTLED), {"kept": {"gap": 7}, "reasons": {"gap": None, "b": "x"}}),
    )

    assert [(one.kept, one.second) for one in rulings.forks] == [({"bb"}, "")]
    assert [(one.kept, one.reasons) for one in rulings.settlements] == [({}, {"b": "x"})]


def test_only_the_lead_decides(chain: MakeChain) -> None:
    """A laptop that settles its own conflict settles nothing, nor does a remark of the lead's."""
    lead, laptop = chain(1), chain(2)
    laptop.say(settlement_entry(SETTLED), fork_entry(RULED))
    lead.say(
        settlement_entry(SETTLED)._replace(kind=Kind.NOTE), Entry(Kind.DECISION, value="conflict")
    )

    assert fold_rulings([*lead.lines, *laptop.lines], frozenset({lead.key.device})) == Rulings()


def test_what_was_decided_later_comes_last(fold: Callable[..., Rulings]) -> None:
    """Whoever looks for what holds takes the last."""
    again = replace(SETTLED, kept={}, reasons={}, why="measured")

    assert [one.why for one in fold(*map(settlement_entry, (SETTLED, again))).settlements] == [
        "seen on site",
        "measured",
    ]
