"""The arithmetic of the language: IEEE floats, nothing raises."""

import math
from collections.abc import Sequence

from fieldsurvey.expressions.conversions import NAN


def divide(left: float, right: float) -> float:
    """Divide; by zero is infinite, zero by zero NaN."""
    if right:
        return left / right
    if math.isnan(left) or math.isnan(right) or not left:
        return NAN
    return math.copysign(math.inf, left) * math.copysign(1.0, right)


def remainder(left: float, right: float) -> float:
    """Return what division to a whole number leaves, with the sign of `left`."""
    try:
        return math.fmod(left, right)
    except ValueError:
        return NAN


_STEPS = {
    "+": lambda left, right: left + right,
    "-": lambda left, right: left - right,
    "*": lambda left, right: left * right,
    "div": divide,
    "mod": remainder,
}


def calculate(first: float, operators: Sequence[str], operands: Sequence[float]) -> float:
    """Work off a long chain from left to right."""
    for operator, operand in zip(operators, operands, strict=True):
        first = _STEPS[operator](first, operand)
    return first
