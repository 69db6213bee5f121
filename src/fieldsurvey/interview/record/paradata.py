"""How an interview is made, besides what is answered: readings of clocks in, entries out. Pure.

Four kinds of lines tell of it. Their `question` is the one on the screen ('' at the review); their
value has `at_ms`, the monotonic time at which it happened, on the clock and in the boot of the line
itself: such an entry waits for the next answer and is saved in one transaction with it, so its own
time is earlier than its line's, and the order of the lines is the order of what happened.

- `session` `{"event": …}`: `back`, `forward`, `jump` (with `to`, a path; '' is the review),
  `language` (with `to`), `unchanged` (the same answer, remark or description again, which makes no
  line of its own); and, without `at_ms`, `inspectors` (with `to`, two names parted by a comma:
  others go on with the interview than were at it last).
- `pause` `{"why": …}`: `left` (and `uptime_ms`, where the machine knows it); or, noticed only
  afterwards, with `lasted_s` and `at_ms` of its beginning: `idle` (nothing was done for longer than
  a limit), `asleep` (the machine slept), `gap` (the machine slept or its clock was set: it has no
  clock that tells which). Only `idle` took monotonic time.
- `resume`: the interview is gone on with. One that was cut off has a `resume` without a `pause`.
- `clock_anomaly`: `{"jumped_s": …}` (the wall clock was set, back where negative) or
  `{"zone_from": …, "zone_to": …}`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Self

from fieldsurvey.chain.interview import Interview
from fieldsurvey.chain.lines.clock import Reading
from fieldsurvey.chain.lines.line import Entry, Kind, Line

IDLE_S = 600.0
"""Nothing answered and nowhere gone for longer than this is a pause."""

DRIFT_S = 120.0
"""How far the wall clock may go away from the others before it counts as set."""

ASLEEP_S = 10.0
"""A shorter sleep is not worth a line."""

BACKWARDS_S = 1.0
"""How far the wall clock may go back between two actions: a time server's small step."""


@dataclass(frozen=True, slots=True)
class Watch:
    """What is known of one interview's making, up to the last action."""

    interview: Interview
    who: str
    last: Reading
    """At the end of the last action: since then the question on the screen has been there."""
    anchor: Reading
    """What the wall clock is measured against: many small steps add up to a jump."""
    idle_s: float = IDLE_S
    pending: tuple[Entry, ...] = ()
    """What happened and is not saved yet, in order."""

    @classmethod
    def begun(cls, interview: Interview, who: str, now: Reading, idle_s: float = IDLE_S) -> Self:
        """Watch an interview that starts now."""
        return cls(interview, who, now, now, idle_s)

    @classmethod
    def resumed(
        cls,
        interview: Interview,
        who: str,
        now: Reading,
        before: Reading | None,
        idle_s: float = IDLE_S,
    ) -> Self:
        """Watch an interview that is gone on with, last heard of at `before`."""
        watch = cls.begun(interview, who, now, idle_s)
        jumped = wall_jump_s(before, now) if before else None
        if jumped is not None:
            watch = watch._with(Kind.CLOCK_ANOMALY, "", {"jumped_s": jumped})
        return watch._with(Kind.RESUME, "", {})

    def noticed(self, now: Reading, question: str) -> Self:
        """Go on to the end of an action at `question`: note what the clocks did since the last."""
        watch = self
        for kind, value in what_passed(self.last, now, self.idle_s):
            watch = watch._with(kind, question, value)
        jumped = _jump_s(self.last, self.anchor, now)
        watch = replace(watch, last=now, anchor=self.anchor if jumped is None else now)
        if jumped is not None:
            watch = watch._with(Kind.CLOCK_ANOMALY, question, {"jumped_s": jumped})
        if now.at.utcoffset() != self.last.at.utcoffset():
            zones = {"zone_from": f"{self.last.at:%z}", "zone_to": f"{now.at:%z}"}
            watch = watch._with(Kind.CLOCK_ANOMALY, question, zones)
        return watch

    def did(self, question: str, event: str, **said: str) -> Self:
        """Note what was done at `question` at the end of the last action."""
        return self._with(Kind.SESSION, question, {"event": event, **said})

    def left(self, question: str) -> Self:
        """Note that the interview was left at `question`."""
        value: dict[str, Any] = {"why": "left"}
        if self.last.uptime_ms is not None:
            value["uptime_ms"] = self.last.uptime_ms
        return self._with(Kind.PAUSE, question, value)

    def saved(self) -> Self:
        """Go on once everything pending is saved."""
        return replace(self, pending=())

    def _with(self, kind: Kind, question: str, value: dict[str, Any]) -> Self:
        entry = Entry(
            kind=kind,
            interview=self.interview.id,
            question=question,
            value={"at_ms": self.last.monotonic_ms, **value},
            questionnaire=self.interview.questionnaire,
            who=self.who,
        )
        return replace(self, pending=(*self.pending, entry))


def what_passed(
    before: Reading, now: Reading, idle_s: float
) -> Iterator[tuple[Kind, dict[str, Any]]]:
    """Yield the pauses between two readings of one boot: idle, asleep, or a gap nobody can name."""
    awake_s = _awake_s(before, now)
    if awake_s > idle_s:
        yield Kind.PAUSE, {"why": "idle", "lasted_s": awake_s}
    up_s = _up_s(before, now)
    if up_s is None:
        drifted_s = _wall_s(before, now) - awake_s
        if drifted_s > DRIFT_S:
            yield Kind.PAUSE, {"why": "gap", "lasted_s": round(drifted_s, 3)}
    elif up_s - awake_s > ASLEEP_S:
        yield Kind.PAUSE, {"why": "asleep", "lasted_s": round(up_s - awake_s, 3)}


def wall_jump_s(before: Reading, now: Reading) -> float | None:
    """Return by how many seconds the wall clock was set between two readings; None if it was not.

    Within one boot it is measured against a clock that counts sleep. Without one, and between two
    boots, only a clock that went back is certain: forward, it may be a sleep.
    """
    wall_s = _wall_s(before, now)
    if now.boot != before.boot:
        return round(wall_s, 3) if wall_s < -BACKWARDS_S else None
    up_s = _up_s(before, now)
    jump_s = wall_s - (up_s if up_s is not None else _awake_s(before, now))
    is_jump = jump_s < -DRIFT_S or wall_s < -BACKWARDS_S or (up_s is not None and jump_s > DRIFT_S)
    return round(jump_s, 3) if is_jump else None


def reading_of(line: Line) -> Reading | None:
    """Return what the clocks showed when a line was made; None where its time is none."""
    try:
        at = datetime.fromisoformat(line.at)
    except ValueError:
        return None
    if at.utcoffset() is None:
        return None
    value = line.entry.value
    uptime_ms = value.get("uptime_ms") if isinstance(value, dict) else None
    return Reading(
        at, line.monotonic_ms, line.boot, uptime_ms if isinstance(uptime_ms, int) else None
    )


def _jump_s(last: Reading, anchor: Reading, now: Reading) -> float | None:
    """Return a jump since the last action, or one that has added up since the anchor."""
    jumped = wall_jump_s(last, now)
    if jumped is None and anchor.uptime_ms is not None:
        jumped = wall_jump_s(anchor, now)
    return jumped


def _wall_s(before: Reading, now: Reading) -> float:
    return (now.at - before.at).total_seconds()


def _awake_s(before: Reading, now: Reading) -> float:
    return (now.monotonic_ms - before.monotonic_ms) / 1000


def _up_s(before: Reading, now: Reading) -> float | None:
    if before.uptime_ms is None or now.uptime_ms is None:
        return None
    return (now.uptime_ms - before.uptime_ms) / 1000
