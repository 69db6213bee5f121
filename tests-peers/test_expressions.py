"""Expressions, compared with Enketo's evaluator; every disagreement is settled in a table."""

import re
from collections.abc import Mapping

import pytest
from comparison import Case, agree, our_answer, peer_answers, read, read_cases

from fieldsurvey.expressions import known_functions

CASES = read_cases()
ROWS = {
    (row["ask"], row.get("at", "")): row
    for each in read("differences.yaml")
    for row in each["rows"]
}


@pytest.fixture(scope="module")
def peer() -> Mapping[tuple[str, str], str]:
    """What the peer says to each case."""
    return dict(zip([case.key for case in CASES], peer_answers(CASES), strict=True))


@pytest.mark.parametrize("case", CASES, ids=[f"{each.ask} {each.at}" for each in CASES])
def test_both_say_the_same_or_the_difference_is_listed(case: Case, peer):
    """A value is the peer's, or the table says what each answers and what settles it."""
    ours, theirs = our_answer(case), peer[case.key]
    row = ROWS.get(case.key)

    if row is None:
        assert agree(ours, theirs), f"unlisted: the peer says {theirs}, we say {ours}"
    else:
        assert agree(ours, row["ours"]), f"the table lists {row['ours']} as ours"
        assert agree(theirs, row["peer"]), f"the table lists {row['peer']} as the peer's"
        assert not agree(ours, theirs), "listed as a difference, and there is none any more"


def test_no_case_is_asked_twice_and_no_row_without_a_case():
    """The tables are about the same cases."""
    keys = [case.key for case in CASES]

    assert len(set(keys)) == len(keys) > 800
    assert set(ROWS) <= set(keys)


def test_every_function_is_compared():
    """What is left out is left out by name, for a reason."""
    asked = " ".join(case.ask for case in CASES)
    left_out = {
        function.name
        for function in known_functions()
        if not re.search(rf"(?<![\w:-]){re.escape(function.name)} ?\(", asked)
    }

    assert left_out == set(read("not_compared.yaml"))


def test_the_peer_answers(peer):
    """A peer that refused everything would agree with no one; that it works is seen by a few."""
    assert peer[("1 + 2 * 3", "")] == "7"
    assert peer[("position(..)", "member[2]/age")] == "2"
    assert sum(said == "refused" for said in peer.values()) < len(CASES) / 20
