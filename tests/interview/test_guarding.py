"""The quick exit, and the lock of the screen once nobody touches a key."""

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import StringIO
from threading import Thread
from typing import Any

import pytest
from prompt_toolkit.data_structures import Size
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output.vt100 import Vt100_Output

from fieldsurvey.interview.conducting import conduct_interview
from fieldsurvey.interview.conversation import Conversation
from fieldsurvey.interview.leaving import QuickExit
from fieldsurvey.interview.prompts import ScreenLock, TerminalPrompts, locked_when_idle
from fieldsurvey.interview.screen import Heading

ENTER, F9, CTRL_Q, CTRL_BACKSLASH, F1, CTRL_C = "\r", "\x1b[20~", "\x11", "\x1c", "\x1bOP", "\x03"
RIGHT = "mule kettle ninety harbour"


class Room:
    """A terminal whose keys are pressed while the interview waits."""

    def __init__(self, form: Any, keeper: Any, pipe: Any) -> None:
        self.form, self.keeper, self.pipe, self.shown = form, keeper, pipe, StringIO()

    def conduct(self, *keys: str) -> None:
        """Conduct the interview with keys typed in advance."""
        self.pipe.send_text("".join(keys))
        size = Size(rows=24, columns=200)
        output = Vt100_Output(self.shown, lambda: size, term="xterm", enable_cpr=False)
        prompts = TerminalPrompts(Heading("0103-07"), terminal=(self.pipe, output))
        conduct_interview(
            Conversation.resume(self.form, self.keeper.interview), prompts, self.keeper
        )

    @contextmanager
    def pressing(self, *steps: tuple[str, str]) -> Iterator[None]:
        """Press keys each time something appears on the screen."""

        def press() -> None:
            for awaited, keys in steps:
                self.await_words(awaited)
                self.shown.truncate(0)
                self.pipe.send_text(keys)
            # Should it wait for more than was foreseen, it ends.
            time.sleep(5)
            with suppress(OSError):
                self.pipe.send_text(CTRL_C)

        Thread(target=press, daemon=True).start()
        yield

    def await_words(self, words: str) -> None:
        """Wait until something stands on the screen."""
        give_up = time.monotonic() + 8
        while words not in self.shown.getvalue() and time.monotonic() < give_up:
            time.sleep(0.01)


@pytest.fixture
def room(form: Any, keeper: Any) -> Iterator[Room]:
    """A room with a terminal in it."""
    with create_pipe_input() as pipe:
        yield Room(form, keeper, pipe)


def lock(after_s: float = 0.3) -> ScreenLock:
    """Return a lock that closes soon."""
    return ScreenLock(lambda typed: typed == RIGHT, after_s)


@pytest.mark.parametrize("key", [CTRL_Q, CTRL_BACKSLASH])
@pytest.mark.parametrize("before", [(), ("1",), (ENTER,), (ENTER, ENTER), (F1,)])
def test_the_quick_exit_works_everywhere(room: Room, before: tuple[str, ...], key: str) -> None:
    """At a question, in a list, with something half typed, in the help; the screen is cleared."""
    with pytest.raises(QuickExit):
        room.conduct(*before, key)

    assert "\x1b[3J" in room.shown.getvalue()
    assert room.keeper.interview.answers == ({"persons": "4"} if ENTER in before else {})


def test_the_screen_locks_and_opens_at_the_same_question(room: Room) -> None:
    """What was typed before is there after; a wrong passphrase opens nothing."""
    steps = (
        ("Locked", "wrong" + ENTER),
        ("That was not it", RIGHT + ENTER),
        ("Persons", ENTER + F9),
    )
    with locked_when_idle(lock()), room.pressing(*steps):
        room.conduct("\x15", "5")

    assert room.keeper.interview.answers == {"persons": "5"}


def test_keys_of_the_interview_do_nothing_while_it_is_locked(room: Room) -> None:
    """Leaving by F9 would show what was there; only the passphrase, Ctrl-C and the exit do."""
    steps = (("Locked", F9 + "4" + ENTER), ("That was not it", CTRL_C))
    with (
        locked_when_idle(lock()),
        room.pressing(*steps),
        pytest.raises(KeyboardInterrupt),
    ):
        room.conduct()

    assert room.keeper.interview.answers == {}


def test_it_does_not_lock_under_somebody_who_types() -> None:
    """Every key begins the time anew; without a key it is over."""
    now = [0.0]
    one = ScreenLock(lambda typed: False, 10, lambda: now[0])
    now[0] = 9.9
    assert not one.is_idle()
    one.touched_s = 9.9
    now[0] = 19.8
    assert not one.is_idle()
    now[0] = 19.95
    assert one.is_idle()


def test_wrong_passphrases_cost_growing_pauses() -> None:
    """After the third one has to wait, and even the right one is not looked at."""
    now = [0.0]
    one = ScreenLock(lambda typed: typed == RIGHT, 10, lambda: now[0])
    assert all("not it" in one.refuse("x") for _nth in range(3))
    assert "Wait" in one.refuse(RIGHT)
    now[0] = 2.0
    assert "not it" in one.refuse("x")
    now[0] = 5.9
    assert "Wait" in one.refuse(RIGHT)
    now[0] = 6.0
    assert one.refuse(RIGHT) == ""
    assert one.wrong == 0
