"""The parts of an expression: frozen, comparable, without places in the text.

Chains of one precedence (`a or b or c`, `a + b - c`) are one part with many operands, so that a
long rule is wide and not deep.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Number:
    """A number literal: `18`, `0.5`; never negative, never infinite."""

    value: float


@dataclass(frozen=True, slots=True)
class Text:
    """A text literal; holds at most one of the two kinds of quotation mark."""

    value: str


@dataclass(frozen=True, slots=True)
class Question:
    """`${name}`: the answer to a question, or every answer to a question of a repeat."""

    name: str


@dataclass(frozen=True, slots=True)
class LastSaved:
    """`${last-saved#name}`: the answer in the interview saved before this one."""

    name: str


@dataclass(frozen=True, slots=True)
class Here:
    """`.`: the answer itself; in a predicate, the node that is looked at."""


@dataclass(frozen=True, slots=True)
class Root:
    """What `/` starts from: the whole interview."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a path."""

    name: str
    """A name, `..`, `.` or `*`."""
    predicates: "tuple[Tree, ...]" = ()
    descendant: bool = False
    """Stands after `//`."""


@dataclass(frozen=True, slots=True)
class Path:
    """Steps from a start: `../age`, `/data/member/age`, `instance('l')/root/item[name=${x}]`."""

    start: "Tree | Root | None"
    """`None`: from where the expression stands."""
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Filter:
    """What is left of a node-set by predicates: `${age}[. > 60]`."""

    subject: "Tree"
    predicates: "tuple[Tree, ...]"


@dataclass(frozen=True, slots=True)
class Call:
    """A function of the language, called with the right number of arguments."""

    function: str
    arguments: "tuple[Tree, ...]" = ()


@dataclass(frozen=True, slots=True)
class Negative:
    """`-operand`."""

    operand: "Tree"


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """`first op operand op operand …`, from left to right; operators of one precedence only."""

    first: "Tree"
    rest: "tuple[tuple[str, Tree], ...]"
    """Pairs of `+ -` or of `* div mod`, and the operand."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """`left op right` with `= != < <= > >=`."""

    operator: str
    left: "Tree"
    right: "Tree"


@dataclass(frozen=True, slots=True)
class Both:
    """`a and b and …`."""

    operands: "tuple[Tree, ...]"


@dataclass(frozen=True, slots=True)
class Either:
    """`a or b or …`."""

    operands: "tuple[Tree, ...]"


@dataclass(frozen=True, slots=True)
class Union:
    """`a | b | …`: the nodes of all."""

    operands: "tuple[Tree, ...]"


Tree: TypeAlias = (
    Number
    | Text
    | Question
    | LastSaved
    | Here
    | Path
    | Filter
    | Call
    | Negative
    | Arithmetic
    | Comparison
    | Both
    | Either
    | Union
)


OF_THE_ANSWER_ITSELF = frozenset(
    {"boolean", "normalize-space", "number", "string", "string-length"}
)
"""Functions that, called without an argument, are about what the expression stands at."""


def parts_of(part: Tree | Step) -> Iterator[Tree | Step]:
    """Yield what stands directly in a part: operands, arguments, steps, predicates."""
    waiting: list[object] = [getattr(part, field.name) for field in reversed(fields(part))]
    while waiting:
        value = waiting.pop()
        if isinstance(value, tuple):
            waiting.extend(reversed(value))
        elif isinstance(value, Tree | Step):
            yield value


def walk(tree: Tree) -> Iterator[Tree | Step]:
    """Yield `tree` and everything in it, steps of paths included, outermost first."""
    waiting: list[Tree | Step] = [tree]
    while waiting:
        part = waiting.pop()
        yield part
        waiting.extend(reversed(list(parts_of(part))))


def named_question(text: str) -> str:
    """Return the name of a question that is written in quotes: `${water}` or `/data/water`."""
    return text.strip().removeprefix("${").removesuffix("}").rpartition("/")[2].strip()
