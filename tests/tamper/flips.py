"""A survey file or a bundle in, what becomes of it when one bit of it flips out."""

import random
import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from enum import StrEnum
from pathlib import Path

from fieldsurvey.campaign.workspace import Workspace
from fieldsurvey.chain.devices.age_keys import AgeIdentity
from fieldsurvey.chain.devices.keys import DeviceKey
from fieldsurvey.chain.lines.line import Entry, Kind
from fieldsurvey.chain.proving.verifying import verify
from fieldsurvey.chain.storage.imprint import imprint_of
from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.cli.data.verified_files import look_beside
from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.handover.bundle import read_bundle
from fieldsurvey.handover.verdict import BundleError

PAGE_BYTES = 4096
_PAGE_KINDS = {2: "index, inner", 5: "table, inner", 10: "index, leaf", 13: "table, leaf"}

IMPRINT_CODE = "V060"
DATABASE_KEY = bytes(range(32))
MACHINE_NOTES = {
    "device": ("first_seen_at",),
    "bundle": ("at", "name", "sha256"),
    "_sqlite_migrations": ("applied_at",),
}
"""What a machine notes for itself: when something was done here, and the file's name. No line says
it, so only the imprint proves it, and no command shows it, sends it or decides by it. The hash of a
file is compared with the file: where it does not fit, the bundle is read or made again."""


class Fate(StrEnum):
    """What became of a flipped bit."""

    PROVEN = "noticed by lines, signatures and SQLite"
    MEANINGLESS = "noticed by the imprint, in bytes that mean nothing"
    """Nothing that can be read from the file has changed."""
    MACHINE_NOTE = "noticed by the imprint, in a note of the machine"
    """Only one of `MACHINE_NOTES` has changed."""
    IMPRINT_ONLY = "noticed by the imprint alone"
    """Something that is said has changed, and without an imprint nobody knew: must not be."""
    SILENT = "not noticed"


UNWANTED = (Fate.IMPRINT_ONLY, Fate.SILENT)


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
        codes = found_in(workspace)
    except FieldSurveyError as error:
        assert "already open" not in error.what, "a refused file was left open"
        return Fate.PROVEN
    if codes - {IMPRINT_CODE}:
        return Fate.PROVEN
    if not codes:
        return Fate.SILENT
    if everything(workspace.survey_db) == before:
        return Fate.MEANINGLESS
    if everything(workspace.survey_db, without_notes=True) == noteless:
        return Fate.MACHINE_NOTE
    return Fate.IMPRINT_ONLY


def found_in(workspace: Workspace) -> set[str]:
    """Return the codes of what `verify` finds."""
    with SurveyFile.open(workspace.survey_db) as survey_file:
        findings = [*verify(survey_file).findings, *look_beside(workspace, survey_file)]
        return {finding.code for finding in findings}


def everything(path: Path, *, without_notes: bool = False) -> list[object]:
    """Return all that can be read from a survey file: its schema, and every row of every table."""
    connection = sqlite3.connect(path)
    connection.text_factory = lambda text: text.decode(errors="surrogateescape")
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
    before = everything(path)
    noteless = everything(path, without_notes=True)
    fates: dict[str, Counter[Fate]] = {}
    assert not found_in(workspace), "the file as it is is sound"
    content, imprint = path.read_bytes(), imprint_of(path).read_bytes()
    for kind, bit in bits_of_every_page_kind(content, count, seed):
        path.write_bytes(flip(content, bit))
        imprint_of(path).write_bytes(imprint)
        path.with_name("survey.db-journal").unlink(missing_ok=True)
        fate = fate_of(workspace, before, noteless)
        assert fate not in UNWANTED, f"{fate}: bit {bit} ({kind})"
        fates.setdefault(kind, Counter())[fate] += 1
    path.write_bytes(content)
    imprint_of(path).write_bytes(imprint)
    assert not found_in(workspace), "the file as it was is sound"
    return fates


def make_encrypted(folder: Path) -> Path:
    """Make an encrypted survey file with lines over several pages, and pages that are free."""
    key = DeviceKey.of_seed(bytes(32))
    path = folder / "survey.db"
    made = SurveyFile.create(
        path, device=key.device, public_key=key.public, database_key=DATABASE_KEY
    )
    with made as survey_file:
        [start] = survey_file.append([Entry(Kind.INTERVIEW_START, value={"subject": "0103-07"})])
        for text in ("水" * 9_000, "no"):
            survey_file.append([Entry(Kind.ANSWER, start.entry.interview, "why", text)])
        [(free,)] = survey_file.connection.execute("PRAGMA freelist_count")
    assert free
    return path


def flip_encrypted(path: Path, count: int, seed: int) -> int:
    """Flip bits of an encrypted survey file one at a time; return how many were noticed."""
    content = path.read_bytes()
    randomness = random.Random(seed)
    noticed = 0
    for _nth in range(count):
        path.write_bytes(flip(content, randomness.randrange(len(content) * 8)))
        path.with_name("survey.db-journal").unlink(missing_ok=True)
        try:
            with SurveyFile.open(path, database_key=DATABASE_KEY) as survey_file:
                noticed += not verify(survey_file).is_sound
        except FieldSurveyError:
            noticed += 1
    path.write_bytes(content)
    with SurveyFile.open(path, database_key=DATABASE_KEY) as survey_file:
        assert not verify(survey_file).findings, "the file as it was is sound"
    return noticed


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
