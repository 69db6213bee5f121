"""Dates and times as typed (`6.12`, `2020年6月12日`, `9点5分`) → ISO 8601, or a refusal."""

import re
from datetime import date, datetime, time, timedelta

from fieldsurvey.i18n import _
from fieldsurvey.interview.typed.refusal import UNREADABLE, Refusal
from fieldsurvey.interview.typed.text import compact

_DATE = re.compile(
    r"(?:(?P<year>[0-9]{4})\s*[-/.年]\s*)?(?P<month>[0-9]{1,2})\s*[-/.月]\s*(?P<day>[0-9]{1,2})\s*[日号]?"
)
_DIGITS = re.compile(r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})")
_MONTH = re.compile(r"(?P<year>[0-9]{4})\s*[-/.年]?\s*(?P<month>[0-9]{1,2})\s*月?(?:-01)?")
_YEAR = re.compile(r"(?P<year>[0-9]{4})\s*年?(?:-01-01)?")
_TIME = re.compile(
    r"(?P<hour>[0-9]{1,2})(?:[:.点时](?P<minute>[0-9]{1,2})?分?|(?P<minutes>[0-9]{2}))"
    r"(?::(?P<second>[0-9]{2})(?:\.0+)?)?"
)
_DAYS_AGO = {"今天": 0, "today": 0, "昨天": 1, "yesterday": 1, "前天": 2}


def read_date(typed: str, appearance: str, now: datetime | None) -> str | Refusal:
    """Return an ISO date; without a year it is the year of `now`.

    With the appearance `year` or `month-year` a year or a month is enough and its first day is
    stored, as XLSForm does.
    """
    text = compact(typed).lower()
    if now is not None and text in _DAYS_AGO:
        return (now.date() - timedelta(days=_DAYS_AGO[text])).isoformat()
    for pattern in _date_patterns(appearance):
        if match := pattern.fullmatch(text):
            parts = match.groupdict()
            year = parts["year"] or (str(now.year) if now else "")
            if day := _date(year, parts.get("month") or "1", parts.get("day") or "1"):
                return day.isoformat()
    return Refusal(
        UNREADABLE,
        _("“{typed}” is not a date.").format(typed=_shown(typed)),
        _("Type year-month-day, for example 2020-6-12, or month and day of this year: 6.12."),
    )


def read_time(typed: str) -> str | Refusal:
    """Return an ISO time with seconds: `09:05:00`."""
    match = _TIME.fullmatch(compact(typed))
    moment = _time(match) if match else None
    if moment is None:
        return Refusal(
            UNREADABLE,
            _("“{typed}” is not a time of day.").format(typed=_shown(typed)),
            _("Type hour and minute of the 24-hour clock, for example 9:05 or 1430."),
        )
    return moment.isoformat()


def read_date_time(typed: str, now: datetime | None) -> str | Refusal:
    """Return an ISO date and time, with the offset of `now` where none was typed."""
    text = compact(typed)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        day_text, _blank, time_text = text.rpartition(" ")
        day, clock = read_date(day_text, "", now), read_time(time_text)
        if isinstance(day, Refusal) or isinstance(clock, Refusal):
            return Refusal(
                UNREADABLE,
                _("“{typed}” is not a date and time.").format(typed=_shown(typed)),
                _("Type both with a blank between, for example 2020-6-12 9:05."),
            )
        moment = datetime.fromisoformat(f"{day}T{clock}")
    if moment.tzinfo is None and now is not None:
        moment = moment.replace(tzinfo=now.tzinfo)
    return moment.isoformat(timespec="seconds")


def _date_patterns(appearance: str) -> tuple[re.Pattern[str], ...]:
    looks = appearance.split()
    if "year" in looks:
        return (_YEAR, _DATE, _DIGITS)
    if "month-year" in looks:
        return (_MONTH, _DATE, _DIGITS)
    return (_DATE, _DIGITS)


def _date(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _time(match: re.Match[str]) -> time | None:
    minute = match["minute"] or match["minutes"] or "0"
    try:
        return time(int(match["hour"]), int(minute), int(match["second"] or 0))
    except ValueError:
        return None


def _shown(typed: str) -> str:
    return "".join(character for character in typed if character.isprintable())[:40]
