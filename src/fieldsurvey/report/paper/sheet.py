"""What stands on a paper form, in the words it is printed in."""

from dataclasses import dataclass
from enum import StrEnum

_SHORT = 48
"""Letters that fit on one line beside their codes."""


class Room(StrEnum):
    """What a question leaves room for."""

    CHOICE = "choice"
    """Codes, one or several of which are ticked."""
    RANK = "rank"
    """Codes, each with a box for its place."""
    DIGITS = "digits"
    """Boxes for the digits of a number, and its unit."""
    DATE = "date"
    """Boxes for year, month and day."""
    TIME = "time"
    """Boxes for hour and minute."""
    DATE_TIME = "date_time"
    LINE = "line"
    """One line, for a code, a place or the number of a photo."""
    LINES = "lines"
    """Lines for words."""
    TICK = "tick"
    """One box."""
    NOTHING = "nothing"
    """A note takes no answer."""


@dataclass(frozen=True, slots=True)
class PrintedChoice:
    """One choice."""

    code: str
    label: str
    go_to: str = ""
    """Where to go on after it, in words; '' for the next question."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One question as it is printed."""

    name: str
    mark: str
    """Number, told apart from others of the same number by a letter: `2(1)b`."""
    label: str
    room: Room
    hints: tuple[str, ...] = ()
    """What stands small below it: hint, what is taken, how many may be chosen."""
    condition: str = ""
    """When it is asked, in words; '' for always."""
    choices: tuple[PrintedChoice, ...] = ()
    special: tuple[tuple[str, str], ...] = ()
    """Special answers that may be ticked: key and words."""
    unit: str = ""
    integer_boxes: int = 0
    decimal_boxes: int = 0
    lines: int = 1
    is_required: bool = False

    @property
    def is_short(self) -> bool:
        """Whether all choices fit on one line or little more."""
        return sum(len(choice.label) + len(choice.go_to) for choice in self.choices) < _SHORT


@dataclass(frozen=True, slots=True)
class Rows:
    """A repeat: a table with a column a question and a row a member, plot or loan."""

    name: str
    mark: str
    label: str
    hints: tuple[str, ...]
    condition: str
    columns: tuple[Entry, ...]
    rows: int
    outer: str = ""
    """What the rows of the repeat around it are; each row says to which of those it belongs."""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, or none, with what stands below it."""

    name: str
    mark: str
    label: str
    depth: int
    """1 for a group that stands in no other."""
    hints: tuple[str, ...]
    condition: str
    parts: "tuple[Entry | Rows, ...]"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A whole paper form."""

    form_id: str
    title: str
    source: str
    version: str
    digest: str
    is_of_household: bool
    """Known by its sample number; a village by its code."""
    header: tuple[Entry, ...]
    """Questions that the plan answers: township, village, group, head of household."""
    sections: tuple[Section, ...]
    signatures: tuple[Entry, ...]
    """Two: the inspectors sign below the finish code."""
