"""What came of handing one message to a server, in words that say what to do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum


class Cause(StrEnum):
    """Why somebody has not got the message yet."""

    UNREACHABLE = "unreachable"
    """No network, or nobody listens there."""
    BUSY = "busy"
    """The server asks to come again later, or the line broke off."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """What came of handing one message to a server."""

    sent: tuple[str, ...] = ()
    perhaps: tuple[str, ...] = ()
    """Handed over, and no answer came: they may have it."""
    refused: Mapping[str, str] = field(default_factory=dict)
    """Why, by address: trying again changes nothing."""
    later: Mapping[str, str] = field(default_factory=dict)
    """Why, by address: it is worth trying again."""
    cause: Cause | None = None
    """Of `later`."""


def refused(addresses: Sequence[str], why: str) -> Delivery:
    """Return that nobody gets it."""
    return Delivery(refused=dict.fromkeys(addresses, why))


def later(addresses: Sequence[str], why: str, cause: Cause = Cause.BUSY) -> Delivery:
    """Return that nobody has it yet."""
    return Delivery(later=dict.fromkeys(addresses, why), cause=cause)
