"""What a disk gives of a file, as a copy; what it does not give is counted."""

import io
from pathlib import Path
from random import Random
from typing import Any

import pytest

from fieldsurvey.errors import HandoverError
from fieldsurvey.handover.rescue.copying import copy_aside, copy_what_reads

BLOCK_BYTES = 4096


class FailingDisk(io.BytesIO):
    """Refuses to read some of its blocks, as a stick does that is dying."""

    def __init__(self, content: bytes, *bad: int) -> None:
        super().__init__(content)
        self.bad = bad

    def read(self, count: int | None = -1) -> bytes:
        """Read on, unless a block on the way is bad."""
        assert count is not None
        blocks = range(self.tell() // BLOCK_BYTES, -(-(self.tell() + count) // BLOCK_BYTES))
        if any(block in blocks for block in self.bad):
            raise OSError(5, "Input/output error")
        return super().read(count)


@pytest.mark.parametrize("bad", [(), (0,), (7,), (300, 301), (611,), (2, 299, 511, 610)])
def test_a_block_that_cannot_be_read_is_zeros_and_counted(bad: tuple[int, ...]) -> None:
    """Every other byte stands where it stood, over many chunks and in the last short block."""
    content = Random(1).randbytes(611 * BLOCK_BYTES + 100)
    wanted, lost = bytearray(content), 0
    for block in bad:
        hit = len(content[block * BLOCK_BYTES :][:BLOCK_BYTES])
        wanted[block * BLOCK_BYTES : block * BLOCK_BYTES + hit] = bytes(hit)
        lost += hit
    copy = io.BytesIO()

    told = copy_what_reads(FailingDisk(content, *bad), len(content), copy)  # type: ignore[arg-type]

    assert copy.getvalue() == wanted
    assert told == lost


def test_a_file_that_is_shorter_than_its_disk_says_ends_there() -> None:
    """Its folder names a size; the bytes end before it."""
    copy = io.BytesIO()

    lost = copy_what_reads(io.BytesIO(b"short"), 10**6, copy)  # type: ignore[arg-type]

    assert (copy.getvalue(), lost) == (b"short", 0)


def test_a_file_with_a_journal_is_copied_with_it_and_alone(tmp_path: Path) -> None:
    """The journal may be that of another file: SQLite sees it with one copy only."""
    (tmp_path / "survey.db").write_bytes(b"a database")
    (tmp_path / "survey.db-journal").write_bytes(b"its journal")
    (tmp_path / "aside").mkdir()

    copy = copy_aside(tmp_path / "survey.db", tmp_path / "aside")

    assert [path.read_bytes() for path in (copy.path, *copy.beside)] == [
        b"a database",
        b"its journal",
    ]
    assert copy.alone is not None
    assert copy.alone.read_bytes() == b"a database"
    assert not list((tmp_path / "aside").glob("alone-*"))


@pytest.mark.parametrize("room", [10, 40])
def test_no_room_for_the_copy_is_told_and_what_to_do(
    tmp_path: Path, small_disk: Any, room: int
) -> None:
    """For the file itself, and for its journal."""
    (tmp_path / "survey.db").write_bytes(b"a" * 30)
    (tmp_path / "survey.db-wal").write_bytes(b"b" * 50)
    (tmp_path / "aside").mkdir()

    with small_disk(room), pytest.raises(HandoverError, match="cannot be copied") as refused:
        copy_aside(tmp_path / "survey.db", tmp_path / "aside")

    assert refused.value.where.endswith("survey.db")
    assert "it was not touched" in refused.value.to_do


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    """By its name."""
    with pytest.raises(HandoverError, match="No such file") as refused:
        copy_aside(tmp_path / "gone.db", tmp_path)

    assert refused.value.where.endswith("gone.db")
