"""Codes: characters in, what stands in the field, and whether that is all."""

from functools import reduce
from typing import Any

import pytest

from fieldsurvey.interview.keying.codes import (
    Field,
    Typed,
    erase,
    press_enter,
    type_character,
)
from fieldsurvey.interview.typed.answering import parse_answer
from fieldsurvey.questionnaire.model import Choice, Question


def choices(*codes: str, alone: str = "") -> tuple[Choice, ...]:
    """Return choices with these codes; `alone` cannot be chosen with others."""
    return tuple(Choice(name=c, label={"": f"L{c}"}, exclusive=c == alone) for c in codes)


def field(kind: str, offered: tuple[Choice, ...] = (), **more: Any) -> Field:
    """Return the field of a question."""
    question = Question.model_validate({"name": "q", "type": kind, "label": "Q", **more})
    return Field(question, offered)


YES_NO = field("select_one l", choices("1", "2"))
TWELVE = field("select_one l", choices(*map(str, range(1, 13))))
SEVERAL = field("select_multiple l", choices("1", "2", "3", "9", alone="9"))
SEVERAL_OF_TWELVE = field("select_multiple l", choices(*map(str, range(1, 13))))


def keyed(at: Field, keys: str) -> Typed | None:
    """Return what stands in a field after the keys, `⏎` being Enter; None where one is refused."""

    def press(before: Typed | None, key: str) -> Typed | None:
        if before is None:
            return None
        assert not before.is_complete, f"{key} comes after the end"
        return press_enter(at, before.text) if key == "⏎" else type_character(at, before.text, key)

    return reduce(press, keys, Typed(""))


@pytest.mark.parametrize(
    ("at", "keys", "stands", "is_complete"),
    [
        (YES_NO, "1", "1", True),
        (YES_NO, "２", "2", True),
        (YES_NO, "⏎", "", True),
        (YES_NO, "?", "?", True),
        (TWELVE, "2", "2", True),
        (TWELVE, "1", "1", False),
        (TWELVE, "1⏎", "1", True),
        (TWELVE, "12", "12", True),
        (SEVERAL, "1", "1 ", False),
        (SEVERAL, "13⏎", "1 3", True),
        (SEVERAL, "123", "1 2 3", True),
        (SEVERAL, "9", "9", True),
        (SEVERAL, "⏎", "", True),
        (SEVERAL_OF_TWELVE, "13⏎", "1 3", True),
        (SEVERAL_OF_TWELVE, "1012⏎", "10 12", True),
        (SEVERAL_OF_TWELVE, "1 2⏎", "1 2", True),
        (SEVERAL_OF_TWELVE, "1", "1", False),
        (field("date"), "20200628", "20200628", True),
        (field("date"), "6.28⏎", "6.28", True),
        (field("date"), "20200230", "20200230", False),
        (field("date", appearance="year"), "2019", "2019", True),
        (field("time"), "0905", "0905", True),
        (field("integer"), "3200⏎", "3200", True),
        (field("decimal"), "-3.5⏎", "-3.5", True),
        (field("range", parameters="start=1 end=5"), "4", "4", True),
        (field("range", parameters="start=0 end=10"), "1", "1", False),
        (field("range", parameters="start=0 end=10"), "10", "10", True),
        (field("acknowledge"), "1", "1", True),
        (field("text"), "柳 村⏎", "柳 村", True),
        (field("text"), "?⏎", "?", True),
        (field("rank l", choices("a", "b", "c")), "213", "b a c", True),
        (field("select_one l", choices("a1", "a2", "b1")), "A2", "A2", True),
        (field("select_one l", choices("a1", "a2", "b1")), "b1", "b1", True),
    ],
)
def test_a_code_is_complete_where_no_longer_one_begins_with_it(
    at: Field, keys: str, stands: str, is_complete: bool
) -> None:
    """Nobody presses Enter after a code that can go on no further."""
    assert keyed(at, keys) == Typed(stands, is_complete)


@pytest.mark.parametrize(
    ("at", "keys"),
    [
        (YES_NO, "3"),
        (YES_NO, "x"),
        (YES_NO, "r"),
        (TWELVE, "13"),
        (SEVERAL, "11"),
        (SEVERAL, "19"),
        (SEVERAL_OF_TWELVE, "1 1⏎"),
        (field("integer"), "3x"),
        (field("date"), "202002301"),
        (field("rank l", choices("a", "b", "c")), "22"),
        (field("rank l", choices("a", "b", "c")), "2⏎"),
        (field("range", parameters="start=1 end=5"), "6"),
        (field("text"), "\x1b"),
    ],
)
def test_what_is_on_no_paper_form_is_refused(at: Field, keys: str) -> None:
    """The cursor stays where it is."""
    assert keyed(at, keys) is None


def test_a_special_answer_has_a_letter_where_it_is_allowed() -> None:
    """R, D and N mean something only where the paper prints them."""
    allowed = field("select_one l", choices("1", "2"), special=["dont_know"])

    typed = type_character(allowed, "", "D")
    assert typed is not None
    assert typed.special is not None
    assert typed.special.value == "dont_know"
    assert type_character(allowed, "", "R") is None


def test_a_letter_that_is_a_code_stays_a_code() -> None:
    """A form whose codes are letters is keyed by them."""
    at = field("select_one l", choices("d", "e"), special=["dont_know"])

    assert keyed(at, "d") == Typed("d", is_complete=True)


@pytest.mark.parametrize(("before", "after"), [("1 3 ", "1 "), ("1 1", "1 "), ("1 ", "")])
def test_a_whole_code_is_taken_back_by_one_key(before: str, after: str) -> None:
    """Backspace takes the last code of several."""
    assert erase(SEVERAL_OF_TWELVE, before) == after


@pytest.mark.parametrize("code", [str(number) for number in range(1, 13)])
def test_what_is_complete_reads_as_the_code(code: str) -> None:
    """What stands in the field is what the dialogue would take, too."""
    typed = keyed(TWELVE, code if code != "1" else "1⏎")

    assert typed is not None
    assert parse_answer(TWELVE.question, typed.text, TWELVE.choices) == code
