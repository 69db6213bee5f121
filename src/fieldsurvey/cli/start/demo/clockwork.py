"""A simulated clock and seeded randomness: the same seed makes the same lines, byte for byte."""

from datetime import date, datetime, time, timedelta

from fieldsurvey.cli.start.demo.draws import Draws


class Clockwork:
    """A clock that goes on a few seconds each time somebody looks at it."""

    def __init__(self, draws: Draws, machine: str) -> None:
        self.boot = self._machine = machine
        self._draws = draws
        self._now = datetime.min
        self._monotonic_ms = 0
        self._wrong_by = timedelta()

    def start(self, moment: datetime, wrong_by: timedelta = timedelta()) -> None:
        """Let the machine be started at a moment, its wall clock wrong by so much."""
        self.boot = f"{self._machine}-{moment:%m%d%H%M}"
        self._now = moment
        self._monotonic_ms = 0
        self._wrong_by = wrong_by

    def put_right(self) -> None:
        """Let somebody set the wall clock to the true time."""
        self._wrong_by = timedelta()

    @property
    def is_wrong(self) -> bool:
        """Whether the wall clock shows another time than it is."""
        return bool(self._wrong_by)

    @property
    def shows(self) -> time:
        """What the wall clock shows; looking at it this way takes no time."""
        return (self._now + self._wrong_by).time()

    @property
    def today(self) -> date:
        """The day it is."""
        return self._now.date()

    def rest(self, minutes: int) -> None:
        """Let some minutes pass: the way to the next household."""
        self._now += timedelta(minutes=minutes)
        self._monotonic_ms += minutes * 60_000

    def now(self) -> datetime:
        """Return the wall time, after the seconds that one answer takes."""
        seconds = self._draws.between(12, 22)
        self._now += timedelta(seconds=seconds)
        self._monotonic_ms += seconds * 1000
        return self._now + self._wrong_by

    def monotonic_ms(self) -> int:
        """Return milliseconds since the machine was started."""
        return self._monotonic_ms

    def uptime_ms(self) -> int:
        """Return the same: it never sleeps."""
        return self._monotonic_ms


def seeded_bytes(seed: str, purpose: str) -> "SeededBytes":
    """Return a source of bytes that is the same for the same seed and purpose."""
    return SeededBytes(Draws(seed, f"bytes of {purpose}"))


class SeededBytes:
    """Gives bytes that look random and are not: for the demo only."""

    def __init__(self, draws: Draws) -> None:
        self._draws = draws

    def __call__(self, count: int) -> bytes:
        """Return that many bytes."""
        return bytes(self._draws.between(0, 255) for _ in range(count))
