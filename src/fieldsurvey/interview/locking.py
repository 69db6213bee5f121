"""When the screen of an encrypted laptop is locked, and what opens it; whoever asks puts it there.

The lock guards the screen only; the program stays as it is.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from fieldsurvey.i18n import _

_FREE_TRIES = 2
_PAUSE_MOST_S = 30.0


def _awake_and_asleep_s() -> float:
    """Return seconds of a clock that goes on while the laptop sleeps, where there is one."""
    boot_time = getattr(time, "CLOCK_BOOTTIME", None)
    return time.time() if boot_time is None else time.clock_gettime(boot_time)


@dataclass(slots=True)
class ScreenLock:
    """When the screen is locked, and what opens it."""

    opens: Callable[[str], bool]
    """Tells whether a passphrase is the right one."""
    after_s: float
    """Without a key for so long."""
    now_s: Callable[[], float] = _awake_and_asleep_s
    touched_s: float = field(default=0.0)
    wrong: int = 0
    closed_until_s: float = 0.0

    def is_idle(self) -> bool:
        """Tell whether nobody has touched a key for long enough."""
        return self.now_s() - self.touched_s >= self.after_s

    def refuse(self, passphrase: str) -> str:
        """Return in a sentence why it stays locked; '' where the passphrase opens it."""
        if self.now_s() < self.closed_until_s:
            return _("Wait a moment, then type it again.")
        if self.opens(passphrase):
            self.wrong, self.touched_s = 0, self.now_s()
            return ""
        self.wrong += 1
        if self.wrong > _FREE_TRIES:
            pause_s = min(2.0 ** (self.wrong - _FREE_TRIES), _PAUSE_MOST_S)
            self.closed_until_s = self.now_s() + pause_s
        return _("That was not it. Look at the keyboard: small letters? The right language?")


_current: list[ScreenLock] = []


@contextmanager
def locked_when_idle(lock: ScreenLock | None) -> Iterator[None]:
    """Lock whatever is asked inside once nobody touches a key; without a lock nothing.

    One that stands already goes on.
    """
    if lock is None or _current:
        yield
        return
    lock.touched_s = lock.now_s()
    _current.append(lock)
    try:
        yield
    finally:
        _current.remove(lock)


def current_lock() -> ScreenLock | None:
    """Return the lock that what is asked now stands under."""
    return _current[-1] if _current else None


def why_locked() -> tuple[str, str]:
    """Say that it is locked, and what to do."""
    return (
        _("Locked, because no key was touched for a while."),
        _("Everything ticked is saved. Type the passphrase, then Enter."),
    )
