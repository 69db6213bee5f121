"""A time of day and what the clock shows in, what is due now and how long to sleep on out; pure.

The clock is looked at again and again: a laptop that sleeps with its lid closed, or whose clock is
set, wakes to a time that nobody counted to.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from fieldsurvey.errors import UsageError
from fieldsurvey.i18n import _, listed, ngettext, sentences

WARNED_BEFORE_MIN = (60, 30, 10)
"""Minutes before the list at which it is said who is missing."""

NAP_MOST_S = 20.0
"""The longest sleep between two looks at the clock: a machine that sleeps counts no seconds."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """What is still to come."""

    until: datetime
    """When the list is made, in the campaign's zone."""
    warnings: tuple[datetime, ...]
    """When it is said who is missing, the first one first."""


@dataclass(frozen=True, slots=True)
class Due:
    """What is to be done at one look at the clock."""

    gone: tuple[datetime, ...]
    """Warnings whose moment has come: they are said once, together."""
    is_time: bool
    """The list is made now."""
    left: timedelta
    """Until the list; nothing once it is time."""
    nap_s: float
    """How long to sleep before the next look; 0 where something is to be done first."""
    waiting: Waiting
    """What is still to come after this."""


def read_time(text: str) -> time:
    """Return the time of day that somebody names.

    Raises:
        UsageError: It is none.
    """
    hour, _colon, minute = text.strip().replace("：", ":").partition(":")
    if not (hour.isdecimal() and minute.isdecimal() and len(hour) <= 2 and len(minute) == 2):
        raise _no_time(text)
    try:
        return time(int(hour), int(minute))
    except ValueError:
        raise _no_time(text) from None


def _no_time(text: str) -> UsageError:
    return UsageError(
        _("“{text}” is not a time of day.").format(text=text), to_do=_("Write it like 20:00.")
    )


def plan_waiting(now: datetime, at: time, zone: ZoneInfo) -> Waiting:
    """Return what is to come until a time of today, as the day is in a zone."""
    until = datetime.combine(now.astimezone(zone).date(), at, zone)
    warnings = (until.astimezone(UTC) - timedelta(minutes=m) for m in WARNED_BEFORE_MIN)
    return Waiting(until, tuple(moment.astimezone(zone) for moment in warnings))


def look(waiting: Waiting, now: datetime) -> Due:
    """Return what is due, and what is left of the plan."""
    # Moments in one zone compare as its clocks show them: wrong on the night they are set back.
    left = waiting.until.astimezone(UTC) - now.astimezone(UTC)
    gone = tuple(moment for moment in waiting.warnings if moment.astimezone(UTC) <= now)
    rest = replace(waiting, warnings=waiting.warnings[len(gone) :])
    if left <= timedelta():
        return Due(gone, True, timedelta(), 0.0, rest)
    following = min((*rest.warnings, rest.until), key=lambda moment: moment.astimezone(UTC))
    nap_s = (following.astimezone(UTC) - now.astimezone(UTC)).total_seconds()
    return Due(gone, False, left, 0.0 if gone else min(nap_s, NAP_MOST_S), rest)


def due_day(now: datetime, at: time, zone: ZoneInfo) -> date:
    """Return the day of the last evening whose list was due: today's once it is that time.

    A schedule that comes in the morning, because the machine was off, makes the list of yesterday.
    """
    here = now.astimezone(zone)
    return here.date() if here.time() >= at else here.date() - timedelta(days=1)


def in_clock(moments: Sequence[datetime]) -> str:
    """Return moments as a clock shows them."""
    return listed(f"{moment:%H:%M}" for moment in moments)


def waiting_words(waiting: Waiting, now: datetime) -> str:
    """Return in one line until when it waits, how long that is, and what it does meanwhile."""
    left = waiting.until.astimezone(UTC) - now.astimezone(UTC)
    said = [left_words(waiting, left)]
    to_come = [moment for moment in waiting.warnings if moment.astimezone(UTC) > now]
    if to_come:
        said.append(_("At {times} it says who is missing.").format(times=in_clock(to_come)))
    said.append(_("Ctrl-C ends it; nothing is half done."))
    return sentences(said)


def left_words(waiting: Waiting, left: timedelta) -> str:
    """Return when the list is made, and in how long."""
    hours, minutes = divmod(-(-left // timedelta(minutes=1)), 60)
    parts = []
    if hours:
        parts.append(ngettext("{count} hour", "{count} hours", hours).format(count=hours))
    if minutes or not hours:
        parts.append(ngettext("{count} minute", "{count} minutes", minutes).format(count=minutes))
    return _("The list is made at {time}, in {left}.").format(
        time=in_clock([waiting.until]), left=" ".join(parts)
    )
