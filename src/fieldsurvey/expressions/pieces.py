"""Pieces of the Python code that an expression becomes, and their conversion to a kind.

A piece knows which kind of value it gives, so that text compared with text, or a number with a
number, costs one Python operation. Answers are the hot case: `values.get(path)` gives the text of
a question that is asked once, and everything else (blank, special, repeated) goes the slow way.
"""

import ast
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from fieldsurvey.expressions.functions import Kind
from fieldsurvey.expressions.python import (
    attribute,
    bind,
    call,
    choose,
    compare,
    constant,
    first_of,
    load,
)


class Place(Enum):
    """What a part of an expression stands at."""

    QUESTION = "question"
    """The question whose expression it is."""
    NODE = "node"
    """A node that a predicate looks at."""
    ROW = "row"
    """A row of a list, as a plain mapping: bare names are its columns."""


@dataclass(frozen=True, slots=True)
class Answer:
    """How an answer is read."""

    quick: Callable[[], ast.expr]
    """Text where the path of the question holds one; else `None` or a special answer."""
    slow: Callable[[], ast.expr]
    """Text or node-set, where the quick way gave no text."""
    nodes: Callable[[], ast.expr]
    """Always a node-set."""

    def is_text(self, name: str) -> ast.expr:
        """Return the test whether the answer is text and no node-set; binds it to `name`."""
        return first_of([_is_text(bind(name, way)) for way in (self.quick(), self.slow())])


def _is_text(code: ast.expr) -> ast.expr:
    return compare(attribute(code, "__class__"), ast.Is(), load("str"))


@dataclass(frozen=True, slots=True)
class Piece:
    """Code for one part of an expression; exactly one of the last three is there."""

    kind: Kind
    code: ast.expr | None = None
    answer: Answer | None = None
    branches: "tuple[ast.expr, Piece, Piece] | None" = None
    """Of an `if`: the test, and what it chooses from."""

    @property
    def is_constant(self) -> bool:
        """Whether its code may be written twice."""
        return isinstance(self.code, ast.Constant)


def number_of(name: str) -> ast.expr:
    """Return the code that reads the text bound to `name` as a number."""
    plain = bind("n", call("plain_number", load(name)))
    dated = call("dated_number", load(name), load("scope"))
    return choose(compare(plain, ast.Eq(), load("n")), load("n"), dated)


def as_value(piece: Piece) -> ast.expr:
    """Return the code that gives text, number, boolean or node-set, whatever it is."""
    if piece.answer is not None:
        quick = _is_text(bind("v", piece.answer.quick()))
        return choose(quick, load("v"), piece.answer.slow())
    return _other(piece, as_value)


def as_text(piece: Piece) -> ast.expr:
    """Return the code that gives text."""
    if piece.answer is not None:
        return choose(piece.answer.is_text("v"), load("v"), call("text", load("v")))
    code = _other(piece, as_text)
    return code if piece.branches or piece.kind is Kind.TEXT else call("text", code)


def as_number(piece: Piece) -> ast.expr:
    """Return the code that gives a float."""
    if piece.answer is not None:
        slow = call("number", load("v"), load("scope"))
        return choose(piece.answer.is_text("v"), number_of("v"), slow)
    code = _other(piece, as_number)
    is_done = piece.branches or piece.kind is Kind.NUMBER
    return code if is_done else call("number", code, load("scope"))


def as_truth(piece: Piece) -> ast.expr:
    """Return the code that gives a boolean."""
    if piece.answer is not None:
        is_answered = compare(load("v"), ast.NotEq(), constant(""))
        return choose(piece.answer.is_text("v"), is_answered, call("truth", load("v")))
    code = _other(piece, as_truth)
    if piece.branches or piece.kind is Kind.TRUTH:
        return code
    if piece.kind is Kind.TEXT:
        return compare(code, ast.NotEq(), constant(""))
    return call("truth", code)


def as_nodes(piece: Piece) -> ast.expr:
    """Return the code that gives a node-set."""
    if piece.answer is not None:
        return piece.answer.nodes()
    code = _other(piece, as_nodes)
    return code if piece.branches or piece.kind is Kind.NODES else call("node_set", code)


CONVERSIONS = {
    Kind.TEXT: as_text,
    Kind.NUMBER: as_number,
    Kind.TRUTH: as_truth,
    Kind.NODES: as_nodes,
    Kind.ANY: as_value,
}


def _other(piece: Piece, convert: Callable[[Piece], ast.expr]) -> ast.expr:
    if piece.branches is not None:
        test, then, otherwise = piece.branches
        return choose(test, convert(then), convert(otherwise))
    assert piece.code is not None
    return piece.code
