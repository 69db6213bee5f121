"""Code for comparisons: one Python operation where the kinds of both sides are known."""

import ast

from fieldsurvey.expressions.functions import Kind
from fieldsurvey.expressions.pieces import (
    Piece,
    as_number,
    as_text,
    as_truth,
    as_value,
    number_of,
)
from fieldsurvey.expressions.python import call, choose, compare, load, operate

_OPERATORS: dict[str, tuple[type[ast.cmpop], str, str]] = {
    "=": (ast.Eq, "equal", "="),
    "!=": (ast.NotEq, "unequal", "!="),
    "<": (ast.Lt, "less", ">"),
    "<=": (ast.LtE, "at_most", ">="),
    ">": (ast.Gt, "more", "<"),
    ">=": (ast.GtE, "at_least", "<="),
}
"""Operator → Python's, the runtime's for any two values, and the one with the sides swapped."""


def compare_pieces(operator: str, left: Piece, right: Piece) -> ast.expr:
    """Return the code of a comparison by XPath 1.0's rules.

    Equality: with a boolean both as booleans, else with a number both as numbers, else as texts.
    The others: as numbers. A node-set holds if one of its nodes does.
    """
    python, runtime, swapped = _OPERATORS[operator]
    is_equality = operator in {"=", "!="}
    if is_equality and Kind.TRUTH in {left.kind, right.kind}:
        return compare(as_truth(left), python(), as_truth(right))
    if left.answer and (right.answer or right.is_constant):
        write = _compare_answers if right.answer else _compare_with_constant
        return write(operator, left, right)
    if right.answer and left.is_constant:
        return compare_pieces(swapped, right, left)
    if Kind.ANY in {left.kind, right.kind} or Kind.NODES in {left.kind, right.kind}:
        return call(runtime, as_value(left), as_value(right), load("scope"))
    convert = as_text if is_equality and left.kind is right.kind is Kind.TEXT else as_number
    return compare(convert(left), python(), convert(right))


def _compare_answers(operator: str, left: Piece, right: Piece) -> ast.expr:
    python, runtime, _swapped = _OPERATORS[operator]
    assert left.answer is not None and right.answer is not None
    # `&`, not `and`: both are read, so that both can be compared the slow way.
    are_texts = operate(left.answer.is_text("v"), ast.BitAnd(), right.answer.is_text("w"))
    if python in {ast.Eq, ast.NotEq}:
        quick = compare(load("v"), python(), load("w"))
    else:
        quick = compare(number_of("v"), python(), number_of("w"))
    slow = call(runtime, load("v"), load("w"), load("scope"))
    return choose(are_texts, quick, slow)


def _compare_with_constant(operator: str, left: Piece, right: Piece) -> ast.expr:
    python, runtime, _swapped = _OPERATORS[operator]
    assert left.answer is not None and right.code is not None
    if right.kind is Kind.TEXT and operator in {"=", "!="}:
        quick = compare(load("v"), python(), right.code)
    else:
        quick = compare(number_of("v"), python(), as_number(right))
    slow = call(runtime, load("v"), right.code, load("scope"))
    return choose(left.answer.is_text("v"), quick, slow)
