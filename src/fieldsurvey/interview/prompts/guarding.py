"""A prompt in, the same out with a quick exit; and locked once nobody has touched a key for long.

The lock takes the place of what is on the screen and puts it back as it was: the same question,
with what was typed or marked. It guards the screen only; the program stays as it is.
"""

import asyncio
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from prompt_toolkit.application import Application
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent, merge_key_bindings
from prompt_toolkit.layout import (
    BufferControl,
    FormattedTextControl,
    HSplit,
    Layout,
    Window,
)

from fieldsurvey.i18n import _
from fieldsurvey.interview.keys import Command, command_keys
from fieldsurvey.interview.leaving import QuickExit
from fieldsurvey.interview.prompts.marks import DOTS

_LOOK_EVERY_S = 2.0
_FREE_TRIES = 2
_PAUSE_MOST_S = 30.0
_CLEAR_SCROLLBACK = "\x1b[3J"


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
    """Lock every prompt inside once nobody touches a key; without a lock none."""
    if lock is None:
        yield
        return
    lock.touched_s = lock.now_s()
    _current.append(lock)
    try:
        yield
    finally:
        _current.remove(lock)


def guard(application: Application[Any]) -> None:
    """Give a prompt its quick exit, and its lock where there is one."""
    own = [application.key_bindings] if application.key_bindings else []
    application.key_bindings = merge_key_bindings([*own, _quick_exit()])
    if _current:
        _Guarded(application, _current[-1]).begin()


def _quick_exit() -> KeyBindings:
    keys = KeyBindings()
    for each in command_keys():
        if each.command is Command.QUICK_EXIT:
            for key in (each.key, *each.twins):
                keys.add(key, eager=True)(_leave_at_once)
    return keys


def _leave_at_once(event: KeyPressEvent) -> None:
    _clear(event.app)
    event.app.erase_when_done = True
    event.app.exit(exception=QuickExit())


def _clear(application: Application[Any]) -> None:
    application.renderer.clear()
    application.output.write_raw(_CLEAR_SCROLLBACK)
    application.output.flush()


class _Guarded:
    """One prompt, and what stands in its place while it is locked."""

    def __init__(self, application: Application[Any], lock: ScreenLock) -> None:
        self._application, self._lock = application, lock
        self._shown = (application.layout, application.key_bindings)
        self._is_locked = False
        self._told = ""
        self._typed = Buffer(multiline=False)

    def begin(self) -> None:
        """Look from time to time whether somebody is there, as long as the prompt runs."""
        self._application.key_processor.before_key_press += self._touch

        def watch() -> None:
            self._application.create_background_task(self._watch())

        self._application.pre_run_callables.append(watch)

    def _touch(self, _sender: object) -> None:
        if not self._is_locked:
            self._lock.touched_s = self._lock.now_s()

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(min(_LOOK_EVERY_S, self._lock.after_s))
            if not self._is_locked and self._lock.is_idle():
                self._close()

    def _close(self) -> None:
        self._is_locked, self._told = True, ""
        self._shown = (self._application.layout, self._application.key_bindings)
        self._typed.reset()
        self._application.layout, self._application.key_bindings = self._door()
        _clear(self._application)
        self._application.invalidate()

    def _open(self) -> None:
        self._is_locked = False
        self._application.layout, self._application.key_bindings = self._shown
        self._application.renderer.clear()
        self._application.invalidate()

    def _door(self) -> tuple[Layout, KeyBindings]:
        words = FormattedTextControl(
            lambda: [
                ("class:question", _("Locked, because no key was touched for a while.") + "\n"),
                ("class:hint", _("Everything ticked is saved. Type the passphrase, then Enter.")),
                ("class:warning", f"\n{self._told}" if self._told else ""),
            ]
        )
        typing = Window(BufferControl(self._typed, input_processors=[DOTS]), height=1)
        head = Window(words, dont_extend_height=True, wrap_lines=True)
        return Layout(HSplit([head, typing]), focused_element=typing), self._door_keys()

    def _door_keys(self) -> KeyBindings:
        keys = KeyBindings()

        @keys.add("enter", eager=True)
        def try_it(event: KeyPressEvent) -> None:
            typed = self._typed.text
            self._typed.reset()
            self._told = self._lock.refuse(typed)
            if not self._told:
                self._open()

        @keys.add("c-c", eager=True)
        def stop(event: KeyPressEvent) -> None:
            event.app.exit(exception=KeyboardInterrupt())

        for binding in _quick_exit().bindings:
            keys.bindings.append(binding)
        return keys
