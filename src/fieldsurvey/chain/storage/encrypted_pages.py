"""The bytes of an encrypted survey file and its key in, those of the plain file it is out.

SQLCipher reads nothing of a file whose first page is damaged, and stops at every other page that
is. Here each page is proven by itself (its HMAC is computed here) and decrypted whether it is
proven or not: a flipped byte costs the 16 bytes around it, not the file. What is decrypted stays
in memory.

A page of SQLCipher 4 is its AES-256-CBC ciphertext, the 16 bytes it was begun with, and the HMAC;
in the first page 16 bytes of salt stand before the ciphertext.
"""

import hashlib
import hmac
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from fieldsurvey.chain.storage.encrypted import connect_encrypted

PAGE_BYTES = 4096
_MAGIC = b"SQLite format 3\x00"
_SALT_BYTES = _BEGUN_BYTES = 16
_RESERVED_BYTES = 80
_CIPHER_BYTES = PAGE_BYTES - _RESERVED_BYTES
_HMAC_AT = _CIPHER_BYTES + _BEGUN_BYTES
_MENDED_MAX = 16
"""Pages with one flipped bit that are mended: each takes some tenths of a second."""

_JOURNAL_MAGIC = bytes.fromhex("d9d505f920a163d7")
_SECTOR_BYTES_MIN = 512


@dataclass(frozen=True, slots=True)
class DecryptedFile:
    """A survey file in the clear."""

    content: bytes
    """A plain file of SQLite; where a page was damaged, a part of it means nothing."""
    page_count: int
    proven: int
    """Pages that are as they were written under this key; 0 where it is another's."""

    @property
    def damaged(self) -> int:
        """Pages that are not."""
        return self.page_count - self.proven


def decrypt_file(content: bytes, key: bytes, scratch: Path) -> DecryptedFile:
    """Decrypt every page of an encrypted survey file.

    Args:
        content: Of the file; what is cut off at its end is left out.
        key: 32 bytes.
        scratch: Folder in which only encrypted bytes are written.

    Raises:
        ChainError: The extra is not installed.
        sqlite3.Error: There is no room.
    """
    prover = _Prover(key, content[:_SALT_BYTES])
    pages = [
        _Page(nth + 1, content[nth * PAGE_BYTES : (nth + 1) * PAGE_BYTES])
        for nth in range(len(content) // PAGE_BYTES)
    ]
    proven = sum(prover.proves(page) for page in pages)
    if 0 < proven < len(pages):
        pages = list(_mended(pages, prover))
    return DecryptedFile(b"".join(_decrypted(pages, key, scratch)), len(pages), proven)


def decrypt_journal(
    journal: bytes, database: bytes, key: bytes, scratch: Path
) -> list[tuple[int, bytes]]:
    """Return the proven pages that a journal holds, by number: as they were before.

    Args:
        journal: Content of the file that stands beside a survey file after a crash.
        database: Content of the survey file.
        key: 32 bytes.
        scratch: Folder in which only encrypted bytes are written.
    """
    if not journal.startswith(_JOURNAL_MAGIC):
        return []
    prover = _Prover(key, database[:_SALT_BYTES])
    pages = [page for page in _journalled(journal) if prover.proves(page)]
    plain = _decrypted(pages, key, scratch)
    return [(page.number, content) for page, content in zip(pages, plain, strict=True)]


@dataclass(frozen=True, slots=True)
class _Page:
    number: int
    """The first is 1."""
    content: bytes

    @property
    def begins_at(self) -> int:
        """Where its ciphertext begins."""
        return _SALT_BYTES if self.number == 1 else 0

    @property
    def cipher(self) -> bytes:
        """What the ciphertext was begun with, and the ciphertext."""
        return self.content[_CIPHER_BYTES:_HMAC_AT] + self.content[self.begins_at : _CIPHER_BYTES]


class _Prover:
    """Tells whether a page is as it was written."""

    def __init__(self, key: bytes, salt: bytes) -> None:
        salted = bytes(byte ^ 0x3A for byte in salt)
        self._key = hashlib.pbkdf2_hmac("sha512", key, salted, 2, 32)

    def proves(self, page: _Page) -> bool:
        digest = self.digest(page.content, page)
        return hmac.compare_digest(digest, page.content[_HMAC_AT:])

    def digest(self, content: bytes | bytearray, page: _Page) -> bytes:
        said = content[page.begins_at : _HMAC_AT] + page.number.to_bytes(4, "little")
        return hmac.digest(self._key, said, "sha512")


def _mended(pages: Sequence[_Page], prover: _Prover) -> Iterator[_Page]:
    tried = 0
    for page in pages:
        if tried < _MENDED_MAX and not prover.proves(page):
            tried += 1
            yield _mend(page, prover)
        else:
            yield page


def _mend(page: _Page, prover: _Prover) -> _Page:
    """Return the page with the one bit flipped back that proves it; as it is where none does."""
    content = bytearray(page.content)
    wanted = page.content[_HMAC_AT:]
    for place in range(page.begins_at, _HMAC_AT):
        for bit in range(8):
            content[place] ^= 1 << bit
            if prover.digest(content, page) == wanted:
                return _Page(page.number, bytes(content))
            content[place] ^= 1 << bit
    return page


def _journalled(journal: bytes) -> Iterator[_Page]:
    """Yield what may be pages in a journal: each stands between its number and a checksum."""
    sector = max(_SECTOR_BYTES_MIN, int.from_bytes(journal[20:24]))
    at = sector
    while at + 4 + PAGE_BYTES <= len(journal):
        # A long transaction begins anew at the next sector, with a header of its own.
        next_header = -(-at // sector) * sector
        if journal.startswith(_JOURNAL_MAGIC, next_header):
            at = next_header + sector
            continue
        number = int.from_bytes(journal[at : at + 4])
        yield _Page(number, journal[at + 4 : at + 4 + PAGE_BYTES])
        at += 4 + PAGE_BYTES + 4


def _decrypted(pages: Sequence[_Page], key: bytes, scratch: Path) -> Iterator[bytes]:
    """Yield the pages in the clear, as a plain file would hold them."""
    if not pages:
        return
    carrier = _Carrier(key, scratch / "carrier")
    for first in range(0, len(pages), _Carrier.PAGES):
        some = pages[first : first + _Carrier.PAGES]
        for page, plain in zip(some, carrier.decrypt(some), strict=True):
            yield (_MAGIC if page.number == 1 else b"") + plain + bytes(_RESERVED_BYTES)


class _Carrier:
    """An encrypted file whose only long value lends its place to pages that shall be decrypted.

    No library here decrypts AES by itself, and SQLCipher decrypts what stands in its pages. The
    value fills one page of 64 KiB that nothing but the value is in, so any ciphertext can be put
    there; without an HMAC it is decrypted as it is. Each block is decrypted with the one before
    it, so what a page was begun with is put before its ciphertext.
    """

    PAGES = 16
    _BYTES = 65536
    _USABLE = _BYTES - _RESERVED_BYTES
    # A row of so many bytes has one overflow page, and that is full (fileformat2, section 1.6).
    _LEFT_BEHIND = (_USABLE - 12) * 32 // 255 - 23
    _NEXT_BYTES, _ROW_HEADER_BYTES = 4, 4
    _VALUE_BYTES = _LEFT_BEHIND + _USABLE - _NEXT_BYTES - _ROW_HEADER_BYTES
    _SETTINGS = ("cipher_use_hmac = OFF", f"cipher_page_size = {_BYTES}")
    _AS_MADE = ("auto_vacuum = NONE", "journal_mode = MEMORY", "synchronous = OFF")

    def __init__(self, key: bytes, path: Path) -> None:
        self._key, self._path = key, path
        path.unlink(missing_ok=True)
        self._ask(
            *(f"PRAGMA {said}" for said in self._AS_MADE),
            "CREATE TABLE held (value BLOB)",
            f"INSERT INTO held VALUES (zeroblob({self._VALUE_BYTES}))",
        )

    def decrypt(self, pages: Sequence[_Page]) -> Iterator[bytes]:
        """Yield the ciphertext of some pages in the clear."""
        with self._path.open("r+b") as file:
            file.seek(2 * self._BYTES)
            file.write(bytes(_BEGUN_BYTES) + b"".join(page.cipher for page in pages))
        value = self._ask("SELECT value FROM held")
        at = self._VALUE_BYTES - self._USABLE + _BEGUN_BYTES
        for page in pages:
            ends = at + len(page.cipher)
            yield value[at + _BEGUN_BYTES : ends]
            at = ends

    def _ask(self, *statements: str) -> bytes:
        connection = connect_encrypted(f"{self._path.absolute().as_uri()}?mode=rwc", self._key)
        try:
            for setting in self._SETTINGS:
                connection.execute(f"PRAGMA {setting}")
            for statement in statements:
                row = connection.execute(statement).fetchone()
            return row[0] if row else b""
        finally:
            connection.close()
