from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldsurvey.chain.folding import fold_lines
from fieldsurvey.chain.forks.branches import fold_chain
from fieldsurvey.chain.interview import Interview, Photo, Status
from fieldsurvey.chain.lines.line import Entry, Kind
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
    made.say(*(entry._replace(interview=interview) for entry in said))
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


def test_line_by_line_it_is_the_same_interview(chain: MakeChain) -> None:
    """As a laptop folds it while it is made, and a lead who has all of it at once."""
    made = chain()
    interview = made.start()
    made.say(*(entry._replace(interview=interview) for entry in (answer("a", "1"), FINISH)))
    told = None

    for line in made.lines:
        told = fold_lines(told, [line])

    assert told == fold_lines(None, made.lines)
    assert told is not None
    assert told.status is Status.FINISHED


def test_the_last_answer_to_a_question_stands(chain: MakeChain) -> None:
    """A second answer takes the place of the first, and keeps its place in the order."""
    interview = folded(chain, answer("a", "1"), answer("b", "2"), answer("a", "3"))

    assert list(interview.answers.items()) == [("a", "3"), ("b", "2")]
    assert interview.answered_last == "a"


@pytest.mark.parametrize("odd", [5, True, None, [], {}, {"special": "bored"}, {"special": []}])
def test_what_says_no_answer_changes_none(chain: MakeChain, odd: object) -> None:
    """Neither a number nor a special answer nobody knows stands instead of what was answered."""
    interview = folded(chain, answer("a", "1"), answer("b", "1"), answer("a", odd))

    assert interview.answers == {"a": "1", "b": "1"}


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
    lines = made.say(*(entry._replace(interview=interview) for entry in said))

    at_once = fold_lines(None, lines)
    one_by_one: Interview | None = None
    for line in lines:
        one_by_one = fold_lines(one_by_one, [line])

    assert at_once == one_by_one == fold_lines(fold_lines(None, lines[:cut]), lines[cut:])
    assert at_once is not None
    assert (at_once.last_seq, at_once.head) == (len(lines), lines[-1].hash.hex())


def photo(sha256: str, question: str = "well", **otherwise: object) -> Entry:
    """Return the entry of a picture."""
    said = {
        "sha256": sha256,
        "extension": "jpg",
        "name": "IMG_1.jpg",
        "size_bytes": 70_000,
        "taken_at": "2026-03-02T09:10:00",
        "place": "29.1 119.6",
    }
    return Entry(Kind.PHOTO, question=question, value=said | otherwise)


ONE, TWO = "a1" * 32, "b2" * 32


def test_pictures_of_a_question_are_kept_in_the_order_they_came(chain: MakeChain) -> None:
    """The same picture twice is one picture; those of other questions stay apart."""
    interview = folded(chain, photo(ONE), photo(TWO), photo(ONE, name="again.jpg"), photo(ONE, "b"))

    first = Photo(ONE, "IMG_1.jpg", 70_000, "2026-03-02T09:10:00", "29.1 119.6", "jpg")
    assert interview.photos == {"well": (first, replace(first, sha256=TWO)), "b": (first,)}


def test_a_picture_can_be_taken_out_again(chain: MakeChain) -> None:
    """The others stay; with the last one the question has none, and what is not there can go."""
    remove_one = Entry(Kind.PHOTO, question="well", value={"removed": ONE})
    left = folded(chain, photo(ONE), photo(TWO), remove_one)
    none = folded(chain, photo(ONE), remove_one, remove_one)

    assert [one.sha256 for one in left.photos["well"]] == [TWO]
    assert none.photos == {}


def test_why_there_is_no_picture_holds_until_there_is_one(chain: MakeChain) -> None:
    """The last reason stands; a picture makes it moot."""
    dark = Entry(Kind.PHOTO, question="well", value={"absent": "too dark"})
    locked = Entry(Kind.PHOTO, question="well", value={"absent": "locked"})

    assert folded(chain, dark, locked).photos_absent == {"well": "locked"}
    assert folded(chain, dark, photo(ONE)).photos_absent == {}


@pytest.mark.parametrize(
    "value",
    [None, [], "jpg", {}, {"sha256": "zz"}, {"sha256": ONE[:-1]}, {"sha256": 5}, {"absent": 3}],
)
def test_what_names_no_picture_is_none(chain: MakeChain, value: object) -> None:
    """Nor is anything taken after the finish."""
    interview = folded(chain, Entry(Kind.PHOTO, question="well", value=value), FINISH, photo(ONE))

    assert (interview.photos, interview.photos_absent) == ({}, {})


@pytest.mark.parametrize(
    ("otherwise", "read"),
    [
        ({"extension": "../../x"}, ("", 70_000)),
        ({"extension": "JPG"}, ("", 70_000)),
        ({"size_bytes": -1}, ("jpg", 0)),
        ({"size_bytes": "many"}, ("jpg", 0)),
    ],
)
def test_odd_facts_of_a_picture_are_left_out(
    chain: MakeChain, otherwise: dict[str, object], read: tuple[str, int]
) -> None:
    """Least of all do they become a part of a file's name."""
    [[kept]] = folded(chain, photo(ONE, **otherwise)).photos.values()

    assert (kept.extension, kept.size_bytes) == read


def test_a_question_is_not_made_moot_after_the_finish(chain: MakeChain) -> None:
    """Its answer, note and picture were signed for."""
    said = (answer("well", "1"), photo(ONE), FINISH, Entry(Kind.WITHDRAW, question="well"))
    interview = folded(chain, *said)

    assert (interview.answers, list(interview.photos)) == ({"well": "1"}, ["well"])
    assert interview.status is Status.FINISHED


def test_a_moot_question_loses_its_pictures(chain: MakeChain) -> None:
    """And why it has none."""
    moot = Entry(Kind.WITHDRAW, question="well")
    dark = Entry(Kind.PHOTO, question="well", value={"absent": "too dark"})

    assert folded(chain, photo(ONE), moot).photos == {}
    assert folded(chain, dark, moot).photos_absent == {}


def test_a_blank_remark_takes_the_remark_back(chain: MakeChain) -> None:
    """As does a blank description."""
    notes = [
        Entry(Kind.NOTE, question="well", value={key: text})
        for text in ("dry", "")
        for key in ("remark", "description")
    ]

    assert folded(chain, *notes[:2]).remarks == {"well": "dry"}
    assert folded(chain, *notes).remarks == folded(chain, *notes).descriptions == {}


@pytest.mark.parametrize("value", [None, "text", [1], {"subject": 5, "inspectors": "周远"}])
def test_a_start_of_the_wrong_shape_breaks_nothing(chain: MakeChain, value: object) -> None:
    """What cannot be understood in a start is blank; a start that is no object starts nothing."""
    made = chain()
    made.say(Entry(Kind.INTERVIEW_START, f"{made.key.device}-1", value=value))

    for interview in fold_chain(made.lines, None):
        assert (interview.subject, interview.inspectors) == ("", ())


def test_what_was_finished_is_finished_once(chain: MakeChain) -> None:
    """A second finish changes neither the hour nor the signatures nor the code on the paper."""
    again = Entry(Kind.FINISH, value={"signatures": ["Lu Ming"], "finish_code": "AAAA-AAAA"})
    once, twice = folded(chain, FINISH), folded(chain, FINISH, again)

    assert (twice.signatures, twice.finish_code) == (("周远", "何静"), "K3DA-77QX")
    assert (twice.finished_at, twice.status) == (once.finished_at, Status.FINISHED)
    assert twice.last_seq == 3


def test_an_open_interview_is_not_reopened(chain: MakeChain) -> None:
    """It is as open as it was, and counts as one that was never closed."""
    assert folded(chain, Entry(Kind.REOPEN)).status is Status.STARTED


@pytest.mark.parametrize("value", [None, "signed", {"signatures": "周远", "finish_code": 5}])
def test_a_finish_of_the_wrong_shape_closes_without_signatures(
    chain: MakeChain, value: object
) -> None:
    """Nobody signed; what is asked for signatures then says so."""
    interview = folded(chain, answer("a", "1"), Entry(Kind.FINISH, value=value))

    assert (interview.status, interview.signatures, interview.finish_code) == (
        Status.FINISHED,
        (),
        "",
    )


def test_what_is_said_of_no_question_or_after_the_finish_changes_nothing(chain: MakeChain) -> None:
    """An answer without a question, an odd one, a remark that comes too late."""
    late = Entry(Kind.NOTE, question="a", value={"remark": "too late"})
    interview = folded(chain, answer("", "1"), answer("a", {"special": "bored"}), FINISH, late)

    assert (interview.answers, interview.remarks) == ({}, {})
