"""Every known way to tamper with a survey: what is done, which command notices it, and by what.

Each entry gets a whole small survey of its own (`world`) and tampers with it. Then its command is
run: it must end with a fault and say the words. `out_of_reach` says why nothing can notice it.
"""

from collections.abc import Callable
from dataclasses import dataclass

from tests.tamper.world import Ran, World


@dataclass(frozen=True, slots=True)
class Notice:
    """By which command something is noticed."""

    command: tuple[str, ...]
    """A word in capitals stands for a folder or a file."""
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


def put(entry: Tampering) -> None:
    """Put an entry into the catalogue, under a name of its own."""
    assert entry.name not in {other.name for other in CATALOGUE}, entry.name
    assert bool(entry.notices) != bool(entry.out_of_reach), entry.name
    CATALOGUE.append(entry)


def tampering(
    about: str, *notices: Notice, out_of_reach: str = ""
) -> Callable[[Callable[[World], None]], Callable[[World], None]]:
    """Put a way to tamper into the catalogue; its docstring says what is done."""

    def keep(tamper: Callable[[World], None]) -> Callable[[World], None]:
        name = getattr(tamper, "__name__", "")
        put(Tampering(name, about, tamper.__doc__ or "", tamper, notices, out_of_reach))
        return tamper

    return keep


def at(command: str, words: str, *, is_fault: bool = True) -> Notice:
    """Return by which command it is noticed: `LEAD verify`."""
    return Notice(tuple(command.split()), words, is_fault)


def run_entry(entry: Tampering, world: World) -> list[tuple[Notice, Ran]]:
    """Tamper with a world, and return what each command says that should notice it."""
    entry.tamper(world)
    return [(notice, world.run(*_words(notice, world))) for notice in entry.notices]


def is_noticed(notice: Notice, ran: Ran) -> bool:
    """Tell whether a command noticed it: by its words, and by ending with a fault."""
    return notice.words in ran.said and ran.exit_code == int(notice.is_fault)


def _words(notice: Notice, world: World) -> list[object]:
    stands_for: dict[str, list[object]] = {
        "LEAD": ["-w", world.lead],
        "LAPTOP": ["-w", world.laptop],
        "OTHER": ["-w", world.other],
        "STICK": [world.stick],
        "KIT": [world.stick / "team-1"],
        "NEW": [world.folder / "joined"],
        "ANSWERS": [world.folder / "desk" / "answers.yaml"],
    }
    return [word for said in notice.command for word in stands_for.get(said, [said])]
