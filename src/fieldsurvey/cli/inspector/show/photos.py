"""An interview and an album in, its photos as a table or for a program out."""

from typing import TYPE_CHECKING, Any

from fieldsurvey.cli.tables import table
from fieldsurvey.i18n import _

if TYPE_CHECKING:
    from fieldsurvey.chain.interview import Interview, Photo
    from fieldsurvey.interview.photos.album import Album


def photos_table(interview: "Interview", album: "Album", device: str) -> Any:
    """Return a row for each photo, and for each problem that says why it has none."""
    from fieldsurvey.interview.photos.words import moment_in_words, size_in_words

    rows = [
        (
            path,
            photo.sha256[:8],
            f"{photo.name} {size_in_words(photo.size_bytes)}",
            f"{moment_in_words(photo.taken_at)} {photo.place}".strip(),
            _state_words()[_state(interview, photo, album, device)],
        )
        for path, photos in interview.photos.items()
        for photo in photos
    ]
    rows += [(path, "—", why, "", "") for path, why in interview.photos_absent.items()]
    headings = (_("Question"), _("Photo"), _("Name, or why none"), _("Taken"), _("File"))
    return table(headings, rows)


def photos_json(interview: "Interview", album: "Album", device: str) -> dict[str, Any]:
    """Return every photo with where its file is, and why there is none."""
    return {
        "id": interview.id,
        "subject": interview.subject,
        "form": interview.form_id,
        "photos": [
            {
                "question": path,
                "sha256": photo.sha256,
                "file": photo.file,
                "name": photo.name,
                "size_bytes": photo.size_bytes,
                "taken_at": photo.taken_at,
                "place": photo.place,
                "state": _state(interview, photo, album, device),
            }
            for path, photos in interview.photos.items()
            for photo in photos
        ],
        "absent": dict(interview.photos_absent),
    }


def _state(interview: "Interview", photo: "Photo", album: "Album", device: str) -> str:
    from fieldsurvey.interview.photos.album import FileState

    state = album.state(photo)
    if state is FileState.MISSING and interview.device != device:
        return "on_laptop"
    return state.value


def _state_words() -> dict[str, str]:
    return {
        "present": _("here"),
        "missing": _("MISSING"),
        "altered": _("ALTERED"),
        "on_laptop": _("still on the laptop"),
    }
