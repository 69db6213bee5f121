"""The copy of an encrypted file and its key in, what is found in it out; in the clear only here.

Nothing of it is written anywhere decrypted: tables and bytes are read in memory, by the same
readers as those of plain files.
"""

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from fieldsurvey.campaign.kit.joining import Lock
from fieldsurvey.campaign.secrets.workspace_key import WorkspaceKey, is_sealed
from fieldsurvey.chain.devices.age_keys import AgeIdentity
from fieldsurvey.chain.storage.encrypted_pages import (
    PAGE_BYTES,
    DecryptedFile,
    decrypt_file,
    decrypt_journal,
)
from fieldsurvey.errors import CampaignError, ChainError
from fieldsurvey.handover.rescue.carving import Carved, carve
from fieldsurvey.handover.rescue.copying import Copy
from fieldsurvey.handover.rescue.finds import Finds
from fieldsurvey.handover.rescue.table import Readability, TableReading, read_tables

Locks: TypeAlias = Callable[[Path], Lock | None]
"""Gives the key of an encrypted file, by where the file lies; None where there is none."""

UNPROVEN = "unproven.txt"
"""Name of the file that holds what no chain proves, and under which it is sealed."""

_FILE_BYTES_MAX = 512 * 1024 * 1024
"""More is not read: all of it is in memory at once."""


@dataclass(frozen=True, slots=True)
class Opened:
    """What an encrypted file came to with its key."""

    reading: TableReading
    carved: Carved
    page_count: int = 0
    damaged_pages: int = 0
    """Those that are not as they were written; what they still give was read all the same."""

    @property
    def is_opened(self) -> bool:
        """Whether it was the key: some page is as it was written, or was sealed as a whole."""
        return self.page_count > self.damaged_pages


def read_encrypted(
    copy: Copy,
    folder: Path,
    key: WorkspaceKey,
    finds: Finds,
    identities: Sequence[AgeIdentity] = (),
) -> Opened:
    """Add what an encrypted file holds to the finds.

    Args:
        copy: Of the file and its journal.
        folder: For what is written on the way, encrypted as well.
        key: Of the laptop.
        finds: Where it goes.
        identities: Keys that open sealed bundles.
    """
    content = _content(copy.path)
    if is_sealed(content):
        return _read_sealed(content, key, finds, identities)
    try:
        database = decrypt_file(content, key.database, folder)
        before = _pages_before(copy, content, key, folder)
    except (sqlite3.Error, ChainError):
        return Opened(TableReading(Readability.NOTHING), Carved())
    carved = carve(database.content, finds, identities)
    for page in before:
        carve(page[1], finds, identities)
    reading = read_tables(_rolled_back(database, before), finds)
    if before and reading.readability is not Readability.WHOLE:
        read_tables(database.content, finds)
    return Opened(reading, carved, database.page_count, database.damaged)


def _content(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_FILE_BYTES_MAX)


def _read_sealed(
    content: bytes, key: WorkspaceKey, finds: Finds, identities: Sequence[AgeIdentity]
) -> Opened:
    """Read what an earlier rescue kept as text."""
    try:
        carved = carve(key.open(content, UNPROVEN), finds, identities)
    except CampaignError:
        return Opened(TableReading(Readability.NOTHING), Carved())
    return Opened(TableReading(Readability.NOTHING), carved, page_count=1)


def _pages_before(
    copy: Copy, content: bytes, key: WorkspaceKey, folder: Path
) -> list[tuple[int, bytes]]:
    pages: list[tuple[int, bytes]] = []
    for path in copy.beside:
        pages += decrypt_journal(_content(path), content, key.database, folder)
    return pages


def _rolled_back(database: DecryptedFile, before: Sequence[tuple[int, bytes]]) -> bytes:
    """Return the file as it was before what a crash cut short; that program had not said yet."""
    if not before:
        return database.content
    content = bytearray(database.content)
    for number, page in before:
        start = (number - 1) * PAGE_BYTES
        if start < len(content):
            content[start : start + PAGE_BYTES] = page
    return bytes(content)
