from collections.abc import Callable
from typing import Any

from fieldsurvey.chain.forks.branching import branches_in, fork_branches
from fieldsurvey.chain.lines.line import Entry, Kind
from fieldsurvey.chain.survey_file import SurveyFile

MakeChain = Callable[..., Any]


def test_the_branches_of_a_copied_laptop_are_found_in_the_survey_file(
    survey_file: SurveyFile, chain: MakeChain
) -> None:
    """Each from the first line the other does not share to its last; whole chains have none."""
    whole, made = chain(2), chain(1)
    whole.say(*[Entry(Kind.SESSION)] * 4)
    made.say(*[Entry(Kind.SESSION)] * 2)
    copy = made.clone(seed=9)
    made.say(Entry(Kind.PAUSE))
    copy.say(Entry(Kind.PAUSE), Entry(Kind.RESUME))
    for branch in (whole, made, copy):
        branch.hand_in(survey_file)

    found = branches_in(survey_file)

    assert list(found) == [made.key.device]
    assert {(one.device, one.tip, one.first, one.last) for one in found[made.key.device]} == {
        (made.key.device, made.lines[-1].hash.hex(), 3, 3),
        (made.key.device, copy.lines[-1].hash.hex(), 3, 4),
    }
    assert sorted(len(one.hashes) for one in found[made.key.device]) == [1, 2]


def test_a_survey_file_without_forks_has_no_branches(
    survey_file: SurveyFile, chain: MakeChain
) -> None:
    """A chain with a gap is not a forked one."""
    made = chain()
    made.say(*[Entry(Kind.SESSION)] * 5)
    made.hand_in(survey_file, 4)

    assert branches_in(survey_file) == {}


def test_lines_after_a_gap_make_a_branch_of_their_own() -> None:
    """They hang on nothing known, so nobody can say which branch they go on with."""
    links = [(1, b"a", b"0"), (2, b"b", b"a"), (2, b"x", b"a"), (4, b"d", b"c"), (5, b"e", b"d")]

    found = fork_branches("d1", links, 2)

    assert [(one.tip, one.first, one.last) for one in found] == [
        (b"b".hex(), 2, 2),
        (b"e".hex(), 4, 5),
        (b"x".hex(), 2, 2),
    ]
    assert found[1].hashes == {b"d".hex(), b"e".hex()}


def test_what_was_said_before_the_fork_is_no_branch() -> None:
    """Both branches share it."""
    links = [(1, b"a", b"0"), (2, b"b", b"a"), (3, b"c", b"b"), (3, b"d", b"b")]

    assert {hash_ for one in fork_branches("d1", links, 3) for hash_ in one.hashes} == {
        b"c".hex(),
        b"d".hex(),
    }
