"""Where the pictures of a workspace are kept: files in, photos copied by their content out.

A picture is on the disk and read back before anybody says it is attached, so a line never speaks
of a file that was not there. The same picture twice is one file; nothing is ever deleted.
"""

import hashlib
import secrets
import stat
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from pathlib import Path

from fieldsurvey.campaign.folders import make_folder
from fieldsurvey.campaign.secrets.workspace_key import WorkspaceKey
from fieldsurvey.chain.files import disk_words, holds, write_file
from fieldsurvey.chain.interview import Photo
from fieldsurvey.errors import CampaignError
from fieldsurvey.i18n import _
from fieldsurvey.interview.photos.newest import newest_first
from fieldsurvey.interview.photos.photo_files import SIZE_MOST_BYTES, photo_of, too_large
from fieldsurvey.interview.photos.typed_paths import paths_meant
from fieldsurvey.interview.typed.refusal import NO_SUCH_FILE, NOT_KEPT, Refusal

_TRIED_MOST = 20
"""Newest files looked at in search of a picture: what else lies about is passed over."""


class FileState(Enum):
    """How the file of a photo is on this machine."""

    PRESENT = "present"
    MISSING = "missing"
    ALTERED = "altered"
    """There is a file, and its content is another."""


@dataclass(frozen=True, slots=True)
class Found:
    """A picture found in the watched folder, not kept yet."""

    path: Path
    photo: Photo
    changed_at: datetime
    """When its file was written, in the machine's time zone."""


@dataclass(frozen=True, slots=True)
class Album:
    """The folder of the pictures of one workspace."""

    folder: Path
    watched: Path | None = None
    """The folder new pictures appear in: of the camera's card, or of what the phone sends."""
    used_by: Mapping[str, Collection[str]] = field(default_factory=dict)
    """Subjects whose interviews have a picture already, by its hash."""
    key: WorkspaceKey | None = None
    """What encrypts the pictures; none where they lie open."""

    def take(self, path: Path) -> Photo | Refusal:
        """Copy the picture at `path` into the folder; return it once it is there and read back."""
        content = _read(path)
        if isinstance(content, Refusal):
            return content
        photo = photo_of(content, path.name)
        return photo if isinstance(photo, Refusal) else self.keep(photo, content)

    def keep(self, photo: Photo, content: bytes) -> Photo | Refusal:
        """Write a picture into the folder, where it is not there yet, and read it back."""
        kept = self.folder / photo.file
        try:
            make_folder(self.folder)
            if not self._holds(photo):
                write_file(kept, self._as_it_lies(photo, content))
        except OSError as failed:
            return Refusal(
                NOT_KEPT,
                _("The picture could not be kept in the workspace: {why}.").format(
                    why=disk_words(failed)
                ),
                _("Nothing was attached. Look at the disk of this computer, then try again."),
            )
        return photo

    def state(self, photo: Photo) -> FileState:
        """Look whether the file of a photo is there, and is the picture that was attached."""
        kept = self.folder / photo.file
        if not kept.is_file():
            return FileState.MISSING
        return FileState.PRESENT if self._holds(photo) else FileState.ALTERED

    def content(self, file: str) -> bytes:
        """Return a kept picture by the name of its file, decrypted.

        Raises:
            OSError: It is not there, or the disk does not give it.
            CampaignError: It was altered, or encrypted under another key.
        """
        content = (self.folder / file).read_bytes()
        return self.key.open(content, file) if self.key else content

    def _holds(self, photo: Photo) -> bool:
        """Tell whether the file of a photo is there, and is the picture that was attached."""
        if self.key is None:
            return holds(self.folder / photo.file, photo.sha256)
        try:
            content = self.content(photo.file)
        except (OSError, CampaignError):
            return False
        return hashlib.sha256(content).hexdigest() == photo.sha256

    def _as_it_lies(self, photo: Photo, content: bytes) -> bytes:
        if self.key is None:
            return content
        return self.key.seal(content, photo.file, secrets.token_bytes)

    def newest(self, known: Collection[str] = (), since: datetime | None = None) -> Found | None:
        """Return the newest picture in the watched folder that is not among the known.

        Args:
            known: Hashes of pictures that are attached already.
            since: Only pictures written after it.
        """
        if self.watched is None:
            return None
        for candidate in newest_first(self.watched)[:_TRIED_MOST]:
            changed_at = datetime.fromtimestamp(candidate.changed_s).astimezone()
            if since is not None and changed_at <= since:
                return None
            content = _read(candidate.path)
            photo = (
                content if isinstance(content, Refusal) else photo_of(content, candidate.path.name)
            )
            if isinstance(photo, Photo) and photo.sha256 not in known:
                return Found(candidate.path, photo, changed_at)
        return None

    def paths_meant(self, typed: str) -> tuple[Path, ...]:
        """Return the files that a typed line names; none where it says something else."""
        return tuple(map(self._place, paths_meant(typed, lambda name: self._place(name).is_file())))

    def others(self, photo: Photo, subject: str) -> list[str]:
        """Return the other subjects whose interviews have the same picture."""
        return sorted(set(self.used_by.get(photo.sha256, ())) - {subject})

    def _place(self, name: str) -> Path:
        """Return the file of that name here, else in the watched folder."""
        try:
            here = Path(name).expanduser()
        except RuntimeError:
            here = Path(name)
        if self.watched is not None and not _is_there(here) and _is_there(self.watched / here):
            return self.watched / here
        return here


def _is_there(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def _read(path: Path) -> bytes | Refusal:
    """Return the content of an ordinary file that is not too large for a photo."""
    try:
        about = path.stat()
        if not stat.S_ISREG(about.st_mode):
            return no_such_file(path)
        if about.st_size > SIZE_MOST_BYTES:
            return too_large(about.st_size)
        with path.open("rb") as file:
            return file.read(SIZE_MOST_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return no_such_file(path)
    except OSError as failed:
        return Refusal(
            NO_SUCH_FILE,
            _("The file {name} cannot be read: {why}.").format(
                name=path.name, why=disk_words(failed)
            ),
            _("Plug the phone or the card in again, or copy the photo to this computer first."),
        )


def no_such_file(path: Path) -> Refusal:
    """Return why a file that is not there, or is no ordinary file, is not taken."""
    return Refusal(
        NO_SUCH_FILE,
        _("There is no file {name}.").format(name=path),
        _("Drag the photo into this window, or type its full name."),
    )
