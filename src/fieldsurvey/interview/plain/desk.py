"""Lines out, lines in: where plain questions are put and answered."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TextIO, TypeVar

from fieldsurvey.i18n import _
from fieldsurvey.interview.keys import Command, typed_command
from fieldsurvey.interview.locking import ScreenLock, current_lock, why_locked
from fieldsurvey.interview.showing.columns import Line
from fieldsurvey.interview.showing.marks import plain_marks_for
from fieldsurvey.interview.showing.menus import Part

BLANK = "-"
"""Typed alone it leaves blank what Enter alone would keep."""

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Watched:
    """A terminal that somebody may walk away from."""

    read: Callable[[bool, Callable[[], bool]], str | None]
    """Returns the next line, with its end, '' after the last; None once the other says that it is
    time to lock. The first tells whether what is typed is shown nowhere."""
    clear: Callable[[], None]
    """Takes everything off the screen, and what was scrolled off it."""


@dataclass(frozen=True, slots=True)
class PlainDesk:
    """Where a person reads lines and types lines.

    Under a lock it is locked once nobody types for long. What stood there since the question began
    stands there again once it is opened; a line that was not entered yet has to be typed again.
    """

    input: TextIO
    output: TextIO
    read_hidden: Callable[[str], str] | None = None
    """Asks for what nobody else should read; None reads it like anything else."""
    watched: Watched | None = None
    """None where nothing is seen by whoever passes: no terminal."""
    _shown: list[str] = field(default_factory=list, init=False)
    """What stands there since the question began."""

    def begin(self) -> None:
        """Begin another question: what was said before need not stand there any more."""
        self._shown.clear()

    def say(self, lines: Iterable[Line]) -> None:
        """Write lines without their styles."""
        for line in lines:
            self._write("".join(text for _style, text in line).rstrip() + "\n")

    def tell(self, *texts: str) -> None:
        """Write texts, each on a line of its own."""
        self.say([[("", text)] for text in texts])

    def ask(self, prompt: str, kept: str = "", *, takes_paths: bool = False) -> str | Command:
        """Return what is typed at a prompt; or the command that was typed instead.

        Args:
            prompt: Stands before what is typed, without its colon.
            kept: What Enter alone gives.
            takes_paths: Whether a line may begin with a slash without being a command.

        Raises:
            EOFError: There are no more lines.
        """
        while True:
            self._write(f"{prompt} [{kept}]: " if kept else f"{prompt}: ")
            typed = self._read()
            command = typed_command(typed)
            if command is not None:
                return command
            if typed.startswith("//") and not takes_paths:
                return typed[1:]
            if takes_paths or not typed.lstrip().startswith(("/", "／")):
                return _or_kept(typed, kept)
            self.tell(_("There is no such command; /? lists them. // begins a text with a slash."))

    def choose(
        self, prompt: str, menu: Sequence[tuple[str, Value] | Part], kept: Value | None = None
    ) -> Value | Command:
        """Return the value of the row whose number is typed; or a command.

        Args:
            prompt: Stands before what is typed.
            menu: Titles and what they stand for, numbered from 1 whatever they begin with; and
                headings between them.
            kept: What Enter alone gives, if it gives anything.
        """
        numbers: dict[str, Value] = {}
        for row in menu:
            if isinstance(row, Part):
                self.tell(row.words)
                continue
            title, value = row
            number = str(len(numbers) + 1)
            numbers[number] = value
            self.tell(f"{number}  {_without_number(title)}")
        usual = next((number for number, value in numbers.items() if value == kept), "")
        while True:
            typed = self.ask(prompt, usual)
            if isinstance(typed, Command):
                return typed
            number = unicodedata.normalize("NFKC", typed).strip()
            if number in numbers:
                return numbers[number]
            self.tell(_("Type a number from 1 to {count}.").format(count=len(numbers)))

    def ask_hidden(self, prompt: str) -> str | Command:
        """Return what is typed where nobody reads it; or a command."""
        lock = current_lock()
        if self.watched is not None and lock is not None:
            self._write(f"{prompt}: ")
            typed = self._read_watched(self.watched, lock, is_hidden=True)
        elif self.read_hidden is not None:
            typed = self.read_hidden(f"{prompt}: ")
        else:
            return self.ask(prompt)
        return typed_command(typed) or typed

    def _read(self) -> str:
        lock = current_lock()
        if self.watched is not None and lock is not None:
            return self._read_watched(self.watched, lock)
        return _line(self.input.readline())

    def _read_watched(self, watched: Watched, lock: ScreenLock, *, is_hidden: bool = False) -> str:
        while (typed := watched.read(is_hidden, lock.is_idle)) is None:
            self._stay_locked(watched, lock)
        lock.touched_s = lock.now_s()
        self._shown.append("\n" if is_hidden else typed)
        return _line(typed)

    def _stay_locked(self, watched: Watched, lock: ScreenLock) -> None:
        """Show nothing but that it is locked until the passphrase is typed; then all as it was."""
        shown = "".join(self._shown)
        watched.clear()
        self.tell(*why_locked())
        while True:
            self._write(_("Passphrase: "))
            told = lock.refuse(_line(watched.read(True, lambda: False) or ""))
            if not told:
                break
            self.tell(told)
        watched.clear()
        self.begin()
        self._write(shown)

    def _write(self, text: str) -> None:
        table = plain_marks_for(getattr(self.output, "encoding", None) or "utf-8")
        self._shown.append(text)
        self.output.write("".join(_printable(letter) for letter in text.translate(table)))
        self.output.flush()


def _line(read: str) -> str:
    """Return what was typed, without its end; raises EOFError where there was no more line."""
    if not read:
        raise EOFError
    return read.rstrip("\r\n")


def _or_kept(typed: str, kept: str) -> str:
    if not typed.strip():
        return kept
    return "" if typed.strip() == BLANK else typed


def _without_number(title: str) -> str:
    head, blank, rest = title.partition("  ")
    return rest.strip() if blank and re.fullmatch(r"F?[0-9]+", head.strip()) else title


def _printable(letter: str) -> str:
    is_kept = letter in "\n\t" or unicodedata.category(letter) not in ("Cc", "Cs", "Zl", "Zp")
    return letter if is_kept else "�"
