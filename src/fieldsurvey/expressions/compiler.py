"""A tree in, Python functions out: Python's own syntax tree is built and compiled.

No text of a form ever becomes Python text: names and literals of an expression are constants of
the code, and the only names it can reach are those of the runtime.
"""

import ast
from collections.abc import Callable
from typing import Any

from fieldsurvey.expressions import lists, special
from fieldsurvey.expressions.comparing import compare_pieces
from fieldsurvey.expressions.functions import FUNCTIONS, Kind
from fieldsurvey.expressions.pieces import (
    CONVERSIONS,
    Answer,
    Piece,
    Place,
    as_nodes,
    as_number,
    as_truth,
    as_value,
)
from fieldsurvey.expressions.python import (
    all_of,
    attribute,
    call,
    choose,
    compare,
    constant,
    define,
    first_of,
    get,
    item,
    load,
    operate,
    operate_on,
    pack,
    run,
    scoped,
)
from fieldsurvey.expressions.runtime import RUNTIME
from fieldsurvey.expressions.tree import (
    Arithmetic,
    Both,
    Call,
    Comparison,
    Either,
    Filter,
    Here,
    LastSaved,
    Negative,
    Number,
    Path,
    Question,
    Root,
    Step,
    Text,
    Tree,
    Union,
)

_WIDE = 16
"""Operands of a chain that become one Python expression; longer ones are worked off in a loop,
because Python's compiler recurses into them."""


class Compiler:
    """Writes the functions of one expression."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.calls = 0
        self.predicates: list[ast.FunctionDef] = []

    def function(self, tree: Tree, kind: Kind) -> Callable[..., Any]:
        """Return a function of a scope that gives the value of `tree`, converted to `kind`."""
        code = CONVERSIONS[kind](self.piece(tree, Place.QUESTION))
        return self._finish(define("expression", ["scope"], code))

    def row_filter(self, tree: Tree, place: Place) -> Callable[..., Any]:
        """Return a function of scope, row or node, place and count: whether a row stays."""
        self.predicate(tree, place)
        return self._finish(self.predicates.pop())

    def _finish(self, definition: ast.FunctionDef) -> Callable[..., Any]:
        made: Callable[..., Any] = run([*self.predicates, definition], RUNTIME)[definition.name]
        return made

    # -- parts ----------------------------------------------------------------------------

    def piece(self, tree: Tree, place: Place) -> Piece:
        """Return the code of one part."""
        writer: Callable[[Compiler, Any, Place], Piece] = _WRITERS[type(tree)]
        return writer(self, tree, place)

    def question(self, tree: Question, _place: Place) -> Piece:
        """Read an answer by name."""
        name = constant(tree.name)

        def slow() -> ast.expr:
            around = item(attribute(load("scope"), "layout"), name)
            is_asked_once = compare(around, ast.Is(), constant(None))
            return choose(is_asked_once, constant(""), scoped("find", name))

        return Piece(
            Kind.ANY,
            answer=Answer(
                quick=lambda: get(load("values"), name),
                slow=slow,
                nodes=lambda: scoped("nodes_named", name),
            ),
        )

    def here(self, _tree: Here, place: Place) -> Piece:
        """Read the answer itself, or the node a predicate looks at."""
        if place is not Place.QUESTION:
            return Piece(Kind.NODES, call("NodeSet", pack([load("node")])))
        return Piece(
            Kind.ANY,
            answer=Answer(
                quick=lambda: get(load("values"), attribute(load("scope"), "current")),
                slow=lambda: constant(""),
                nodes=lambda: scoped("here"),
            ),
        )

    def last_saved(self, tree: LastSaved, _place: Place) -> Piece:
        """Read an answer of the interview before."""
        return Piece(Kind.NODES, scoped("last_saved", constant(tree.name)))

    def call(self, tree: Call, place: Place) -> Piece:
        """Call a function, or write it where it has a writer of its own."""
        self.calls += 1
        writer = special.WRITERS.get(tree.function)
        if writer is not None:
            written = writer(self, tree, place)
            if written is not None:
                return written
        function = FUNCTIONS[tree.function]
        arguments = [load("scope")] if function.needs_scope else []
        if function.needs_site:
            arguments.append(constant(f"{self.text}#{self.calls}"))
        for index, argument in enumerate(tree.arguments):
            convert = CONVERSIONS[function.kind_of(index)]
            arguments.append(convert(self.piece(argument, place)))
        return Piece(function.gives, call(f"f:{function.name}", *arguments))

    # -- paths ----------------------------------------------------------------------------

    def path(self, tree: Path, place: Place) -> Piece:
        """Walk along steps."""
        start, steps = tree.start, tree.steps
        if place is Place.ROW and start is None:
            return Piece(Kind.TEXT, get(load("node"), constant(steps[0].name), constant("")))
        if isinstance(start, Root):
            return Piece(Kind.NODES, scoped("from_root", self.steps(steps)))
        if isinstance(start, Call) and start.function == "instance" and lists.are_items(steps):
            picked = lists.pick_items(self, start.arguments[0], steps[1].predicates, place)
            rest = steps[2:]
            return Piece(
                Kind.NODES, scoped("follow_on", picked, self.steps(rest)) if rest else picked
            )
        if start is None and place is Place.QUESTION:
            begin = scoped("here")
        elif start is None:
            begin = call("NodeSet", pack([load("node")]))
        else:
            begin = as_nodes(self.piece(start, place))
        return Piece(Kind.NODES, scoped("follow_on", begin, self.steps(steps)))

    def steps(self, steps: tuple[Step, ...]) -> ast.expr:
        """Return the code of the plan of a walk."""
        return pack(
            [
                pack(
                    [
                        constant(step.name),
                        constant(step.descendant),
                        self.plan(step.predicates, Place.NODE),
                    ]
                )
                for step in steps
            ]
        )

    def plan(self, predicates: tuple[Tree, ...], place: Place) -> ast.expr:
        """Return the code of a tuple of predicates."""
        return pack([load(self.predicate(each, place)) for each in predicates])

    def filter(self, tree: Filter, place: Place) -> Piece:
        """Keep what the predicates keep."""
        subject = as_nodes(self.piece(tree.subject, place))
        plan = self.plan(tree.predicates, Place.NODE)
        return Piece(Kind.NODES, scoped("filtered", subject, plan))

    def union(self, tree: Union, place: Place) -> Piece:
        """Put nodes together."""
        sets = [as_nodes(self.piece(each, place)) for each in tree.operands]
        return Piece(Kind.NODES, call("union", pack(sets)))

    def predicate(self, tree: Tree, place: Place) -> str:
        """Write a function that says whether a node stays; return its name."""
        piece = self.piece(tree, place)
        if piece.kind is Kind.NUMBER:
            code = compare(as_number(piece), ast.Eq(), load("place"))
        elif piece.kind is Kind.ANY and piece.answer is None:
            code = call("holds", as_value(piece), load("place"))
        else:
            code = as_truth(piece)
        return self._define_predicate(code)

    def condition(self, tree: Tree) -> str:
        """Write a function that says whether `tree` holds at a node; return its name."""
        return self._define_predicate(as_truth(self.piece(tree, Place.NODE)))

    def _define_predicate(self, code: ast.expr) -> str:
        name = f"predicate_{len(self.predicates)}"
        self.predicates.append(define(name, ["scope", "node", "place", "count"], code))
        return name

    # -- operators ------------------------------------------------------------------------

    def negative(self, tree: Negative, place: Place) -> Piece:
        """Change the sign."""
        operand = as_number(self.piece(tree.operand, place))
        return Piece(Kind.NUMBER, operate_on(ast.USub(), operand))

    def comparison(self, tree: Comparison, place: Place) -> Piece:
        """Compare."""
        left, right = self.piece(tree.left, place), self.piece(tree.right, place)
        return Piece(Kind.TRUTH, compare_pieces(tree.operator, left, right))

    def both(self, tree: Both, place: Place) -> Piece:
        """Join with `and`; what decides ends it."""
        operands = [as_truth(self.piece(each, place)) for each in tree.operands]
        return Piece(Kind.TRUTH, all_of(operands))

    def either(self, tree: Either, place: Place) -> Piece:
        """Join with `or`; what decides ends it."""
        operands = [as_truth(self.piece(each, place)) for each in tree.operands]
        return Piece(Kind.TRUTH, first_of(operands))

    def arithmetic(self, tree: Arithmetic, place: Place) -> Piece:
        """Calculate from left to right."""
        code = as_number(self.piece(tree.first, place))
        operands = [as_number(self.piece(each, place)) for _operator, each in tree.rest]
        operators = [operator for operator, _each in tree.rest]
        if len(operands) > _WIDE:
            words = pack([constant(each) for each in operators])
            return Piece(Kind.NUMBER, call("calculate", code, words, pack(operands)))
        for operator, operand in zip(operators, operands, strict=True):
            code = _calculate(operator, code, operand)
        return Piece(Kind.NUMBER, code)


def _calculate(operator: str, left: ast.expr, right: ast.expr) -> ast.expr:
    if operator == "mod":
        return call("remainder", left, right)
    if operator == "div":
        if isinstance(right, ast.Constant) and right.value:
            return operate(left, ast.Div(), right)
        return call("divide", left, right)
    signs: dict[str, ast.operator] = {"+": ast.Add(), "-": ast.Sub(), "*": ast.Mult()}
    return operate(left, signs[operator], right)


_WRITERS: dict[type, Callable[..., Piece]] = {
    Number: lambda _self, tree, _place: Piece(Kind.NUMBER, constant(tree.value)),
    Text: lambda _self, tree, _place: Piece(Kind.TEXT, constant(tree.value)),
    Question: Compiler.question,
    LastSaved: Compiler.last_saved,
    Here: Compiler.here,
    Path: Compiler.path,
    Filter: Compiler.filter,
    Call: Compiler.call,
    Negative: Compiler.negative,
    Arithmetic: Compiler.arithmetic,
    Comparison: Compiler.comparison,
    Both: Compiler.both,
    Either: Compiler.either,
    Union: Compiler.union,
}
