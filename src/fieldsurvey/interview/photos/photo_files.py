"""The content of a file in, the Photo it is out; or a refusal. Pure."""

import hashlib
import unicodedata

from fieldsurvey.chain.interview import Photo
from fieldsurvey.i18n import _
from fieldsurvey.interview.photos.camera_notes import camera_notes
from fieldsurvey.interview.photos.picture_formats import picture_format
from fieldsurvey.interview.typed.refusal import PICTURE_TOO_LARGE, Refusal

SIZE_MOST_BYTES = 50_000_000
"""Twice what phones make of 200 megapixels; a day's photos of a team still fit on a stick."""

_NAME_MOST = 120


def photo_of(content: bytes, name: str) -> Photo | Refusal:
    """Return what is known of a picture; a refusal where the content is none, or not whole.

    Args:
        content: Of the whole file.
        name: What the file is called where it comes from.
    """
    if len(content) > SIZE_MOST_BYTES:
        return too_large(len(content))
    extension = picture_format(content)
    if isinstance(extension, Refusal):
        return extension
    notes = camera_notes(content)
    return Photo(
        sha256=hashlib.sha256(content).hexdigest(),
        name=clean_name(name),
        size_bytes=len(content),
        taken_at=notes.taken_at,
        place=notes.place,
        extension=extension,
    )


def too_large(size_bytes: int) -> Refusal:
    """Return why a file of that size is not taken."""
    return Refusal(
        PICTURE_TOO_LARGE,
        _("This file is too large for a photo: {size} MB.").format(size=size_bytes // 1_000_000),
        _("Taken are photos of up to {most} MB; films are not.").format(
            most=SIZE_MOST_BYTES // 1_000_000
        ),
    )


def clean_name(name: str) -> str:
    """Return a file's name as it can stand in a line: no control characters, not over-long."""
    kept = "".join(
        "�" if unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Zl", "Zp") else letter
        for letter in unicodedata.normalize("NFC", name)
    )
    return kept if len(kept) <= _NAME_MOST else kept[: _NAME_MOST - 1] + "…"


def photo_value(photo: Photo) -> dict[str, object]:
    """Return a photo as the value of the entry that attaches it; what is blank is left out."""
    said: dict[str, object] = {
        "sha256": photo.sha256,
        "extension": photo.extension,
        "name": photo.name,
        "size_bytes": photo.size_bytes,
        "taken_at": photo.taken_at,
        "place": photo.place,
    }
    return {key: value for key, value in said.items() if value != ""}
