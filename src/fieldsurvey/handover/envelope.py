"""A payload in, the bytes of a file around it out; such bytes in, a payload that is whole out.

A file that travels is::

    FSB1                                                     the magic: what is inside
    {"bytes":…,"sealing":"age","sha256":…,"to":[…]}          how it is sealed, and to whom
    payload

All of it may be read by anybody, so it says nothing of whom or what the payload is about.
"""

import hashlib
import json
from dataclasses import dataclass
from enum import StrEnum

from fieldsurvey.chain.lines.line import dump_json
from fieldsurvey.handover.verdict import newer, unreadable
from fieldsurvey.i18n import _

ENVELOPE_BYTES_MAX = 1024

BEGINNING_BYTES = ENVELOPE_BYTES_MAX + 16
"""As much of a file as can hold its envelope."""


class Magic(StrEnum):
    """The first line of a file that travels."""

    BUNDLE = "FSB1"
    PICTURE = "FSP1"


@dataclass(frozen=True, slots=True)
class Envelope:
    """What stands before a payload."""

    size_bytes: int
    """Of the payload as it is sealed."""
    sha256: str
    """Of the payload as it is sealed and the marks in `to`, hex."""
    to: tuple[str, ...] = ()
    """Marks of the recipients it is sealed to; none where it is not sealed."""

    @classmethod
    def around(cls, payload: bytes, to: tuple[str, ...] = ()) -> "Envelope":
        """Return the envelope of a payload."""
        return cls.closing(hashlib.sha256(payload), len(payload), to)

    @classmethod
    def closing(cls, digest: "hashlib._Hash", size_bytes: int, to: tuple[str, ...]) -> "Envelope":
        """Return the envelope of a payload that went through a hash; the hash is used up."""
        digest.update(",".join(to).encode())
        return cls(size_bytes, digest.hexdigest(), to)

    def text(self) -> bytes:
        """Return its line."""
        about: dict[str, object] = {
            "bytes": self.size_bytes,
            "sealing": "age" if self.to else "none",
            "sha256": self.sha256,
        }
        if self.to:
            about["to"] = list(self.to)
        return dump_json(about).encode() + b"\n"


def first_lines(magic: Magic, envelope: Envelope) -> bytes:
    """Return what stands in a file before its payload."""
    return magic.encode() + b"\n" + envelope.text()


def wrap(magic: Magic, payload: bytes, to: tuple[str, ...] = ()) -> bytes:
    """Return the bytes of the file around a payload."""
    return first_lines(magic, Envelope.around(payload, to)) + payload


def unwrap(magic: Magic, content: bytes) -> tuple[Envelope, bytes]:
    """Return the envelope and the payload of a file, every byte of which fits.

    Raises:
        BundleError: It is another file, damaged, or a newer program made it.
    """
    if not content:
        raise unreadable(_("it is empty (0 bytes)."))
    envelope, start = read_envelope(magic, content[:BEGINNING_BYTES])
    payload = content[start:]
    if Envelope.around(payload, envelope.to) != envelope:
        raise unreadable(_("it is damaged or was cut short."))
    return envelope, payload


def read_envelope(magic: Magic, beginning: bytes) -> tuple[Envelope, int]:
    """Return the envelope at the beginning of a file, and where its payload starts.

    Raises:
        BundleError: It is another file, damaged, or a newer program made it.
    """
    first = magic.encode() + b"\n"
    if not beginning.startswith(first):
        if beginning.startswith(first[:3]) and beginning[3:4].isdigit():
            raise newer()
        raise unreadable(_("it is no bundle, or its beginning is damaged."))
    end = beginning.find(b"\n", len(first), len(first) + ENVELOPE_BYTES_MAX) + 1
    text = beginning[len(first) : end]
    envelope = _parse(text)
    if not end or envelope is None or envelope.text() != text:
        raise unreadable(_("it is damaged or was cut short."))
    return envelope, end


def _parse(text: bytes) -> Envelope | None:
    try:
        said = json.loads(text)
        if str(said["sealing"]) not in ("none", "age"):
            raise newer()
        return Envelope(
            int(said["bytes"]), str(said["sha256"]), tuple(map(str, said.get("to", ())))
        )
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError):
        return None
