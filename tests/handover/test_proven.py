"""The note in an outbox: what need not be compared again, and what must."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.handover.evenings import TEAM_KEY, Evening

from fieldsurvey.chain.lines.line import Entry, Kind
from fieldsurvey.handover.handing_over import own_bundles, seal_missing
from fieldsurvey.handover.pictures import seal_pictures
from fieldsurvey.handover.proven import NOTE, Proven

Spoil = Callable[[Path], object]


@pytest.fixture
def outbox(evening: Evening) -> Path:
    """The outbox of a laptop: a bundle and a picture, compared and noted."""
    outbox = evening.home / "outbox"
    evening.finish(evening.interview(b"a well"))
    compare(evening)
    return outbox


def compare(evening: Evening) -> None:
    """Seal what is not sealed yet, and note that everything was compared."""
    outbox = evening.home / "outbox"
    seal_missing(evening.laptop, TEAM_KEY, outbox)
    pictures = seal_pictures(evening.laptop, evening.home / "photos", outbox)
    Proven.load(outbox).keep(evening.laptop, pictures.names)


def test_what_was_compared_and_did_not_change_is_not_compared_again(
    evening: Evening, outbox: Path
) -> None:
    """The note names the bundle and the picture, and stands with every file as it is."""
    (picture,) = outbox.glob("*.fsp")

    proven = Proven.load(outbox)

    assert proven.is_as_left(evening.laptop)
    assert proven.files.keys() == {
        picture.name,
        *(record.name for record in own_bundles(evening.laptop)),
    }
    assert proven.still(picture.name)
    assert not proven.still("d00000000-1-2.fsb")


def cut(path: Path) -> None:
    """Cut a byte off a file, and leave it the time it had."""
    was = path.stat()
    os.truncate(path, was.st_size - 1)
    os.utime(path, ns=(was.st_atime_ns, was.st_mtime_ns))


def touch(path: Path) -> None:
    """Let a file be a second younger than it was, and as long."""
    was = path.stat()
    os.utime(path, ns=(was.st_atime_ns, was.st_mtime_ns + 10**9))


@pytest.mark.parametrize("spoil", [cut, touch, Path.unlink])
@pytest.mark.parametrize("pattern", ["*.fsb", "*.fsp"])
def test_a_file_that_changed_is_compared_again(
    evening: Evening, outbox: Path, spoil: Spoil, pattern: str
) -> None:
    """Shorter, younger or gone: not as it was left, and it is that file which is not."""
    (path,) = outbox.glob(pattern)
    before = {name for name in Proven.load(outbox).files if name != path.name}

    spoil(path)

    proven = Proven.load(outbox)
    assert not proven.is_as_left(evening.laptop)
    assert {name for name in proven.files if proven.still(name)} == before


def test_what_is_said_later_has_to_be_compared(evening: Evening, outbox: Path) -> None:
    """A line more, and the note stands no longer; once compared, it stands again."""
    evening.laptop.append([Entry(Kind.NOTE, value="the bridge is out")])
    assert not Proven.load(outbox).is_as_left(evening.laptop)

    compare(evening)

    assert Proven.load(outbox).is_as_left(evening.laptop)


def test_a_file_that_is_not_there_is_not_noted(evening: Evening, outbox: Path) -> None:
    """What could not be looked at was not compared, whoever names it."""
    name = f"{evening.laptop.device}-{'0' * 64}.fsp"

    Proven.load(outbox).keep(evening.laptop, [name])

    assert name not in Proven.load(outbox).files


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff",
        b"null",
        b"[]",
        b"{}",
        b"[" * 100_000,
        b'{"last": 1e999, "head": "", "files": {}}',
        b'{"last": NaN, "head": "", "files": {}}',
        b'{"last": 1, "head": "", "files": [1]}',
        b'{"last": 1, "head": "", "files": {"a.fsb": [1e999, 0]}}',
        b'{"last": 1, "head": "", "files": {"a.fsb": [1]}}',
        b'{"last": 1, "head": "", "files": {"a.fsb": 1}}',
    ],
)
def test_a_note_that_is_damaged_costs_the_comparing_and_nothing_else(
    evening: Evening, outbox: Path, content: bytes
) -> None:
    """It says nothing then; the next one is whole again."""
    (outbox / NOTE).write_bytes(content)

    assert Proven.load(outbox) == Proven(outbox)
    assert not Proven.load(outbox).is_as_left(evening.laptop)
    compare(evening)
    assert Proven.load(outbox).is_as_left(evening.laptop)


def test_without_a_note_everything_is_compared(evening: Evening, outbox: Path) -> None:
    """As on a laptop of an earlier version."""
    (outbox / NOTE).unlink()

    assert Proven.load(outbox) == Proven(outbox)


@pytest.mark.parametrize("name", ["../survey.db", "a\0.fsb", "\ud800.fsb", "x" * 5000, ""])
def test_a_name_that_no_sealed_file_has_costs_the_comparing_and_nothing_else(
    evening: Evening, outbox: Path, name: str
) -> None:
    """Whether it can be a file's name at all or not; the next note names it no more."""
    said = json.loads((outbox / NOTE).read_bytes())
    said["files"][name] = [1, 1]
    (outbox / NOTE).write_text(json.dumps(said), encoding="utf-8")

    assert not Proven.load(outbox).is_as_left(evening.laptop)
    compare(evening)
    assert Proven.load(outbox).is_as_left(evening.laptop)
    assert name not in Proven.load(outbox).files
