"""What leads decide about interviews of one household, and about forked chains."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldsurvey.assess.settling import Known, case_id, settle_interviews
from fieldsurvey.chain.forks.branching import Branch, fork_branches
from fieldsurvey.chain.forks.settlements import (
    ForkRuling,
    Rulings,
    Settlement,
    fold_rulings,
    fork_entry,
    settlement_entry,
)
from fieldsurvey.chain.interview import Interview, Status
from fieldsurvey.chain.lines.line import Kind, Line

LEAD, OTHER = "d0000000a", "d0000000b"
LEADS = frozenset({LEAD, OTHER})


@pytest.fixture
def pair(interview: Any) -> tuple[Interview, Interview]:
    """Two laptops interviewed one household; they differ in water and in a remark."""
    first = interview(
        "0103-07",
        "water",
        {"safe": "1", "minutes": "5"},
        id="d1-1",
        head="aa",
        started_at="2020-06-22T09:00:00+08:00",
    )
    second = interview(
        "0103-07",
        "water",
        {"safe": "2", "minutes": "5", "gap": "3"},
        id="d2-9",
        head="bb",
        device="d2",
        remarks={"minutes": "on foot"},
        started_at="2020-06-22T15:00:00+08:00",
    )
    return first, second


def decision(pair: Sequence[Interview], **kept: str) -> Settlement:
    """Decide: everything from the first but what is named."""
    heads = {one.id: one.head for one in pair}
    return Settlement(heads=heads, base=pair[0].id, kept=kept, why="seen on site", who="Shen Yue")


def ruled(*entries: Any, device: str = LEAD, day: int = 22) -> list[Line]:
    """Return the entries as lines of a lead."""
    return [
        Line(f"{device}{seq}", device, seq, entry, f"2020-06-{day}T20:00:00+08:00", 0, "b")
        for seq, entry in enumerate(entries, start=1)
    ]


def known(lines: Sequence[Line], **more: Any) -> Known:
    """Return what is known once these lines were merged."""
    return Known(rulings=fold_rulings(lines, LEADS), **more)


def test_nothing_is_merged_by_machine(pair: Any) -> None:
    """Undecided, both stand as they are, and the lead is told what to do."""
    settled = settle_interviews(pair, Known())

    assert settled.interviews == pair
    assert [case.is_open for case in settled.cases] == [True]
    (found,) = settled.findings
    assert (found.code, found.where) == ("X-01", "0103-07")
    assert case_id(settled.cases[0].conflict) in found.to_do


def test_field_by_field_one_interview_comes_out(pair: Any) -> None:
    """It is the base with the answers taken from the other: answer, remark and all of a path."""
    lines = ruled(settlement_entry(decision(pair, safe="d2-9", gap="d2-9", minutes="d2-9")))
    settled = settle_interviews(pair, known(lines))

    (one,) = settled.interviews
    assert (one.id, one.status) == ("d1-1", Status.FINISHED)
    assert one.answers == {"safe": "2", "minutes": "5", "gap": "3"}
    assert one.remarks == {"minutes": "on foot"}
    assert one.head not in {"aa", "bb"}
    assert settled.findings == ()


def test_what_the_base_does_not_say_is_taken_away_with_its_path(pair: Any) -> None:
    """A path that is taken from an interview which says nothing there is blank."""
    first, second = pair
    lines = ruled(settlement_entry(replace(decision((second, first)), kept={"gap": "d1-1"})))

    (one,) = settle_interviews(pair, known(lines)).interviews
    assert one.answers == {"safe": "2", "minutes": "5"}


def test_an_interview_that_goes_on_opens_the_conflict_again(pair: Any) -> None:
    """What was decided was decided about another state; both count as before, and it is said."""
    first, second = pair
    lines = ruled(settlement_entry(decision(pair)))
    changed = second._replace(head="cc", status=Status.REOPENED)

    settled = settle_interviews([first, changed], known(lines))

    assert settled.interviews == (first, changed)
    assert "changed" in settled.findings[0].what


def test_a_third_interview_opens_it_again(pair: Any, interview: Any) -> None:
    """Nobody has looked at the three of them."""
    lines = ruled(settlement_entry(decision(pair)))
    third = interview("0103-07", "water", id="d3-1", head="dd")

    settled = settle_interviews([*pair, third], known(lines))

    assert len(settled.interviews) == 3
    assert "another interview came" in settled.findings[0].what


def test_deciding_again_undoes_what_was_decided(pair: Any) -> None:
    """The later line holds, and deciding the same twice changes nothing."""
    first, second = settlement_entry(decision(pair)), settlement_entry(decision(pair, safe="d2-9"))

    (one,) = settle_interviews(pair, known(ruled(first, second))).interviews
    (again,) = settle_interviews(pair, known(ruled(first, second, second))).interviews

    assert one.answers["safe"] == "2"
    assert again == one


def test_two_leads_who_disagree_are_told(pair: Any) -> None:
    """The later of them holds until they agree."""
    lines = ruled(settlement_entry(decision(pair)), day=23)
    lines += ruled(settlement_entry(decision(pair, safe="d2-9")), device=OTHER)

    settled = settle_interviews(pair, known(lines))

    assert [one.answers["safe"] for one in settled.interviews] == ["1"]
    assert [found.code for found in settled.findings] == ["X-11"]
    agreed = known([*lines, *ruled(settlement_entry(decision(pair)), device=OTHER, day=24)])
    assert agreed.rulings.settlements[-1].device == OTHER


def test_a_laptop_decides_nothing(pair: Any) -> None:
    """Only a lead's chain can say which interview counts."""
    lines = ruled(settlement_entry(decision(pair)), device="d1")

    assert settle_interviews(pair, known(lines)).interviews == pair


@pytest.mark.parametrize(
    "spoilt",
    [
        {"why": " "},
        {"base": "d9-9"},
        {"heads": {"d1-1": "aa"}},
        {"heads": None},
        {"kept": {"safe": "d9-9"}},
        {"about": "something"},
    ],
)
def test_a_decision_that_says_something_else_decides_nothing(pair: Any, spoilt: Any) -> None:
    """No reason, a stranger, one interview only: the conflict stays open."""
    entry = settlement_entry(decision(pair))
    lines = ruled(entry._replace(value=entry.value | spoilt))

    assert settle_interviews(pair, known(lines)).interviews == pair


@settings(deadline=None, max_examples=60)
@given(
    decisions=st.lists(
        st.tuples(
            st.sampled_from(["d1-1", "d2-9"]), st.sampled_from([LEAD, OTHER]), st.integers(1, 9)
        )
    ),
    shuffle=st.randoms(use_true_random=False),
)
def test_the_order_of_merging_does_not_matter(decisions: Any, shuffle: Any) -> None:
    """Whatever two leads decided, and whichever file came first, the same interviews count."""
    base = {
        "subject": "0103-07",
        "form_id": "water",
        "questionnaire": "",
        "device": "d1",
        "team": "1",
        "inspectors": (),
        "status": Status.FINISHED,
    }
    made = [
        Interview(id="d1-1", started_at="1", head="aa", answers={"a": "1"}, **base),
        Interview(id="d2-9", started_at="2", head="bb", answers={"a": "2"}, **base),
    ]
    lines: list[Line] = []
    for seq, (taken, device, day) in enumerate(decisions, start=1):
        entry = settlement_entry(decision(made, a=taken))
        lines.append(Line(f"{seq}", device, seq, entry, f"2020-06-0{day}T20:00:00Z", 0, "b"))
    turned = shuffle.sample(lines, len(lines))

    settled = settle_interviews(made, known(lines))

    assert settle_interviews(made, known(turned * 2)) == settled
    assert len(settled.interviews) == (1 if decisions else 2)


FORK_LINKS = [
    (1, b"a", b"0"),
    (2, b"b", b"a"),
    (3, b"c", b"b"),
    (3, b"x", b"b"),
    (4, b"y", b"x"),
]


def test_a_fork_has_its_branches_named() -> None:
    """From the fork on, each to its last line."""
    found = fork_branches("d1", FORK_LINKS, 3)

    assert [(one.tip, one.first, one.last, len(one.hashes)) for one in found] == [
        (b"c".hex(), 3, 3, 1),
        (b"y".hex(), 3, 4, 2),
    ]


@pytest.fixture
def versions(interview: Any) -> list[Interview]:
    """The versions of one interview on two branches."""
    return [
        interview("0103-07", "water", id=f"d1-1~{sign}", head=sign, forked=True, device="d1")
        for sign in (b"c".hex(), b"y".hex())
    ]


def test_the_branch_a_lead_keeps_is_evidence(versions: Any) -> None:
    """Its interviews count, those of the other branch nowhere; growing it keeps the decision."""
    branches = fork_branches("d1", FORK_LINKS, 3)
    tips = frozenset(one.tip for one in branches)
    ruling = ForkRuling("d1", tips, frozenset({b"y".hex()}), "the copy was a test", who="Shen Yue")
    lines = ruled(fork_entry(ruling))

    undecided = settle_interviews(versions, Known(branches={"d1": branches}))
    settled = settle_interviews(versions, known(lines, branches={"d1": branches}))
    grown = fork_branches("d1", [*FORK_LINKS, (5, b"z", b"y")], 3)
    longer = settle_interviews(
        [versions[0], versions[1]._replace(head=b"z".hex())],
        known(lines, branches={"d1": grown}),
    )

    assert [one.forked for one in undecided.interviews] == [True, True]
    assert [found.code for found in undecided.findings] == ["X-12"]
    assert [(one.head, one.forked) for one in settled.interviews] == [(b"y".hex(), False)]
    assert settled.findings == ()
    assert [one.forked for one in longer.interviews] == [False]


def test_of_a_fork_both_may_count_or_none(versions: Any) -> None:
    """Both: then two interviews of one household are a conflict of their own."""
    branches = fork_branches("d1", FORK_LINKS, 3)
    tips = frozenset(one.tip for one in branches)

    def kept(some: frozenset[str]) -> Any:
        entry = fork_entry(ForkRuling("d1", tips, some, "asked the team"))
        return settle_interviews(versions, known(ruled(entry), branches={"d1": branches}))

    assert kept(frozenset()).interviews == ()
    assert len(kept(tips).cases) == 1


def test_what_stood_before_the_fork_stands_where_no_branch_kept_goes_on_with_it(
    interview: Any,
) -> None:
    """One branch went on with it: it counts where that does, else as it was, and never twice."""
    branches = fork_branches("d1", FORK_LINKS, 3)
    grown, before = (
        interview("0103-07", "water", id=f"d1-1~{head}", head=head, forked=True, device="d1")
        for head in (b"y".hex(), "before")
    )
    tips = frozenset(branch.tip for branch in branches)

    def standing(*kept: str) -> list[str]:
        ruling = fork_entry(ForkRuling("d1", tips, frozenset(kept), "asked the team"))
        told = known(ruled(ruling), branches={"d1": branches})
        settled = settle_interviews([grown, before], told).interviews
        assert not any(one.forked for one in settled)
        return [one.head for one in settled]

    assert standing(*tips) == standing(grown.head) == [grown.head]
    assert standing() == standing(*(tips - {grown.head})) == ["before"]


def test_a_branch_nobody_has_seen_opens_the_fork_again(versions: Any) -> None:
    """A third copy, or the kept branch forked once more."""
    branches = fork_branches("d1", FORK_LINKS, 3)
    tips = frozenset(one.tip for one in branches)
    lines = ruled(fork_entry(ForkRuling("d1", tips, frozenset({b"y".hex()}), "asked")))
    for more in ([(3, b"q", b"b")], [(5, b"z", b"y"), (5, b"w", b"y")]):
        now = fork_branches("d1", [*FORK_LINKS, *more], 3)
        settled = settle_interviews(versions, known(lines, branches={"d1": now}))

        assert all(one.forked for one in settled.interviews)
        assert "then another came" in settled.findings[0].what


def test_decisions_of_other_kinds_are_passed_over() -> None:
    """A confirmed problem is no ruling."""
    ruling = fork_entry(ForkRuling("d1", frozenset(), frozenset(), "w"))
    entry = ruling._replace(value={"problem": "x"})

    assert fold_rulings(ruled(entry, entry._replace(kind=Kind.NOTE)), LEADS) == Rulings()
    assert Branch("d", "t", 1, 1, frozenset()).device == "d"
