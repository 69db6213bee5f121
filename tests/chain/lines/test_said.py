"""Values that lines say, read by whoever did not write them."""

import pytest

from fieldsurvey.chain.lines.line import Entry, Kind, Line
from fieldsurvey.chain.lines.said import said_by, text_at, texts_at


def line(value: object) -> Line:
    """Say a value."""
    return Line(
        text="",
        device="d1",
        seq=1,
        entry=Entry(Kind.DECISION, value=value),
        at="2020-06-28T09:00:00+08:00",
        monotonic_ms=0,
        boot="",
    )


@pytest.mark.parametrize("value", [None, "x", 1, True, ["about"]])
def test_a_value_that_is_no_object_says_nothing(value: object) -> None:
    """Neither a text nor a list can be asked of it."""
    said = said_by(line(value))

    assert said == {}
    assert text_at(said, "about") == ""
    assert texts_at(said, "photos") == ()


def test_texts_are_read_and_what_is_none_is_passed_over() -> None:
    """A text without the room around it; of a list its texts, in their order."""
    said = said_by(line({"reason": "  two wells \n", "photos": ["b", 7, None, ["a"], "a"]}))

    assert text_at(said, "reason") == "two wells"
    assert texts_at(said, "photos") == ("b", "a")


@pytest.mark.parametrize("value", [None, 7, {"a": "b"}, "ab"])
def test_what_is_no_list_holds_no_texts(value: object) -> None:
    """Not the letters of a text, nor the keys of an object."""
    assert texts_at({"photos": value}, "photos") == ()
    assert text_at({"reason": [value]}, "reason") == ""
