"""The bytes of any file in, what looks like lines and witnesses out; SQLite is not asked.

A row of the line table is found by its header, wherever it lies: in a page that is damaged, freed,
of a dropped table or of a journal. What has lost its header is found by how a line begins. Bundles
are found by their magic. Every byte is looked at a bounded number of times, whatever the file is.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from fieldsurvey.chain.devices.age_keys import AgeIdentity
from fieldsurvey.chain.lines.text import LINE_BYTES_MAX
from fieldsurvey.handover.bundle import BUNDLE_BYTES_MAX, Bundle, read_bundle
from fieldsurvey.handover.envelope import ENVELOPE_BYTES_MAX, Magic, read_envelope
from fieldsurvey.handover.rescue.cells import find_rows
from fieldsurvey.handover.rescue.finds import Finds, Link
from fieldsurvey.handover.verdict import BundleError, VerdictKind

_BEGINNING = re.compile(rb'\{"at":"|\{"campaign":"')
_BUNDLE = re.compile(rb"FSB1\n\{")
_CONTROL = re.compile(rb"[\x00-\x1f]")
_HASHES_BYTES = 96
_SIGNATURE_BYTES = 64
_HEADER_BYTES_MAX = 64 * 1024
_DAMAGED_CHARACTERS = 4000
_MENDED_MAX = 400
"""Lines with one flipped bit that are tried to be mended: each takes some milliseconds."""


@dataclass(slots=True)
class Carved:
    """What became of the bundles that were found; the lines are in the finds."""

    bundles: int = 0
    """Bundles that were read and proven."""
    sealed: int = 0
    """Bundles that no key here opens."""
    damaged: int = 0
    """Bundles that are cut short or damaged."""


def carve(data: Any, finds: Finds, identities: Sequence[AgeIdentity] = ()) -> Carved:
    """Add what is found in some bytes to the finds."""
    carved = Carved()
    _carve_bundles(data, finds, identities, carved)
    whole = _carve_rows(data, finds)
    _carve_texts(data, finds, whole)
    return carved


def _carve_bundles(
    data: Any, finds: Finds, identities: Sequence[AgeIdentity], carved: Carved
) -> None:
    end = 0
    for found in _BUNDLE.finditer(data):
        if found.start() < end:
            continue
        try:
            beginning = data[found.start() : found.start() + ENVELOPE_BYTES_MAX + 16]
            envelope, start = read_envelope(Magic.BUNDLE, beginning)
            end = found.start() + start + envelope.size_bytes
            if end - found.start() > BUNDLE_BYTES_MAX:
                raise ValueError
            add_bundle(finds, read_bundle(data[found.start() : end], identities))
            carved.bundles += 1
        except (BundleError, ValueError) as error:
            sealed = getattr(error, "verdict", None) is VerdictKind.SEALED_FOR_OTHERS
            carved.sealed += sealed
            carved.damaged += not sealed
            end = end if sealed else found.end()


def add_bundle(finds: Finds, bundle: Bundle) -> None:
    """Add a proven bundle to the finds: its lines, their links, its signature."""
    header = bundle.header
    for line in bundle.lines:
        if not line.erased:
            finds.add_text(line.text)
        finds.links.add(Link(line.device, line.seq, line.previous, line.digest, line.hash))
    finds.headers.add((bundle.header_text, bundle.signature))
    for version in bundle.questionnaires:
        finds.questionnaires[version.digest] = version
    finds.bundles[bundle.sha256] = bundle.record(header.name, header.made_at)


def _carve_rows(data: Any, finds: Finds) -> set[int]:
    """Add every row of a line table; return where the texts begin that need no second look."""
    whole: set[int] = set()
    mended = 0
    for row in find_rows(data):
        finds.links.add(row.link)
        text = row.text
        if text is not None and hashlib.sha256(text).digest() != row.link.digest:
            is_tried = row.link.fits and mended < _MENDED_MAX
            mended += is_tried
            text = _mend(text, row.link.digest) if is_tried else None
        if text is not None and _is_utf8(text):
            finds.add_text(text.decode())
            whole.add(row.text_start)
    return whole


def _mend(text: bytes, digest: bytes) -> bytes | None:
    """Return the text with the one bit flipped back that makes it the text of its digest."""
    letters = bytearray(text)
    for place in range(len(letters)):
        for bit in range(8):
            letters[place] ^= 1 << bit
            if hashlib.sha256(letters).digest() == digest:
                return bytes(letters)
            letters[place] ^= 1 << bit
    return None


def _carve_texts(data: Any, finds: Finds, whole: set[int]) -> None:
    """Add what begins like a line, a receipt or a header, where no row led to it."""
    for start, end in _runs(data):
        if start in whole:
            continue
        chunk = data[start : min(end, start + LINE_BYTES_MAX)]
        control = _CONTROL.search(chunk)
        text = _utf8(chunk[: control.start()] if control else chunk)
        try:
            said, length = json.JSONDecoder().raw_decode(text)
        except (ValueError, RecursionError):
            said, length = None, 0
        after = start + len(text[:length].encode())
        if not isinstance(said, dict):
            if text.startswith('{"at"'):
                finds.damaged.add(text[:_DAMAGED_CHARACTERS])
        elif "nonce" in said:
            _add_bare(data, finds, text[:length], start)
        elif "witness" in said:
            finds.receipts.add((text[:length], data[after : after + _SIGNATURE_BYTES]))
        elif "head" in said and length <= _HEADER_BYTES_MAX:
            finds.headers.add((text[:length], data[after : after + _SIGNATURE_BYTES]))


def _runs(data: Any) -> Iterator[tuple[int, int]]:
    """Yield where each beginning stands, and the next one: no line holds a second beginning."""
    start = -1
    for found in _BEGINNING.finditer(data):
        if start >= 0:
            yield start, found.start()
        start = found.start()
    if start >= 0:
        yield start, len(data)


def _add_bare(data: Any, finds: Finds, text: str, start: int) -> None:
    """Add a text without the header of its row; its hashes may still stand before it."""
    digest = finds.add_text(text)
    if start < _HASHES_BYTES:
        return
    hashes = data[start - _HASHES_BYTES : start]
    said = json.loads(text)
    link = Link(
        str(said.get("device")), _number(said.get("seq")), hashes[32:64], digest, hashes[:32]
    )
    if link.fits:
        finds.links.add(link)


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0


def _is_utf8(text: bytes) -> bool:
    return _utf8(text).encode() == text


def _utf8(chunk: bytes) -> str:
    try:
        return chunk.decode()
    except UnicodeDecodeError as error:
        return chunk[: error.start].decode()
