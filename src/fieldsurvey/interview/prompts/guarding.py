"""A prompt in, the same out with a quick exit; and locked once nobody has touched a key for long.

The lock takes the place of what is on the screen and puts it back as it was: the same question,
with what was typed or marked. It guards the screen only; the program stays as it is.
"""

import asyncio
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

from fieldsurvey.interview.keys import Command, command_keys
from fieldsurvey.interview.leaving import QuickExit
from fieldsurvey.interview.locking import ScreenLock, current_lock, why_locked
from fieldsurvey.interview.prompts.marks import DOTS

_LOOK_EVERY_S = 2.0
_CLEAR_SCROLLBACK = "\x1b[3J"


def guard(application: Application[Any]) -> None:
    """Give a prompt its quick exit, and its lock where there is one."""
    own = [application.key_bindings] if application.key_bindings else []
    application.key_bindings = merge_key_bindings([*own, _quick_exit()])
    if (lock := current_lock()) is not None:
        _Guarded(application, lock).begin()


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
                ("class:question", why_locked()[0] + "\n"),
                ("class:hint", why_locked()[1]),
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
