"""A tree in, its text out: what is printed parses back to the same tree."""

import math
from decimal import Decimal

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

_OR, _AND, _EQUALITY, _RELATION, _SUM, _PRODUCT, _MINUS, _UNION, _PATH, _PRIMARY = range(10)
"""How tightly a part binds; a part is put in parentheses where a tighter one is needed."""


def print_tree(tree: Tree) -> str:
    """Write `tree` as text, with one blank around operators and no needless parentheses."""
    return _print(tree, _OR)


def _print(tree: Tree, least: int) -> str:
    binding, text = _write(tree)
    return text if binding >= least else f"({text})"


def _write(tree: Tree) -> tuple[int, str]:  # noqa: PLR0911 - one line a kind of part
    match tree:
        case Number(value):
            return _PRIMARY, print_number(value)
        case Text(value):
            return _PRIMARY, f'"{value}"' if "'" in value else f"'{value}'"
        case Question(name):
            return _PRIMARY, f"${{{name}}}"
        case LastSaved(name):
            return _PRIMARY, f"${{last-saved#{name}}}"
        case Call(function, arguments):
            return _PRIMARY, f"{function}({', '.join(map(print_tree, arguments))})"
        case Here():
            return _PATH, "."
        case Path(Root(), ()):
            return _OR, "/"  # a name after it would be read as its first step
        case Path() | Filter():
            return _PATH, _write_nodes(tree)
        case Negative(operand):
            return _MINUS, f"-{_print(operand, _MINUS)}"
        case _:
            return _write_operators(tree)


def _write_nodes(tree: Path | Filter) -> str:
    if isinstance(tree, Filter):
        return _print(tree.subject, _PRIMARY) + _write_predicates(tree.predicates)
    start = tree.start
    if isinstance(start, Root):
        return _write_steps(tree.steps)
    if start is None:
        return _write_steps(tree.steps)[1:]
    text = _write(start)[1]
    is_open = isinstance(start, Here | Filter) or _write(start)[0] == _PRIMARY
    return (text if is_open else f"({text})") + _write_steps(tree.steps)


def _write_steps(steps: tuple[Step, ...]) -> str:
    return "".join(
        ("//" if step.descendant else "/") + step.name + _write_predicates(step.predicates)
        for step in steps
    )


def _write_predicates(predicates: tuple[Tree, ...]) -> str:
    return "".join(f"[{print_tree(predicate)}]" for predicate in predicates)


def _write_operators(tree: Tree) -> tuple[int, str]:
    match tree:
        case Union(operands):
            return _UNION, " | ".join(_print(each, _PATH) for each in operands)
        case Both(operands):
            return _AND, " and ".join(_print(each, _EQUALITY) for each in operands)
        case Either(operands):
            return _OR, " or ".join(_print(each, _AND) for each in operands)
        case Comparison(operator, left, right):
            own = _EQUALITY if operator in {"=", "!="} else _RELATION
            return own, f"{_print(left, own)} {operator} {_print(right, own + 1)}"
        case Arithmetic(first, rest):
            own = _SUM if rest[0][0] in {"+", "-"} else _PRODUCT
            words = [f" {operator} {_print(operand, own + 1)}" for operator, operand in rest]
            return own, _print(first, own + 1) + "".join(words)
    raise AssertionError(tree)


def print_number(value: float) -> str:
    """Write a number the XPath way: `3`, not `3.0`; never with an exponent."""
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    if value == int(value):
        return str(int(value)) if abs(value) < 1e16 else f"{Decimal(repr(value)):f}"
    return f"{Decimal(repr(value)):f}"
