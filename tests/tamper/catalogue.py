"""Every known way to tamper with a survey: what is done, which command notices it, and by what.

Each entry gets a whole small survey of its own (`world`) and tampers with it. Then its command is
run: it must end with a fault and say the words. `out_of_reach` says why nothing can notice it.
"""

from collections.abc import Callable
from dataclasses import dataclass

from tests.tamper.world import World


@dataclass(frozen=True, slots=True)
class Notice:
    """By which command something is noticed."""

    command: tuple[str, ...]
    """`LEAD`, `LAPTOP`, `OTHER`, `STICK` stand for the folders."""
    words: str
    """A code, or words that are said."""
    is_fault: bool = True
    """Whether the command ends with a fault; what is only told ends well."""


@dataclass(frozen=True, slots=True)
class Tampering:
    """One way to tamper."""

    name: str
    about: str
    """What is tampered with, as the table groups it."""
    done: str
    """One sentence."""
    tamper: Callable[[World], None]
    notices: tuple[Notice, ...] = ()
    out_of_reach: str = ""


CATALOGUE: list[Tampering] = []


def tampering(
    about: str, done: str, *notices: Notice, out_of_reach: str = ""
) -> Callable[[Callable[[World], None]], Callable[[World], None]]:
    """Put a way to tamper into the catalogue."""

    def keep(tamper: Callable[[World], None]) -> Callable[[World], None]:
        name = getattr(tamper, "__name__", "").replace("_", "-")
        CATALOGUE.append(Tampering(name, about, done, tamper, notices, out_of_reach))
        return tamper

    return keep


def at(command: str, words: str, *, is_fault: bool = True) -> Notice:
    """Return by which command it is noticed: `LEAD verify`."""
    return Notice(tuple(command.split()), words, is_fault)
