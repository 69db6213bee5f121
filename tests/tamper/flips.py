"""A survey file or a bundle in, what becomes of it when one bit of it flips out."""

import random
import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from enum import StrEnum
from pathlib import Path

from fieldsurvey.campaign.workspace import Workspace
from fieldsurvey.chain.age_keys import AgeIdentity
from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.chain.verifying import verify
from fieldsurvey.cli.data.verified_files import look_beside
from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.handover.bundle import read_bundle
from fieldsurvey.handover.verdict import BundleError

PAGE_BYTES = 4096
_PAGE_KINDS = {2: "index, inner", 5: "table, inner", 10: "index, leaf", 13: "table, leaf"}

MACHINE_NOTES = {
    "device": ("first_seen_at",),
    "bundle": ("at", "name", "sha256"),
    "_sqlite_migrations": ("applied_at", "id"),
}
"""What a machine notes for itself: when something was done here, and the file's name. No line says
it, so nothing can prove it, and no command shows it, sends it or decides by it. The hash of a file
is compared with the file: where it does not fit, the bundle is read or made again."""


class Fate(StrEnum):
    """What became of a flipped bit."""

    NOTICED = "noticed"
    MEANINGLESS = "meaningless"
    """Nothing that can be read from the file has changed."""
    MACHINE_NOTE = "machine note"
    """Only one of `MACHINE_NOTES` has changed."""
    SILENT = "silent"
    """Something has changed, and nothing was said: there must be none."""


def flip(content: bytes, bit: int) -> bytes:
    """Return the bytes with one bit flipped."""
    flipped = bytearray(content)
    flipped[bit // 8] ^= 1 << bit % 8
    return bytes(flipped)


def page_kind(content: bytes, page: int) -> str:
    """Return what kind of page it is, counted from 0."""
    if page == 0:
        return "first page"
    return _PAGE_KINDS.get(content[page * PAGE_BYTES], "overflow or free")


def bits_of_every_page_kind(content: bytes, count: int, seed: int) -> Iterator[tuple[str, int]]:
    """Yield bits to flip, each kind of page in turn; half of the first page's in its header."""
    randomness = random.Random(seed)
    pages: dict[str, list[int]] = {}
    for page in range(len(content) // PAGE_BYTES):
        pages.setdefault(page_kind(content, page), []).append(page)
    kinds = ["header", *sorted(pages)]
    for number in range(count):
        kind = kinds[number % len(kinds)]
        if kind == "header":
            yield kind, randomness.randrange(100 * 8)
        else:
            page = randomness.choice(pages[kind])
            yield kind, (page * PAGE_BYTES * 8) + randomness.randrange(PAGE_BYTES * 8)


def fate_of(workspace: Workspace, before: Sequence[object], noteless: Sequence[object]) -> Fate:
    """Return what becomes of a survey file that was flipped, read as `verify` reads it."""
    try:
        with SurveyFile.open(workspace.survey_db) as survey_file:
            report = verify(survey_file)
            if report.findings or list(look_beside(workspace, survey_file)):
                return Fate.NOTICED
    except FieldSurveyError as error:
        assert "already open" not in error.what, "a refused file was left open"
        return Fate.NOTICED
    if everything(workspace.survey_db) == before:
        return Fate.MEANINGLESS
    if everything(workspace.survey_db, without_notes=True) == noteless:
        return Fate.MACHINE_NOTE
    return Fate.SILENT


def everything(path: Path, *, without_notes: bool = False) -> list[object]:
    """Return all that can be read from a survey file: its schema, and every row of every table."""
    connection = sqlite3.connect(path)
    try:
        schema = connection.execute("SELECT type, name, sql FROM sqlite_master").fetchall()
        said: list[object] = [sorted(schema, key=repr)]
        for kind, name, _sql in sorted(schema, key=repr):
            if kind == "table":
                said.append((name, _rows(connection, name, without_notes)))
    finally:
        connection.close()
    return said


def _rows(connection: sqlite3.Connection, table: str, without_notes: bool) -> list[object]:
    columns = [row[1] for row in connection.execute(f"PRAGMA table_info('{table}')")]
    if without_notes:
        columns = [name for name in columns if name not in MACHINE_NOTES.get(table, ())]
    names = ", ".join(f'"{name}"' for name in columns)
    return sorted(connection.execute(f"SELECT {names} FROM '{table}'").fetchall(), key=repr)


def flip_database(workspace: Workspace, count: int, seed: int) -> dict[str, Counter[Fate]]:
    """Flip bits of a survey file one at a time; return what became of them by kind of page."""
    path = workspace.survey_db
    content = path.read_bytes()
    before = everything(path)
    noteless = everything(path, without_notes=True)
    fates: dict[str, Counter[Fate]] = {}
    for kind, bit in bits_of_every_page_kind(content, count, seed):
        path.write_bytes(flip(content, bit))
        path.with_name("survey.db-journal").unlink(missing_ok=True)
        fate = fate_of(workspace, before, noteless)
        assert fate is not Fate.SILENT, f"bit {bit} ({kind})"
        fates.setdefault(kind, Counter())[fate] += 1
    path.write_bytes(content)
    assert fate_of(workspace, before, noteless) is Fate.MEANINGLESS, "the file as it was is sound"
    return fates


def flip_bundle(content: bytes, identities: Sequence[AgeIdentity], count: int, seed: int) -> int:
    """Flip bits of a bundle one at a time; return how many were noticed."""
    randomness = random.Random(seed)
    noticed = 0
    for _nth in range(count):
        try:
            read_bundle(flip(content, randomness.randrange(len(content) * 8)), identities)
        except BundleError:
            noticed += 1
    return noticed
