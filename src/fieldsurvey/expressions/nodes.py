"""Nodes: places in the interview and rows of lists that paths lead to.

Node-sets are only made where a repeat, a list or a path is looked at; the answer to a question
that is asked once is plain text.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
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
                yield from _elements(self.scope, each, self.inside)

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
            for prefix in _prefixes(self.scope, shape.chains.get(each, ()), self.inside):
                yield from _elements(self.scope, each, prefix)


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


Predicate: TypeAlias = Callable[[Scope, Node, int, int], bool]
"""Whether a node stays, given its place (from 1) among how many."""

StepPlan: TypeAlias = tuple[str, bool, tuple[Predicate, ...]]
"""Name, whether after `//`, predicates."""


def find(scope: Scope, name: str) -> str | NodeSet:
    """Return the answer to a question as it is seen from the current one.

    Text where the question is asked once, or stands in the instance of the current one; a
    node-set where it stands in a repeat that the current one is not in.
    """
    chain = scope.layout[name]
    if chain is None:
        value = scope.values.get(name, "")
        return value if isinstance(value, str) else ""
    mine = segments(scope.current)[: len(chain)]
    if name not in scope.layout.shape.repeats and tuple(each for each, _ in mine) == chain:
        prefix = "".join(f"{repeat}[{index}]/" for repeat, index in mine)
        return Element(scope, name, prefix).text
    return nodes_named(scope, name)


def nodes_named(scope: Scope, name: str) -> NodeSet:
    """Return every place of a question or repeat that the current question can mean."""
    chain = scope.layout[name] or ()
    shared = ""
    for repeat, (mine, index) in zip(chain, segments(scope.current), strict=False):
        if repeat != mine:
            break
        shared += f"{repeat}[{index}]/"
    prefixes = _prefixes(scope, chain, shared)
    return NodeSet(tuple(e for prefix in prefixes for e in _elements(scope, name, prefix)))


def here(scope: Scope) -> Element:
    """Return the place the expression stands at."""
    above, _, last = scope.current.rpartition("/")
    prefix = f"{above}/" if above else ""
    instance = segments(last)
    if instance:
        return Element(scope, instance[0][0], prefix, instance[0][1])
    return Element(scope, last, prefix)


def follow(scope: Scope, nodes: Iterable[Node], steps: Iterable[StepPlan]) -> NodeSet:
    """Walk from nodes along steps, in the order of the form and each node once."""
    for name, descendant, predicates in steps:
        found: dict[Node, None] = {}
        for node in nodes:
            reached = _step(node, name, descendant)
            found.update(dict.fromkeys(keep(scope, reached, predicates)))
        nodes = found
    return NodeSet(tuple(nodes))


def from_root(scope: Scope, steps: Sequence[StepPlan]) -> NodeSet:
    """Walk from the whole interview.

    The first step may be the name of the form itself. A repeat that the current question stands
    in means its own instance, unless a predicate or the end of the path asks for all.
    Source: ODK XForms specification, "XPath paths", deviation for absolute paths in repeats.
    """
    nodes: Iterable[Node] = (Element(scope, "", ""),)
    if steps and not steps[0][1] and steps[0][0] not in scope.layout.shape.parents:
        steps = steps[1:]
    for at, step in enumerate(steps):
        reached = follow(scope, nodes, (step,)).nodes
        if step[0] in scope.layout.shape.repeats and not step[2] and at + 1 < len(steps):
            own = [n for n in reached if isinstance(n, Element) and _is_around(scope, n)]
            reached = tuple(own) or reached
        nodes = reached
    return NodeSet(tuple(nodes))


def from_here(scope: Scope, steps: Sequence[StepPlan]) -> NodeSet:
    """Walk from the place the expression stands at."""
    return follow(scope, (here(scope),), steps)


def instance(scope: Scope, name: str) -> NodeSet:
    """Return a list of choices or a table, as a path starts from it."""
    return NodeSet((ListRoot(name, scope.rows(name)),))


def keep(scope: Scope, nodes: Iterable[Node], predicates: Iterable[Predicate]) -> Iterable[Node]:
    """Return the nodes that every predicate keeps."""
    for predicate in predicates:
        among = list(nodes)
        size = len(among)
        nodes = [n for place, n in enumerate(among, 1) if predicate(scope, n, place, size)]
    return nodes


def union(sets: Iterable[NodeSet]) -> NodeSet:
    """Return the nodes of all, each once."""
    return NodeSet(tuple(dict.fromkeys(node for each in sets for node in each.nodes)))


def _step(node: Node, name: str, descendant: bool) -> Iterator[Node]:
    if name == ".":
        return iter((node,))
    if name == "..":
        return node.parent()
    return node.descendants(name) if descendant else node.children(name)


def _is_around(scope: Scope, instance_: Element) -> bool:
    return f"{scope.current}/".startswith(instance_.inside)


def _elements(scope: Scope, name: str, prefix: str) -> Iterator[Element]:
    if name in scope.layout.shape.repeats:
        for index in scope.layout.indexes(prefix + name):
            yield Element(scope, name, prefix, index)
    else:
        yield Element(scope, name, prefix)


def _prefixes(scope: Scope, chain: tuple[str, ...], inside: str) -> list[str]:
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
