"""Two keyings of one paper: where they differ, how it is settled, who was wrong how often."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from fieldsurvey.chain.interview import Interview, Keying, Status
from fieldsurvey.chain.lines.line import Entry, Kind, Line
from fieldsurvey.expressions.values import SpecialAnswer
from fieldsurvey.interview.conversation import Conversation
from fieldsurvey.interview.keying.comparing import (
    Difference,
    Errors,
    Sheet,
    compare_sheets,
    decided,
    errors_by_keyer,
    errors_by_question,
    pairs_of,
)
from fieldsurvey.interview.keying.ink import Keyed
from fieldsurvey.interview.keying.settling import Settling
from fieldsurvey.interview.keying.starting import KEYED_BY, refuse_keyer
from fieldsurvey.interview.typed.refusal import Refusal
from fieldsurvey.questionnaire.model import Questionnaire

ANSWERS = {
    "persons": "4",
    "safe": "1",
    "income": "800000",
    "hard": "2",
    "county": "",
    "village": "",
}
Keyed_ = Callable[..., Interview]


@pytest.fixture
def keyed(interview: Interview) -> Keyed_:
    """Make a keying with these answers."""

    def make(keyer: str = "甲", **answers: Any) -> Interview:
        return interview._replace(
            answers={**ANSWERS, **answers},
            preload={**interview.preload, KEYED_BY: keyer},
            status=Status.FINISHED,
            keying=Keying.PAPER,
        )

    return make


def second_of(first: Interview, interview: Interview) -> Interview:
    """Return an interview as the second keying of another."""
    return interview._replace(id="d1-9", keying=Keying.SECOND, keying_of=first.id)


def as_lines(entries: Sequence[Entry]) -> list[Line]:
    """Return entries as lines of a chain."""
    return [Line("", "d1", n, e, "2020-06-15", 0, "b") for n, e in enumerate(entries, start=2)]


def settling_of(form: Questionnaire, first: Interview) -> Settling:
    """Begin to settle."""
    return Settling.begin(Keyed(Conversation.resume(form, first, who="组长")), "d1-9")


def test_differences_stand_in_the_order_of_the_paper(form: Questionnaire, keyed: Keyed_) -> None:
    """What is the same in both is not asked about."""
    found = compare_sheets(form, Sheet(keyed()), Sheet(keyed(hard="1", safe="2", gap="1")))

    assert found.differences == (
        Difference("safe", "1", "2"),
        Difference("gap", "", "1"),
        Difference("hard", "2", "1"),
    )
    assert found.fields == ("persons", "safe", "gap", "income", "hard")


def test_ink_is_compared_as_what_the_paper_says(form: Questionnaire, keyed: Keyed_) -> None:
    """Whether it was taken makes no difference; how it is written makes none either."""
    first, second = Sheet(keyed(persons="13")), Sheet(keyed(persons=""), {"persons": "０13"})

    assert compare_sheets(form, first, second).differences == ()


def test_a_special_answer_differs_from_a_blank(form: Questionnaire, keyed: Keyed_) -> None:
    """It says something."""
    found = compare_sheets(form, Sheet(keyed(safe=SpecialAnswer.REFUSED)), Sheet(keyed(safe="")))

    assert found.differences == (Difference("safe", SpecialAnswer.REFUSED, ""),)


def test_keeping_the_first_changes_nothing_in_it(form: Questionnaire, keyed: Keyed_) -> None:
    """Only the decision is said."""
    settled = settling_of(form, keyed()).settle(Difference("hard", "2", "1"), "2")

    assert isinstance(settled, Settling)
    [entry] = settled.entries
    assert entry.kind is Kind.DECISION
    assert entry.value == {
        "compared": "d1-9",
        "with": "d1-1",
        "settled": {"hard": {"first": "2", "second": "1", "kept": "2"}},
    }


def test_keeping_the_second_mends_the_first(form: Questionnaire, keyed: Keyed_, fold: Any) -> None:
    """It is opened again, answered as in the dialogue, and finished with the same signatures."""
    first = keyed(safe="2", gap="1", far="2")
    settling = settling_of(form, first._replace(descriptions={"safe": "无水"}))
    settled = settling.settle(Difference("safe", "2", "1"), "1")
    assert isinstance(settled, Settling)
    ended = settled.settle(Difference("gap", "1", ""), "")
    assert isinstance(ended, Settling)
    ended = ended.settle(Difference("far", "2", ""), "")
    assert isinstance(ended, Settling)
    ended = ended.finish(6)

    assert ended.entries[0].kind is Kind.REOPEN
    kept = fold(first, ended.entries)
    assert kept.status is Status.FINISHED
    assert kept.answers == ANSWERS
    finish = next(entry for entry in ended.entries if entry.kind is Kind.FINISH)
    assert finish.value["signed_with"] == "paper"
    assert finish.value["signatures"] == ["甲一", "乙二"]


def test_what_the_questionnaire_does_not_take_is_refused(
    form: Questionnaire, keyed: Keyed_
) -> None:
    """Somebody looks again."""
    settled = settling_of(form, keyed()).settle(Difference("persons", "4", "0"), "0")

    assert isinstance(settled, Refusal)
    assert settled.what == "At least one person"


def test_ink_that_the_conditions_skip_is_set_aside(form: Questionnaire, keyed: Keyed_) -> None:
    """The paper has it, and it counts nowhere."""
    settled = settling_of(form, keyed()).settle(Difference("gap", "", "1"), "1")

    assert isinstance(settled, Settling)
    assert settled.keyed.ink == {}
    notes = [entry.value for entry in settled.entries if entry.kind is Kind.NOTE]
    assert {"paper": None, "set_aside": "1"} in notes


def test_an_answer_that_became_moot_is_set_aside_where_it_is_kept(
    form: Questionnaire, keyed: Keyed_, fold: Any
) -> None:
    """The first keyer read well what the paper has, and the conditions skip it now."""
    first = keyed(safe="2", gap="1", far="2")
    settling = settling_of(form, first)
    for difference, kept in (
        (Difference("safe", "2", "1"), "1"),
        (Difference("gap", "1", ""), "1"),
        (Difference("far", "2", ""), "2"),
    ):
        settled = settling.settle(difference, kept)
        assert isinstance(settled, Settling)
        settling = settled

    assert settling.keyed.ink == {}
    assert fold(first, settling.finish(6).entries).status is Status.FINISHED


def test_errors_are_counted_by_keyer_and_question(form: Questionnaire, keyed: Keyed_) -> None:
    """Who keyed something else than was kept was wrong; both can be."""
    first, second = keyed("甲"), second_of(keyed(), keyed("乙", income="8000", hard="1"))
    settling = settling_of(form, first)
    entries: list[Entry] = []
    for difference, kept in (
        (Difference("income", "800000", "8000"), "800000"),
        (Difference("hard", "2", "1"), ""),
    ):
        settled = settling.saved().settle(difference, kept)
        assert isinstance(settled, Settling)
        settling, entries = settled, [*entries, *settled.entries]
    entries += settling.saved().finish(6).entries
    decision = decided(as_lines(entries), "d1-9")

    pairs = [(first, second, decision)]
    assert errors_by_keyer(pairs) == {"甲": Errors(6, 1), "乙": Errors(6, 2)}
    assert errors_by_keyer(pairs)["乙"].rate == pytest.approx(33.33, abs=0.01)
    assert errors_by_question(pairs) == {("small", "hard"): 2, ("small", "income"): 1}


def test_a_pair_without_a_difference_is_recorded(form: Questionnaire, keyed: Keyed_) -> None:
    """Somebody did compare them."""
    ended = settling_of(form, keyed()).finish(6)

    assert [entry.kind for entry in ended.entries] == [Kind.DECISION]
    assert decided(as_lines(ended.entries), "d1-9").fields == 6


@pytest.mark.parametrize(
    "value",
    [None, 3, "x", {}, {"compared": "d1-9"}, {"compared": "d1-9", "settled": 3, "fields": True},
     {"compared": "d1-9", "settled": {"hard": 3}, "fields": -1}],
)  # fmt: skip
def test_a_crooked_line_settles_nothing_wrongly(value: Any) -> None:
    """Lines come from other hands; none makes it fail."""
    found = decided([Line("", "d", 1, Entry(Kind.DECISION, value=value), "", 0, "")], "d1-9")

    assert found.fields is None
    assert set(found.settled) <= {"hard"}


def test_pairs_are_found_by_what_the_second_says(keyed: Keyed_) -> None:
    """A second keying whose first is not here is no pair."""
    first = keyed()
    second = second_of(first, keyed("乙"))

    assert pairs_of([first, second]) == [(first, second)]
    assert pairs_of([second]) == []


@pytest.mark.parametrize("name", ["甲", " 甲 ", "甲\u3000"])
def test_nobody_keys_the_same_paper_twice(keyed: Keyed_, name: str) -> None:
    """However the name is spelled."""
    assert refuse_keyer(keyed("甲"), name) is not None
    assert refuse_keyer(keyed("甲"), "乙") is None
