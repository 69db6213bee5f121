"""Dates and times."""

from fieldsurvey.expressions.calendar import write_date, write_date_time
from fieldsurvey.expressions.functions.registry import Kind, Topic
from fieldsurvey.expressions.scope import Scope

_topic = Topic("Dates and times")


@_topic.offer("today()", Kind.TEXT, "Gives the date of the day: `2026-08-02`.", scope=True)
def today(scope: Scope) -> str:
    """Return the local date; '' where the scope has no clock."""
    return "" if scope.now is None else write_date(scope.now.astimezone(scope.zone).date())


@_topic.offer(
    "now()",
    Kind.TEXT,
    "Gives date, time and offset: `2026-08-02T09:30:00.000+08:00`.",
    scope=True,
)
def now(scope: Scope) -> str:
    """Return the local time; '' where the scope has no clock."""
    return "" if scope.now is None else write_date_time(scope.now.astimezone(scope.zone))
