"""Where each value of a YAML file stands: a path into the data in, a line of the file out."""

from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

DataPath: TypeAlias = tuple[str | int, ...]
"""The way to a value: keys of mappings and indices of lists, from the top of the file."""


class Mark(NamedTuple):
    """The line of one value, its key's line, and the marks of what it holds."""

    line: int
    key_line: int
    inside: "dict[str, Mark] | list[Mark] | None" = None

    def step(self, key: str | int) -> "Mark | None":
        """Return the mark of the value under `key`; `None` where there is none."""
        inside = self.inside
        found: Mark | None = None
        if isinstance(inside, dict):
            found = inside.get(str(key))
        elif isinstance(inside, list) and isinstance(key, int) and key < len(inside):
            found = inside[key]
        return found


@dataclass(frozen=True, slots=True)
class SourceMap:
    """One file: its name, and the line of each of its values."""

    name: str
    top: Mark = field(default=Mark(1, 1), repr=False)

    def place(self, path: DataPath) -> str:
        """Return `file:line` of the value at `path`, or of the nearest value around it."""
        return f"{self.name}:{self.mark(path).line}"

    def key_place(self, path: DataPath) -> str:
        """Return `file:line` of the key that stands before the value at `path`."""
        return f"{self.name}:{self.mark(path).key_line}"

    def mark(self, path: DataPath) -> Mark:
        """Return the mark at `path`, or the nearest one around it."""
        here = self.top
        for key in path:
            below = here.step(key)
            if below is None:
                break
            here = below
        return here
