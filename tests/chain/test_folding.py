from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldsurvey.chain.branches import fold_chain
from fieldsurvey.chain.folding import fold_line, fold_lines
from fieldsurvey.chain.interview import Interview, Status
from fieldsurvey.chain.line import Entry, Kind
from fieldsurvey.expressions.values import SpecialAnswer

MakeChain = Callable[..., Any]
questions = st.sampled_from(["water_safe", "water_gap", "member[2]/age", ""])
odd = st.sampled_from([None, 5, True, [], {}, {"special": "bored"}, {"remark": 1}, {"special": []}])
answer_values = st.sampled_from(["1", "2", "", "井水 枯了", {"special": "refused"}]) | odd
note_values = st.sampled_from([{"remark": "ok"}, {"description": "dry"}, {"remark": ""}]) | odd
finish_values = (
    st.sampled_from([{"signatures": ["周远", "何静"], "finish_code": "ABCD-EFGH"}]) | odd
)


@st.composite
def said_in_interview(draw: st.DrawFn) -> Entry:
    """Anything that may be said in an interview, sensible or not."""
    kind = draw(st.sampled_from(sorted(Kind)))
    value = {Kind.ANSWER: answer_values, Kind.NOTE: note_values, Kind.FINISH: finish_values}
    return Entry(kind, question=draw(questions), value=draw(value.get(kind, odd)))


def folded(chain: MakeChain, *said: Entry) -> Interview:
    """Start an interview, say those things in it, and return it as it stands."""
    made = chain()
    interview = made.start()
    made.say(*(replace(entry, interview=interview) for entry in said))
    (told,) = fold_chain(made.lines, None)
    return told


def answer(question: str, value: object) -> Entry:
    """Return the entry of one answer."""
    return Entry(Kind.ANSWER, question=question, value=value)


FINISH = Entry(Kind.FINISH, value={"signatures": ["周远", "何静"], "finish_code": "K3DA-77QX"})


def test_a_started_interview_knows_who_where_and_what(chain: MakeChain) -> None:
    """The first line gives subject, form, team, inspectors and the facts of the plan."""
    interview = folded(chain)

    assert (interview.subject, interview.form_id, interview.team) == (
        "0103-07",
        "registered-household",
        "2",
    )
    assert interview.inspectors == ("周远", "何静")
    assert interview.preload == {"household.head": "王守田"}
    assert interview.status is Status.STARTED


def test_the_last_answer_to_a_question_stands(chain: MakeChain) -> None:
    """A second answer takes the place of the first, and keeps its place in the order."""
    interview = folded(chain, answer("a", "1"), answer("b", "2"), answer("a", "3"))

    assert list(interview.answers.items()) == [("a", "3"), ("b", "2")]
    assert interview.answered_last == "a"


def test_a_special_answer_is_not_the_word_of_that_spelling(chain: MakeChain) -> None:
    """`refused` said with its key, and the text "refused", are two different answers."""
    interview = folded(chain, answer("a", {"special": "refused"}), answer("b", "refused"))

    assert interview.answers == {"a": SpecialAnswer.REFUSED, "b": "refused"}


def test_a_moot_answer_is_gone_with_what_was_noted_about_it(chain: MakeChain) -> None:
    """Withdrawing a question removes its answer, description and remark; the lines remain."""
    interview = folded(
        chain,
        answer("water_gap", "1"),
        Entry(Kind.NOTE, question="water_gap", value={"description": "since May"}),
        Entry(Kind.NOTE, question="water_gap", value={"remark": "seen"}),
        Entry(Kind.WITHDRAW, question="water_gap"),
    )

    assert (interview.answers, interview.descriptions, interview.remarks) == ({}, {}, {})
    assert interview.last_seq == 5


def test_a_finished_interview_is_closed_until_it_is_reopened(chain: MakeChain) -> None:
    """After the finish nothing changes an answer; after a reopening it is open again."""
    closed = folded(chain, answer("a", "1"), FINISH, answer("a", "2"))
    reopened = folded(chain, answer("a", "1"), FINISH, Entry(Kind.REOPEN), answer("a", "2"))

    assert (closed.answers, closed.status) == ({"a": "1"}, Status.FINISHED)
    assert (closed.signatures, closed.finish_code) == (("周远", "何静"), "K3DA-77QX")
    assert (reopened.answers, reopened.status) == ({"a": "2"}, Status.REOPENED)
    assert (reopened.signatures, reopened.finish_code, reopened.finished_at) == ((), "", "")


def test_a_whole_interview_can_be_withdrawn_even_after_its_finish(chain: MakeChain) -> None:
    """A household that takes back its consent is withdrawn at any time; its answers stay lines."""
    interview = folded(chain, answer("a", "1"), FINISH, Entry(Kind.WITHDRAW))

    assert interview.status is Status.WITHDRAWN


def test_a_start_in_the_name_of_another_chain_starts_nothing(chain: MakeChain) -> None:
    """The id of an interview is device and seq of its first line, or it is no interview."""
    made = chain()
    made.say(Entry(Kind.INTERVIEW_START, "dffffffff-1", value={"subject": "0103-07"}))

    assert fold_chain(made.lines, None) == []


@given(said=st.lists(said_in_interview(), max_size=30), cut=st.integers(0, 31))
def test_folding_on_is_folding_anew(chain: MakeChain, said: list[Entry], cut: int) -> None:
    """Line by line, in two parts or at once: the interview is the same, whatever was said."""
    made = chain()
    interview = made.start()
    lines = made.say(*(replace(entry, interview=interview) for entry in said))

    at_once = fold_lines(None, lines)
    one_by_one: Interview | None = None
    for line in lines:
        one_by_one = fold_line(one_by_one, line)

    assert at_once == one_by_one == fold_lines(fold_lines(None, lines[:cut]), lines[cut:])
    assert at_once is not None
    assert (at_once.last_seq, at_once.head) == (len(lines), lines[-1].hash.hex())


@pytest.mark.parametrize("value", [None, "text", [1], {"subject": 5, "inspectors": "周远"}])
def test_a_start_of_the_wrong_shape_breaks_nothing(chain: MakeChain, value: object) -> None:
    """What cannot be understood in a start is blank; a start that is no object starts nothing."""
    made = chain()
    made.say(Entry(Kind.INTERVIEW_START, f"{made.key.device}-1", value=value))

    for interview in fold_chain(made.lines, None):
        assert (interview.subject, interview.inspectors) == ("", ())
