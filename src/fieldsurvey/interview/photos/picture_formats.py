"""The bytes of a file in, the format of the picture they are out; or a refusal. Pure.

A picture is told from its bytes, never from its name, and only a whole one is taken: a file that
broke off while it was copied would be found out when nobody can take the photo again.
"""

import re
import zlib
from collections.abc import Callable, Mapping

from fieldsurvey.i18n import _, listed
from fieldsurvey.interview.typed.refusal import BROKEN_PICTURE, NO_PICTURE, Refusal

EXTENSIONS = ("jpg", "png", "webp", "heic", "avif", "gif")
"""How the files of the formats that are taken end."""

_JPEG_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
"""What ends a stretch of pixels; in the pixels themselves 0xFF is followed by 0 or a restart."""

_HEIC = frozenset({b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"})
_AVIF = frozenset({b"avif", b"avis"})


def picture_format(content: bytes) -> str | Refusal:
    """Return how a file with that content ends, one of EXTENSIONS; a refusal where it is none.

    Refused are files that are no picture of these formats, and pictures that are not whole.
    """
    extension = _claimed(content)
    if not extension:
        return Refusal(
            NO_PICTURE,
            _("This file is no picture."),
            _("Taken are photos: {formats}.").format(formats=listed(_FORMAT_NAMES)),
        )
    if not _IS_WHOLE[extension](content):
        return Refusal(
            BROKEN_PICTURE,
            _("This picture is not whole: its file is cut off or damaged."),
            _("Copy it from the camera or the phone once more."),
        )
    return extension


_FORMAT_NAMES = ("JPEG", "PNG", "WebP", "HEIC", "AVIF", "GIF")


def _claimed(content: bytes) -> str:
    if content.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "webp"
    if content.startswith((b"GIF87a", b"GIF89a")):
        return "gif"
    if content[4:8] == b"ftyp":
        return _iso_brand(content)
    return ""


def _iso_brand(content: bytes) -> str:
    """Return what an ISO base media file is by its brands: a film has none of a picture's."""
    size = min(int.from_bytes(content[:4], "big"), 256)
    brands = {content[8:12], *(content[at : at + 4] for at in range(16, size, 4))}
    if brands & _AVIF:
        return "avif"
    return "heic" if brands & _HEIC else ""


def _is_whole_jpeg(content: bytes) -> bool:
    """Walk from marker to marker up to the end mark; what phones add after it does not count."""
    at, has_pixels = 2, False
    while at + 4 <= len(content):
        if content[at] != 0xFF:
            return False
        marker = content[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        at += 2 + int.from_bytes(content[at + 2 : at + 4], "big")
        if marker == 0xDA:
            has_pixels = True
            found = _JPEG_MARKER.search(content, at)
            if found is None:
                return False
            at = found.start()
            if content[at + 1] == 0xD9:
                return True
    return has_pixels and content[at : at + 2] == b"\xff\xd9"


def _is_whole_png(content: bytes) -> bool:
    """Walk from chunk to chunk, each with the checksum it came with, up to the last one."""
    at, names = 8, set()
    while at + 12 <= len(content):
        size = int.from_bytes(content[at : at + 4], "big")
        end = at + 8 + size
        name = content[at + 4 : at + 8]
        if content[end : end + 4] != zlib.crc32(content[at + 4 : end]).to_bytes(4, "big"):
            return False
        names.add(name)
        if name == b"IEND":
            return {b"IHDR", b"IDAT"} <= names
        at = end + 4
    return False


def _is_whole_webp(content: bytes) -> bool:
    size = int.from_bytes(content[4:8], "little")
    return size > 12 and len(content) >= size + 8 and content[12:15] == b"VP8"


def _is_whole_gif(content: bytes) -> bool:
    return len(content) > 20 and content.rstrip(b"\0").endswith(b";")


def _is_whole_iso(content: bytes) -> bool:
    """Walk from box to box: each must lie inside the file, with directory and pixels among them."""
    at, names = 0, set()
    while at + 8 <= len(content):
        size, name = int.from_bytes(content[at : at + 4], "big"), content[at + 4 : at + 8]
        if size == 1:
            size = int.from_bytes(content[at + 8 : at + 16], "big")
        names.add(name)
        if size == 0:
            at = len(content)
            break
        if size < 8:
            return False
        at += size
    return at == len(content) and {b"meta", b"mdat"} <= names


_IS_WHOLE: Mapping[str, Callable[[bytes], bool]] = {
    "jpg": _is_whole_jpeg,
    "png": _is_whole_png,
    "webp": _is_whole_webp,
    "heic": _is_whole_iso,
    "avif": _is_whole_iso,
    "gif": _is_whole_gif,
}
