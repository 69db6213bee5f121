"""What is a picture, and what is none."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.interview.photos.pictures import chunk, exif, gif, heic, jpeg, png, webp

from fieldsurvey.interview.photos.picture_formats import picture_format
from fieldsurvey.interview.typed.refusal import BROKEN_PICTURE, NO_PICTURE, Refusal

WHOLE = {
    "jpg": jpeg(exif()),
    "png": png(),
    "webp": webp(),
    "gif": gif(),
    "heic": heic(),
    "avif": heic(b"avif"),
}


def code(content: bytes) -> str:
    """Return why a content is refused."""
    refused = picture_format(content)
    assert isinstance(refused, Refusal)
    return refused.code


@pytest.mark.parametrize("extension", WHOLE)
def test_a_picture_is_told_from_its_bytes(extension: str) -> None:
    """The format decides how the file is called in the workspace."""
    assert picture_format(WHOLE[extension]) == extension


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"GIF",
        b"%PDF-1.7 photo.jpg",
        b"PK\x03\x04 a workbook",
        b"<svg onload='x'/>",
        b"BM bitmap",
        bytes(1000),
        b"\0\0\0\x18ftypisom\0\0\0\0isommp42 a film",
    ],
)
def test_what_is_no_picture_is_refused(content: bytes) -> None:
    """Whatever its name says: a document, a film, nothing at all."""
    assert code(content) == NO_PICTURE


@pytest.mark.parametrize("extension", WHOLE)
def test_a_picture_that_broke_off_is_refused(extension: str) -> None:
    """A cable pulled out at any byte is noticed while the phone is still there."""
    whole = WHOLE[extension]

    assert all(isinstance(picture_format(whole[:size]), Refusal) for size in range(len(whole)))


def test_what_phones_add_after_the_end_is_no_fault() -> None:
    """A short film or a second picture behind the first one."""
    assert picture_format(jpeg(after=b"MotionPhoto_Data" + bytes(500))) == "jpg"


def test_the_end_of_a_thumbnail_is_not_the_end_of_the_picture() -> None:
    """EXIF holds a small whole picture; the large one broke off all the same."""
    with_thumbnail = jpeg(exif() + jpeg())

    assert picture_format(with_thumbnail) == "jpg"
    assert code(with_thumbnail[:-2]) == BROKEN_PICTURE


def test_a_damaged_pixel_of_a_png_is_found_by_its_checksum() -> None:
    """One bit flipped on a dying stick."""
    content = bytearray(png())
    content[-20] ^= 1

    assert code(bytes(content)) == BROKEN_PICTURE


def test_a_png_without_pixels_is_not_whole() -> None:
    """Every chunk is well, and there is nothing to see."""
    assert code(b"\x89PNG\r\n\x1a\n" + chunk(b"IEND", b"")) == BROKEN_PICTURE


@settings(deadline=None, max_examples=150)
@given(st.sampled_from(sorted(WHOLE)), st.data())
def test_no_bytes_make_it_fail(extension: str, data: st.DataObject) -> None:
    """Anything that begins like a picture gets a format or a refusal."""
    content = bytearray(WHOLE[extension])
    for _nth in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))

    assert isinstance(picture_format(bytes(content)), str | Refusal)
