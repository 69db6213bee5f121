"""What an expression says already when one answer is known and nothing else.

`. = '2' and ${kind} = '1'` is false wherever the answer is not 2, whatever was said of the kind.
Takes an expression and the name of a question; gives a function from its answer to true, false or
not known. It runs the same compiled functions as the expression does, on its parts.
"""

import re
from collections.abc import Callable
from typing import TypeAlias

from fieldsurvey.expressions.expression import Expression, compile_expression
from fieldsurvey.expressions.printing import print_tree
from fieldsurvey.expressions.scope import Scope
from fieldsurvey.expressions.tree import Both, Call, Either, Text, Tree, walk

Known: TypeAlias = bool | None
"""`None`: it depends on other answers, on facts, or on the time zone."""

_OF_TEXT_ALONE = frozenset(
    {
        *("contains", "count-selected", "ends-with", "false", "normalize-space", "not", "regex"),
        *("selected", "starts-with", "string-length", "true"),
    }
)
"""Functions whose value depends on their arguments alone, and that make no date of them."""

_MAYBE_DATE = re.compile(r"[0-9]{4}-[0-9]")


def may_be_date(text: str) -> bool:
    """Say whether a text may be a date: as a number it depends on the time zone."""
    return _MAYBE_DATE.search(text) is not None


def known_alone(expression: Expression, name: str = "") -> Callable[[str], Known]:
    """Return what `expression` says of an answer, nothing else being known.

    Args:
        expression: Checked.
        name: The question answered, outside repeats; '' for the answer itself, `.`.
    """
    decide = _deciding(expression.tree, name)

    def known(answer: str) -> Known:
        return None if may_be_date(answer) else decide(answer)

    return known


def _deciding(tree: Tree, name: str) -> Callable[[str], Known]:
    if isinstance(tree, Both):
        return _joined([_deciding(each, name) for each in tree.operands], decisive=False)
    if isinstance(tree, Either):
        return _joined([_deciding(each, name) for each in tree.operands], decisive=True)
    if isinstance(tree, Call) and tree.function == "not":
        return _turned(_deciding(tree.arguments[0], name))
    # Printed and read again, it is an expression of its own: its compiled function is shared.
    part = compile_expression(print_tree(tree))
    return _of_scope(part, name) if _is_alone(part, name) else _never


def _joined(parts: list[Callable[[str], Known]], *, decisive: bool) -> Callable[[str], Known]:
    def known(answer: str) -> Known:
        said = {part(answer) for part in parts}
        if decisive in said:
            return decisive
        return None if None in said else not decisive

    return known


def _turned(part: Callable[[str], Known]) -> Callable[[str], Known]:
    def known(answer: str) -> Known:
        said = part(answer)
        return None if said is None else not said

    return known


def _of_scope(part: Expression, name: str) -> Callable[[str], Known]:
    return lambda answer: part.truth(Scope({name: answer}, name))


def _never(_answer: str) -> Known:
    return None


def _is_alone(part: Expression, name: str) -> bool:
    facts = part.facts
    literals = [each.value for each in walk(part.tree) if isinstance(each, Text)]
    return not (
        facts.looks_around
        or facts.functions - _OF_TEXT_ALONE
        or part.references - {name}
        or (name and facts.looks_at_itself)
        or any(may_be_date(literal) for literal in literals)
    )
