"""Sealed pictures from sticks in, pictures by their hash in the lead's `photos` out.

Only a picture that a signed line names is taken in, and only if its bytes are those the line says.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from shutil import copyfileobj

from fieldsurvey.chain.devices.age_keys import AgeIdentity
from fieldsurvey.chain.erasing import pictures_erased
from fieldsurvey.chain.files import Hashing, disk_words, holds, write_whole
from fieldsurvey.chain.interview import Photo
from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.errors import Finding, HandoverError
from fieldsurvey.handover.clearing import wipe_pictures
from fieldsurvey.handover.envelope import Envelope, Magic, first_lines
from fieldsurvey.handover.pictures import check_picture, picture_of_name
from fieldsurvey.handover.sealing import unseal_stream
from fieldsurvey.handover.verdict import BundleError, VerdictKind, unreadable
from fieldsurvey.i18n import _, ngettext, sentences
from fieldsurvey.interview.photos.looking_after import photos_of
from fieldsurvey.interview.photos.photo_files import SIZE_MOST_BYTES

WAITING = "pictures"
"""Folder of the inbox for sealed pictures that no line names yet, or no key opens yet."""

_SEALED_BYTES_MAX = SIZE_MOST_BYTES + 1024 * 1024
_CHUNK_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True)
class PicturesReport:
    """What became of the pictures on some sticks."""

    taken: int = 0
    """Opened, compared with the line that names them, and kept."""
    had: int = 0
    waiting: int = 0
    """Kept sealed in the inbox until the line that names them comes, or the key."""
    missing: int = 0
    """Named by a line, and not come yet."""
    findings: tuple[Finding, ...] = ()
    """Those that cannot be taken in, and why."""
    erased: int = 0
    """Came again, or lay here, though a lead erased them: not kept."""

    def words(self) -> str:
        """Say it in the user's language; '' where no picture was ever attached."""
        said = []
        if self.taken:
            said.append(
                ngettext(
                    "{count} picture taken in.", "{count} pictures taken in.", self.taken
                ).format(count=self.taken)
            )
        if self.waiting:
            said.append(
                ngettext(
                    "{count} picture waits in the inbox for its interview or for the key.",
                    "{count} pictures wait in the inbox for their interviews or for the key.",
                    self.waiting,
                ).format(count=self.waiting)
            )
        if self.erased:
            said.append(
                ngettext(
                    "{count} picture was erased by a lead: it does not come back.",
                    "{count} pictures were erased by a lead: they do not come back.",
                    self.erased,
                ).format(count=self.erased)
            )
        if self.missing:
            said.append(
                ngettext(
                    "{count} picture has not come yet.",
                    "{count} pictures have not come yet.",
                    self.missing,
                ).format(count=self.missing)
            )
        return sentences(said)


def take_pictures(
    survey_file: SurveyFile,
    sources: Sequence[Path],
    *,
    inbox: Path,
    photos: Path,
    identities: Sequence[AgeIdentity] = (),
    on_picture: Callable[[], None] = lambda: None,
) -> PicturesReport:
    """Take in every sealed picture of `sources`, and those that wait in the inbox.

    Args:
        survey_file: The lead's, after the bundles were merged.
        sources: Sticks and folders; single files are bundles.
        inbox: Where pictures wait.
        photos: Where pictures are kept, by their hash.
        identities: Keys that open them.
        on_picture: Called after each.

    Raises:
        HandoverError: The lead's own disk refuses.
    """
    wanted = {photo.sha256: photo for _i, _path, photo in photos_of(survey_file.interviews())}
    erased = pictures_erased(survey_file) - wanted.keys()
    wipe_pictures(erased, photos, inbox / WAITING)
    intake = _Intake(wanted, erased, inbox / WAITING, photos, identities)
    for path in _found([*sources, inbox / WAITING], inbox / WAITING):
        intake.take(path)
        on_picture()
    missing = sum(not (photos / photo.file).is_file() for photo in wanted.values())
    return PicturesReport(
        intake.taken,
        intake.had,
        len(intake.waiting),
        missing,
        tuple(intake.findings),
        len(intake.refused),
    )


def _found(sources: Iterable[Path], waiting: Path) -> Iterator[Path]:
    seen: set[Path] = set()
    for source in sources:
        for path in sorted(source.rglob("*.fsp")) if source.is_dir() else ():
            is_new = path.absolute() not in seen and not path.name.startswith(".")
            if is_new and (source == waiting or not path.is_relative_to(waiting)):
                seen.add(path.absolute())
                yield path


class _Intake:
    """Takes in one picture after the other, and counts."""

    def __init__(
        self,
        wanted: dict[str, Photo],
        erased: Collection[str],
        waiting: Path,
        photos: Path,
        identities: Sequence[AgeIdentity],
    ) -> None:
        self.taken = self.had = 0
        self.waiting: set[str] = set()
        self.refused: set[str] = set()
        self.findings: list[Finding] = []
        self._wanted, self._folder, self._photos = wanted, waiting, photos
        self._identities, self._erased = identities, erased

    def take(self, path: Path) -> None:
        """Take in one picture, let it wait, or note why not."""
        try:
            self._take(path)
        except BundleError as error:
            self._note(path, error)
        except OSError as error:
            self._note(
                path, unreadable(_("it cannot be read, {why}.").format(why=disk_words(error)))
            )

    def _take(self, path: Path) -> None:
        about = picture_of_name(path.name)
        if about is None or not path.is_file():
            raise unreadable(_("it is no sealed picture."))
        if path.stat().st_size > _SEALED_BYTES_MAX:
            raise unreadable(_("it is larger than any picture."))
        if about[1] in self._erased:
            self.refused.add(about[1])
            return
        photo = self._wanted.get(about[1])
        if photo and holds(self._photos / photo.file, photo.sha256):
            self.had += 1
            self._wait_no_longer(path)
            return
        envelope = check_picture(path)
        if photo is None:
            self._let_wait(path)
        else:
            self._open(path, photo, envelope)

    def _open(self, path: Path, photo: Photo, envelope: Envelope) -> None:
        start = len(first_lines(Magic.PICTURE, envelope))
        try:
            with path.open("rb") as file:
                file.seek(start)

                def fill(opened: Hashing) -> None:
                    if envelope.to:
                        unseal_stream(file, opened, self._identities, envelope.to)
                    else:
                        copyfileobj(file, opened, _CHUNK_BYTES)
                    if opened.sha256 != photo.sha256:
                        raise unreadable(_("it is not the picture that was attached."))

                self._keep(self._photos / photo.file, fill)
        except BundleError as error:
            if error.verdict is VerdictKind.SEALED_FOR_OTHERS and not self._identities:
                self._let_wait(path)
                return
            raise
        self.taken += 1
        self._wait_no_longer(path)

    def _let_wait(self, path: Path) -> None:
        target = self._folder / path.name
        if path.absolute() != target.absolute() and not target.exists():
            with path.open("rb") as file:
                self._keep(target, lambda copy: copyfileobj(file, copy, _CHUNK_BYTES))
        self.waiting.add(path.name)

    def _wait_no_longer(self, path: Path) -> None:
        (self._folder / path.name).unlink(missing_ok=True)

    def _keep(self, target: Path, fill: Callable[[Hashing], object]) -> None:
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            write_whole(target, fill)
        except OSError as error:
            raise HandoverError(
                _("A picture cannot be kept, {why}.").format(why=disk_words(error)),
                where=str(target.parent),
                to_do=_("Make room or mend the disk, then merge again; nothing is lost."),
            ) from error

    def _note(self, path: Path, error: BundleError) -> None:
        what = _("The picture was not taken in: {fault}").format(fault=error.what)
        self.findings.append(Finding("V042", path.name, what, error.to_do))
