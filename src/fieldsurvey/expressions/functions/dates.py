"""Dates and times: text as XLSForm stores it, numbers as days since 1970-01-01 UTC."""

import math
from datetime import datetime, timedelta

from fieldsurvey.expressions.calendar import (
    EPOCH_DAY,
    day_names,
    moment_of_days,
    month_names,
    read_date_time,
    read_time,
    write_date,
    write_date_time,
)
from fieldsurvey.expressions.conversions import NAN, Value, number, plain_number, text
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


@_topic.offer(
    "date(value:value)",
    Kind.TEXT,
    "Gives the date of a dateTime or of a number of days since 1970-01-01; blank for none.",
    scope=True,
)
def date_of(scope: Scope, value: Value) -> str:
    """Convert to a date; a whole number of days is a day of the calendar, whatever the zone."""
    days = _days(value)
    if math.isfinite(days) and days == math.floor(days):
        try:
            return write_date(EPOCH_DAY + timedelta(days=days))
        except OverflowError:
            return ""
    moment = _moment(scope, value)
    return "" if moment is None else write_date(moment.date())


@_topic.offer(
    "date-time(value:value)",
    Kind.TEXT,
    "Gives the dateTime of a date or of a number of days since 1970-01-01 UTC; blank for none.",
    scope=True,
)
def date_time_of(scope: Scope, value: Value) -> str:
    """Convert to a dateTime."""
    moment = _moment(scope, value)
    return "" if moment is None else write_date_time(moment)


@_topic.offer(
    "decimal-date-time(value:value)",
    Kind.NUMBER,
    "Gives the days since 1970-01-01 UTC of a date or dateTime, hours as parts of a day.",
    scope=True,
)
def decimal_date_time(scope: Scope, value: Value) -> float:
    """Convert to days."""
    return number(value, scope)


@_topic.offer(
    "decimal-time(value:text)",
    Kind.NUMBER,
    "Gives a time as part of a day: noon is 0.5.",
    scope=True,
)
def decimal_time(scope: Scope, value: str) -> float:
    """Convert to a part of a day; an offset is converted to the scope's zone."""
    moment = read_date_time(value, scope.zone)
    time = read_time(value, scope.zone) if moment is None else _local(scope, moment)
    if time is None:
        return NAN
    seconds = time.hour * 3600 + time.minute * 60 + time.second + time.microsecond / 1_000_000
    return seconds / 86_400


@_topic.offer(
    "format-date(date:value, format:text)",
    Kind.TEXT,
    "Writes a date: %Y year, %y of two digits, %m month, %n without 0, %b its name, %d day, "
    "%e without 0, %a day of the week.",
    scope=True,
)
def format_date(scope: Scope, value: Value, pattern: str) -> str:
    """Write a date in a format."""
    moment = _moment(scope, value)
    return "" if moment is None else _format(moment, pattern, scope.language)


@_topic.offer(
    "format-date-time(value:value, format:text)",
    Kind.TEXT,
    "Writes a dateTime: as format-date(), and %H hour, %h without 0, %M minute, %S second, "
    "%3 millisecond.",
    scope=True,
)
def format_date_time(scope: Scope, value: Value, pattern: str) -> str:
    """Write a dateTime in a format."""
    return format_date(scope, value, pattern)


def _format(moment: datetime, pattern: str, language: str) -> str:
    signs = {
        "%": "%",
        "Y": f"{moment.year:04}",
        "y": f"{moment.year % 100:02}",
        "m": f"{moment.month:02}",
        "n": f"{moment.month}",
        "b": month_names(language)[moment.month - 1],
        "d": f"{moment.day:02}",
        "e": f"{moment.day}",
        "a": day_names(language)[moment.weekday()],
        "H": f"{moment.hour:02}",
        "h": f"{moment.hour}",
        "M": f"{moment.minute:02}",
        "S": f"{moment.second:02}",
        "3": f"{moment.microsecond // 1000:03}",
    }
    head, *pieces = pattern.replace("%%", "%\0").split("%")
    written = [signs.get(piece[:1], f"%{piece[:1]}") + piece[1:] for piece in pieces]
    return (head + "".join(written)).replace("%\0", "%")


def _days(value: Value) -> float:
    """Return a number of days; an answer that is one is text. NaN for what is a date or none."""
    return value if isinstance(value, float) else plain_number(text(value))


def _moment(scope: Scope, value: Value) -> datetime | None:
    days = _days(value)
    if not math.isnan(days):
        return moment_of_days(days, scope.zone)
    moment = read_date_time(text(value), scope.zone)
    return None if moment is None else _local(scope, moment)


def _local(scope: Scope, moment: datetime) -> datetime | None:
    try:
        return moment.astimezone(scope.zone)
    except (OverflowError, ValueError):
        return None
