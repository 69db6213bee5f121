"""Where each question stands: what `..` climbs to and which answers are repeated.

Groups add nothing to the path of an answer; `..` still stops at them, as it does in XLSForm.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

MAX_INSTANCES = 10_000
"""Instances of a repeat that are looked at; more than any household has members."""

_SEGMENT = re.compile(r"(.+)\[([1-9][0-9]{0,8})\]")


@dataclass(frozen=True)
class Shape:
    """The items of a questionnaire, without what they ask."""

    parents: Mapping[str, str] = field(default_factory=dict)
    """Each question, group and repeat → the group or repeat it stands in; '' for the top."""
    repeats: frozenset[str] = frozenset()
    is_complete: bool = True
    """False where it was read off answers: groups and blank questions are missing."""

    @cached_property
    def chains(self) -> Mapping[str, tuple[str, ...]]:
        """What stands in a repeat or is one → the repeats around it, outermost first."""
        chains = {name: self._chain(name) for name in self.parents}
        return {name: chain for name, chain in chains.items() if chain or name in self.repeats}

    @cached_property
    def containers(self) -> frozenset[str]:
        """Groups and repeats."""
        return frozenset(self.parents.values()) | self.repeats

    def is_below(self, name: str, above: str) -> bool:
        """Say whether an item stands in a group or repeat, however deep; '' is the top."""
        seen = set()
        while name in self.parents and name not in seen:
            seen.add(name)
            name = self.parents[name]
            if name == above:
                return True
        return False

    def _chain(self, name: str) -> tuple[str, ...]:
        around: list[str] = []
        seen = {name}
        above = self.parents.get(name, "")
        while above and above not in seen:
            seen.add(above)
            if above in self.repeats:
                around.insert(0, above)
            above = self.parents.get(above, "")
        return tuple(around)


def segments(path: str) -> list[tuple[str, int]]:
    """Return the repeats of a path with their instance: `member[2]/age` → `[("member", 2)]`."""
    found = [_SEGMENT.fullmatch(word) for word in path.split("/")] if "[" in path else []
    return [(match[1], int(match[2])) for match in found if match]


def shared_prefix(current: str, chain: tuple[str, ...]) -> str | None:
    """Return the prefix of the instances of `chain` that a path stands in; `None` if in none.

    `member[2]/age` and `("member",)` → `member[2]/`.
    """
    end = 0
    for repeat in chain:
        if not current.startswith(f"{repeat}[", end):
            return None
        slash = current.find("/", end)
        if slash < 0:
            return f"{current}/" if repeat == chain[-1] else None
        end = slash + 1
    return current[:end]


class Layout(dict[str, tuple[str, ...] | None]):
    """The shape of one interview and how often its repeats are there; worked out when asked.

    As a mapping: the name of a question or repeat → the repeats around it, outermost first;
    `None` for what stands in no repeat and is none.
    """

    def __init__(
        self, values: Mapping[str, Any], shape: Shape | None, counts: Mapping[str, int]
    ) -> None:
        super().__init__()
        self._values = values
        self._shape = shape
        self._counts = counts

    @cached_property
    def shape(self) -> Shape:
        """The questionnaire's shape, or what the paths of the answers show of it."""
        if self._shape is not None:
            return self._shape
        return infer_shape([*self._values, *(f"{path}[1]" for path in self._counts)])

    def __missing__(self, name: str) -> tuple[str, ...] | None:
        chain = self[name] = self.shape.chains.get(name)
        return chain

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """Instances by path of the repeat: `member[1]/loan` → 2."""
        counts: dict[str, int] = {}
        for key in self._values:
            before = ""
            for word in key.split("/") if "[" in key else ():
                if match := _SEGMENT.fullmatch(word):
                    path = before + match[1]
                    counts[path] = max(counts.get(path, 0), int(match[2]))
                before += word + "/"
        counts.update(self._counts)
        return counts

    def indexes(self, path: str) -> range:
        """Return the instance numbers of a repeat, from 1."""
        return range(1, min(self.counts.get(path, 0), MAX_INSTANCES) + 1)


def infer_shape(paths: Iterable[str]) -> Shape:
    """Read the shape off the paths of answers; groups and what is unanswered do not show."""
    parents: dict[str, str] = {}
    repeats = set()
    for path in paths:
        above = ""
        for word in path.split("/"):
            match = _SEGMENT.fullmatch(word)
            name = match[1] if match else word
            parents.setdefault(name, above)
            if match:
                repeats.add(name)
            above = name
    return Shape(parents, frozenset(repeats), is_complete=False)
