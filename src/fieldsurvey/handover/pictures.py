"""A laptop's pictures in, sealed ones in its outbox out: `DEVICE-SHA256.fsp`.

The name says which laptop and which bytes, never whom they show. A picture of any size is sealed a
piece at a time.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from shutil import copyfileobj
from typing import BinaryIO

from fieldsurvey.campaign.secrets.workspace_key import WorkspaceKey
from fieldsurvey.chain.files import Hashing, disk_words, remove_unfinished, write_whole
from fieldsurvey.chain.interview import Photo
from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.errors import CampaignError, Finding, HandoverError
from fieldsurvey.handover.envelope import (
    BEGINNING_BYTES,
    Envelope,
    Magic,
    first_lines,
    read_envelope,
)
from fieldsurvey.handover.sealing import marks, seal_stream
from fieldsurvey.handover.verdict import BundleError, unreadable
from fieldsurvey.i18n import _, ngettext
from fieldsurvey.interview.photos.album import FileState
from fieldsurvey.interview.photos.looking_after import photos_of, picture_fault

_NAME = re.compile(r"(d[0-9a-f]{8})-([0-9a-f]{64})\.fsp")
_CHUNK_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True)
class SealedPictures:
    """What the outbox holds of a laptop's pictures."""

    names: tuple[str, ...]
    """Of the sealed pictures that its interviews have, whole."""
    findings: tuple[Finding, ...]
    """Pictures that a line names and that are missing here, or altered."""


def picture_name(device: str, sha256: str) -> str:
    """Return the name of a sealed picture."""
    return f"{device}-{sha256}.fsp"


def picture_of_name(name: str) -> tuple[str, str] | None:
    """Return device and SHA-256 that the name of a sealed picture says; None where it is none."""
    found = _NAME.fullmatch(name)
    return (found[1], found[2]) if found else None


def seal_pictures(  # noqa: PLR0913 - what is sealed, from where and to whom
    survey_file: SurveyFile,
    photos: Path,
    outbox: Path,
    recipients: Sequence[str] = (),
    on_picture: Callable[[], None] = lambda: None,
    key: WorkspaceKey | None = None,
    *,
    is_whole: Callable[[Path], bool] | None = None,
) -> SealedPictures:
    """Seal the pictures of this laptop's interviews that are not in the outbox yet.

    One that is missing or altered is told of and stops nothing: the lines that name it are sealed.

    Args:
        survey_file: The laptop's.
        photos: Where it keeps its pictures.
        outbox: Where the sealed ones go.
        recipients: To whom; to none, they travel as they are.
        on_picture: Called after each.
        key: What the pictures lie encrypted under, on a laptop that is.
        is_whole: Tells of a sealed picture whether it need not be made again; by default it is
            there and as long as it says.

    Raises:
        HandoverError: The outbox cannot be written, or nothing can be sealed here.
    """
    names: dict[str, None] = {}
    findings: list[Finding] = []
    is_whole = is_whole or _looks_whole
    own = (i for i in survey_file.interviews() if i.device == survey_file.device)
    for interview, path, photo in photos_of(own):
        name = picture_name(survey_file.device, photo.sha256)
        state = FileState.PRESENT
        if name not in names and not is_whole(outbox / name):
            state = _seal(_Kept(photos / photo.file, key), outbox / name, photo, recipients)
            on_picture()
        if state is FileState.PRESENT:
            names[name] = None
        else:
            findings.append(picture_fault(interview, path, photo, state))
    return SealedPictures(tuple(names), tuple(findings))


@dataclass(frozen=True, slots=True)
class CopiedPictures:
    """What of a laptop's sealed pictures is on the stick now."""

    copied: int = 0
    """Copied now, read back and compared."""
    there_already: int = 0
    failed: tuple[tuple[str, str], ...] = ()
    """Names of those that are not on the stick, and why."""

    def words(self) -> list[str]:
        """Say it in the user's language, a sentence each; nothing where there are no pictures."""
        done = self.copied + self.there_already
        said = [
            ngettext(
                "{count} picture is on the stick, read back and compared.",
                "{count} pictures are on the stick, read back and compared.",
                done,
            ).format(count=done)
        ]
        for name, why in self.failed:
            said.append(_("{name} is NOT on the stick: {why}.").format(name=name, why=why))
        return said if done or self.failed else []


def hand_over_pictures(
    names: Sequence[str],
    *,
    outbox: Path,
    stick: Path,
    on_picture: Callable[[], None] = lambda: None,
) -> CopiedPictures:
    """Copy sealed pictures to the stick, each read back and compared; one that fails is named."""
    copied = there = 0
    failed: list[tuple[str, str]] = []
    for name in names:
        try:
            if _copy(outbox / name, stick / name):
                copied += 1
            else:
                there += 1
        except OSError as error:
            failed.append((name, disk_words(error)))
        except BundleError:
            failed.append((name, _("it is damaged in the outbox; hand over again")))
        on_picture()
    return CopiedPictures(copied, there, tuple(failed))


def _copy(source: Path, target: Path) -> bool:
    """Copy a sealed picture; False where it is there already, whole."""
    try:
        envelope = check_picture(source)
    except BundleError:
        # Whoever seals next makes it again from the picture itself.
        source.unlink(missing_ok=True)
        raise
    try:
        if check_picture(target) == envelope:
            return False
    except (OSError, BundleError):
        pass
    with source.open("rb") as file:
        write_whole(target, lambda copy: copyfileobj(file, copy, _CHUNK_BYTES))
    return True


def check_picture(path: Path) -> Envelope:
    """Return the envelope of a sealed picture after every byte was compared with it.

    Raises:
        OSError: It cannot be read.
        BundleError: It is damaged, or none.
    """
    with path.open("rb") as file:
        envelope, start = read_envelope(Magic.PICTURE, file.read(BEGINNING_BYTES))
        file.seek(start)
        through = Hashing(file)
        while through.read(_CHUNK_BYTES):
            pass
    if Envelope.closing(through.digest, through.size_bytes, envelope.to) != envelope:
        raise unreadable(_("it is damaged or was cut short."))
    return envelope


def is_whole_picture(path: Path) -> bool:
    """Tell whether a sealed picture is there, by reading all of it."""
    try:
        check_picture(path)
    except (OSError, BundleError):
        return False
    return True


def _looks_whole(path: Path) -> bool:
    """Tell, without reading all of it, whether a sealed picture is there and has its length."""
    try:
        with path.open("rb") as file:
            envelope, start = read_envelope(Magic.PICTURE, file.read(BEGINNING_BYTES))
        return path.stat().st_size == start + envelope.size_bytes
    except (OSError, BundleError):
        return False


@dataclass(frozen=True, slots=True)
class _Kept:
    """A picture as a laptop keeps it."""

    path: Path
    key: WorkspaceKey | None

    def open(self) -> BinaryIO:
        """Open it to be read, decrypted; raises CampaignError where it was altered."""
        if self.key is None:
            return self.path.open("rb")
        return BytesIO(self.key.open(self.path.read_bytes(), self.path.name))


def _seal(source: _Kept, target: Path, photo: Photo, recipients: Sequence[str]) -> FileState:
    if not source.path.is_file():
        return FileState.MISSING
    payload = target.with_name(f".{target.name}.payload.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with source.open() as plain, payload.open("wb") as sealed:
            reading, writing = Hashing(plain), Hashing(sealed)
            if recipients:
                seal_stream(reading, writing, recipients)
            else:
                copyfileobj(reading, writing, _CHUNK_BYTES)
        if reading.sha256 != photo.sha256:
            return FileState.ALTERED
        envelope = Envelope.closing(writing.digest, writing.size_bytes, marks(recipients))
        with payload.open("rb") as sealed:
            write_whole(target, lambda file: _fill(file, envelope, sealed))
    except CampaignError:
        return FileState.ALTERED
    except OSError as error:
        raise HandoverError(
            _("A picture cannot be sealed: the disk of the outbox refused, {why}.").format(
                why=disk_words(error)
            ),
            where=str(target),
            to_do=_("Make room or mend the disk, then try again. What was ticked is safe."),
        ) from error
    finally:
        remove_unfinished(payload)
    return FileState.PRESENT


def _fill(file: Hashing, envelope: Envelope, sealed: BinaryIO) -> None:
    file.write(first_lines(Magic.PICTURE, envelope))
    copyfileobj(sealed, file, _CHUNK_BYTES)
