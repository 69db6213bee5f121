"""The functions of the language, a module a topic, in one table."""

from fieldsurvey.expressions.functions import (  # noqa: F401 - fill the table, in this order
    logic,
    texts,
    numbers,
    choices,
    repeats,
    dates,
)
from fieldsurvey.expressions.functions.registry import (
    FUNCTIONS,
    Function,
    Kind,
    known_functions,
)

ABSENT = frozenset(
    {
        "duration",
        "extract-signed",
        "jr:itext",
        "phone-call-duration",
        "phone-call-log",
        "property",
        "search",
        "version",
    }
)
"""Functions of ODK and SurveyCTO that are not offered: they need a phone."""

__all__ = ["ABSENT", "FUNCTIONS", "Function", "Kind", "known_functions"]
