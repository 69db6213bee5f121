"""Masking: who reads an edition learns no full name and no personal number."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldsurvey.report.masking.masking import mask_name, mask_text


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("王小明", "王**"),
        ("李四", "李*"),
        ("欧阳春花", "欧阳**"),
        ("欧阳", "欧*"),
        ("Anna Lee", "A*** L**"),
        ("王", "王*"),
        ("", ""),
        ("  ", ""),
    ],
)
def test_a_name_keeps_its_surname(name: str, masked: str) -> None:
    """The rest is stars, as many as there were signs."""
    assert mask_name(name) == masked


@pytest.mark.parametrize(
    "number",
    [
        "13812345678",
        "138 1234 5678",
        "138-1234-5678",
        "１３８１２３４５６７８",
        "411302195001011234",
        "41130219500101123X",
        "411302 19500101 1234",
        "6217001234567890123",
        "0377-63123456",
        "037763123456",
        "0377 6312 3456",
        "+86-377-63123456",
        "0086 13987654321",
        "4113 0219 5001 0112 34",
        "411302500101123",
        "411302 500101 123",
        "411302-500101-123",
        "411 302 500 101 123",
        "6217 0012 3456 7890 123",
        "6217-0012-3456-7890",
        "63123456",
        "6312-3456",
        "631 2345",
    ],
)
def test_a_personal_number_is_masked_however_it_is_written(number: str) -> None:
    """Three digits in front and two at the end stay."""
    said = mask_text(f"电话{number}。", frozenset())

    assert number not in said
    assert said == f"电话{number[:3]}{'*' * (len(number) - 5)}{number[-2:]}。"


def test_numbers_found_over_each_other_are_masked_as_one() -> None:
    """What is left between two masks would tell the rest."""
    assert mask_text("0086 13987654321", frozenset()) == "008***********21"


@pytest.mark.parametrize(
    "plain",
    [
        "2020-06-29",
        "4000元",
        "2019年9月1日至2020年6月30日",
        "120平方米",
        "2019-01-01 2020-06-30",
        "63123456元",
        "2017 2018 2019 2020",
        "0301-0001 2020-06-30",
        "1500,1200,1006,200",
        "2016 10 06 120",
        "120 130 140 150 160",
        "电话2部",
    ],
)
def test_dates_and_amounts_stay(plain: str) -> None:
    """What is not personal is not touched."""
    assert mask_text(plain, frozenset()) == plain


def test_the_longer_of_two_names_is_masked_whole() -> None:
    """王小 is another head; 王小明 must not become 王*明."""
    assert mask_text("王小明和王小", frozenset({"王小", "王小明"})) == "王**和王*"


def test_a_name_with_signs_of_its_own_is_only_a_name() -> None:
    """Names are never read as patterns."""
    assert mask_text("a.c abc", frozenset({"a.c", ""})) == "a** abc"


@settings(deadline=None, max_examples=60)
@given(
    before=st.text("水井断了，。", max_size=6),
    name=st.text("赵钱孙李周吴郑王冯陈", min_size=2, max_size=4),
    after=st.text("水井断了，。", max_size=6),
)
def test_no_name_survives(before: str, name: str, after: str) -> None:
    """Wherever it stands, the name is gone and the words around it stay."""
    assert mask_text(before + name + after, frozenset({name})) == before + mask_name(name) + after
