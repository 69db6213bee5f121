"""The quick exit, and the lock of the screen once nobody touches a key."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import StringIO
from threading import Event, Thread
from typing import Any

import pytest
from prompt_toolkit.data_structures import Size
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output.vt100 import Vt100_Output

from fieldsurvey.campaign.secrets.codes import make_verifiers
from fieldsurvey.interview.conducting import conduct_interview
from fieldsurvey.interview.conversation import Conversation
from fieldsurvey.interview.leaving import QuickExit
from fieldsurvey.interview.locking import ScreenLock, locked_when_idle
from fieldsurvey.interview.prompts import TerminalPrompts, ask_pair, reasons, siding
from fieldsurvey.interview.prompts.paper_head import ask_line
from fieldsurvey.interview.prompts.reopening import ask_why_reopened
from fieldsurvey.interview.prompts.settling import Choice, ask_which
from fieldsurvey.interview.prompts.signing import ask_codes
from fieldsurvey.interview.showing.screen import Heading
from fieldsurvey.interview.signing import Signers
from fieldsurvey.interview.typed.text import read_text

ENTER, F9, CTRL_Q, CTRL_BACKSLASH, F1, CTRL_C = "\r", "\x1b[20~", "\x11", "\x1c", "\x1bOP", "\x03"
RIGHT = "mule kettle ninety harbour"
SIGNERS = Signers(("甲一",), make_verifiers({"甲一": "111222"}, bytes, 2))


class Room:
    """A terminal whose keys are pressed while the interview waits."""

    def __init__(self, form: Any, keeper: Any, pipe: Any) -> None:
        self.form, self.keeper, self.pipe, self.shown = form, keeper, pipe, StringIO()

    @property
    def ends(self) -> tuple[Any, Vt100_Output]:
        """Where keys come from, and where is shown."""
        size = Size(rows=24, columns=200)
        return self.pipe, Vt100_Output(self.shown, lambda: size, term="xterm", enable_cpr=False)

    def conduct(self, *keys: str) -> None:
        """Conduct the interview with keys typed in advance."""
        self.pipe.send_text("".join(keys))
        prompts = TerminalPrompts(Heading("0103-07"), terminal=self.ends)
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
            if not is_over.wait(5):
                self.pipe.send_text(CTRL_C)

        is_over = Event()
        Thread(target=press, daemon=True).start()
        try:
            yield
        finally:
            is_over.set()

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


@pytest.mark.parametrize(
    "ask",
    [
        lambda ends: ask_pair(("甲一", "乙二"), ends),
        lambda ends: reasons.ask_reason("0103-07", ends),
        lambda ends: ask_which("甲: 1", "乙: 2", ends),
        lambda ends: siding.ask_side("Which?", ["1", "2"], ends),
        lambda ends: siding.ask_reason("Why?", "", ends),
        lambda ends: ask_why_reopened("0103-07", ends),
        lambda ends: ask_line("Who is keying?", read_text, ends),
        lambda ends: ask_codes(["甲一"], SIGNERS, time.monotonic, ends),
    ],
)
def test_a_question_outside_of_a_conversation_has_the_quick_exit_and_the_lock(
    room: Room, ask: Callable[[Any], object]
) -> None:
    """It locks like any other, opens with the passphrase, and leaves at once."""
    steps = (("Locked", RIGHT + ENTER), ("Locked", CTRL_Q))
    with locked_when_idle(lock()), room.pressing(*steps), pytest.raises(QuickExit):
        ask(room.ends)

    assert "\x1b[3J" in room.shown.getvalue()


def test_a_list_outside_of_a_conversation_stands_again_after_the_lock(room: Room) -> None:
    """The same rows, answered by the same digits."""
    steps = (("Locked", RIGHT + ENTER), ("What does the paper say?", "2"))
    with locked_when_idle(lock()), room.pressing(*steps):
        assert ask_which("甲: 1", "乙: 2", room.ends) is Choice.SECOND


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
