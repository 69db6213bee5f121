"""Functions that the compiler writes itself: lazy ones, hot ones, and those that name a place."""

import ast
from collections.abc import Callable
from typing import Protocol

from fieldsurvey.expressions.functions import Kind
from fieldsurvey.expressions.pieces import (
    Piece,
    Place,
    as_nodes,
    as_number,
    as_text,
    as_truth,
)
from fieldsurvey.expressions.python import (
    attribute,
    call,
    choose,
    compare,
    constant,
    first_of,
    invoke,
    load,
    operate,
    operate_on,
    pack,
    scoped,
)
from fieldsurvey.expressions.tree import (
    Call,
    Here,
    LastSaved,
    Path,
    Question,
    Text,
    Tree,
    named_question,
)


class Compiler(Protocol):
    """What a writer asks of the compiler."""

    def piece(self, tree: Tree, place: Place) -> Piece:
        """Return the code of one part."""

    def condition(self, tree: Tree) -> str:
        """Write a function that says whether `tree` holds at a node; return its name."""

    def plan(self, predicates: tuple[Tree, ...], place: Place) -> ast.expr:
        """Return the code of a tuple of predicates."""


Writer = Callable[[Compiler, Call, Place], Piece | None]


def _if(compiler: Compiler, tree: Call, place: Place) -> Piece:
    test, then, otherwise = (compiler.piece(each, place) for each in tree.arguments)
    kind = then.kind if then.kind is otherwise.kind else Kind.ANY
    return Piece(kind, branches=(as_truth(test), then, otherwise))


def _coalesce(compiler: Compiler, tree: Call, place: Place) -> Piece:
    values = [as_text(compiler.piece(each, place)) for each in tree.arguments]
    return Piece(Kind.TEXT, first_of(values))


def _not(compiler: Compiler, tree: Call, place: Place) -> Piece:
    condition = as_truth(compiler.piece(tree.arguments[0], place))
    return Piece(Kind.TRUTH, operate_on(ast.Not(), condition))


def _true(_compiler: Compiler, _tree: Call, _place: Place) -> Piece:
    return Piece(Kind.TRUTH, constant(True))


def _false(_compiler: Compiler, _tree: Call, _place: Place) -> Piece:
    return Piece(Kind.TRUTH, constant(False))


def _own(compiler: Compiler, tree: Call, place: Place) -> Piece:
    """Return the only argument, or what the expression stands at."""
    argument = tree.arguments[0] if tree.arguments else Here()
    return compiler.piece(argument, place)


def _boolean(compiler: Compiler, tree: Call, place: Place) -> Piece:
    return Piece(Kind.TRUTH, as_truth(_own(compiler, tree, place)))


def _string(compiler: Compiler, tree: Call, place: Place) -> Piece:
    return Piece(Kind.TEXT, as_text(_own(compiler, tree, place)))


def _number(compiler: Compiler, tree: Call, place: Place) -> Piece:
    return Piece(Kind.NUMBER, as_number(_own(compiler, tree, place)))


def _string_length(compiler: Compiler, tree: Call, place: Place) -> Piece:
    length = call("len", as_text(_own(compiler, tree, place)))
    return Piece(Kind.NUMBER, operate(length, ast.Mult(), constant(1.0)))


def _normalize_space(compiler: Compiler, tree: Call, place: Place) -> Piece:
    return Piece(Kind.TEXT, call("normalize_space", as_text(_own(compiler, tree, place))))


def _selected(compiler: Compiler, tree: Call, place: Place) -> Piece | None:
    """Write `v == 'a' or 'a' in v.split()` for an answer and a literal choice."""
    answer, choice = tree.arguments
    piece = compiler.piece(answer, place)
    if piece.answer is None or not isinstance(choice, Text) or choice.value.split() == []:
        return None
    wanted = constant(choice.value.strip())
    words = invoke(attribute(load("v"), "split"))
    is_only = compare(load("v"), ast.Eq(), wanted)
    quick = first_of([is_only, compare(wanted, ast.In(), words)])
    slow = call("f:selected", call("text", load("v")), wanted)
    return Piece(Kind.TRUTH, choose(piece.answer.is_text("v"), quick, slow))


def _position(compiler: Compiler, tree: Call, place: Place) -> Piece:
    if tree.arguments:
        nodes = as_nodes(compiler.piece(tree.arguments[0], place))
        return Piece(Kind.NUMBER, call("position_of", nodes))
    if place is Place.QUESTION:
        return Piece(Kind.NUMBER, call("position_of", scoped("here")))
    return Piece(Kind.NUMBER, operate(load("place"), ast.Mult(), constant(1.0)))


def _index(_compiler: Compiler, _tree: Call, _place: Place) -> Piece:
    return Piece(Kind.NUMBER, scoped("own_index"))


def _last(_compiler: Compiler, _tree: Call, place: Place) -> Piece:
    if place is Place.QUESTION:
        return Piece(Kind.NUMBER, constant(1.0))
    return Piece(Kind.NUMBER, operate(load("count"), ast.Mult(), constant(1.0)))


def _current(_compiler: Compiler, _tree: Call, _place: Place) -> Piece:
    return Piece(Kind.NODES, scoped("here"))


def _instance(compiler: Compiler, tree: Call, place: Place) -> Piece:
    name = as_text(compiler.piece(tree.arguments[0], place))
    return Piece(Kind.NODES, scoped("instance", name))


def _choice_name(compiler: Compiler, tree: Call, place: Place) -> Piece:
    choice = as_text(compiler.piece(tree.arguments[0], place))
    question = tree.arguments[1]
    name = named_question(question.value) if isinstance(question, Text) else _last_name(question)
    return Piece(Kind.TEXT, scoped("choice_name", choice, constant(name)))


def _choice_label(compiler: Compiler, tree: Call, place: Place) -> Piece:
    choice = as_text(compiler.piece(tree.arguments[1], place))
    name = constant(_last_name(tree.arguments[0]))
    return Piece(Kind.TEXT, scoped("choice_name", choice, name))


def _last_name(tree: Tree) -> str:
    if isinstance(tree, Question | LastSaved):
        return tree.name
    return tree.steps[-1].name if isinstance(tree, Path) and tree.steps else ""


def _indexed_repeat(compiler: Compiler, tree: Call, place: Place) -> Piece:
    question, *pairs = tree.arguments
    places = [
        pack([constant(_last_name(repeat)), as_number(compiler.piece(index, place))])
        for repeat, index in zip(pairs[::2], pairs[1::2], strict=True)
    ]
    return Piece(Kind.TEXT, scoped("indexed", constant(_last_name(question)), pack(places)))


def _count_if(compiler: Compiler, tree: Call, place: Place) -> Piece:
    return Piece(Kind.NUMBER, call("f:count", _matching(compiler, tree, place)))


def _sum_if(compiler: Compiler, tree: Call, place: Place) -> Piece:
    return Piece(Kind.NUMBER, scoped("f:sum", _matching(compiler, tree, place)))


def _matching(compiler: Compiler, tree: Call, place: Place) -> ast.expr:
    nodes = as_nodes(compiler.piece(tree.arguments[0], place))
    condition = compiler.condition(tree.arguments[1])
    return scoped("matching_instances", nodes, load(condition))


WRITERS: dict[str, Writer] = {
    "boolean": _boolean,
    "choice-label": _choice_label,
    "coalesce": _coalesce,
    "count-if": _count_if,
    "current": _current,
    "false": _false,
    "if": _if,
    "index": _index,
    "indexed-repeat": _indexed_repeat,
    "instance": _instance,
    "jr:choice-name": _choice_name,
    "last": _last,
    "normalize-space": _normalize_space,
    "not": _not,
    "number": _number,
    "position": _position,
    "selected": _selected,
    "string": _string,
    "string-length": _string_length,
    "sum-if": _sum_if,
    "true": _true,
}
