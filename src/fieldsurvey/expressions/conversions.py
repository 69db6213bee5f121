"""From one kind of value to another, the XPath 1.0 way with ODK's dates.

A value is a text, a number (always a float), a boolean or a node-set.
"""

import math
import operator
from collections.abc import Callable
from functools import lru_cache
from typing import TypeAlias

from fieldsurvey.expressions.calendar import days_of_text
from fieldsurvey.expressions.nodes import NodeSet
from fieldsurvey.expressions.printing import print_number
from fieldsurvey.expressions.scope import Scope

Value: TypeAlias = str | float | bool | NodeSet

NAN = float("nan")
_IN_NUMBERS = "0123456789.- \t\r\n"


@lru_cache(maxsize=8192)
def plain_number(text: str) -> float:
    """Return the number a text writes in decimal notation, else NaN; dates are NaN too."""
    if text.strip(_IN_NUMBERS):
        return NAN
    try:
        return float(text)
    except ValueError:
        return NAN


def dated_number(text: str, scope: Scope) -> float:
    """Return the days since 1970-01-01 UTC of a date or dateTime, else NaN."""
    return days_of_text(text, scope.zone)


def number(value: Value, scope: Scope) -> float:
    """Return a value as a number: dates as days since 1970-01-01 UTC, blank and words as NaN."""
    if isinstance(value, NodeSet):
        value = value.text
    if isinstance(value, str):
        result = plain_number(value)
        return dated_number(value, scope) if math.isnan(result) else result
    return float(value)


def text(value: Value) -> str:
    """Return a value as text: of a node-set the first, of a boolean `true` or `false`."""
    if isinstance(value, str):
        return value
    if isinstance(value, NodeSet):
        return value.text
    if isinstance(value, bool):
        return "true" if value else "false"
    return print_number(value)


def truth(value: Value) -> bool:
    """Return a value as a boolean: blank, 0, NaN are false, and nodes that are all blank."""
    if isinstance(value, NodeSet):
        return any(node.is_there for node in value.nodes)
    if isinstance(value, float):
        return not math.isnan(value) and value != 0
    return bool(value)


def texts(value: Value) -> list[str]:
    """Return the texts of a node-set, or the one text of any other value."""
    return value.texts if isinstance(value, NodeSet) else [text(value)]


def node_set(value: Value) -> NodeSet:
    """Return a node-set as it is; what is none has no nodes."""
    return value if isinstance(value, NodeSet) else NodeSet(())


Compare: TypeAlias = Callable[[object, object], bool]


def _equality(compare: Compare) -> Callable[[Value, Value, Scope], bool]:
    def answer(left: Value, right: Value, scope: Scope) -> bool:
        if isinstance(left, bool) or isinstance(right, bool):
            return compare(truth(left), truth(right))
        if isinstance(left, NodeSet):
            return any(answer(each, right, scope) for each in left.texts)
        if isinstance(right, NodeSet):
            return any(answer(left, each, scope) for each in right.texts)
        if isinstance(left, str) and isinstance(right, str):
            return compare(left, right)
        return compare(number(left, scope), number(right, scope))

    return answer


def _relation(compare: Callable[[float, float], bool]) -> Callable[[Value, Value, Scope], bool]:
    def answer(left: Value, right: Value, scope: Scope) -> bool:
        if isinstance(left, NodeSet):
            return any(answer(each, right, scope) for each in left.texts)
        if isinstance(right, NodeSet):
            return any(answer(left, each, scope) for each in right.texts)
        return compare(number(left, scope), number(right, scope))

    return answer


equal = _equality(operator.eq)
unequal = _equality(operator.ne)
less = _relation(operator.lt)
at_most = _relation(operator.le)
more = _relation(operator.gt)
at_least = _relation(operator.ge)
