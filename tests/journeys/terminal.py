"""The program in a terminal, 80 by 24 or as wanted, as a person sees it and types into it."""

import os
import re
import signal
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pexpect
import pyte

KEYS = {
    "Enter": "\r",
    "Space": " ",
    "Ctrl-C": "\x03",
    "Ctrl-D": "\x04",
    "Ctrl-U": "\x15",
    "F1": "\x1bOP",
    "F2": "\x1bOQ",
    "F3": "\x1bOR",
    "F4": "\x1bOS",
    "F5": "\x1b[15~",
    "F6": "\x1b[17~",
    "F7": "\x1b[18~",
    "F8": "\x1b[19~",
    "F9": "\x1b[20~",
    "F10": "\x1b[21~",
    "Ctrl-K": "\x0b",
    "Ctrl-P": "\x10",
    "Backspace": "\x7f",
    "Up": "\x1b[A",
    "Down": "\x1b[B",
}
COLUMNS, ROWS = 80, 24
CLOCK = re.compile(r"  \d\d:\d\d$")
"""The time of day in the heading: it moves on without anybody doing anything."""
QUIET_S = 0.015
"""A screen is drawn in one piece; after so long without output it is whole."""
PATIENCE_S = 20
KEY_LINE = re.compile(r"F1 .*F2 ")


class Terminal:
    """One run of the program; every key is sent on its own."""

    def __init__(
        self,
        workspace: Path,
        *words: str,
        lang: str = "en",
        size: tuple[int, int] = (COLUMNS, ROWS),
        environment: Mapping[str, str] | None = None,
    ) -> None:
        columns, rows = size
        self.screen = pyte.HistoryScreen(columns, rows, history=2000)
        self._stream = pyte.ByteStream(self.screen)
        self._received = self._refusals = 0
        self.has_ended = False
        self.child = pexpect.spawn(
            sys.executable,
            ["-m", "fieldsurvey", "--lang", lang, "-w", str(workspace), *words],
            dimensions=(rows, columns),
            env=os.environ
            | {
                "HOME": str(workspace),
                "TERM": "xterm-256color",
                "PROMPT_TOOLKIT_NO_CPR": "1",
                "PYTHONWARNINGS": "error",
                "PYTHONUTF8": "1",
            }
            | dict(environment or {}),
        )
        self.child.delaybeforesend = None

    def lines(self) -> list[str]:
        """Return what is on the screen, without the blank rows at its end."""
        return "\n".join(line.rstrip() for line in self.screen.display).rstrip().split("\n")

    def everything(self) -> str:
        """Return all that was ever printed and stayed, scrolled off or not."""
        above = [
            "".join(row[column].data for column in range(self.screen.columns)).rstrip()
            for row in self.screen.history.top
        ]
        return "\n".join(above + self.lines())

    def asked(self) -> list[str]:
        """Return the prompt: section, question and choices, between the heading and the keys."""
        shown = self.lines()
        heads = [nth for nth, line in enumerate(shown) if re.match(r"\d{4}(-R?\d+)? · ", line)]
        keys = [nth for nth, line in enumerate(shown) if KEY_LINE.match(line)]
        if not heads or not keys or keys[-1] < heads[-1] or "F9 " not in "".join(shown[keys[-1] :]):
            return []
        return [CLOCK.sub("", line).rstrip() for line in shown[heads[-1] : keys[-1]] if line]

    def wording(self) -> str:
        """Return the prompt as one line."""
        return " ".join(line.strip() for line in self.asked()[1:])

    def send(self, key: str) -> "Terminal":
        """Press one key, and do not wait for what it does."""
        self.child.send(KEYS.get(key, key))
        return self

    def press(self, *keys: str) -> "Terminal":
        """Press keys one by one, and wait each time until the screen stands."""
        for key in keys:
            received = self._received
            self.send(key)
            self.wait(lambda before=received: self._received > before and bool(self.asked()))
        return self

    def type(self, text: str) -> "Terminal":
        """Type a text letter by letter, and wait until it stands there."""
        for letter in text:
            self.send(letter)
        self.wait(lambda: any(line.endswith(text[-20:]) for line in self.lines()))
        return self

    def go(self, *keys: str) -> "Terminal":
        """Press keys one by one; each leads to another prompt, or to the end."""
        for key in keys:
            before = self.asked()
            self.send(key)
            self.wait(lambda before=before: self.asked() not in ([], before))
        return self

    def try_key(self, key: str) -> "Terminal":
        """Press a key that leads to another prompt, to the end, or to a refusal."""
        before, refusals = self.asked(), self._refusals
        self.send(key)
        return self.wait(
            lambda: (
                self.asked() not in ([], before)
                or (self._refusals > refusals and bool(self.asked()))
            )
        )

    def end(self, key: str) -> int:
        """Press the key that ends the program; return its exit code."""
        self.send(key)
        return self.ended()

    def ended(self) -> int:
        """Wait for the end; return the exit code."""
        self.wait(lambda: self.has_ended)
        self.child.close()
        return (
            self.child.exitstatus if self.child.signalstatus is None else -self.child.signalstatus
        )

    def resize(self, columns: int, rows: int) -> "Terminal":
        """Change the size of the window."""
        self.screen.resize(rows, columns)
        self.child.setwinsize(rows, columns)
        return self

    def kill(self) -> None:
        """End the program as a flat battery does."""
        self.child.kill(signal.SIGKILL)
        assert self.ended() == -signal.SIGKILL

    def close(self) -> None:
        """End the program, whatever it does, and wait for that: a busy machine takes its time."""
        if self.child.closed:
            return
        if self.child.isalive():
            self.child.kill(signal.SIGKILL)
            self.child.wait()
        self.child.close()

    def vanish(self) -> None:
        """Close the window: nothing can be shown or read any more."""
        self.child.ptyproc.fileobj.close()
        self.child.ptyproc.closed = self.child.closed = True
        self.child.wait()

    def wait(self, until: Callable[[], bool]) -> "Terminal":
        """Read until the screen stands as wanted, or the program ended."""
        deadline = time.monotonic() + PATIENCE_S
        while True:
            is_quiet = not self._read()
            if is_quiet and (self.has_ended or until()):
                return self
            if time.monotonic() > deadline:
                raise AssertionError("The screen stays like this:\n" + "\n".join(self.lines()))

    def wait_for(self, text: str) -> "Terminal":
        """Read until a text is on the screen."""
        self.wait(lambda: text in "\n".join(self.lines()))
        assert text in self.everything(), self.everything()
        return self

    def begin(self, first: int, second: int) -> "Terminal":
        """Say by their numbers who is there; wait for the first question."""
        before = self.wait_for("» 1  ").lines()
        self.send(str(first))
        self.wait(lambda: self.lines() != before and "» " in "".join(self.lines()))
        self.send(str(second))
        return self.wait(lambda: bool(self.asked()))

    def is_restored(self) -> bool:
        """Say whether the terminal was left as a shell wants it: cursor seen, paste plain."""
        return not self.screen.cursor.hidden and (2004 << 5) not in self.screen.mode

    def _read(self) -> bool:
        try:
            received = self.child.read_nonblocking(65536, timeout=QUIET_S)
        except pexpect.TIMEOUT:
            return False
        except pexpect.EOF:
            self.has_ended = True
            return False
        self._received_bytes(received)
        return True

    def _received_bytes(self, received: bytes) -> None:
        self._received += len(received)
        self._refusals += received.count("✗".encode())
        self._stream.feed(received)
