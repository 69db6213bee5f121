"""Dates and times as text, and as days since 1970-01-01 UTC."""

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo

EPOCH_DAY = date(1970, 1, 1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DATE_TIME = re.compile(
    r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})"
    r"(?:[T ]([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.([0-9]{1,9}))?)?"
    r"[ ]?(Z|[+-][0-9]{2}:?[0-9]{2})?)?"
)
_TIME = re.compile(
    r"([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.([0-9]{1,9}))?)?[ ]?(Z|[+-][0-9]{2}:?[0-9]{2})?"
)
_GRID = 2**31
"""Days are rounded to this part of a day (40 µs), which a float holds exactly until the year
7700: so the difference of two midnights is a whole number, whatever the offset."""


def read_date_time(text: str, zone: tzinfo) -> datetime | None:
    """Return the moment of a date (its midnight in `zone`) or a dateTime; `None` if it is none."""
    match = _DATE_TIME.fullmatch(text)
    if match is None:
        return None
    year, month, day, hour, minute, second, fraction, offset = match.groups()
    try:
        moment = datetime(
            int(year),
            int(month),
            int(day),
            int(hour or 0),
            int(minute or 0),
            int(second or 0),
            int((fraction or "0").ljust(6, "0")[:6]),
        )
        return moment.replace(tzinfo=_offset(offset) if offset else zone)
    except ValueError:
        return None


def read_time(text: str, zone: tzinfo) -> time | None:
    """Return the time of day of a time, in `zone` if it has an offset; `None` if it is none."""
    match = _TIME.fullmatch(text)
    if match is None:
        return None
    hour, minute, second, fraction, offset = match.groups()
    try:
        micro = int((fraction or "0").ljust(6, "0")[:6])
        moment = datetime(2000, 1, 2, int(hour), int(minute), int(second or 0), micro)
        if offset:
            moment = moment.replace(tzinfo=_offset(offset)).astimezone(zone)
        return moment.time()
    except ValueError:
        return None


def _offset(text: str) -> tzinfo:
    if text == "Z":
        return UTC
    sign = -1 if text[0] == "-" else 1
    return timezone(sign * timedelta(hours=int(text[1:3]), minutes=int(text[-2:])))


def days_of_text(text: str, zone: tzinfo) -> float:
    """Return the days since 1970-01-01 UTC of a date or dateTime, else NaN."""
    if text[4:5] != "-":
        return float("nan")
    moment = read_date_time(text, zone)
    return float("nan") if moment is None else days_of(moment)


def days_of(moment: datetime) -> float:
    """Return the days since 1970-01-01 UTC of an aware moment."""
    try:
        past = moment - _EPOCH
    except OverflowError:
        return float("nan")
    seconds = past.seconds + past.microseconds / 1_000_000
    return past.days + round(seconds / 86_400 * _GRID) / _GRID


def moment_of_days(days: float, zone: tzinfo) -> datetime | None:
    """Return the moment in `zone` that many days after 1970-01-01 UTC; `None` out of range."""
    if not abs(days) <= 3_000_000:
        return None
    milliseconds = round(days * 86_400_000)
    try:
        return (_EPOCH + timedelta(milliseconds=milliseconds)).astimezone(zone)
    except (OverflowError, ValueError):
        return None


def write_date(day: date) -> str:
    """Write a date as XLSForm stores it: `2026-08-02`."""
    return f"{day.year:04}-{day.month:02}-{day.day:02}"


def write_date_time(moment: datetime) -> str:
    """Write a moment as XLSForm stores it: `2026-08-02T09:30:00.000+08:00`."""
    return moment.isoformat(timespec="milliseconds")


def month_names(language: str) -> list[str]:
    """Return the short names of the months."""
    if language == "zh":
        return [f"{month}月" for month in range(1, 13)]
    return ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def day_names(language: str) -> list[str]:
    """Return the short names of the days of the week, from Monday."""
    if language == "zh":
        return [f"周{day}" for day in "一二三四五六日"]
    return ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
