"""Rows added, copied, removed and brought back: which lines are written, and what they say."""

from collections.abc import Callable, Sequence

import pytest
from tests.interview.rows.test_row_laws import FAMILY

from fieldsurvey.chain.interview import Interview, Photo
from fieldsurvey.chain.lines.line import Entry, Kind
from fieldsurvey.interview.conversation import Conversation, Taken
from fieldsurvey.interview.rows.changing import (
    add_row,
    bring_back_row,
    can_bring_back,
    copy_row,
    remove_row,
)
from fieldsurvey.interview.typed.refusal import NOT_ASKED, OUT_OF_RANGE, Refusal
from fieldsurvey.questionnaire.model import Check

Fold = Callable[[Interview, Sequence[Entry]], Interview]
ONE, TWO = Photo("1" * 64, "1.jpg", 5), Photo("2" * 64, "2.jpg", 6)

SAID = {
    "q0": "1",
    "member": "3",
    **{f"member[{n}]/q1": str(n) for n in (1, 2, 3)},
    "member[2]/q2": "1",
    "member[3]/q2": "2",
    "member[3]/loan": "1",
    "member[3]/loan[1]/q3": "7",
}


@pytest.fixture
def told(interview: Interview) -> Interview:
    """Three members, the last with a remark, a description, pictures and a reason for none."""
    return interview._replace(
        answers=SAID,
        answered_last="member",
        remarks={"member[3]/q1": "by phone"},
        descriptions={"member[3]/q2": "since May"},
        photos={"member[3]/q2": (ONE, TWO), "member[2]/q2": (TWO,)},
        photos_absent={"member[3]/q1": "too dark"},
    )


@pytest.fixture
def table(told: Interview) -> Conversation:
    """At the table of the members."""
    return Conversation.resume(FAMILY, told).jump("member")


def done(taken: Taken | Refusal) -> Taken:
    """Return what was taken."""
    assert isinstance(taken, Taken), taken
    return taken


def test_everything_said_moves_up_with_its_row(
    table: Conversation, told: Interview, fold: Fold
) -> None:
    """Answers, rows inside, remarks, descriptions, pictures and reasons, in ordinary lines."""
    taken = done(remove_row(table, 2))
    kept = fold(told, taken.entries)

    assert kept.answers["member"] == "2"
    assert kept.answers["member[2]/q1"] == "3"
    assert kept.answers["member[2]/loan[1]/q3"] == "7"
    assert kept.remarks == {"member[2]/q1": "by phone"}
    assert kept.descriptions == {"member[2]/q2": "since May"}
    assert kept.photos == {"member[2]/q2": (ONE, TWO)}
    assert kept.photos_absent == {"member[2]/q1": "too dark"}
    assert not any(path.startswith("member[3]") for path in kept.answers)
    assert {entry.kind for entry in taken.entries} == {
        *(Kind.ANSWER, Kind.WITHDRAW, Kind.NOTE, Kind.PHOTO)
    }
    assert taken.entries[-1].question == "member"


def test_what_was_calculated_over_the_rows_is_right_afterwards(table: Conversation) -> None:
    """Sum, count, place and the value of the second row."""
    values = done(remove_row(table, 2)).conversation.evaluation.values

    assert values["member[2]/place"] == "2"
    assert values["all"] == "16"
    assert values["second"] == "3"


def test_chance_drawn_for_a_row_stays_with_it_and_is_not_copied(table: Conversation) -> None:
    """What `once()` worked out belongs to one row."""
    before = table.evaluation.values
    removed = done(remove_row(table, 2)).conversation.evaluation.values
    copied = done(copy_row(table, 3)).conversation.evaluation.values

    assert removed["member[2]/lot"] == before["member[3]/lot"]
    assert copied["member[4]/lot"] not in ("", before["member[3]/lot"])


def test_a_copy_says_the_same_but_what_belongs_to_the_other(table: Conversation) -> None:
    """No remark, no description, no picture; the rows inside come along."""
    taken = done(copy_row(table, 3))
    there = taken.conversation

    assert there.at == "member[4]/q1"
    assert there.evaluation.answers["member[4]/loan[1]/q3"] == "7"
    assert there.remarks == table.remarks
    assert there.descriptions == table.descriptions
    assert not any(entry.kind is Kind.PHOTO for entry in taken.entries)


def test_a_copied_problem_is_described_where_it_is_confirmed(table: Conversation) -> None:
    """Each has its own description: it is another person's."""
    confirmed = done(done(copy_row(table, 3)).conversation.answer("3")).conversation

    assert confirmed.at == "member[4]/q2"
    assert done(confirmed.answer("2")).conversation.undescribed == ("member[4]/q2",)


def test_an_answer_that_may_not_stand_in_the_new_row_is_not_copied(told: Interview) -> None:
    """A constraint counts there, too; so does a warning, which needs a reason of its own."""
    for said in ("5", "12"):
        kept = told._replace(answers={**SAID, "member[1]/q1": said})
        table = Conversation.resume(FAMILY, kept).jump("member")

        assert "member[4]/q1" not in done(copy_row(table, 1)).conversation.evaluation.answers


def test_a_removal_is_undone_only_until_something_else_is_said(table: Conversation) -> None:
    """One after the other, the last first; after an answer, no more."""
    twice = done(remove_row(done(remove_row(table, 2)).conversation, 1)).conversation
    once = done(bring_back_row(twice)).conversation
    assert once.said() == done(remove_row(table, 2)).conversation.said()
    assert done(bring_back_row(once)).conversation.said() == table.said()

    after = done(once.remark("q0", "hm")).conversation
    assert not can_bring_back(after)
    assert isinstance(bring_back_row(after), Refusal)


def test_what_was_left_for_the_review_is_not_asked_again_by_an_undo(told: Interview) -> None:
    """A check that held before the removal holds after the undo, and the table stands there."""
    check = Check.model_validate(
        {"code": "C-1", "kind": "E", "when": "count(${member}) = 3", "text": "!"}
    )
    form = FAMILY.model_copy(update={"checks": (check,)})
    table = Conversation.resume(form, told).jump("member")
    removed = done(remove_row(table, 3)).conversation

    assert "check:C-1" in table.evaluation.fired
    assert "check:C-1" not in removed.evaluation.fired
    assert done(bring_back_row(removed)).conversation.step("en") == table.step("en")


def test_an_added_row_is_gone_on_with_after_a_flat_battery(
    table: Conversation, told: Interview, fold: Fold
) -> None:
    """The first row that nothing is known of is asked next."""
    taken = done(add_row(table))
    assert taken.conversation.at == "member[4]/q1"

    assert Conversation.resume(FAMILY, fold(told, taken.entries)).at == "member[4]/q1"


def test_back_leads_to_the_same_person_under_the_new_number(table: Conversation) -> None:
    """The way really taken went through a row that has moved up since."""
    came = table.open_row(3)
    there = done(remove_row(came.jump("member"), 2)).conversation

    assert there.back().at == came.at.replace("member[3]", "member[2]")


@pytest.mark.parametrize("number", [0, 4, -1])
def test_a_row_that_is_not_there_is_refused(table: Conversation, number: int) -> None:
    """Neither removed nor copied; opening it changes nothing."""
    for deed in (remove_row, copy_row):
        refusal = deed(table, number)
        assert isinstance(refusal, Refusal)
        assert refusal.code == NOT_ASKED
    assert table.open_row(number) == table


def test_outside_a_table_there_are_no_rows(table: Conversation) -> None:
    """A number that somebody answered is no number of rows."""
    elsewhere = table.jump("member[1]/q1")

    assert isinstance(add_row(elsewhere), Refusal)
    assert isinstance(remove_row(elsewhere, 1), Refusal)


def test_more_rows_than_there_can_be_are_refused(told: Interview) -> None:
    """Two hundred are the most."""
    full = told._replace(answers={"q0": "1", "member": "200"})
    table = Conversation.resume(FAMILY, full).jump("member")

    for refusal in (add_row(table), copy_row(table, 1)):
        assert isinstance(refusal, Refusal)
        assert refusal.code == OUT_OF_RANGE
