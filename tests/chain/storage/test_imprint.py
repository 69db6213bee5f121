"""A byte that changes while a survey file is closed is noticed; honest work is never called so."""

import json
import random
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldsurvey.chain.devices.keys import DeviceKey
from fieldsurvey.chain.lines.line import Entry, Kind
from fieldsurvey.chain.proving.verifying import verify
from fieldsurvey.chain.storage.imprint import imprint_of, is_altered, keep_imprint
from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.chain.union import rebuild_views
from fieldsurvey.errors import ChainError

MEMORY = Path("/dev/shm") if Path("/dev/shm").is_dir() else None
"""Laws do not ask what a disk keeps."""
DEEDS = (
    "answer",
    "long answer",
    "start",
    "leave",
    "kill",
    "write anew",
    "rebuild",
    "vacuum",
    "back",
)


@pytest.fixture
def closed(survey_file: SurveyFile, start: Callable[..., Entry]) -> Path:
    """A closed survey file, some of its pages free, some lines over several pages."""
    [begun] = survey_file.append([start()])
    for text in ("水" * 9_000, "no"):
        survey_file.append([Entry(Kind.ANSWER, begun.entry.interview, "why", text)])
    survey_file.close()
    return survey_file.path


def flip(path: Path, bit: int) -> None:
    """Flip one bit of a file."""
    content = bytearray(path.read_bytes())
    content[bit // 8] ^= 1 << bit % 8
    path.write_bytes(content)


def codes(path: Path) -> set[str]:
    """Return the codes of what `verify` finds."""
    with SurveyFile.open(path) as survey_file:
        return {finding.code for finding in verify(survey_file).findings}


def test_one_flipped_bit_anywhere_is_noticed(closed: Path) -> None:
    """In the header, in free pages, between the cells: every byte of the file is looked at."""
    whole = closed.read_bytes()
    randomness = random.Random(1)
    header = range(100 * 8)
    anywhere = (randomness.randrange(len(whole) * 8) for _nth in range(300))
    for bit in (*header, *anywhere):
        closed.write_bytes(whole)
        flip(closed, bit)

        assert is_altered(closed), bit


def test_it_is_said_by_verify_until_the_file_is_written_anew(closed: Path) -> None:
    """Opening, working and closing do not hide it; every line is proven apart."""
    flip(closed, (closed.stat().st_size - 4_096) * 8 + 99)

    assert codes(closed) == {"V060"}
    with SurveyFile.open(closed) as survey_file:
        survey_file.append([Entry(Kind.SESSION)])
    assert codes(closed) == {"V060"}

    with SurveyFile.open(closed) as survey_file:
        survey_file.write_anew()
    assert codes(closed) == set()


def test_writing_anew_leaves_a_sound_file_sound(closed: Path) -> None:
    """Nothing but free room is lost."""
    with SurveyFile.open(closed) as survey_file:
        digest, size_bytes = verify(survey_file).digest, closed.stat().st_size
        survey_file.write_anew()
        report = verify(survey_file)

    assert (report.digest, report.findings) == (digest, ())
    assert closed.stat().st_size < size_bytes


def test_a_full_disk_leaves_the_file_as_it_is(closed: Path) -> None:
    """Writing anew is refused in words."""
    # A transaction that is open keeps SQLite from it as a disk does.
    with (
        SurveyFile.open(closed) as survey_file,
        survey_file.transaction(),
        pytest.raises(ChainError),
    ):
        survey_file.write_anew()


def test_a_cut_file_is_noticed(closed: Path) -> None:
    """Also where SQLite would not miss the page."""
    whole = closed.read_bytes()
    closed.write_bytes(whole + bytes(4_096))

    assert is_altered(closed)


def change(path: Path) -> None:
    """Write the file with another program, which keeps SQLite's rules."""
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE notes (text)")
    connection.execute("INSERT INTO notes VALUES ('of another program')")
    connection.commit()
    connection.execute("DROP TABLE notes")
    connection.close()


def put_journal(path: Path) -> None:
    """Leave a journal behind as a killed program does, and bytes that are to be rolled back."""
    path.with_name("survey.db-journal").write_bytes(b"a journal")
    flip(path, 5_000)


def remove_imprint(path: Path) -> None:
    """Take the imprint away, as whoever copies the survey file alone."""
    imprint_of(path).unlink()
    flip(path, 5_000)


def write_imprint(text: str) -> Callable[[Path], None]:
    """Write something else where the imprint was."""

    def write(path: Path) -> None:
        imprint_of(path).write_text(text, encoding="utf-8")
        flip(path, 5_000)

    return write


@pytest.mark.parametrize(
    "happens",
    [
        change,
        put_journal,
        remove_imprint,
        Path.unlink,
        write_imprint(""),
        write_imprint("{"),
        write_imprint("[]"),
        write_imprint('{"altered":false}'),
        write_imprint('{"altered":0,"changes":1,"crc32":1,"size_bytes":1}'),
        write_imprint("[" * 100_000),
    ],
)
def test_where_nothing_is_certain_nothing_is_said(
    closed: Path, happens: Callable[[Path], Any]
) -> None:
    """Another program's work, a killed one's, a lost imprint: no word of damage."""
    happens(closed)

    assert not is_altered(closed)


def test_a_place_that_cannot_be_written_has_no_imprint(closed: Path) -> None:
    """Closing goes on: an imprint is never waited for."""
    imprint_of(closed).unlink()
    imprint_of(closed).mkdir()

    keep_imprint(closed, altered=False)

    assert not is_altered(closed)


def test_while_a_journal_waits_no_imprint_is_kept(closed: Path) -> None:
    """It would be that of a file half written."""
    imprint_of(closed).unlink()
    closed.with_name("survey.db-journal").write_bytes(b"a journal")

    keep_imprint(closed, altered=False)

    assert not imprint_of(closed).exists()


def test_what_another_program_writes_meanwhile_is_left_to_it(
    closed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The imprint of a file that changes while it is read is thrown away."""
    from fieldsurvey.chain.storage import imprint

    def meanwhile(file: Any, measured: Any = imprint._sum) -> tuple[int, int]:
        found: tuple[int, int] = measured(file)
        change(closed)
        return found

    before = imprint_of(closed).read_bytes()
    monkeypatch.setattr(imprint, "_sum", meanwhile)

    keep_imprint(closed, altered=False)

    assert imprint_of(closed).read_bytes() == before
    assert not is_altered(closed)


def test_an_encrypted_file_needs_none(tmp_path: Path) -> None:
    """Its pages prove themselves."""
    pytest.importorskip("sqlcipher3", reason="encrypts only with the extra: fieldsurvey[secure]")
    key = DeviceKey.of_seed(bytes(32))
    with SurveyFile.create(
        tmp_path / "survey.db", device=key.device, public_key=key.public, database_key=bytes(32)
    ) as survey_file:
        survey_file.write_anew()

        assert verify(survey_file).is_sound
    assert not imprint_of(tmp_path / "survey.db").exists()


class Desk:
    """A folder with a survey file, and everything honest that happens to it."""

    def __init__(self, place: Path, seed: int) -> None:
        self.place = place
        self.path = place / "desk" / "survey.db"
        self.path.parent.mkdir()
        self.randomness = random.Random(seed)
        key = DeviceKey.of_seed(bytes(32))
        self.file = SurveyFile.create(self.path, device=key.device, public_key=key.public)
        [begun] = self.file.append([Entry(Kind.INTERVIEW_START, value={"subject": "a"})])
        self.interview = begun.entry.interview
        self.copies = 0

    def answer(self, longest: int = 20) -> None:
        """Answer a question, for the first time or again."""
        text = "水" * self.randomness.randrange(longest)
        question = f"q{self.randomness.randrange(4)}"
        self.file.append([Entry(Kind.ANSWER, self.interview, question, text)])

    def answer_at_length(self) -> None:
        """Say more than a page holds."""
        self.answer(9_000)

    def start_some(self) -> None:
        """Start interviews: rows of tables and indexes move."""
        subject = str(self.randomness.random())
        started = Entry(Kind.INTERVIEW_START, value={"subject": subject})
        self.file.append([started] * self.randomness.randrange(1, 30))

    def rebuild(self) -> None:
        """Fold all interviews anew."""
        rebuild_views(self.file)

    def write_anew(self) -> None:
        """Write all pages anew."""
        self.file.write_anew()

    def leave(self) -> None:
        """Close the file, and copy the folder."""
        self.file.close()
        self.copies += 1
        shutil.copytree(self.path.parent, self.place / f"copy-{self.copies}")
        self.open()

    def kill(self) -> None:
        """Leave what lies on the disk in the middle of a transaction."""
        left = self.place / "left"
        with self.file.transaction():
            self.file.append([Entry(Kind.NOTE, value="水" * 9_000)])
            shutil.copytree(self.path.parent, left)
        self._put(left)
        shutil.rmtree(left)
        self.open()

    def go_back(self) -> None:
        """Put the last copy of the folder back."""
        if self.copies:
            self._put(self.place / f"copy-{self.copies}")
            self.open()

    def use_another_program(self) -> None:
        """Write with another program, which keeps SQLite's rules and leaves no room free."""
        self.file.close()
        change(self.path)
        connection = sqlite3.connect(self.path, isolation_level=None)
        connection.execute("VACUUM")
        connection.close()
        self.open()

    def open(self) -> None:
        """Open the file as it was left: no alarm."""
        self.file = SurveyFile.open(self.path)
        assert "V060" not in {finding.code for finding in verify(self.file).findings}

    def _put(self, folder: Path) -> None:
        self.file.close()
        shutil.rmtree(self.path.parent)
        shutil.copytree(folder, self.path.parent)


DEEDS: Sequence[Callable[[Desk], None]] = (
    Desk.answer,
    Desk.answer_at_length,
    Desk.start_some,
    Desk.rebuild,
    Desk.write_anew,
    Desk.leave,
    Desk.kill,
    Desk.go_back,
    Desk.use_another_program,
)


@settings(deadline=None, max_examples=60)
@given(deeds=st.lists(st.sampled_from(DEEDS), max_size=14), seed=st.integers(0, 99))
def test_honest_work_is_never_called_altered(
    deeds: list[Callable[[Desk], None]], seed: int
) -> None:
    """Killed programs, copies put back, other programs, files written anew; then one bit flips."""
    with tempfile.TemporaryDirectory(dir=MEMORY) as place:
        desk = Desk(Path(place), seed)
        for deed in deeds:
            deed(desk)
        desk.file.close()
        kept = json.loads(imprint_of(desk.path).read_text(encoding="utf-8"))

        assert (kept["size_bytes"], kept["altered"]) == (desk.path.stat().st_size, False)
        assert codes(desk.path) == set()
        assert not is_altered(desk.path)

        flip(desk.path, desk.randomness.randrange(desk.path.stat().st_size * 8))
        assert is_altered(desk.path)
