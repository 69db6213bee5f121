"""Bytes of a SQLite file in, the rows of a line table out, wherever they lie.

A row is known by the types in its header: device (text), seq (integer), three hashes of 32 bytes,
the text of the line, its kind and its interview (texts).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from fieldsurvey.chain.lines.text import LINE_BYTES_MAX
from fieldsurvey.handover.rescue.finds import Link

LINE_BEGINNING = b'{"at":"'

# "L" is SQLite's type of a blob of 32 bytes.
_HEADER = re.compile(rb"(?<=[\x0f-\x7f][\x01-\x06\x08\x09])LLL")
_HEADER_BYTES_MAX = 32
_HEADER_BYTES_MIN = 9
_INTEGER_BYTES = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8, 8: 0, 9: 0}
_HASHES_BYTES = 96
_MORE_FOLLOWS = 0x80
_NULL, _EMPTY_TEXT = 0, 13
_MAGIC = b"SQLite format 3\x00"


@dataclass(frozen=True, slots=True)
class Row:
    """A row that was found; its hashes may be damaged, and so may its text."""

    link: Link
    text: bytes | None
    """None where it was erased, or is not there any more."""
    text_start: int
    """Where the text begins in the file."""


@dataclass(frozen=True, slots=True)
class Pages:
    """How a SQLite file is cut into pages: a long row goes on in others."""

    size: int
    usable: int

    @classmethod
    def of(cls, data: Any) -> "Pages":
        """Return what the file says of itself; the usual where it says nothing sensible."""
        size = int.from_bytes(data[16:18])
        size = 65536 if size == 1 else size
        if data[0:16] != _MAGIC or size not in {512 << power for power in range(8)}:
            return cls(4096, 4096)
        return cls(size, max(480, size - data[20]))

    def local(self, count: int) -> int:
        """Return how many bytes of a payload of `count` stand in the cell's own page."""
        longest = self.usable - 35
        if count <= longest:
            return count
        least = (self.usable - 12) * 32 // 255 - 23
        local = least + (count - least) % (self.usable - 4)
        return local if local <= longest else least

    def payload(self, data: Any, start: int, count: int) -> bytes:
        """Return the payload of a cell, followed through its overflow pages as far as they go."""
        local = self.local(count)
        if local == count:
            return bytes(data[start : start + count])
        parts = [data[start : start + local]]
        page_number = int.from_bytes(data[start + local : start + local + 4])
        missing = count - local
        while missing > 0 and page_number > 0:
            first = (page_number - 1) * self.size
            page = data[first : first + self.usable]
            parts.append(page[4 : 4 + missing])
            if not parts[-1]:
                break
            missing -= len(parts[-1])
            page_number = int.from_bytes(page[:4])
        return b"".join(parts)


@dataclass(frozen=True, slots=True)
class _Shape:
    """Where the columns of a row lie, counted from the beginning of its header."""

    header_bytes: int
    device_bytes: int
    seq_type: int
    text_bytes: int
    rest_bytes: int

    @property
    def hashes_at(self) -> int:
        return self.header_bytes + self.device_bytes + _INTEGER_BYTES[self.seq_type]

    @property
    def text_at(self) -> int:
        return self.hashes_at + _HASHES_BYTES

    @property
    def row_bytes(self) -> int:
        return self.text_at + self.text_bytes + self.rest_bytes


def find_rows(data: Any) -> Iterator[Row]:
    """Yield every row of a line table in some bytes: `bytes`, or a mapped file."""
    pages = Pages.of(data)
    for found in _HEADER.finditer(data):
        start = found.start() - 3
        shape = _shape(data[start : start + _HEADER_BYTES_MAX]) if start >= 0 else None
        if shape is None:
            continue
        link = _link(data[start : start + shape.text_at], shape)
        if link is not None:
            text_start = start + shape.text_at
            yield Row(link, _text(data, pages, start, shape), text_start)


def _shape(header: bytes) -> _Shape | None:
    if len(header) < _HEADER_BYTES_MIN:
        return None
    at = 6
    types = []
    for _column in range(3):
        value, at = _varint(header, at)
        types.append(value)
    text, *others = types
    is_text = [kind >= _EMPTY_TEXT and kind % 2 == 1 for kind in (header[1], *others)]
    if at != header[0] or not all(is_text) or (text != _NULL and text % 2 == 0):
        return None
    text_bytes, *rest = (max(0, kind - _EMPTY_TEXT) // 2 for kind in types)
    if text_bytes > LINE_BYTES_MAX or sum(rest) > LINE_BYTES_MAX:
        return None
    return _Shape(at, (header[1] - _EMPTY_TEXT) // 2, header[2], text_bytes, sum(rest))


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = 0
    for place in range(at, min(at + 8, len(data))):
        value = value << 7 | data[place] & 0x7F
        if data[place] < _MORE_FOLLOWS:
            return value, place + 1
    return -1, at


def _link(row: bytes, shape: _Shape) -> Link | None:
    at = shape.hashes_at
    device = row[shape.header_bytes : shape.header_bytes + shape.device_bytes]
    if len(row) < shape.text_at or not device.isascii():
        return None
    number = row[shape.header_bytes + shape.device_bytes : at]
    seq = shape.seq_type - 8 if not number else int.from_bytes(number)
    hash_, previous, digest = (row[at + place : at + place + 32] for place in (0, 32, 64))
    return Link(device.decode(), seq, previous, digest, hash_)


def _text(data: Any, pages: Pages, start: int, shape: _Shape) -> bytes | None:
    first = start + shape.text_at
    end = start + pages.local(shape.row_bytes)
    if not shape.text_bytes or data[first : first + len(LINE_BEGINNING)] != LINE_BEGINNING:
        return None
    # Inside a line the quotes of another beginning would be escaped.
    if data.find(LINE_BEGINNING, first + 1, min(first + shape.text_bytes, end)) >= 0:
        return None
    row = pages.payload(data, start, shape.row_bytes)
    return row[shape.text_at : shape.text_at + shape.text_bytes]
