"""Nodes: places in the interview and rows of lists that paths lead to.

Node-sets are only made where a repeat, a list or a path is looked at; the answer to a question
that is asked once is plain text.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from fieldsurvey.expressions.scope import Row, Scope
from fieldsurvey.expressions.shape import segments


@dataclass(frozen=True, slots=True)
class Element:
    """A question, a group, an instance of a repeat, or the whole interview (name '')."""

    scope: Scope = field(repr=False, compare=False)
    name: str
    prefix: str
    """Path of the instance it stands in, with its slash: `member[2]/`; '' outside."""
    index: int = 0
    """Number of the instance, from 1; 0 for what is no repeat."""

    @property
    def text(self) -> str:
        """The answer; '' for groups and repeats."""
        value = self.scope.values.get(self.prefix + self.name, "")
        return value if isinstance(value, str) else ""

    @property
    def is_there(self) -> bool:
        """Whether a condition takes it as true: an answer that is not blank, or what has parts."""
        is_group = self.index or not self.name or self.name in self.scope.layout.shape.containers
        return bool(is_group or self.text)

    @property
    def position(self) -> int:
        """Its number among those of its name."""
        return self.index or 1

    @property
    def inside(self) -> str:
        """The prefix of what stands in it."""
        return f"{self.prefix}{self.name}[{self.index}]/" if self.index else self.prefix

    def parent(self) -> "Iterator[Node]":
        """Yield the group, instance or interview it stands in; nothing for the interview."""
        if not self.name:
            return
        shape = self.scope.layout.shape
        around = segments(self.prefix)
        name = shape.parents.get(self.name, around[-1][0] if around else "")
        if name in shape.repeats and around:
            outer = "".join(f"{repeat}[{index}]/" for repeat, index in around[:-1])
            yield Element(self.scope, name, outer, around[-1][1])
        else:
            yield Element(self.scope, name, self.prefix if name else "")

    def children(self, name: str) -> "Iterator[Node]":
        """Yield what stands in it under a name."""
        shape = self.scope.layout.shape
        for each in shape.parents if name == "*" else (name,):
            if shape.parents.get(each) == self.name or (name != "*" and self._may_hold(name)):
                yield from elements(self.scope, each, self.inside)

    def _may_hold(self, name: str) -> bool:
        """Say whether something may stand here of which the shape says too little."""
        shape = self.scope.layout.shape
        if shape.is_complete or (self.name in shape.parents and self.name not in shape.containers):
            return False
        chain = tuple(repeat for repeat, _index in segments(self.inside))
        return name not in shape.parents or shape.chains.get(name, ()) == chain

    def descendants(self, name: str) -> "Iterator[Node]":
        """Yield what stands anywhere in it under a name, in the order of the form."""
        shape = self.scope.layout.shape
        for each in shape.parents if name == "*" else (name,):
            if shape.is_complete and not shape.is_below(each, self.name):
                continue
            for prefix in prefixes_of(self.scope, shape.chains.get(each, ()), self.inside):
                yield from elements(self.scope, each, prefix)


@dataclass(frozen=True, slots=True)
class ListRoot:
    """What `instance('list')` is."""

    name: str
    rows: Sequence[Row] = field(repr=False, compare=False)
    text: str = ""
    position: int = 1
    is_there: bool = True

    def parent(self) -> "Iterator[Node]":
        """Yield nothing."""
        yield from ()

    def children(self, name: str) -> "Iterator[Node]":
        """Yield itself for `root`, its rows for `item`."""
        if name == "root":
            yield self
        elif name in {"item", "*"}:
            yield from (RowNode(row, self, at) for at, row in enumerate(self.rows, 1))

    def descendants(self, name: str) -> "Iterator[Node]":
        """Yield rows for `item`, cells for the name of a column."""
        if name in {"root", "item"}:
            yield from self.children(name)
        else:
            for row in self.children("item"):
                yield from row.children(name)


@dataclass(frozen=True, slots=True)
class RowNode:
    """A choice or a line of a table."""

    row: Row = field(compare=False)
    root: ListRoot
    position: int
    is_there: bool = True

    @property
    def text(self) -> str:
        """The name of a choice."""
        return self.row.get("name", "")

    def parent(self) -> "Iterator[Node]":
        """Yield the list."""
        yield self.root

    def children(self, name: str) -> "Iterator[Node]":
        """Yield the cell of a column; a missing one is blank."""
        for column in self.row if name == "*" else (name,):
            yield Cell(self, column)

    def descendants(self, name: str) -> "Iterator[Node]":
        """Yield the cell of a column."""
        return self.children(name)


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a row."""

    above: RowNode
    column: str
    position: int = 1

    @property
    def text(self) -> str:
        """What the cell holds."""
        return self.above.row.get(self.column, "")

    @property
    def is_there(self) -> bool:
        """Whether it is not blank."""
        return bool(self.text)

    def parent(self) -> "Iterator[Node]":
        """Yield its row."""
        yield self.above

    def children(self, _name: str) -> "Iterator[Node]":
        """Yield nothing."""
        yield from ()

    def descendants(self, _name: str) -> "Iterator[Node]":
        """Yield nothing."""
        yield from ()


Node: TypeAlias = Element | ListRoot | RowNode | Cell


@dataclass(frozen=True, slots=True)
class NodeSet:
    """Nodes in the order of the form."""

    nodes: tuple[Node, ...]

    @property
    def texts(self) -> list[str]:
        """The texts of the nodes."""
        return [node.text for node in self.nodes]

    @property
    def text(self) -> str:
        """The text of the first node; '' without any."""
        return self.nodes[0].text if self.nodes else ""


def elements(scope: Scope, name: str, prefix: str) -> Iterator[Element]:
    """Yield the places of a name whose prefix is known: one, or the instances of a repeat."""
    if name in scope.layout.shape.repeats:
        for index in scope.layout.indexes(prefix + name):
            yield Element(scope, name, prefix, index)
    else:
        yield Element(scope, name, prefix)


def prefixes_of(scope: Scope, chain: tuple[str, ...], inside: str) -> list[str]:
    """Return the prefixes of every instance of the last of `chain`, within `inside`."""
    around = segments(inside)
    if tuple(repeat for repeat, _index in around) != chain[: len(around)]:
        return []
    prefixes = [inside]
    for repeat in chain[len(around) :]:
        prefixes = [
            f"{prefix}{repeat}[{index}]/"
            for prefix in prefixes
            for index in scope.layout.indexes(prefix + repeat)
        ]
    return prefixes
