"""Lines of the leads in, what became of an edition's message for each address out.

Such a line is of kind `edition` (`Entry.value`)::

    {"about": "mail", "event": "begun", "number": 1, "digest": …, "to": ["office@example.org"]}

`begun` stands before the last byte is sent, without which no server may deliver; `sent` or
`not_sent` once the server has answered. A `begun` that nothing follows tells of a power cut or a
lost answer: the message may have arrived. Such an address gets it again only when a person says so
(`again`), or is noted as served (`sent`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from fieldsurvey.chain.lines.line import Entry, Kind, Line
from fieldsurvey.chain.lines.said import in_order_said, said_by, text_at, texts_at

MAIL = "mail"
"""What such a line is about."""


class Event(StrEnum):
    """What such a line says."""

    BEGUN = "begun"
    SENT = "sent"
    NOT_SENT = "not_sent"
    AGAIN = "again"
    """Somebody asked: it did not arrive."""


class Fate(StrEnum):
    """What became of an edition's message for one address."""

    WAITING = "waiting"
    PERHAPS = "perhaps"
    """Handed over, and no answer came."""
    SENT = "sent"


@dataclass(frozen=True, slots=True)
class Posting:
    """An edition, as lines about its mail name it."""

    number: int
    digest: str
    """SHA-256 of its JSON file, in hex."""

    def entry(self, event: Event, addresses: Sequence[str]) -> Entry:
        """Return what is to be said of some addresses."""
        said = {
            "about": MAIL,
            "event": event.value,
            "number": self.number,
            "digest": self.digest,
            "to": list(addresses),
        }
        return Entry(Kind.EDITION, value=said)


def is_about_mail(line: Line) -> bool:
    """Tell whether a line of kind `edition` is about sending one, and witnesses nothing."""
    return text_at(said_by(line), "about") == MAIL


def fates(lines: Iterable[Line], posting: Posting, addresses: Sequence[str]) -> dict[str, Fate]:
    """Return what became of the edition's message for each address.

    Args:
        lines: Those that the leads said, of kind `edition`.
        posting: The edition.
        addresses: Letters large or small are the same address.
    """
    sent: set[str] = set()
    begun: set[tuple[str, str]] = set()
    for line in in_order_said(line for line in lines if is_about_mail(line)):
        said = said_by(line)
        if text_at(said, "digest") != posting.digest:
            continue
        for address in map(str.casefold, texts_at(said, "to")):
            match text_at(said, "event"):
                case Event.BEGUN:
                    begun.add((line.device, address))
                case Event.SENT:
                    sent.add(address)
                case Event.NOT_SENT:
                    # What this computer was told says nothing of what another one has begun.
                    begun.discard((line.device, address))
                case Event.AGAIN:
                    begun = {each for each in begun if each[1] != address}
    unsure = {address for _device, address in begun}
    return {address: _fate(address.casefold(), sent, unsure) for address in addresses}


def _fate(address: str, sent: set[str], unsure: set[str]) -> Fate:
    if address in sent:
        return Fate.SENT
    return Fate.PERHAPS if address in unsure else Fate.WAITING
