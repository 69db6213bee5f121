"""What stands decided about problems: added, merged, dismissed, taken back."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldsurvey.assess.deciding import fold_decisions
from fieldsurvey.assess.problems.adding import mind_merges, problems_added
from fieldsurvey.assess.problems.decisions import (
    AddedProblem,
    Source,
    adding_entry,
    decision_entry,
)
from fieldsurvey.assess.problems.problem import Problem, ProblemState
from fieldsurvey.chain.lines.line import Entry, Line
from fieldsurvey.questionnaire import Questionnaire, load_questionnaires, shipped_folder
from fieldsurvey.questionnaire.model import Severity

ROOF = AddedProblem(
    number="0103-07-ROOF1",
    subject="0103-07",
    text="Roof fell in, since May",
    rule="registered-household.housing_unsafe",
    severity="",
    category="",
    sector="",
    source=Source.EYE,
    found_by=("Gao Lan",),
    found_on="2020-06-23",
    evidence="paper 4",
)


def said(*entries: Entry) -> list[Line]:
    """Say entries one after another, a minute apart."""
    return [
        Line(
            text=f"{nth} {entry.value}",
            device="lead",
            seq=nth,
            entry=entry,
            at=f"2020-06-23T21:{nth:02}:00+08:00",
            monotonic_ms=0,
            boot="",
        )
        for nth, entry in enumerate(entries, start=1)
    ]


def merge(number: str, into: str, **more: str) -> Entry:
    """Merge as it must be done."""
    names = {"who": "Gao Lan", "why": "one pump", "second": "Ma Jun", **more}
    return decision_entry(number, ProblemState.MERGED, into=into, **names)


@pytest.fixture(scope="module")
def forms() -> dict[str, Questionnaire]:
    """The shipped questionnaires."""
    return load_questionnaires(shipped_folder())


def test_a_merged_problem_is_part_of_the_one_at_the_end() -> None:
    """A into B, B into C: both are part of C, whatever was merged first."""
    decisions = fold_decisions(said(merge("A", "B"), merge("B", "C")))

    assert decisions.merged == {"A": "C", "B": "C"}
    assert decisions.states == {"A": ProblemState.MERGED, "B": ProblemState.MERGED}


def test_a_merge_that_leads_back_does_not_hold() -> None:
    """A into B, then B into A, would make both vanish: the second is told and changes nothing."""
    decisions = fold_decisions(said(merge("A", "B"), merge("B", "A"), merge("C", "C")))

    assert decisions.merged == {"A": "B"}
    assert [finding.where for finding in decisions.findings] == ["B", "C"]
    assert {finding.code for finding in decisions.findings} == {"P-10"}


def test_a_problem_merged_anew_does_not_run_in_a_circle() -> None:
    """A into B, C into A, then A into C instead: that would leave neither standing."""
    decisions = fold_decisions(said(merge("A", "B"), merge("C", "A"), merge("A", "C")))

    assert decisions.merged == {"A": "B", "C": "B"}


@pytest.mark.parametrize("lacking", [{"why": ""}, {"second": ""}, {"second": "Gao Lan"}])
def test_merging_takes_a_reason_and_a_second_name(lacking: dict[str, str]) -> None:
    """As dismissing does."""
    decisions = fold_decisions(said(merge("A", "B", **lacking)))

    assert decisions.merged == {}
    assert [finding.code for finding in decisions.findings] == ["P-10"]


@given(
    st.lists(
        st.tuples(st.sampled_from("ABCDE"), st.sampled_from([*"ABCDE", ""])),
        max_size=12,
    )
)
def test_whatever_is_merged_something_stands(pairs: list[tuple[str, str]]) -> None:
    """No chain of merges and of taking them back runs in a circle: each ends at one that stands."""
    entries = [
        merge(number, into)
        if into
        else decision_entry(number, ProblemState.CONFIRMED, who="Gao Lan")
        for number, into in pairs
    ]
    decisions = fold_decisions(said(*entries))

    for end in decisions.merged.values():
        assert decisions.states.get(end) is not ProblemState.MERGED


def test_the_history_tells_who_why_and_with_whom() -> None:
    """Each decision that holds, with its line, in the order said."""
    decisions = fold_decisions(
        said(
            decision_entry("A", ProblemState.CONFIRMED, who="Ma Jun"),
            decision_entry("A", ProblemState.DISMISSED, who="Gao Lan", why="paid", second="Ma Jun"),
        )
    )

    told = [
        (each.state, each.who, each.why, each.second, each.line) for each in decisions.history["A"]
    ]
    assert told == [
        ("confirmed", "Ma Jun", "", "", "lead-1"),
        ("dismissed", "Gao Lan", "paid", "Ma Jun", "lead-2"),
    ]


def test_what_was_added_is_read_back_as_it_was_said() -> None:
    """Line and value are the same fact."""
    decisions = fold_decisions(said(adding_entry(ROOF, who="Gao Lan")))

    assert decisions.added == {ROOF.number: ROOF}
    assert decisions.states == {ROOF.number: ProblemState.SUSPECTED}
    assert decisions.history[ROOF.number][0].is_adding


@pytest.mark.parametrize(
    "told",
    [
        None,
        "roof",
        {"subject": "0103-07"},
        {"text": "no subject"},
        {"subject": 7, "text": ["x"]},
    ],
)
def test_a_line_that_adds_nothing_adds_nothing(told: Any) -> None:
    """Whatever stands in a foreign line, folding goes on."""
    entry = adding_entry(ROOF, who="Gao Lan")
    odd = Entry(entry.kind, value={**entry.value, "added": told}, who="x")

    assert fold_decisions(said(odd)).added == {}


def test_a_line_said_again_does_not_change_what_was_added() -> None:
    """The first one holds: a number means one thing for life."""
    again = adding_entry(
        AddedProblem(**{**_fields(ROOF), "text": "something else"}), who="somebody"
    )

    assert fold_decisions(said(adding_entry(ROOF, who="x"), again)).added[ROOF.number] == ROOF


def _fields(added: AddedProblem) -> dict[str, Any]:
    return {name: getattr(added, name) for name in AddedProblem.__dataclass_fields__}


def test_an_added_problem_has_severity_and_points_of_its_rule(
    forms: dict[str, Questionnaire], interview: Any
) -> None:
    """It stands beside the interview of its form, waits for a second person, names who saw it."""
    beside = interview("0103-07", "registered-household", id="d1-9")
    other = interview("0103-07", "income-card", id="d1-1")

    problem, *_rest = problems_added([ROOF], forms, [other, beside], {})

    assert problem.severity is Severity.CRITICAL
    assert (problem.rule, problem.indicator, problem.interview) == (ROOF.rule, "B3", "d1-9")
    assert problem.needs_confirmation and problem.is_added
    assert problem.found_by == ("Gao Lan",)


def test_an_added_problem_of_no_rule_costs_nothing_and_is_listed(
    forms: dict[str, Questionnaire],
) -> None:
    """With the severity and category somebody gave it."""
    added = AddedProblem(
        **{**_fields(ROOF), "rule": "", "severity": "minor", "category": "housing"}
    )

    problem, *_rest = problems_added([added], forms, [], {})

    assert (problem.severity, problem.category, problem.indicator) == ("minor", "housing", "")
    assert problem.interview == ""


def test_a_merge_hides_nothing_once_its_other_half_is_gone(problem: Any) -> None:
    """The answer of the one that stood for both was changed: the merged one stands again."""
    merged: Problem = problem(
        "0103-07", "registered-household.water_unsafe", state=ProblemState.MERGED
    )

    alone = mind_merges([merged], {merged.number: "0103-08-GONE1"})

    assert [each.state for each in alone] == [ProblemState.SUSPECTED]
