import errno
import hashlib
import io
import os
from pathlib import Path

import pytest

from fieldsurvey.chain.files import (
    Hashing,
    digest_on_disk,
    disk_words,
    holds,
    remove_unfinished,
    write_file,
    write_whole,
)

CONTENT = "水井".encode() * 1000
SHA256 = hashlib.sha256(CONTENT).hexdigest()


def test_a_file_that_was_written_is_whole_under_its_name(tmp_path: Path) -> None:
    """Its digest comes back, and nothing else is left in the folder."""
    path = tmp_path / "bundle.fsb"

    assert write_file(path, CONTENT) == SHA256 == digest_on_disk(path)
    assert path.read_bytes() == CONTENT
    assert list(tmp_path.iterdir()) == [path]


def test_a_disk_that_gives_back_other_bytes_has_kept_nothing(tmp_path: Path) -> None:
    """What reads back otherwise than it was written is refused, and not left under its name."""

    def fill(file: Hashing) -> None:
        file.write(CONTENT)
        file.file.seek(7)
        file.file.write(b"?")

    with pytest.raises(OSError, match="read back") as refused:
        write_whole(tmp_path / "bundle.fsb", fill)

    assert refused.value.filename == str(tmp_path / "bundle.fsb")
    assert disk_words(refused.value) == "it fails, or was pulled out"
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_refuses_leaves_nothing_and_is_named(tmp_path: Path) -> None:
    """A failing write says of which file, though the system does not."""

    def fill(file: Hashing) -> None:
        file.write(b"half")
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(OSError, match="space") as refused:
        write_whole(tmp_path / "bundle.fsb", fill)

    assert refused.value.filename == str(tmp_path / "bundle.fsb")
    assert list(tmp_path.iterdir()) == []


def test_a_filling_that_gives_up_leaves_nothing(tmp_path: Path) -> None:
    """Whatever the reason; the file that was there before stays as it was."""
    path = tmp_path / "bundle.fsb"
    path.write_bytes(b"before")

    def fill(file: Hashing) -> None:
        file.write(b"half")
        raise ValueError("no such key")

    with pytest.raises(ValueError, match="no such key"):
        write_whole(path, fill)

    assert path.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [path]


def test_what_goes_through_is_counted_and_hashed() -> None:
    """Read in parts, it has the digest of the whole."""
    reading = Hashing(io.BytesIO(CONTENT))
    parts = [reading.read(1000), reading.read()]

    assert b"".join(parts) == CONTENT
    assert (reading.size_bytes, reading.sha256) == (len(CONTENT), SHA256)


def test_flushing_hands_everything_to_the_system(tmp_path: Path) -> None:
    """Others can read it from then on."""
    with (tmp_path / "file").open("wb") as file:
        writing = Hashing(file)
        writing.write(b"soon there")
        before = (tmp_path / "file").read_bytes()
        writing.flush()

        assert (before, (tmp_path / "file").read_bytes()) == (b"", b"soon there")


def test_a_file_holds_exactly_what_it_should(tmp_path: Path) -> None:
    """Another file, none, or a folder does not."""
    write_file(tmp_path / "whole", CONTENT)
    (tmp_path / "other").write_bytes(CONTENT[:-1])

    assert holds(tmp_path / "whole", SHA256)
    assert not any(holds(tmp_path / name, SHA256) for name in ("other", "gone", "."))


def test_what_cannot_be_removed_is_let_be(tmp_path: Path) -> None:
    """A disk that refused the bytes may refuse to forget them; that must not hide the first."""
    (tmp_path / "half.part").write_bytes(b"half")
    (tmp_path / "folder.part").mkdir()
    for name in ("half.part", "gone.part", "folder.part"):
        remove_unfinished(tmp_path / name)

    assert [path.name for path in tmp_path.iterdir()] == ["folder.part"]


@pytest.mark.parametrize(
    ("codes", "words"),
    [
        ((errno.ENOSPC, errno.EDQUOT, errno.EFBIG), "it is full"),
        ((errno.EROFS,), "it is write-protected"),
        ((errno.EACCES, errno.EPERM), "its permissions forbid it"),
        ((errno.EIO, errno.ENODEV, errno.ENXIO), "it fails, or was pulled out"),
        ((errno.ENOENT, errno.ENOTDIR), "it is not there"),
    ],
)
def test_what_a_disk_refused_is_said_in_words(codes: tuple[int, ...], words: str) -> None:
    """An inspector knows what to do about a full stick, not about an errno."""
    assert {disk_words(OSError(code, os.strerror(code))) for code in codes} == {words}


@pytest.mark.parametrize("error", [OSError(errno.EBUSY, "Resource busy"), OSError("odd")])
def test_a_refusal_without_words_of_ours_is_said_in_the_system_s(error: OSError) -> None:
    """Blank would be worse."""
    assert disk_words(error) == (error.strerror or "odd")
