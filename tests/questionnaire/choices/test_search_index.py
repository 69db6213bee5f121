"""Searching as one types: by part, by code, by pinyin initials; lists of any length."""

import re
import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldsurvey.questionnaire.choices.initials import initials_of
from fieldsurvey.questionnaire.choices.search_index import SearchIndex

VILLAGES = (
    "610101\t柳家村\tLiujia",
    "610102\t重庆寨\tChongqing Fort",
    "610103\t单家（东）沟\tShan Gully",
    "610104\t查干庙\tChagan",
    "610105\t仇池\tQiuchi",
    "10\t曾家\tZeng",
    "610110\t上柳家村\tUpper Liujia",
)


def found(typed: str, lines: tuple[str, ...] = VILLAGES) -> list[str]:
    """Return the names found, best first."""
    index = SearchIndex(lambda: lines, len(lines))
    hits = index.find(typed, 100)
    assert hits.count == len(hits.places)
    return [lines[place].split("\t")[1] for place in hits.places]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("柳家", "柳家村"),
        ("ljc", "柳家村"),
        ("LJC", "柳家村"),
        ("ｌｊｃ", "柳家村"),
        ("柳jc", "柳家村"),
        ("lj村", "柳家村"),
        ("sljc", "上柳家村"),
        ("610104", "查干庙"),
        ("6 cgm", "查干庙"),
        ("10", "曾家"),
        ("djdg", "单家（东）沟"),
        ("zeng", "曾家"),
    ],
)
def test_it_is_found_by_characters_initials_and_code(typed, first):
    """Mixed as one likes, in full width too; brackets need not be typed."""
    assert found(typed)[0] == first


@pytest.mark.parametrize(
    ("character", "letters"), [("重", "cz"), ("单", "sd"), ("曾", "cz"), ("查", "zc"), ("仇", "qc")]
)
def test_each_reading_of_a_character_finds_it(character, letters):
    """Whoever types knows how the name is read; the table does not."""
    assert set(letters) <= set(initials_of(character))
    for letter in letters:
        assert any(character in name for name in found(letter))


@pytest.mark.parametrize("character", ["㐂", "𠮷", "䶮", "〇", "堡"])
def test_rare_characters_of_names_have_a_reading(character):
    """They stand in names of people and places."""
    assert initials_of(character)


def test_what_is_no_chinese_character_has_no_initial():
    """Letters and signs stand for themselves."""
    assert [initials_of(c) for c in ("a", "1", "é", "\n", "")] == [""] * 5


def test_beginnings_come_before_parts_and_the_exact_code_first():
    """What is meant most likely is taken by Enter."""
    assert found("lj") == ["柳家村", "上柳家村"]
    assert found("10")[0] == "曾家"
    assert found("61010")[0] == "柳家村"


def test_nothing_typed_finds_all_and_nonsense_nothing():
    """In the order of the list."""
    assert found("") == found("   ") == [line.split("\t")[1] for line in VILLAGES]
    assert found("qqqq") == []


def test_only_so_many_are_given_but_all_are_counted():
    """A screen shows few."""
    index = SearchIndex(lambda: (f"{n}\t村{n}" for n in range(5000)), 5000)

    hits = index.find("村", 10)

    assert (len(hits.places), hits.count) == (10, 5000)


@pytest.mark.parametrize("typed", [".*", "[", "(", "\\", "^", "a|b", "$", "]x", "\t", "\n", "*"])
def test_signs_stand_for_themselves(typed):
    """Nothing that is typed is a pattern."""
    lines = ("1\tplain\tx", f"2\tsigns {typed.strip()}.\tx")
    assert set(found(typed, lines)) <= {line.split("\t")[1] for line in lines}


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.text("柳重单ab1. ", min_size=1, max_size=6), min_size=1, max_size=30),
    st.text("lczsab1.", min_size=1, max_size=4),
)
def test_it_finds_what_looking_through_finds(names, typed):
    """The same as comparing sign by sign, whatever stands in the names."""
    lines = tuple(f"{nth}\t{name}" for nth, name in enumerate(names))

    def sign(typed_sign: str) -> str:
        read = "".join(c for c in "柳重单" if typed_sign in initials_of(c))
        return f"(?:{re.escape(typed_sign)}|[\x00{read}])"

    def fits(line: str) -> bool:
        pattern = sign(typed[0])
        for before, after in pairwise(typed):
            is_skipping = before.isalpha() or after.isalpha()
            pattern += (r"[^\w\t]*" if is_skipping else "") + sign(after)
        return bool(re.search(pattern, line))

    hits = SearchIndex(lambda: lines, len(lines)).find(typed, 100)

    assert sorted(hits.places) == [nth for nth, line in enumerate(lines) if fits(line)]


def test_a_hundred_thousand_are_searched_in_an_instant():
    """Counted generously, for a machine that does other things at the same time."""
    names = [f"{n:012}\t{chr(0x4E00 + n % 7919)}{chr(0x4E00 + n % 3571)}村" for n in range(100_000)]
    index = SearchIndex(lambda: names, len(names))
    index.prepare()
    spent = []
    for typed in ("c", "lc", "lcc", "柳", "0000", "zzzz"):
        started = time.process_time()
        index.find(typed, 100)
        spent.append(time.process_time() - started)

    assert max(spent) < 0.2
