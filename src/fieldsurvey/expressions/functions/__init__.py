"""The functions of the language, a module a topic, in one table."""

from fieldsurvey.expressions.functions import (  # noqa: F401 - each fills the table
    chance,
    choices,
    dates,
    geography,
    logic,
    numbers,
    repeats,
    texts,
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
        "jr:itext",
        "phone-call-duration",
        "phone-call-log",
        "property",
        "search",
        "version",
    }
)
"""Functions of ODK and SurveyCTO that are not offered: they need a phone or its forms."""

__all__ = ["ABSENT", "FUNCTIONS", "Function", "Kind", "known_functions"]
