"""When and where a photo was taken, as far as its camera makes sense."""

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.interview.photos.pictures import exif, gif, heic, jpeg, png, webp

from fieldsurvey.interview.photos.camera_notes import CameraNotes, camera_notes

BLANK = CameraNotes()


@pytest.mark.parametrize("content", [jpeg(exif()), png(exif=exif())])
def test_time_and_place_are_read(content: bytes) -> None:
    """With the camera's own offset, and in degrees that a map takes."""
    assert camera_notes(content) == CameraNotes("2020-06-28T09:14:33+08:00", "33.26000 108.50000")


def test_a_camera_that_knows_no_offset_gives_none() -> None:
    """Its hour is kept as it is: nobody guesses a time zone."""
    assert camera_notes(jpeg(exif(offset=""))).taken_at == "2020-06-28T09:14:33"


def test_south_and_west_are_negative() -> None:
    """As everywhere on maps."""
    assert camera_notes(jpeg(exif(refs="SW"))).place == "-33.26000 -108.50000"


@pytest.mark.parametrize(
    "moment",
    [
        "0000:00:00 00:00:00",
        "2020:02:31 10:00:00",
        "2020:06:28 25:61:61",
        "1980:01:01 00:00:00",
        "9999:12:31 23:59:59",
        "yesterday",
        "\x1b[2J",
        "2020:06:28",
    ],
)
def test_a_moment_that_never_was_is_left_out(moment: str) -> None:
    """A clock that was never set, a date no calendar has."""
    assert camera_notes(jpeg(exif(moment=moment))).taken_at == ""


@pytest.mark.parametrize("offset", ["+99:00", "Z", "8", "+8:00", "\x1b[31m", "+08:00\x1b"])
def test_an_offset_that_is_none_is_left_out(offset: str) -> None:
    """The moment stays."""
    assert camera_notes(jpeg(exif(offset=offset))).taken_at == "2020-06-28T09:14:33"


@pytest.mark.parametrize(
    "latitude",
    [
        ((33, 0), (15, 0), (36, 0)),
        ((0, 0), (0, 0), (0, 0)),
        ((91, 1), (0, 1), (0, 1)),
        ((4294967295, 1), (4294967295, 1), (4294967295, 1)),
        ((33, 1), (15, 1)),
        (),
    ],
)
def test_a_place_that_is_none_is_left_out(latitude: tuple[tuple[int, int], ...]) -> None:
    """Zero denominators, degrees beyond the pole, a number too few."""
    assert camera_notes(jpeg(exif(latitude=latitude))).place == ""


def test_a_phone_without_a_fix_has_no_place() -> None:
    """Nought and nought is in the sea off Africa."""
    nought = ((0, 1), (0, 1), (0, 1))

    assert camera_notes(jpeg(exif(latitude=nought, longitude=nought))).place == ""


@pytest.mark.parametrize("content", [b"", jpeg(), png(), webp(), gif(), heic(), b"\xff\xd8\xff"])
def test_pictures_without_notes_are_quiet(
    content: bytes, capfd: pytest.CaptureFixture[str]
) -> None:
    """Nothing is noted, and nothing is said on the screen about it."""
    assert camera_notes(content) == BLANK
    assert capfd.readouterr() == ("", "")


@settings(deadline=None, max_examples=200)
@given(st.integers(0, 10**9))
def test_no_exif_makes_it_fail_or_hang(seed: int) -> None:
    """Mangled directories, tags that point anywhere, counts of billions.

    What it costs is the processor's time: on the clock of the wall others who work count, too.
    """
    chance = random.Random(seed)
    told = bytearray(exif())
    for _nth in range(chance.randint(1, 12)):
        told[chance.randrange(len(told))] = chance.choice((0, 1, 0x7F, 0xFF, chance.randrange(256)))
    began = time.process_time()
    notes = camera_notes(jpeg(bytes(told)))

    assert isinstance(notes, CameraNotes)
    assert time.process_time() - began < 2
