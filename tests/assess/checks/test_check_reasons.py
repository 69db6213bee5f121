"""Reasons said to checks: which check a line is about, and which line holds."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from tests.assess.problems.test_problem_decisions import said

from fieldsurvey.assess.checks.check_reasons import CheckMeant, CheckReason, reason_entry
from fieldsurvey.assess.deciding import fold_decisions
from fieldsurvey.chain.lines.line import Entry, Kind

NO_TEAM = CheckMeant("X-06", "0103")


def test_the_later_reason_holds() -> None:
    """With who gave it; what was said of another village is not touched."""
    reasons = fold_decisions(
        said(
            reason_entry("X-06", "0103", (), why="a team came", who="Gao Lan"),
            reason_entry("X-06", "0104", (), why="on loan", who="Gao Lan"),
            reason_entry("X-06", "0103", (), why="a team came in May", who="Ma Jun"),
        )
    ).reasons

    assert reasons == {
        NO_TEAM: CheckReason("a team came in May", "Ma Jun"),
        CheckMeant("X-06", "0104"): CheckReason("on loan", "Gao Lan"),
    }


def test_of_other_interviews_it_is_another_check() -> None:
    """In whatever order they are named, the same ones are the same."""
    reasons = fold_decisions(
        said(reason_entry("X-08", "0103", ("i-2", "i-1"), why="brothers", who="Gao Lan"))
    ).reasons

    assert CheckMeant("X-08", "0103", frozenset({"i-1", "i-2"})) in reasons
    assert CheckMeant("X-08", "0103", frozenset({"i-1"})) not in reasons
    assert CheckMeant("X-08", "0103") not in reasons


@given(
    st.dictionaries(
        st.sampled_from(["check", "where", "interviews", "why", "problem", "state"]),
        st.none() | st.integers() | st.just(" ") | st.lists(st.integers()) | st.booleans(),
    )
    | st.none()
    | st.text()
)
def test_a_line_that_says_something_else_gives_none(value: Any) -> None:
    """Whatever it holds: a reason needs a check and words."""
    assert fold_decisions(said(Entry(Kind.DECISION, value=value, who="Gao Lan"))).reasons == {}
