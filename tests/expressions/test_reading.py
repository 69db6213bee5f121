"""Reading expressions: what is refused, where, and with which advice."""

import pickle
import sys
from contextlib import nullcontext

import pytest

from fieldsurvey.expressions import ExpressionError, Scope, caret, compile_expression, evaluate


@pytest.mark.parametrize(
    ("text", "position", "what", "to_do"),
    [
        ("", 0, "empty", ""),
        ("   ", 0, "empty", ""),
        ("1 +", 3, "Expected a value, found the end", ""),
        ("${a} ${b}", 5, "Expected an operator or the end", "operator between"),
        ("'abc", 0, "not closed", "quotation mark"),
        ("${a", 0, "not closed", "}"),
        ("${ a }", 0, "' a ' is not the name of a question", "without blanks"),
        ("a == b", 3, "found =", "Write = instead"),
        ("a <> b", 3, "found >", "Write != instead"),
        ("a && b", 2, "& has no meaning", "and"),
        ("（1）", 0, "（ has no meaning", "("),
        ("1 ＝ 1", 2, "＝ has no meaning", "="),
        ("‘a’", 0, "‘ has no meaning", "'"),
        ("selectd(., 'a')", 0, "no function selectd()", "selected()"),
        ("concat(lenght('a'))", 7, "no function lenght()", ""),
        ("property('a')", 0, "not offered", "phone"),
        ("round()", 0, "round(number, places?) does not take 0", ""),
        ("if(1, 2)", 0, "if(condition, then, else) does not take 2", ""),
        ("weighted-checklist(1, 2, 'a')", 0, "does not take 3", ""),
        ("count(1)", 6, "single value", ""),
        ("sum('a')", 4, "single value", ""),
        ("1 | 2", 0, "single value", ""),
        ("5[1]", 0, "single value", ""),
        (".[1]", 1, "predicate cannot follow", ""),
        ("..[1]", 2, "predicate cannot follow", ""),
        ("a@b", 1, "Expected an operator", ""),
        ("@a", 0, "no attributes", ""),
        ("self::a", 6, "Expected *", ""),
        ("following::a", 0, "axis 'following' is not offered", "child, self, parent"),
        ("a/", 2, "name of a question or group", ""),
        ("(1", 2, "Expected ), found the end", ""),
        ("f(1))", 0, "no function f()", ""),
        ("concat(1,)", 9, "Expected a value, found )", ""),
        ("regex(., '(a')", 12, "not closed", ""),
        ("regex(., '(?=a)')", 11, "not offered", ""),
        ("\0", 0, r"\x00 has no meaning", ""),
        ("9" * 400, 0, "too large", ""),
    ],
)
def test_a_fault_is_said_with_its_place_and_what_to_do(text, position, what, to_do):
    """Where, what was expected there, and the nearest thing that would be right."""
    with pytest.raises(ExpressionError) as caught:
        compile_expression(text)

    assert caught.value.position == position
    assert what in caught.value.what
    assert to_do in caught.value.to_do
    assert caught.value.text == text


DEEP = [
    "(" * 5000 + "1" + ")" * 4999,
    "-" * 9999 + "1",
    "not(" * 2000 + "1" + ")" * 1999,
    "${a}[" * 1500 + "1",
    "1" + "=1" * 4999,
    "if(1,1," * 1400,
    "a" + "[1" * 4999,
]


@pytest.mark.parametrize("text", DEEP, ids=range(len(DEEP)))
def test_depth_is_bounded(text):
    """What nests too deep is refused before it can exhaust anything."""
    with pytest.raises(ExpressionError, match=r"nested more than|Expected"):
        compile_expression(text)


WIDE = [
    "+".join(["1"] * 2500),
    " or ".join(["${a}"] * 500),
    " and ".join(["1"] * 800),
    "|".join(["a"] * 1000),
    "concat(" + ",".join(["1"] * 2000) + ")",
    "a" + "/a" * 1000,
    "a" + "[1]" * 500,
    "1 div " * 1600 + "1",
    "'" + "x" * 9990 + "'",
    "if(${a} = 1, 1, " * 60 + "0" + ")" * 60,
    "m[age > 1]/" * 500 + "b",
]


@pytest.mark.parametrize("text", WIDE, ids=range(len(WIDE)))
def test_width_is_not(text):
    """Long flat expressions are read, printed, compiled and evaluated."""
    expression = compile_expression(text)

    assert str(expression)
    assert isinstance(expression.text(Scope({"m[1]/age": "2"})), str)
    assert isinstance(expression.truth(Scope({})), bool)


MEGABYTE = [
    "1" * 1_000_000,
    "(" * 1_000_000,
    "'" * 1_000_000,
    "${" * 500_000,
    "a" * 1_000_000,
    " " * 1_000_000,
    "\0" * 1_000_000,
    "张" * 1_000_000,
]


def test_a_megabyte_is_refused_at_once():
    """Length is bounded before anything is read."""
    for text in MEGABYTE:
        with pytest.raises(ExpressionError, match="at most"):
            compile_expression(text)
        assert _calls_to_read(text, refused=True) < 50


HOSTILE = [
    "__import__('os')",
    "__import__('os').system('x')",
    "().__class__",
    "${__class__}",
    "__class__",
    "__builtins__",
    "scope",
    "values",
    "scope/values",
    "eval('1')",
    "lambda: 1",
    "1; import os",
    "f'{1}'",
    "a.b.c",
    "${a.__class__.__mro__}",
    "instance('__class__')/root/item[__class__ = 1]/__dict__",
    "pulldata('__class__', '__dict__', '__doc__', 'x')",
    "jr:choice-name(__class__, '__class__')",
    "f:selected('a', 'a')",
    "str",
    "NodeSet",
    "None",
    "True",
    "١٢٣",
    "１＋１",
    "\u202e'a'",
    "%s%s%n",
    "{0.__class__}",
    "regex(., '(a|a)*b')",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_of_python_is_reachable(text):
    """Names are answers, columns or nothing; what looks like Python is text or refused."""
    scope = Scope({"a": "1"}, "a", choices={"l": [{"name": "1"}]})
    try:
        value = compile_expression(text).evaluate(scope)
    except ExpressionError:
        return
    assert value in {"", False}


def test_compiled_code_sees_only_the_runtime():
    """Not even Python's built-in functions are among the names of compiled code."""
    function = compile_expression("concat(${a}, 'x')").text

    assert function.__globals__["__builtins__"] == {}
    assert "os" not in function.__globals__


def test_reading_takes_time_linear_in_the_length():
    """Eight times the text takes about eight times as many calls, not sixty-four."""
    short, long = (_calls_to_read("${a} = '1' or " * n + "1") for n in (80, 640))

    assert short > 500
    assert long < short * 8 * 1.1


def _calls_to_read(text, refused=False):
    calls = 0

    def count(frame, event, argument):
        nonlocal calls
        calls += event in ("call", "c_call")

    compile_expression.cache_clear()
    sys.setprofile(count)
    try:
        with pytest.raises(ExpressionError) if refused else nullcontext():
            compile_expression(text)
    finally:
        sys.setprofile(None)
    return calls


def test_the_caret_stands_under_the_place():
    """Chinese characters take two columns; long texts are cut around the place."""
    assert caret("1 + ", 4) == "1 + \n    ^"
    assert caret("${水} == 1", 6) == "${水} == 1\n       ^"
    cut = caret("x" * 200 + "!" + "y" * 200, 200).split("\n")
    assert cut[0][cut[1].index("^")] == "!"
    assert cut[0].startswith("…") and cut[0].endswith("…")
    assert caret("a\tb\0c", 99) == "a b c\n     ^"


def test_the_same_text_is_compiled_once():
    """Rules that say the same share one expression."""
    assert compile_expression("1 + 1") is compile_expression("1 + 1")


def test_an_expression_goes_to_another_process_as_its_text():
    """Workers compile for themselves; a compiled function cannot travel."""
    expression = compile_expression("${a} = '1'")
    assert expression.truth(Scope({"a": "1"}))

    assert pickle.loads(pickle.dumps(expression)).source == expression.source


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("1+2", "1 + 2"),
        ("((1))", "1"),
        ('"it\'s"', '"it\'s"'),
        ('"a"', "'a'"),
        ("${a}!=  '1'", "${a} != '1'"),
        ("a  and(b or c)", "a and (b or c)"),
        ("child::a/self::*/parent::*", "a/./.."),
        ("parent::*/child::*", "../*"),
        ("-(1+2)", "-(1 + 2)"),
        ("1.50", "1.5"),
        ("( /data/a )[1]", "(/data/a)[1]"),
        ("/ = 1", "(/) = 1"),
        ("//a", "//a"),
        ("a//b", "a//b"),
    ],
)
def test_printing_is_tidy(text, printed):
    """One way to write each expression."""
    assert str(compile_expression(text)) == printed


def test_references_are_the_names_in_braces():
    """What a dependency graph needs is there without walking the tree."""
    expression = compile_expression("${a} + sum(${b}) + ${last-saved#c} + count(d)")

    assert expression.references == {"a", "b"}
    assert expression.facts.last_saved == {"c"}


def test_names_in_quotes_are_no_references():
    """Only what is outside of texts is one, but for the question of jr:choice-name."""
    assert compile_expression("concat('${a}', ${b})").references == {"b"}
    assert compile_expression("jr:choice-name(1, '${c}')").references == set()
    assert compile_expression("jr:choice-name(1, '${c}')").facts.labelled == {"c"}


def test_facts_name_lists_columns_and_steps():
    """What a checker asks: lists and tables that must exist, names that must be known."""
    facts = compile_expression(
        "kind = ../age and instance('l')/root/item[name = current()/../x]/label = ''"
        " and pulldata('t', 'c', 'k', .) = /data/m[y = 1]/z and random() > 0 and today() = 1"
    ).facts

    assert facts.columns == {"kind", "y"}
    assert facts.steps == {"age", "x", "data", "m", "z"}
    assert facts.roots == {"data"}
    assert (facts.lists, facts.tables) == ({"l"}, {"t"})
    assert facts.looks_at_itself and facts.uses_clock and facts.uses_chance
    assert {"random", "today", "pulldata", "instance", "current"} == facts.functions


def test_the_bench_takes_plain_data():
    """Numbers, booleans, several choices, repeats and nothing at all."""
    values = {"n": 3, "half": 0.5, "yes": True, "many": ["a", "b"], "none": None, "m": [{"x": 1}]}

    assert evaluate("${n} + ${half}", values) == 3.5
    assert evaluate("${yes}", values) == "true"
    assert evaluate("selected(${many}, 'b')", values) is True
    assert evaluate("${none} = ''", values) is True
    assert evaluate("sum(${x})", values) == 1.0
