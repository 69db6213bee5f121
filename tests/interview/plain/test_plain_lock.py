"""Asking line by line on a laptop that somebody walks away from."""

from io import StringIO

import pytest

from fieldsurvey.interview.keys import Command
from fieldsurvey.interview.locking import ScreenLock, locked_when_idle
from fieldsurvey.interview.plain import PlainDesk, Watched

RIGHT = "mule kettle ninety harbour"
AWAY = object()
"""Nobody types for longer than the lock allows."""


class Screen:
    """A terminal: what stands on it, and somebody who types or walks away."""

    def __init__(self, *typed):
        self.typed, self.now_s, self.shown = list(typed), 0.0, StringIO()
        self.hidden, self.cleared = [], []

    def read(self, is_hidden, is_time):
        """Return the next line typed."""
        if self.typed and self.typed[0] is AWAY:
            self.typed.pop(0)
            self.now_s += 100
        if is_time():
            return None
        line = self.typed.pop(0) if self.typed else ""
        if is_hidden:
            self.hidden.append(line)
        else:
            self.shown.write(line)
        return line

    def clear(self):
        """Take everything off."""
        self.cleared.append(self.shown.getvalue())
        self.shown.seek(0)
        self.shown.truncate()

    @property
    def desk(self):
        """Where it is asked."""
        return PlainDesk(StringIO(), self.shown, None, Watched(self.read, self.clear))

    @property
    def lock(self):
        """Closes after a minute."""
        return ScreenLock(lambda typed: typed == RIGHT, 60, lambda: self.now_s)


def test_it_locks_and_the_same_question_stands_there_again():
    """Nothing of it is to be seen in between; wrong opens nothing, right puts back all."""
    screen = Screen("seven\n", AWAY, "wrong\n", f"{RIGHT}\n", "7\n")
    desk = screen.desk
    with locked_when_idle(screen.lock):
        desk.tell("Persons in the household")
        assert desk.ask("Number") == "seven"
        desk.tell("A number is wanted.")
        assert desk.ask("Number") == "7"

    before, locked = screen.cleared
    assert before == ("Persons in the household\nNumber: seven\nA number is wanted.\nNumber: ")
    assert "Locked" in locked
    assert "That was not it" in locked
    assert "Persons" not in locked
    assert screen.shown.getvalue() == before + "7\n"
    assert screen.hidden == ["wrong\n", f"{RIGHT}\n"]


def test_only_what_belongs_to_the_question_is_put_back():
    """The one before stays away."""
    screen = Screen("4\n", AWAY, f"{RIGHT}\n", "2\n")
    desk = screen.desk
    with locked_when_idle(screen.lock):
        desk.ask("First")
        desk.begin()
        desk.ask("Second")

    assert screen.shown.getvalue() == "Second: 2\n"


def test_a_code_that_is_typed_unseen_is_guarded_and_never_shown():
    """Locked while it is waited for; neither code nor passphrase ever stands there."""
    screen = Screen(AWAY, f"{RIGHT}\n", "123456\n", "/q\n")
    desk = screen.desk
    with locked_when_idle(screen.lock):
        assert desk.ask_hidden("Code") == "123456"
        assert desk.ask_hidden("Code") is Command.LEAVE

    said = "".join(screen.cleared) + screen.shown.getvalue()
    assert "123456" not in said
    assert RIGHT not in said


def test_the_end_of_the_lines_while_it_is_locked_ends_it():
    """A window that was closed opens nothing."""
    screen = Screen(AWAY, "wrong\n")
    with locked_when_idle(screen.lock), pytest.raises(EOFError):
        screen.desk.ask("Number")


def test_without_a_lock_nothing_is_watched():
    """A laptop that is not encrypted has no passphrase to ask for."""
    shown = StringIO()
    screen = Screen()

    def never(*_all):
        raise AssertionError

    desk = PlainDesk(StringIO("4\n"), shown, None, Watched(never, screen.clear))

    assert desk.ask("Number") == "4"
