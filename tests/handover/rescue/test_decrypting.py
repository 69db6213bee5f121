"""Files of encrypted laptops: what their key opens, and what is left of them without it."""

import secrets
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from fieldsurvey.campaign.kit.joining import Lock
from fieldsurvey.campaign.secrets.key_file import KeyFile, load_key_file
from fieldsurvey.campaign.secrets.workspace_key import WorkspaceKey
from fieldsurvey.campaign.workspace import Workspace
from fieldsurvey.chain.devices.keys import DeviceKey
from fieldsurvey.chain.lines.line import Entry, Kind
from fieldsurvey.chain.storage.encrypted import connect_encrypted
from fieldsurvey.chain.storage.encrypted_pages import PAGE_BYTES
from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.handover.rescue import decrypting
from fieldsurvey.handover.rescue.finds import Finds
from fieldsurvey.handover.rescue.gathering import Source, SourceKind, gather
from fieldsurvey.handover.rescue.proving import Proof, prove
from fieldsurvey.handover.rescue.table import Readability
from fieldsurvey.handover.rescue.writing import write_rescued

pytest.importorskip("sqlcipher3", reason="needs the extra: fieldsurvey[secure]")

SECRET = "悄悄话"
PASSPHRASE = "mule kettle ninety harbour"
COUNT = 60
SAID = [f"{SECRET} {number} " * 40 for number in range(COUNT)]


def lock_of(key: WorkspaceKey) -> Lock:
    """Return what a workspace is encrypted with; a try of its passphrase costs little."""
    return Lock(
        key,
        KeyFile.of(
            key,
            PASSPHRASE,
            to=("00112233",),
            sealed=b"sealed to the lead",
            random_bytes=secrets.token_bytes,
            cost_log2=4,
        ),
    )


@pytest.fixture
def lock() -> Lock:
    """What the laptop is encrypted with."""
    return lock_of(WorkspaceKey.make(secrets.token_bytes))


@pytest.fixture
def file(tmp_path: Path, lock: Lock) -> Iterator[Path]:
    """The survey file of an encrypted laptop, full of secrets."""
    path = tmp_path / "laptop" / "survey.db"
    path.parent.mkdir()
    key = DeviceKey.of_seed(bytes([7]) * 32)
    with SurveyFile.create(
        path, device=key.device, public_key=key.public, database_key=lock.key.database
    ) as survey_file:
        survey_file.append([Entry(Kind.NOTE, value=text) for text in SAID])
    yield path


Rescue = Callable[..., tuple[Proof, Finds, Source]]


@pytest.fixture
def opened(file: Path, lock: Lock) -> Rescue:
    """Rescue a file with a key; without one named, with its own."""

    def rescue(path: Path = file, given: Lock | None = lock) -> tuple[Proof, Finds, Source]:
        finds, sources = gather([path], locks=lambda _path: given)
        return prove(finds), finds, sources[0]

    return rescue


def test_its_key_opens_all_of_it(opened: Rescue) -> None:
    """Every line, and no page is damaged."""
    proof, _finds, source = opened()

    assert source.kind is SourceKind.SURVEY_FILE
    assert source.opened is not None
    assert (source.opened.is_opened, source.opened.damaged_pages) == (True, 0)
    assert source.reading.readability is Readability.WHOLE
    assert proof.line_count == COUNT + 1


@pytest.mark.parametrize("given", ["none", "another"])
def test_without_its_key_nothing_is_read(opened: Rescue, given: str) -> None:
    """No key, or that of another laptop: it is encrypted, and that is all."""
    other = lock_of(WorkspaceKey.make(secrets.token_bytes)) if given == "another" else None

    proof, _finds, source = opened(given=other)

    assert source.kind is SourceKind.ENCRYPTED
    assert (source.opened is not None) is (given == "another")
    assert proof.line_count == 0


def test_a_damaged_page_costs_what_lies_on_it(opened: Rescue, file: Path) -> None:
    """It is counted; the others are read."""
    content = bytearray(file.read_bytes())
    content[5 * PAGE_BYTES + 100 : 5 * PAGE_BYTES + 300] = bytes(200)
    file.write_bytes(content)

    proof, _finds, source = opened()

    assert source.opened is not None
    assert source.opened.damaged_pages == 1
    assert COUNT - 4 <= proof.line_count <= COUNT + 1


def test_a_file_that_is_cut_to_less_than_a_page_gives_nothing(opened: Rescue, file: Path) -> None:
    """Not even its key helps."""
    file.write_bytes(file.read_bytes()[: 8 * 512 + 512])

    proof, _finds, source = opened()

    assert source.kind in (SourceKind.ENCRYPTED, SourceKind.SURVEY_FILE)
    assert proof.line_count == 0


@pytest.mark.parametrize("odd", [1, 100, 511])
def test_a_file_that_is_cut_anywhere_is_offered_its_key(
    opened: Rescue, file: Path, odd: int
) -> None:
    """A stick that was pulled out keeps no pages: what is whole before the cut is read."""
    content = file.read_bytes()
    end = len(content) * 3 // 4 // PAGE_BYTES * PAGE_BYTES
    file.write_bytes(content[:end])
    on_a_page, *_rest = opened()
    file.write_bytes(content[: end + odd])

    proof, _finds, source = opened()

    assert source.kind is SourceKind.SURVEY_FILE
    assert source.opened is not None
    assert (source.opened.page_count, source.opened.damaged_pages) == (end // PAGE_BYTES, 0)
    assert 10 < proof.line_count == on_a_page.line_count < COUNT
    closed, _finds, source = opened(given=None)
    assert (closed.line_count, source.kind) == (0, SourceKind.ENCRYPTED)


def test_a_picture_of_another_name_is_not_taken_for_a_cut_file(tmp_path: Path) -> None:
    """It has no order in it either, and is no survey file."""
    path = tmp_path / "IMG_0007.jpg"
    path.write_bytes(secrets.token_bytes(20 * PAGE_BYTES + 100))

    _finds, (source,) = gather([path])

    assert source.kind is SourceKind.NOTHING


@pytest.mark.parametrize("is_cut", [False, True])
def test_what_a_crash_left_is_rolled_back(
    opened: Rescue, file: Path, lock: Lock, is_cut: bool
) -> None:
    """The journal beside it holds the pages as they were: even those that the file has lost."""
    with closing(connect_encrypted(file.as_uri(), lock.key.database)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute("PRAGMA cache_size = 1")
        connection.execute("DROP TRIGGER line_is_never_changed")
        connection.execute("BEGIN")
        connection.execute("UPDATE line SET line = upper(line)")
        content = file.read_bytes()
        journal = file.with_name("survey.db-journal").read_bytes()
        connection.execute("ROLLBACK")
    crashed = file.parent.parent / "crashed"
    crashed.mkdir()
    kept = len(content) // PAGE_BYTES * 3 // 4 * PAGE_BYTES if is_cut else len(content)
    (crashed / "survey.db").write_bytes(content[:kept])
    (crashed / "survey.db-journal").write_bytes(journal)

    proof, _finds, source = opened(crashed / "survey.db")

    assert source.kind is SourceKind.SURVEY_FILE
    said = {str(line.entry.value) for each in proof.devices for line in each.lines}
    assert len(set(SAID) - said) <= (1 if is_cut else 0)


def test_a_journal_that_is_none_changes_nothing(opened: Rescue, file: Path) -> None:
    """It is another program's, or noise."""
    file.with_name("survey.db-journal").write_bytes(b"\x00" * 5000)

    proof, _finds, source = opened()

    assert source.reading.readability is Readability.WHOLE
    assert proof.line_count == COUNT + 1


def test_no_room_to_decrypt_is_no_end_of_the_rescue(
    opened: Rescue, file: Path, small_disk: Any
) -> None:
    """The file counts as not opened; those beside it are still looked at."""
    room = file.stat().st_size

    with small_disk(room):
        proof, _finds, source = opened()

    assert source.kind is SourceKind.ENCRYPTED
    assert proof.line_count == 0


def test_what_comes_out_is_encrypted_under_the_same_key(
    opened: Rescue, file: Path, lock: Lock, tmp_path: Path
) -> None:
    """The fresh file, and the texts no chain proves; the key file lies beside them, locked."""
    proof, finds, _source = opened()
    finds.damaged.add(f'{{"at":"{SECRET} that nobody can prove')
    proof = prove(finds)

    written = write_rescued(proof, finds, tmp_path / "out", lock=lock)

    assert written.is_encrypted
    for path in (tmp_path / "out").rglob("*"):
        assert not path.is_file() or SECRET.encode() not in path.read_bytes()
    with (
        pytest.raises(sqlite3.DatabaseError),
        closing(sqlite3.connect(written.folder / "survey.db")) as plain,
    ):
        plain.execute("SELECT * FROM line")
    assert load_key_file(Workspace(written.folder).survey_key_json) == lock.key_file
    assert lock.key_file.open(PASSPHRASE) == lock.key
    assert written.unproven is not None
    again, *_rest = opened(written.unproven)
    assert again.damaged == proof.damaged
    other = lock_of(WorkspaceKey.make(secrets.token_bytes))
    closed, _finds, source = opened(written.unproven, other)
    assert (closed.damaged, source.kind) == ((), SourceKind.ENCRYPTED)


def test_more_than_fits_in_memory_is_not_read(
    opened: Rescue, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As much as there is room for is."""
    count = file.stat().st_size // PAGE_BYTES * 3 // 4
    monkeypatch.setattr(decrypting, "_FILE_BYTES_MAX", count * PAGE_BYTES)

    proof, _finds, source = opened()

    assert source.opened is not None
    assert source.opened.page_count == count
    assert 0 < proof.line_count < COUNT
