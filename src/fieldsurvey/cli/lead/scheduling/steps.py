"""What is to be done to schedule something, as values: write, remove, run."""

import shlex
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Write:
    """Write a file, whole."""

    path: Path
    content: bytes
    encoding: str = "utf-8"
    """In which it is text."""

    @property
    def text(self) -> str:
        """What is written, to be shown."""
        return self.content.decode(self.encoding)


@dataclass(frozen=True, slots=True)
class Remove:
    """Remove a file of ours."""

    path: Path


@dataclass(frozen=True, slots=True)
class Run:
    """Run a command of the system."""

    words: tuple[str, ...]
    stdin: str | None = None
    """What is given to it."""

    @property
    def text(self) -> str:
        """The command as it is typed."""
        return shlex.join(self.words)


Step = Write | Remove | Run
