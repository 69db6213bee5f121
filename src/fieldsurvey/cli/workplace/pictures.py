"""A workspace in, its album out: where pictures are kept, and which folder new ones appear in."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from fieldsurvey.errors import UsageError
from fieldsurvey.i18n import _

if TYPE_CHECKING:
    from fieldsurvey.campaign.workspace import Workspace
    from fieldsurvey.chain.interview import Interview
    from fieldsurvey.interview.photos.album import Album

WATCHED = "FIELDSURVEY_PHOTOS"
"""Environment variable that names the watched folder."""

_REMEMBERED = "watched-folder.txt"


def open_album(
    workspace: "Workspace", interviews: "Iterable[Interview]" = (), named: Path | None = None
) -> "Album":
    """Return the album of a workspace.

    The watched folder is the one named, which is remembered in the workspace; else the one in the
    environment; else the one remembered.

    Args:
        workspace: A laptop's.
        interviews: All there are: a picture that one of them has is told of with the next.
        named: The folder named on the command line.

    Raises:
        UsageError: The folder named is none.
    """
    from fieldsurvey.interview.photos.album import Album

    used_by: dict[str, set[str]] = {}
    for interview in interviews:
        for photo in (each for photos in interview.photos.values() for each in photos):
            used_by.setdefault(photo.sha256, set()).add(interview.subject)
    return Album(workspace.photos, _watched(workspace.photos, named), used_by, key=workspace.key)


def _watched(photos: Path, named: Path | None) -> Path | None:
    if named is not None:
        return _remember(photos, named)
    if said := os.environ.get(WATCHED, ""):
        return Path(said).expanduser()
    try:
        remembered = (photos / _REMEMBERED).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return None
    return Path(remembered) if remembered else None


def _remember(photos: Path, named: Path) -> Path:
    if not named.is_dir():
        raise UsageError(
            _("There is no such folder."),
            where=str(named),
            to_do=_("Name the folder in which new photos appear."),
        )
    watched = named.resolve()
    try:
        photos.mkdir(parents=True, exist_ok=True)
        (photos / _REMEMBERED).write_text(f"{watched}\n", encoding="utf-8")
    except (OSError, UnicodeEncodeError):
        # To be asked again next time is no reason not to interview now.
        return watched
    return watched
