"""Rows of a line table, found by the types in their headers, and only those."""

import hashlib
from typing import Any

import pytest

from fieldsurvey.handover.rescue.cells import LINE_BEGINNING, Pages, find_rows
from fieldsurvey.handover.rescue.finds import Link

TEXT = LINE_BEGINNING + b'2026-03-02T12:00:00"}'
DEVICE = b"d12345678"


def row(
    text: bytes = TEXT,
    *,
    device: bytes = DEVICE,
    seq: bytes = b"\x07",
    types: tuple[bytes, ...] = (),
    header_bytes: int = 0,
) -> bytes:
    """Return a row as SQLite lays it down: the types of its columns, then the columns.

    `types` takes the place of the types of text, kind and interview.
    """
    digest = hashlib.sha256(text).digest()
    hashes = hashlib.sha256(bytes(32) + digest).digest() + bytes(32) + digest
    after = b"".join(types or (varint(2 * len(text) + 13), varint(2 * 6 + 13), varint(2 + 13)))
    kinds = varint(2 * len(device) + 13) + {0: b"\x09", 1: b"\x01"}[len(seq)] + b"LLL" + after
    header = bytes([header_bytes or 1 + len(kinds)]) + kinds
    return header + device + seq + hashes + text + b"answer" + b"i"


def varint(value: int) -> bytes:
    """Return a number as SQLite writes it: seven bits a byte, the high bit says that more come."""
    parts = [value & 0x7F]
    while value := value >> 7:
        parts.append(value & 0x7F | 0x80)
    return bytes(reversed(parts))


def found(data: bytes) -> list[tuple[Link, bytes | None]]:
    """Return place and text of each row in some bytes."""
    return [(each.link, each.text) for each in find_rows(data)]


@pytest.mark.parametrize(("seq", "number"), [(b"\x07", 7), (b"", 1)])
def test_a_row_is_found_wherever_it_lies(seq: bytes, number: int) -> None:
    """Its seq stands in bytes of its own, or in the type: SQLite writes 1 so."""
    ((link, text),) = found(b"?" * 77 + row(seq=seq) + b"?" * 9)

    assert (link.device, link.seq, text) == ("d12345678", number, TEXT)
    assert link.fits


def test_a_row_of_an_erased_line_keeps_its_place() -> None:
    """The type of its text says that there is none."""
    ((link, text),) = found(b"?" + row(b"", types=(b"\x00", varint(25), varint(15))))

    assert text is None
    assert link.fits


@pytest.mark.parametrize(
    "data",
    [
        row()[:20],
        row()[:100],
        row()[1:],
        row(header_bytes=13),
        row(types=(varint(2 * len(TEXT) + 14), varint(25), varint(15))),
        row(types=(varint(2 * len(TEXT) + 13), varint(24), varint(15))),
        row(types=(varint(2 * len(TEXT) + 13), b"\x06", varint(15))),
        row(types=(varint(2 * 300_000 + 13), varint(25), varint(15))),
        row(types=(varint(2 * len(TEXT) + 13), varint(2 * 300_000 + 13), varint(15))),
        row(types=(b"\xff" * 9, varint(25), varint(15))),
        row(device="dé".encode()),
        b"\x0f\x01LLL",
        b"?" * 9 + b"\x0f\x01LLL",
    ],
    ids=[
        "cut in the header",
        "cut in the hashes",
        "without its first byte",
        "a wrong length",
        "a blob for the text",
        "a blob for the kind",
        "a number for the kind",
        "too long a text",
        "too long a kind",
        "a number without end",
        "a device of other signs",
        "nothing before",
        "nothing after",
    ],
)
def test_what_only_looks_like_a_row_is_passed_over(data: bytes) -> None:
    """Three hashes after a text and a number are not enough."""
    assert found(data) == []


@pytest.mark.parametrize(
    "text", [b"no line at all, but as long", LINE_BEGINNING + b"x" + LINE_BEGINNING + b'y"}']
)
def test_the_text_of_a_row_begins_like_a_line_once(text: bytes) -> None:
    """A second beginning means that another row was written over it; the place still stands."""
    ((link, given),) = found(b"?" + row(text))

    assert given is None
    assert link.fits


def test_a_text_whose_last_page_is_gone_is_given_as_far_as_it_goes(whole: Any) -> None:
    """The long line of the file goes on in other pages; nothing is made up for what is missing."""
    long = max(whole.texts, key=len).encode()
    start = whole.content.find(long[:200])

    given = [text for _link, text in found(whole.content[: start + 1000]) if text]

    assert max(given, key=len) in long


@pytest.mark.parametrize(
    ("header", "size", "usable"),
    [
        (b"SQLite format 3\x00\x04\x00" + bytes(82), 1024, 1024),
        (b"SQLite format 3\x00\x00\x01" + bytes(82), 65536, 65536),
        (b"SQLite format 3\x00\x02\x00\x01\x01\xff" + bytes(79), 512, 480),
        (b"SQLite format 3\x00\x03\xe7" + bytes(82), 4096, 4096),
        (b"SQLite format 4\x00\x04\x00" + bytes(82), 4096, 4096),
        (b"", 4096, 4096),
    ],
)
def test_a_size_of_pages_that_makes_no_sense_is_not_believed(
    header: bytes, size: int, usable: int
) -> None:
    """The usual one is taken for it."""
    assert Pages.of(header) == Pages(size, usable)
