from collections.abc import Callable, Sequence
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from fieldsurvey.chain.forks.branches import Shape, chain_shape, fold_chain, following
from fieldsurvey.chain.interview import Interview
from fieldsurvey.chain.lines.line import GENESIS, Entry, Kind, Line

MakeChain = Callable[..., Any]


def ordered(*chains: Sequence[Line]) -> list[Line]:
    """Return the lines of several branches as a survey file gives them."""
    return sorted(
        {line.hash: line for lines in chains for line in lines}.values(),
        key=lambda line: (line.seq, line.hash),
    )


def shape(lines: Sequence[Line]) -> Shape:
    """Return how those lines hang together."""
    return chain_shape((line.seq, line.hash, line.previous) for line in lines)


def answer(interview: str, question: str, value: str) -> Entry:
    """Return the entry of one answer."""
    return Entry(Kind.ANSWER, interview, question, value)


def test_a_whole_chain_has_neither_fork_nor_gap(chain: MakeChain) -> None:
    """Lines 1 to n that follow on each other are whole."""
    made = chain()
    made.say(*[Entry(Kind.SESSION)] * 5)

    assert shape(made.lines) == Shape()


def test_missing_lines_are_named_as_ranges(chain: MakeChain) -> None:
    """Each run of missing lines below the last known one is a gap, from line 1 on."""
    made = chain()
    made.say(*[Entry(Kind.SESSION)] * 10)

    assert shape([made.lines[i] for i in (2, 3, 7, 9)]).gaps == ((1, 2), (5, 7), (9, 9))


def test_a_cloned_laptop_forks_the_chain_at_the_first_line_said_twice(chain: MakeChain) -> None:
    """Both branches are seen, and the fork is named by its first seq."""
    made = chain()
    made.say(*[Entry(Kind.SESSION)] * 3)
    copy = made.clone(seed=1)
    made.say(Entry(Kind.PAUSE), Entry(Kind.PAUSE))
    copy.say(Entry(Kind.PAUSE))

    assert shape(ordered(made.lines, copy.lines)).forked_at == 4


def test_a_line_that_follows_an_unknown_sibling_shows_the_fork_too(chain: MakeChain) -> None:
    """Of the other branch only a later line is here: its parent is not the line that is."""
    made = chain()
    made.say(*[Entry(Kind.SESSION)] * 3)
    copy = made.clone(seed=1)
    made.say(Entry(Kind.PAUSE))
    copy.say(Entry(Kind.PAUSE), Entry(Kind.PAUSE))

    assert shape(ordered(made.lines, copy.lines[4:])).forked_at == 4


def test_each_branch_tells_its_own_version_of_an_interview(chain: MakeChain) -> None:
    """What is said after the fork is told apart by its head and marked; what was before is not."""
    made = chain()
    before = made.start("0103-01")
    made.say(answer(before, "a", "1"))
    split = made.start("0103-02")
    made.say(answer(split, "a", "1"))
    copy = made.clone(seed=1)
    made.say(answer(split, "a", "2"))
    copy.say(answer(split, "a", "3"), answer(split, "b", "4"))
    only_there = copy.start("0103-03")
    lines = ordered(made.lines, copy.lines)

    told: dict[str, list[Interview]] = {before: [], split: [], only_there: []}
    for one in fold_chain(lines, 5):
        told[one.id.split("~")[0]].append(one)

    assert [(one.answers, one.forked) for one in told[before]] == [({"a": "1"}, False)]
    assert {tuple(one.answers.items()) for one in told[split]} == {
        (("a", "2"),),
        (("a", "3"), ("b", "4")),
    }
    assert all(one.forked and one.id.endswith(one.head[:12]) for one in told[split])
    assert [one.forked for one in told[only_there]] == [True]


def test_a_branch_that_says_no_more_of_an_interview_has_it_as_it_was(chain: MakeChain) -> None:
    """The copy went on with something else: should only the copy count, that is what stands."""
    made = chain()
    interview = made.start()
    copy = made.clone(seed=1)
    made.say(answer(interview, "a", "1"))
    copy.say(Entry(Kind.SESSION))

    grown, before = sorted(
        fold_chain(ordered(made.lines, copy.lines), 2), key=lambda one: -len(one.answers)
    )

    assert (grown.head, grown.forked) == (made.lines[-1].hash.hex(), True)
    assert grown.answers == {"a": "1"}
    assert (before.head, before.forked) == (made.lines[0].hash.hex(), True)
    assert before.answers == {}


def test_an_interview_is_folded_across_a_gap(chain: MakeChain) -> None:
    """What is known of an interview shows even while lines in its middle are missing."""
    made = chain()
    interview = made.start()
    made.say(*(answer(interview, f"q{number}", "1") for number in range(6)))

    (told,) = fold_chain([made.lines[0], *made.lines[5:]], None)

    assert list(told.answers) == ["q4", "q5"]


def test_what_stands_after_a_gap_of_the_longer_branch_belongs_to_it(chain: MakeChain) -> None:
    """It can follow only the one line before the gap; the shorter branch stays as it is."""
    made = chain()
    interview = made.start()
    copy = made.clone(seed=1)
    made.say(*(answer(interview, f"q{number}", "1") for number in range(5)))
    copy.say(answer(interview, "q0", "2"))
    missing = made.lines[3]

    told = fold_chain([line for line in ordered(made.lines, copy.lines) if line is not missing], 2)

    assert {one.head: list(one.answers.items()) for one in told} == {
        made.lines[-1].hash.hex(): [("q0", "1"), ("q1", "1"), ("q3", "1"), ("q4", "1")],
        copy.lines[-1].hash.hex(): [("q0", "2")],
    }


def test_following_leaves_other_branches_out(chain: MakeChain) -> None:
    """From the lines of all branches only those that go on from a head are taken."""
    made = chain()
    made.say(Entry(Kind.SESSION))
    copy = made.clone(seed=1)
    made.say(Entry(Kind.PAUSE))
    copy.say(Entry(Kind.PAUSE), Entry(Kind.PAUSE))
    lines = ordered(made.lines, copy.lines)

    assert list(following(lines, copy.lines[1].hash)) == [copy.lines[2]]
    assert list(following(made.lines, GENESIS)) == made.lines


@given(data=st.data())
def test_folding_branches_agrees_with_folding_each_chain_alone(
    chain: MakeChain, data: st.DataObject
) -> None:
    """Each leaf tells what its own chain, folded alone, tells of the split interview."""
    made = chain()
    interview = made.start()
    branches = [made]
    for number in range(data.draw(st.integers(2, 4))):
        parent = data.draw(st.sampled_from(branches))
        branch = parent.clone(seed=number) if number else parent
        for step in range(data.draw(st.integers(1, 3))):
            branch.say(answer(interview, f"q{step}", f"{number}"))
        if number:
            branches.append(branch)
    lines = ordered(*(branch.lines for branch in branches))
    fork = shape(lines).forked_at

    told = {one.head: one for one in fold_chain(lines, fork)}

    for branch in branches:
        (alone,) = fold_chain(branch.lines, None)
        if alone.head in told:
            assert told[alone.head].answers == alone.answers
    leaves = {branch.lines[-1].hash for branch in branches} - {line.previous for line in lines}
    assert {leaf.hex() for leaf in leaves} <= set(told)
