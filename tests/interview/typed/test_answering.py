"""What a person types, and what is kept of it."""

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldsurvey.interview.typed.answering import parse_answer
from fieldsurvey.interview.typed.refusal import (
    EXCLUSIVE,
    NOT_A_CHOICE,
    OUT_OF_RANGE,
    TOO_LONG,
    UNREADABLE,
    Refusal,
)
from fieldsurvey.questionnaire.model import Choice, Question

NOW = datetime(2020, 6, 15, 9, 30, tzinfo=timezone(timedelta(hours=8)))

YES_NO = (
    Choice(name="1", label={"zh": "是", "en": "Yes"}),
    Choice(name="2", label={"zh": "否", "en": "No"}),
)
WATER = (
    Choice(name="1", label={"zh": "水量不够", "en": "Not enough water"}),
    Choice(name="2", label={"zh": "水质不达标", "en": "Bad quality"}),
    Choice(name="3", label={"zh": "用水不方便", "en": "Far away"}),
    Choice(name="9", label={"zh": "以上均无", "en": "None of these"}, exclusive=True),
)


def typed(question_type: str, text: str, choices: tuple[Choice, ...] = (), **more: str) -> object:
    """Return what is kept of `text`, or the code of the refusal."""
    question = Question(name="q", type=question_type, **more)
    outcome = parse_answer(question, text, choices, NOW)
    return outcome.code if isinstance(outcome, Refusal) else outcome


@pytest.mark.parametrize(
    ("question_type", "text", "kept"),
    [
        ("integer", "3200", "3200"),
        ("integer", "3,200", "3200"),
        ("integer", "３，２００", "3200"),
        ("integer", "12 345", "12345"),
        ("integer", " 007 ", "7"),
        ("integer", "-0", "0"),
        ("integer", "−5", "-5"),
        ("integer", "3.0", "3"),
        ("integer", "3.5", UNREADABLE),
        ("integer", "三", "3"),
        ("integer", "三千二", "3200"),
        ("integer", "三千零二", "3002"),
        ("integer", "二〇二〇", "2020"),
        ("integer", "十二", "12"),
        ("integer", "一百零五", "105"),
        ("integer", "两万五千", "25000"),
        ("integer", "2千", "2000"),
        ("integer", "1.5万", "15000"),
        ("integer", "１．５万", "15000"),
        ("integer", "1万5", "15000"),
        ("integer", "1万2千", "12000"),
        ("integer", "1万2000", "12000"),
        ("integer", "3亿", "300000000"),
        ("integer", "1.55555万", UNREADABLE),
        ("integer", "万", UNREADABLE),
        ("integer", "千万", UNREADABLE),
        ("integer", "3百2千", UNREADABLE),
        ("integer", "2千2千", UNREADABLE),
        ("integer", "三 千", UNREADABLE),
        ("integer", "1万亿万", UNREADABLE),
        ("integer", "约3千", UNREADABLE),
        ("decimal", "1.25万", "12500"),
        ("decimal", "0.5千", "500"),
        ("integer", "32,00", UNREADABLE),
        ("integer", "1e5", UNREADABLE),
        ("integer", "9" * 16, UNREADABLE),
        ("decimal", "3.50", "3.5"),
        ("decimal", ".5", "0.5"),
        ("decimal", "１．２", "1.2"),
        ("decimal", ".", UNREADABLE),
        ("decimal", "nan", UNREADABLE),
        ("decimal", "1,5", UNREADABLE),
        ("date", "2020-6-12", "2020-06-12"),
        ("date", "2020年6月12日", "2020-06-12"),
        ("date", "20200612", "2020-06-12"),
        ("date", "２０２０／６／１２", "2020-06-12"),
        ("date", "6.12", "2020-06-12"),
        ("date", "6月12日", "2020-06-12"),
        ("date", "今天", "2020-06-15"),
        ("date", "2020-02-30", UNREADABLE),
        ("date", "soon", UNREADABLE),
        ("time", "9:05", "09:05:00"),
        ("time", "1430", "14:30:00"),
        ("time", "9点5分", "09:05:00"),
        ("time", "25:00", UNREADABLE),
        ("dateTime", "2020-6-12 9:05", "2020-06-12T09:05:00+08:00"),
        ("dateTime", "6.12 9:05", "2020-06-12T09:05:00+08:00"),
        ("dateTime", "6.12", UNREADABLE),
        ("acknowledge", "y", "OK"),
        ("acknowledge", "maybe", UNREADABLE),
        ("geopoint", "34.26, 108.94", "34.26 108.94 0 0"),
        ("geopoint", "134 0", UNREADABLE),
        ("text", "  王 \t 村\x1b[31m长 ", "王 村[31m长"),
        ("text", "\u202eevil", "evil"),
        ("text", "𠮷㐂", "𠮷㐂"),
        ("text", "e\u0301", "\u00e9"),
        ("text", "字" * 1366, TOO_LONG),
        ("text", "字" * 1365, "字" * 1365),
        ("integer", "  \u3000", ""),
    ],
)
def test_what_is_typed_is_read_forgivingly_and_kept_strictly(
    question_type: str, text: str, kept: str
) -> None:
    """Each way a person writes a value gives the one way it is stored, or a refusal."""
    assert typed(question_type, text) == kept


@pytest.mark.parametrize(
    ("appearance", "text", "kept"),
    [
        ("year", "2019", "2019-01-01"),
        ("year", "2019年", "2019-01-01"),
        ("month-year", "2019-7", "2019-07-01"),
        ("month-year", "201907", "2019-07-01"),
        ("", "2019", UNREADABLE),
    ],
)
def test_a_year_or_a_month_is_enough_where_the_form_says_so(
    appearance: str, text: str, kept: str
) -> None:
    """The appearance says how much of a date is asked."""
    assert typed("date", text, appearance=appearance) == kept


@pytest.mark.parametrize(
    ("text", "kept"),
    [("5", "5"), ("2", OUT_OF_RANGE), ("4", OUT_OF_RANGE), ("11", OUT_OF_RANGE), ("x", UNREADABLE)],
)
def test_a_range_takes_only_what_is_on_its_scale(text: str, kept: str) -> None:
    """Start, end and step bound a range question."""
    assert typed("range", text, parameters="start=3 end=9 step=2") == kept


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("1", "1"),
        ("２", "2"),
        ("是", "1"),
        ("YES", "1"),
        ("no", "2"),
        ("3", NOT_A_CHOICE),
        ("1 2", NOT_A_CHOICE),
    ],
)
def test_a_choice_is_named_by_its_code_or_its_label(text: str, kept: str) -> None:
    """Codes of the paper and labels of either language are understood."""
    assert typed("select_one yes_no", text, YES_NO) == kept


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("1 3", "1 3"),
        ("3,1", "1 3"),
        ("1、3", "1 3"),
        ("13", "1 3"),
        ("3 3 1", "1 3"),
        ("Not enough water, 3", "1 3"),
        ("水量不够、用水不方便", "1 3"),
        ("9", "9"),
        ("1 9", EXCLUSIVE),
        ("14", NOT_A_CHOICE),
    ],
)
def test_several_choices_are_kept_once_each_in_the_order_of_the_list(text: str, kept: str) -> None:
    """However they are parted, they are stored as XLSForm stores them."""
    assert typed("select_multiple water", text, WATER) == kept


def test_a_ranking_keeps_the_order_and_needs_every_choice() -> None:
    """The first preference stays first."""
    assert typed("rank yes_no", "21", YES_NO) == "2 1"
    assert typed("rank yes_no", "1", YES_NO) == NOT_A_CHOICE


def test_a_refusal_says_what_is_wrong_and_what_to_do() -> None:
    """Both sentences are there, and nothing of a terminal's control sequences."""
    question = Question(name="q", type="select_one yes_no")
    refusal = parse_answer(question, "maybe\x1b[2J", YES_NO)

    assert isinstance(refusal, Refusal)
    assert refusal.what == "“maybe[2J” is not one of the choices."
    assert refusal.to_do.startswith("Choose from: 1 ")


TYPES = [
    ("text", ()),
    ("integer", ()),
    ("decimal", ()),
    ("range", ()),
    ("date", ()),
    ("time", ()),
    ("dateTime", ()),
    ("acknowledge", ()),
    ("geopoint", ()),
    ("select_one yes_no", YES_NO),
    ("select_multiple water", WATER),
    ("rank yes_no", YES_NO),
]


@settings(deadline=None, max_examples=300)
@given(
    st.sampled_from(TYPES),
    st.text(max_size=20) | st.text("0123456789-/.:, １是年月日", max_size=12),
)
def test_what_is_kept_reads_back_as_itself(
    asked: tuple[str, tuple[Choice, ...]], text: str
) -> None:
    """Nothing typed makes reading fail, and what is stored is its own reading."""
    question_type, choices = asked
    question = Question(name="q", type=question_type)
    kept = parse_answer(question, text, choices, NOW)

    if isinstance(kept, str):
        assert parse_answer(question, kept, choices, NOW) == kept
        assert "\x1b" not in kept
    else:
        assert kept.what and kept.to_do
