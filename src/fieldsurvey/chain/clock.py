"""Clocks: what time it is, how long the machine has been up, and since which start.

Order never comes from a clock (sequence numbers give it); time is evidence only.
"""

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Protocol

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


@dataclass(slots=True)
class SimulatedClock:
    """A clock that stands still until it is moved: the demo's and the tests' time."""

    at: datetime
    boot: str = "simulated"
    elapsed_ms: int = 0

    def now(self) -> datetime:
        """Return the time it was moved to."""
        return self.at

    def monotonic_ms(self) -> int:
        """Return the milliseconds it was moved by."""
        return self.elapsed_ms

    def advance(self, seconds: float) -> None:
        """Move both clocks on."""
        self.at += timedelta(seconds=seconds)
        self.elapsed_ms += round(seconds * 1000)


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
