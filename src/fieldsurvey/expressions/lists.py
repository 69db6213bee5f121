"""Picking rows of a list: by a column's value through its index, then row by row."""

import ast

from fieldsurvey.expressions.functions import FUNCTIONS, Kind
from fieldsurvey.expressions.pieces import Place, as_text, as_value
from fieldsurvey.expressions.python import constant, pack, scoped
from fieldsurvey.expressions.special import Compiler
from fieldsurvey.expressions.tree import (
    OF_THE_ANSWER_ITSELF,
    Both,
    Call,
    Comparison,
    Filter,
    Here,
    Path,
    Question,
    Root,
    Step,
    Text,
    Tree,
    Union,
    walk,
)


def are_items(steps: tuple[Step, ...]) -> bool:
    """Say whether steps start with `root/item`, as all paths into lists do."""
    return steps[:1] == (Step("root"),) and [(s.name, s.descendant) for s in steps[1:2]] == [
        ("item", False)
    ]


def pick_items(
    compiler: Compiler, name: Tree, predicates: tuple[Tree, ...], place: Place
) -> ast.expr:
    """Return the code that picks rows of a list.

    The first predicate is looked up in the list's index as far as it says `column = value`.
    """
    key: ast.expr = constant(None)
    rest = list(predicates)
    if rest:
        found, left = split_key(rest[0])
        if found is not None:
            column, value = found
            key = pack([constant(column), as_value(compiler.piece(value, place))])
            rest[:1] = left
    quick = []
    while rest and looks_at_columns_only(rest[0]):
        quick.append(rest.pop(0))
    row_filters = compiler.plan(tuple(quick), Place.ROW)
    plan = compiler.plan(tuple(rest), Place.NODE)
    return scoped("pick", as_text(compiler.piece(name, place)), key, row_filters, plan)


def split_key(predicate: Tree) -> tuple[tuple[str, Tree] | None, list[Tree]]:
    """Split `column = value and …` into column and value, and what else must hold."""
    conditions: list[Tree] = [predicate]
    if isinstance(predicate, Both):
        conditions = list(predicate.operands)
    if any(isinstance(p, Call) and p.function in {"position", "last"} for p in walk(predicate)):
        return None, [predicate]
    for at, condition in enumerate(conditions):
        found = _key(condition)
        if found is not None:
            rest = conditions[:at] + conditions[at + 1 :]
            return found, [Both(tuple(rest))] if len(rest) > 1 else rest
    return None, [predicate]


def _key(condition: Tree) -> tuple[str, Tree] | None:
    if not isinstance(condition, Comparison) or condition.operator != "=":
        return None
    for column, value in (
        (condition.left, condition.right),
        (condition.right, condition.left),
    ):
        is_column = isinstance(column, Path) and column.start is None and len(column.steps) == 1
        if is_column and isinstance(value, Question | Text) and isinstance(column, Path):
            step = column.steps[0]
            if step == Step(step.name) and step.name not in {"..", "*"}:
                return step.name, value
    return None


def looks_at_columns_only(tree: Tree) -> bool:
    """Say whether all that `tree` wants of a row is the text of columns."""
    return not any(_wants_a_node(part) for part in walk(tree))


def _wants_a_node(part: Tree | Step) -> bool:
    """Say whether a part looks at rows as nodes: `.`, `..`, longer paths, sets of columns."""
    match part:
        case Path(None, steps):
            step = steps[0]
            return len(steps) > 1 or step != Step(step.name) or step.name in {"..", "*"}
        case Path(start):
            sets: tuple[Tree, ...] = () if isinstance(start, Root | None) else (start,)
        case Filter(subject):
            sets = (subject,)
        case Union(operands):
            sets = operands
        case Call(name, arguments):
            kind_of = FUNCTIONS[name].kind_of
            sets = tuple(each for at, each in enumerate(arguments) if kind_of(at) is Kind.NODES)
            if not arguments and name in OF_THE_ANSWER_ITSELF:
                return True
        case _:
            return isinstance(part, Here)
    return any(map(_names_columns, sets))


def _names_columns(tree: Tree) -> bool:
    return any(isinstance(part, Path) and part.start is None for part in walk(tree))
