"""The nouns of checks across interviews: where a rule holds, and an edition that was made."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Crossing:
    """One place where a rule holds."""

    where: str
    """A household, a village, or a day."""
    places: Mapping[str, str] = field(default_factory=dict)
    """What the rule's text shows, by the name of its place."""
    interviews: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EditionMade:
    """What is known of one edition of the nightly list."""

    number: int
    day: date
    made_at: datetime
    """Aware."""
    covers: Mapping[str, int]
    """How many lines of each device it has seen."""
    problems: frozenset[str]
    """Numbers in its list, its supplements and its corrections."""
