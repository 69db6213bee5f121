"""What a function of the language is, and the one table of all of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar


class Kind(StrEnum):
    """What a value is; arguments are converted to what a function takes."""

    TEXT = "text"
    NUMBER = "number"
    TRUTH = "boolean"
    NODES = "node-set"
    ANY = "value"
    """Whatever comes."""


@dataclass(frozen=True, slots=True)
class Function:
    """A function of the language."""

    name: str
    help: str
    """One sentence."""
    topic: str
    takes: tuple[Kind, ...]
    names: tuple[str, ...]
    """What the arguments are called, one for each of `takes`."""
    gives: Kind
    least: int
    """Fewest arguments."""
    most: int | None
    """Most arguments; `None`: as many as you like, the last kinds again and again."""
    repeats: int
    """How many of the last of `takes` come again where `most` is `None`."""
    implementation: Callable[..., Any] | None
    """Python's side; `None` where the compiler writes the function itself."""
    needs_scope: bool
    """Called with the scope first."""
    needs_site: bool
    """Called with the expression's text and the number of the call, after the scope: what makes
    two draws of chance differ and stay the same when the answer is looked at again."""

    @property
    def signature(self) -> str:
        """How it is called: `round(number, places?)`."""
        required, optional = self.names[: self.least], self.names[self.least :]
        words = [*required, *(f"{name}?" for name in optional)]
        return f"{self.name}({', '.join(words)}{', …' if self.most is None else ''})"

    def accepts(self, count: int) -> bool:
        """Say whether it may be called with that many arguments."""
        if self.most is not None:
            return self.least <= count <= self.most
        return count >= self.least and (count - len(self.takes)) % self.repeats == 0

    def kind_of(self, argument: int) -> Kind:
        """Return what the argument with this index (from 0) is converted to."""
        if argument < len(self.takes):
            return self.takes[argument]
        over = argument - len(self.takes)
        return self.takes[len(self.takes) - self.repeats + over % self.repeats]


FUNCTIONS: dict[str, Function] = {}
"""Every function by name; filled when `functions` is imported."""

Implementation = TypeVar("Implementation", bound=Callable[..., Any])

_KINDS: Mapping[str, Kind] = {
    "text": Kind.TEXT,
    "number": Kind.NUMBER,
    "truth": Kind.TRUTH,
    "nodes": Kind.NODES,
    "value": Kind.ANY,
}


@dataclass(frozen=True, slots=True)
class Topic:
    """A shelf of functions; its methods put a function on it."""

    title: str

    def offer(
        self, signature: str, gives: Kind, help: str, *, scope: bool = False, site: bool = False
    ) -> Callable[[Implementation], Implementation]:
        """Put the decorated Python function into the table.

        Args:
            signature: `round(number:number, places:number?)`; `*` after the last arguments: they
                may come again, all that have it together.
            gives: What it returns.
            help: One sentence for the docs.
            scope: The implementation wants the scope first.
            site: … and the place of the call after it.
        """

        def put(implementation: Implementation) -> Implementation:
            self._put(signature, gives, help, implementation, (scope or site, site))
            return implementation

        return put

    def announce(self, signature: str, gives: Kind, help: str) -> None:
        """Put a function into the table that the compiler writes itself."""
        self._put(signature, gives, help, None, (False, False))

    def _put(
        self,
        signature: str,
        gives: Kind,
        help: str,
        implementation: Callable[..., Any] | None,
        needs: tuple[bool, bool],
    ) -> None:
        name, _, inner = signature.removesuffix(")").partition("(")
        words = [word.strip() for word in inner.split(",") if word.strip()]
        repeats = sum(word.endswith("*") for word in words)
        FUNCTIONS[name] = Function(
            name=name,
            help=help,
            topic=self.title,
            takes=tuple(_KINDS[word.rstrip("?*").partition(":")[2]] for word in words),
            names=tuple(word.partition(":")[0] for word in words),
            gives=gives,
            least=sum(not word.endswith("?") for word in words),
            most=None if repeats else len(words),
            repeats=repeats,
            implementation=implementation,
            needs_scope=needs[0],
            needs_site=needs[1],
        )


def known_functions() -> tuple[Function, ...]:
    """Return every function of the language, sorted by topic and name."""
    return tuple(sorted(FUNCTIONS.values(), key=lambda each: (each.topic, each.name)))
