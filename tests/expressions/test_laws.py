"""Laws that hold for every expression: printing, totality, one meaning."""

import math

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from reference_interpreter import Reference
from tree_strategies import scopes, trees

from fieldsurvey.expressions import Expression, ExpressionError, Scope
from fieldsurvey.expressions.functions import FUNCTIONS
from fieldsurvey.expressions.nodes import Element, NodeSet
from fieldsurvey.expressions.parser import parse
from fieldsurvey.expressions.printing import print_tree
from fieldsurvey.expressions.tokens import MAX_LENGTH

CHANCE = {"random", "uuid", "randomize"}


@settings(deadline=None, max_examples=200)
@given(trees(leaves=20))
def test_what_is_printed_parses_back_to_the_same_tree(tree):
    """Printing loses nothing, whatever the precedence."""
    text = print_tree(tree)
    assume(len(text) <= MAX_LENGTH)

    assert parse(text) == tree
    assert print_tree(parse(text)) == text


@settings(deadline=None, max_examples=250)
@given(trees(tuple(sorted(set(FUNCTIONS) - CHANCE))), scopes())
def test_compiled_evaluation_equals_the_reference_interpreter(tree, scope):
    """There is one meaning: the compiled function and a plain walk over the tree agree."""
    text = print_tree(tree)
    expression = Expression(text)
    reference = Reference(scope)
    expected = reference.evaluate(tree)

    assert expression.text(scope) == reference.text(expected)
    assert same(expression.number(scope), reference.number(expected))
    assert expression.truth(scope) == reference.truth(expected)
    value = expression.value(scope)
    if isinstance(value, NodeSet):
        assert value.texts == reference.texts(expected)
    else:
        assert same(value, expected)


def same(one, other):
    """Say whether two values are equal, NaN being equal to itself."""
    if isinstance(one, float) and isinstance(other, float) and math.isnan(one):
        return math.isnan(other)
    return one == other and isinstance(one, bool) == isinstance(other, bool)


@settings(deadline=None, max_examples=80)
@given(trees(), scopes())
def test_evaluation_never_raises(tree, scope):
    """Whatever was answered, an expression that could be read has a value of its kind."""
    expression = Expression(print_tree(tree))

    assert isinstance(expression.evaluate(scope), str | float | bool)
    assert isinstance(expression.truth(scope), bool)
    assert isinstance(expression.number(scope), float)
    assert isinstance(expression.text_value(scope), str)
    assert expression.text_value(scope) not in {"NaN", "Infinity", "-Infinity"}


@settings(deadline=None, max_examples=200)
@given(st.one_of(st.text(max_size=60), st.text("()[]/.,$ {}'\"a1-+*=<>|@:orand", max_size=60)))
def test_any_text_is_an_expression_or_is_refused_with_a_place(text):
    """Reading raises nothing but ExpressionError, whose place lies in the text."""
    try:
        expression = Expression(text)
    except ExpressionError as error:
        assert 0 <= error.position <= len(text)
        assert error.what
    else:
        assert parse(str(expression)) == expression.tree
        expression.evaluate(Scope({}))


@settings(deadline=None, max_examples=30)
@given(trees(), scopes())
def test_the_same_scope_gives_the_same_value(tree, scope):
    """Chance included: an answer does not change by being looked at."""
    expression = Expression(print_tree(tree))

    assert expression.text(scope) == expression.text(scope.at(scope.current))


def test_nodes_of_an_interview_are_places():
    """A node is where it stands, whoever made it."""
    scope = Scope({"member[1]/age": "3"})

    assert Element(scope, "age", "member[1]/") == Element(Scope({}), "age", "member[1]/")
