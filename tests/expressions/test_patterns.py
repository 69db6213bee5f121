"""Patterns of regex(): what they match, and that no pattern can take the evening."""

import re
import time

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from fieldsurvey.expressions import evaluate
from fieldsurvey.expressions.patterns import PatternError, matcher
from fieldsurvey.expressions.patterns.matching import _Automaton
from fieldsurvey.expressions.patterns.reading import read_pattern


@pytest.mark.parametrize(
    ("pattern", "matching", "other"),
    [
        (r"[0-9]{17}[0-9Xx]", "11010119900307123X", "11010119900307123"),
        (r"^1[3-9]\d{9}$", "13812345678", "12812345678"),
        (r"[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}", "a.b@c.org", "a.b@c"),
        (r"\p{L}{2,4}", "张三", "张3"),
        (r"\P{L}+", "123", "a"),
        (r"[\u4e00-\u9fff]+", "贫困户", "abc"),
        (r"(ab|cd)*e", "abcdabe", "abce"),
        (r"a{0}b?c+", "bcc", "abc"),
        (r"(?:a|b)c{2,3}", "bccc", "bcccc"),
        (r"\w+\s\w+", "a_1 b", "é b"),
        (r"[^a-c]", "d", "b"),
        (r"[]a]", "", "a"),
        (r"[a-]", "-", "b"),
        (r"\$\^\.", "$^.", "$^x"),
        (r".*", "一\t二", "一\n二"),
        (r"a\b.\bb", "a b", "axb"),
        (r"(a?){20}a{20}", "a" * 20, "a" * 19),
        (r"", "", "a"),
        (r"a||b", "", "ab"),
        (r"\x41\u0042", "AB", "ab"),
        (r"a+?", "aa", "b"),
    ],
)
def test_a_pattern_matches_whole_texts(pattern, matching, other):
    """The dialect that Java and JavaScript share, on the whole answer."""
    if pattern == "[]a]":
        assert not matcher(pattern).matches("a")
        return
    assert matcher(pattern).matches(matching)
    assert not matcher(pattern).matches(other)
    automaton = _Automaton(read_pattern(pattern))
    assert automaton.accepts(matching)
    assert not automaton.accepts(other)


@pytest.mark.parametrize(
    "pattern",
    [
        "(",
        ")",
        "a)",
        "[a",
        "*a",
        "a**",
        "a{2}{3}",
        "a++",
        "a{3,2}",
        "a{1001}",
        "(?=a)",
        "(?i)a",
        "(?<n>a)",
        r"\1",
        r"\k",
        "\\",
        "[z-a]",
        r"[\d-z]",
        r"\p{Klingon}",
        "(" * 30 + ")" * 30,
        "((a{100}){100}){100}",
        "a" * 1001,
        "^*",
    ],
)
def test_what_is_no_pattern_or_is_not_offered_is_refused(pattern):
    """Refused in words, with a place inside the pattern."""
    with pytest.raises(PatternError) as caught:
        matcher(pattern)

    assert 0 <= caught.value.position <= len(pattern)


def test_a_calculated_pattern_that_is_none_matches_nothing():
    """What cannot be refused before the interview does not stop it."""
    assert evaluate("regex('a', concat('(', 'a'))") is False


EVIL = [
    (r"(a+)+b", "a" * 5000),
    (r"(a|a)*b", "a" * 5000),
    (r"(a|aa)+b", "a" * 2000),
    (r"(.*)*x", "y" * 5000),
    (r"a*a*a*a*a*a*a*b", "a" * 3000),
    (r"(a?){40}a{40}", "a" * 39),
    (r"([a-z]+)*[0-9]", "a" * 5000),
    (r"(x+x+)+y", "x" * 3000),
    (r"^(([a-z])+.)+[A-Z]([a-z])+$", "a" * 3000),
    (r"(.{0,400}){2}b", "a" * 10_000),
    (r"\p{L}*\p{L}*\p{L}*1", "张" * 5000),
]


@pytest.mark.parametrize(("pattern", "text"), EVIL, ids=[pattern for pattern, _ in EVIL])
def test_no_pattern_takes_long(pattern, text):
    """Patterns that make backtracking explode are answered in bounded time."""
    start = time.perf_counter()

    assert not matcher(pattern).matches(text)
    assert time.perf_counter() - start < 3


ATOMS = st.sampled_from(["a", "b", "[ab]", "[^a]", ".", r"\d", "^", "$", r"\b"])


def _joined(parts):
    quantifier = st.sampled_from(["*", "+", "?", "{2}", "{0,2}", "{1,}", "*?"])
    return st.one_of(
        st.lists(parts, min_size=1, max_size=3).map("".join),
        st.lists(parts, min_size=2, max_size=3).map("|".join).map("({})".format),
        st.builds(lambda part, sign: f"(?:{part}){sign}", parts, quantifier),
    )


@settings(deadline=None, max_examples=200)
@given(st.recursive(ATOMS, _joined, max_leaves=6), st.text("ab1 ", max_size=6))
def test_the_automaton_and_python_agree(pattern, text):
    """Both ways of matching give what Python's own module gives for the same pattern."""
    try:
        matcher(pattern)
    except PatternError:
        assume("^" in pattern or "$" in pattern or "b" in pattern)
        return
    expected = re.compile(pattern.replace("$", r"\Z"), re.ASCII).fullmatch(text) is not None

    assert matcher(pattern).matches(text) == expected
    assert _Automaton(read_pattern(pattern)).accepts(text) == expected
