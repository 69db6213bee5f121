"""A CSV file in, rows with their line numbers out; rows in, a CSV file that Excel opens out.

Offices save CSV from Excel as GB18030 (GBK) as often as UTF-8, and “Unicode text” as UTF-16:
all are read, and which it was is said.
What is written is UTF-8 with a byte order mark, because Excel takes anything else for GBK.
"""

import codecs
import csv
import io
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, TypeAlias

from fieldsurvey.campaign.folders import sync_folder
from fieldsurvey.errors import CampaignError
from fieldsurvey.i18n import _

_CODECS = (("utf-8-sig", "UTF-8"), ("gb18030", "GB18030"))
_CODECS_OF_EXCEL = (("utf-16", "UTF-16"),)
"""What Excel calls “Unicode text”, cells parted by tabs."""

Read: TypeAlias = Callable[[Path], bytes]
"""Gives the content of a file, decrypted where it lies encrypted; raises OSError."""

MAX_BYTES = 512 * 1024 * 1024
"""A larger file is not a roster; reading it would only exhaust the laptop."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: its cells by column as the header names them."""

    line: int
    """The line of the file on which it starts; the header is on line 1."""
    cells: Mapping[str, str]
    surplus: tuple[str, ...] = ()
    """Cells beyond the last column."""


@dataclass(frozen=True, slots=True)
class Table:
    """A CSV file as read."""

    path: Path
    encoding: str
    """`UTF-8`, `GB18030` or `UTF-16`."""
    header: tuple[str, ...]
    rows: tuple[Row, ...]

    def at(self, line: int) -> str:
        """Return the place of a line as a person writes it: `households.csv:14`."""
        return f"{self.path.name}:{line}"


def read_table(path: Path, read: Read = Path.read_bytes) -> Table:
    """Read a CSV file; empty lines are passed over.

    Raises:
        CampaignError: It is not there, not readable, not text, or not CSV.
    """
    text, encoding = _decode(path, _bytes(path, read))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    rows: list[Row] = []
    header: tuple[str, ...] = ()
    line = 1
    try:
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                pass
            elif not header:
                header = tuple(cell.strip() for cell in cells)
            else:
                by_column = dict(zip(header, cells, strict=False))
                rows.append(Row(line, by_column, tuple(cells[len(header) :])))
            line = reader.line_num + 1
    except csv.Error as broken:
        raise CampaignError(
            _("The line is not CSV: {why}.").format(why=broken),
            where=f"{path.name}:{line}",
            to_do=_("Open the file in a spreadsheet program and save it as CSV again."),
        ) from broken
    return Table(path, encoding, header, tuple(rows))


def write_table(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write a CSV file whole or not at all: UTF-8 with byte order mark, lines end in CR LF.

    Raises:
        CampaignError: The folder is read-only or the disk is full.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows(rows)
    write_bytes(path, text.getvalue().encode("utf-8-sig"))


def write_bytes(path: Path, content: bytes, *, is_secret: bool = False) -> None:
    """Write a file whole or not at all, under a temporary name first.

    A secret one may be read by its owner only, from its first byte on.

    Raises:
        CampaignError: The folder is read-only or the disk is full.
    """
    unfinished = path.with_name(f".{path.name}.part")
    try:
        with _open_secret(unfinished) if is_secret else unfinished.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
        sync_folder(path.parent)
    except OSError as failed:
        with suppress(OSError):
            unfinished.unlink()
        raise CampaignError(
            _("The file cannot be written: {why}.").format(why=failed.strerror or failed),
            where=str(path),
            to_do=_("Look whether the disk is full or the folder is read-only."),
        ) from failed


def _open_secret(path: Path) -> BinaryIO:
    """Open a new file that is its owner's from the first byte on."""
    path.unlink(missing_ok=True)
    flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0)
    return os.fdopen(os.open(path, flags, 0o600), "wb")


def _delimiter(text: str) -> str:
    """Return what parts the cells: a comma, or what stands in its place in some countries."""
    header = text.lstrip("\r\n").partition("\n")[0]
    return next((sign for sign in ",\t;，" if sign in header), ",")


def _bytes(path: Path, read: Read) -> bytes:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise CampaignError(
                _("The file is larger than {megabytes} MB.").format(megabytes=MAX_BYTES >> 20),
                where=str(path),
                to_do=_("Give the roster as a CSV file with one row a household."),
            )
        return read(path)
    except OSError as failed:
        raise CampaignError(
            _("The file cannot be read: {why}.").format(why=failed.strerror or failed),
            where=str(path),
            to_do=_("Look whether the name is right and you may open it."),
        ) from failed


def _decode(path: Path, content: bytes) -> tuple[str, str]:
    for codec, name in _CODECS if content[:2] != codecs.BOM_UTF16_LE else _CODECS_OF_EXCEL:
        try:
            text = content.decode(codec)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text, name
    raise CampaignError(
        _("The file is not text in UTF-8, GBK or UTF-16."),
        where=path.name,
        to_do=_("Save it from the spreadsheet program as “CSV UTF-8”."),
    )
