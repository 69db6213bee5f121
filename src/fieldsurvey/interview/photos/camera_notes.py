"""The bytes of a picture in, when and where its camera says it was taken, out. Total.

What a camera notes is a hint, never proof: clocks are wrong, and anybody can write it. So what
makes no sense is left out, and nothing in it makes a photo fail.
"""

import logging
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

_MOMENT = re.compile(r"(\d{4})[:\-/](\d{1,2})[:\-/](\d{1,2})[ T](\d{1,2}):(\d{1,2}):(\d{1,2})")
_OFFSET = re.compile(r"[+-](?:0\d|1[0-4]):[0-5]\d")
_FIRST_YEAR, _LAST_YEAR = 1995, 2100
"""Cameras whose clock was never set say 0000 or 1980."""

_MOMENTS = (
    ("EXIF DateTimeOriginal", "EXIF OffsetTimeOriginal"),
    ("EXIF DateTimeDigitized", "EXIF OffsetTimeDigitized"),
)
"""Not `Image DateTime`: programs that only turn or shrink a photo set that anew."""

# What is wrong with a stranger's EXIF is no news for the person who attaches the photo.
logging.getLogger("exifread").addHandler(logging.NullHandler())
logging.getLogger("exifread").propagate = False


@dataclass(frozen=True, slots=True)
class CameraNotes:
    """What the camera noted; blank where it noted nothing that makes sense."""

    taken_at: str = ""
    """ISO 8601; without an offset where the camera knows none."""
    place: str = ""
    """Latitude and longitude in degrees: `34.26012 108.94213`."""


def camera_notes(content: bytes) -> CameraNotes:
    """Return what the EXIF of a picture says; blank notes where it has none or is broken."""
    tags = _tags(content)
    return CameraNotes(_taken_at(tags), _place(tags))


def _tags(content: bytes) -> Mapping[str, Any]:
    import exifread

    try:
        return exifread.process_file(BytesIO(content), details=False, extract_thumbnail=False)
    except Exception:
        # The bytes are anybody's, and the library raises whatever it stumbles over; a photo
        # without notes is still a photo.
        return {}


def _taken_at(tags: Mapping[str, Any]) -> str:
    for moment_tag, offset_tag in _MOMENTS:
        if moment := _moment(_text(tags, moment_tag)):
            offset = _OFFSET.fullmatch(_text(tags, offset_tag))
            return moment + (offset[0] if offset else "")
    return ""


def _moment(said: str) -> str:
    parts = _MOMENT.match(said)
    if not parts:
        return ""
    try:
        year, month, day, hour, minute, second = map(int, parts.groups())
        moment = datetime(year, month, day, hour, minute, second)
    except ValueError:
        return ""
    return moment.isoformat() if _FIRST_YEAR <= moment.year <= _LAST_YEAR else ""


def _place(tags: Mapping[str, Any]) -> str:
    latitude = _degrees(tags, "GPS GPSLatitude", "S", 90)
    longitude = _degrees(tags, "GPS GPSLongitude", "W", 180)
    if latitude is None or longitude is None or (latitude, longitude) == (0, 0):
        return ""
    return f"{latitude:.5f} {longitude:.5f}"


def _degrees(tags: Mapping[str, Any], tag: str, negative: str, most: int) -> float | None:
    """Return degrees, minutes and seconds as degrees; None where they are none."""
    said = getattr(tags.get(tag), "values", None)
    if not isinstance(said, Sequence) or len(said) != 3:
        return None
    try:
        parts = [float(part) for part in said]
    except (ArithmeticError, TypeError, ValueError):
        return None
    value = parts[0] + parts[1] / 60 + parts[2] / 3600
    if not math.isfinite(value) or not all(part >= 0 for part in parts) or value > most:
        return None
    return -value if _text(tags, f"{tag}Ref").upper().startswith(negative) else value


def _text(tags: Mapping[str, Any], tag: str) -> str:
    said = getattr(tags.get(tag), "values", "")
    return said.strip(" \0") if isinstance(said, str) else ""
