"""Interviews and an album in; what became of their pictures' files on this machine out.

Where the interview was made on another machine, a picture that is not here has not come yet: it is
on that laptop. Only on the laptop that attached it is it missing.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from fieldsurvey.chain.interview import Interview, Photo
from fieldsurvey.errors import Finding, FindingKind
from fieldsurvey.i18n import _, listed
from fieldsurvey.interview.photos.album import Album, FileState

CODES: Mapping[str, str] = {
    "E001": "The file of a photo that was attached is missing on the laptop that attached it.",
    "E002": "The file of a photo is not the picture that was attached.",
    "E003": "The same picture is attached to interviews of different households or villages.",
}
"""Every code that a finding about photos can have, and what it means."""


@dataclass(frozen=True, slots=True)
class Pictures:
    """What was found of the pictures of some interviews."""

    attached: int
    """How many times a picture belongs to a question."""
    here: int
    missing: int
    altered: int
    on_laptop: int
    """Not here, because they were attached on another machine and have not come yet."""
    findings: tuple[Finding, ...]


def look_after(interviews: Iterable[Interview], album: Album, device: str) -> Pictures:
    """Look at the file of every picture.

    Args:
        interviews: Whose pictures.
        album: Of this machine.
        device: This machine's.
    """
    counts: Counter[str] = Counter()
    findings: list[Finding] = []
    states: dict[str, FileState] = {}
    subjects: dict[str, set[str]] = {}
    for interview, path, photo in photos_of(interviews):
        if photo.sha256 not in states:
            states[photo.sha256] = album.state(photo)
        state = states[photo.sha256]
        subjects.setdefault(photo.sha256, set()).add(interview.subject)
        is_elsewhere = state is FileState.MISSING and interview.device != device
        counts["on_laptop" if is_elsewhere else state.value] += 1
        if not is_elsewhere and state is not FileState.PRESENT:
            findings.append(picture_fault(interview, path, photo, state))
    findings += [_shared(sha256, used) for sha256, used in subjects.items() if len(used) > 1]
    return Pictures(
        attached=counts.total(),
        here=counts[FileState.PRESENT.value],
        missing=counts[FileState.MISSING.value],
        altered=counts[FileState.ALTERED.value],
        on_laptop=counts["on_laptop"],
        findings=tuple(findings),
    )


def photos_of(interviews: Iterable[Interview]) -> Iterator[tuple[Interview, str, Photo]]:
    """Yield every photo with its interview and the path of its question."""
    for interview in interviews:
        for path, photos in interview.photos.items():
            for photo in photos:
                yield interview, path, photo


def picture_fault(interview: Interview, path: str, photo: Photo, state: FileState) -> Finding:
    """Return the finding about a photo whose file is missing or altered.

    It tells the name it is kept under: the one it came with may name a person.
    """
    if state is FileState.MISSING:
        what = _("The photo {file} is missing: it is not in the folder of photos.")
        code = "E001"
    else:
        what = _("The photo {file} was altered: it is not what was attached.")
        code = "E002"
    return Finding(
        code,
        interview.subject,
        what.format(file=photo.file),
        _("Attach it once more from the phone or the camera: fieldsurvey photo {subject}.").format(
            subject=interview.subject
        ),
        subject=path,
    )


def _shared(sha256: str, subjects: Iterable[str]) -> Finding:
    return Finding(
        "E003",
        sha256[:8],
        _("The same picture is attached to {subjects}.").format(subjects=listed(sorted(subjects))),
        _("Look which of them it shows, and remove it from the others."),
        kind=FindingKind.WARNING,
    )
