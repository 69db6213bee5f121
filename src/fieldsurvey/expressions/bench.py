"""The designer's bench: one expression, answers as plain data, one value."""

from collections.abc import Mapping
from datetime import datetime, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from fieldsurvey.expressions.conversions import text
from fieldsurvey.expressions.expression import compile_expression
from fieldsurvey.expressions.scope import Scope
from fieldsurvey.expressions.values import AnswerValue, SpecialAnswer


def evaluate(
    expression: str,
    values: Mapping[str, Any] | None = None,
    *,
    now: datetime | None = None,
    timezone: tzinfo | str | None = None,
    current: str = "",
    seed: str = "",
) -> str | float | bool:
    """Evaluate one expression on answers given as plain data.

    Args:
        expression: Its text.
        values: Answers by question name: text, numbers, booleans, `None`; lists of such mappings
            for repeats, lists of texts for several choices. Paths (`member[2]/age`) are taken too.
        now: What `now()` and `today()` say.
        timezone: Where dates without an offset are, as a zone or its name (`Asia/Shanghai`).
        current: Path of the question that `.` stands for.
        seed: What chance is drawn from.

    Raises:
        ExpressionError: The text is no expression.
    """
    zone = ZoneInfo(timezone) if isinstance(timezone, str) else timezone
    scope = Scope(
        flatten_answers(values or {}),
        current,
        now=now,
        timezone=zone,
        repeat_counts=count_instances(values or {}),
        seed=seed,
    )
    return compile_expression(expression).evaluate(scope)


def flatten_answers(values: Mapping[str, Any], prefix: str = "") -> dict[str, AnswerValue]:
    """Return answers by path: `{"member": [{"age": 3}]}` → `{"member[1]/age": "3"}`."""
    flat: dict[str, AnswerValue] = {}
    for name, value in values.items():
        if _is_repeat(value):
            for index, instance in enumerate(value, 1):
                flat.update(flatten_answers(instance, f"{prefix}{name}[{index}]/"))
        else:
            flat[prefix + name] = _answer(value)
    return flat


def count_instances(values: Mapping[str, Any], prefix: str = "") -> dict[str, int]:
    """Return the instances by path of their repeat, blank ones included."""
    counts: dict[str, int] = {}
    for name, value in values.items():
        if _is_repeat(value):
            counts[prefix + name] = len(value)
            for index, instance in enumerate(value, 1):
                counts.update(count_instances(instance, f"{prefix}{name}[{index}]/"))
    return counts


def _is_repeat(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, Mapping) for each in value)


def _answer(value: Any) -> AnswerValue:
    if isinstance(value, str | SpecialAnswer):
        return value
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return " ".join(str(_answer(each)) for each in value)
    if isinstance(value, bool | int | float):
        return text(value if isinstance(value, bool) else float(value))
    return str(value)
