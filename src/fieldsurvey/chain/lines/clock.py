"""Clocks: what time it is, how long the machine has been up, and since which start.

Order never comes from a clock (sequence numbers give it); time is evidence only.
"""

import secrets
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Protocol, runtime_checkable

RandomBytes = Callable[[int], bytes]
"""Gives that many random bytes: `secrets.token_bytes`, or a seeded source in a simulation."""

_LINUX_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


class Clock(Protocol):
    """What a line needs to know of time."""

    @property
    def boot(self) -> str:
        """Id of the machine's start: monotonic times compare only within one boot."""

    def now(self) -> datetime:
        """Return the wall time, with its offset."""

    def monotonic_ms(self) -> int:
        """Return milliseconds of a clock that nobody can set."""


@runtime_checkable
class SleepCountingClock(Clock, Protocol):
    """A clock that may also know how long the machine has been up, asleep or awake."""

    def uptime_ms(self) -> int | None:
        """Return milliseconds of a clock that nobody can set and that goes on in sleep.

        None where the machine has no such clock.
        """


@dataclass(frozen=True, slots=True)
class Reading:
    """All clocks of a machine at one moment."""

    at: datetime
    """Wall time, with its offset."""
    monotonic_ms: int
    boot: str
    uptime_ms: int | None = None
    """As `SleepCountingClock.uptime_ms`; compares only within one boot, like `monotonic_ms`."""


def read_clocks(clock: Clock) -> Reading:
    """Read all clocks at once; one that knows no uptime gives None for it."""
    # The wall clock first: to look at it takes a simulated clock some seconds.
    at, monotonic_ms = clock.now(), clock.monotonic_ms()
    uptime_ms = clock.uptime_ms() if isinstance(clock, SleepCountingClock) else None
    return Reading(at, monotonic_ms, clock.boot, uptime_ms)


@dataclass(frozen=True, slots=True)
class SystemClock:
    """The clocks of this machine."""

    boot: str

    def now(self) -> datetime:
        """Return the wall time in the machine's own zone."""
        return datetime.now().astimezone()

    def monotonic_ms(self) -> int:
        """Return milliseconds since some fixed moment of this boot."""
        return time.monotonic_ns() // 1_000_000

    def uptime_ms(self) -> int | None:
        """Return milliseconds since some fixed moment of this boot, sleep counted.

        Linux has a clock for it. On Windows the monotonic clock itself goes on in sleep: there a
        sleep cannot be told from nobody typing. Elsewhere it is None.
        """
        if sys.platform == "win32":
            return self.monotonic_ms()
        if sys.platform != "linux":
            return None
        return time.clock_gettime_ns(time.CLOCK_BOOTTIME) // 1_000_000


@dataclass(slots=True)
class SimulatedClock:
    """A clock that stands still until it is moved: the demo's and the tests' time."""

    at: datetime
    boot: str = "simulated"
    elapsed_ms: int = 0
    asleep_ms: int | None = 0
    """None for a machine that does not know how long it slept."""

    def now(self) -> datetime:
        """Return the time it was moved to."""
        return self.at

    def monotonic_ms(self) -> int:
        """Return the milliseconds it was moved by, awake."""
        return self.elapsed_ms

    def uptime_ms(self) -> int | None:
        """Return the milliseconds it was moved by, awake and asleep."""
        return None if self.asleep_ms is None else self.elapsed_ms + self.asleep_ms

    def advance(self, seconds: float) -> None:
        """Move all clocks on."""
        self.at += timedelta(seconds=seconds)
        self.elapsed_ms += round(seconds * 1000)

    def sleep(self, seconds: float) -> None:
        """Let the machine sleep: the monotonic clock stands still."""
        self.at += timedelta(seconds=seconds)
        if self.asleep_ms is not None:
            self.asleep_ms += round(seconds * 1000)

    def set_wall(self, seconds: float) -> None:
        """Let somebody set the wall clock on by some seconds, or back."""
        self.at += timedelta(seconds=seconds)


def system_clock() -> SystemClock:
    """Return the clocks of this machine."""
    return SystemClock(_boot_id())


@lru_cache(maxsize=1)
def _boot_id() -> str:
    try:
        return _LINUX_BOOT_ID.read_text(encoding="ascii").strip()
    except OSError:
        # Elsewhere no boot has a name; monotonic times then compare within one process only.
        return f"process-{secrets.token_hex(8)}"
