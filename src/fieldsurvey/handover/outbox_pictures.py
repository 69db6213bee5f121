"""A laptop's sealed pictures in; which still have to travel, and which nobody needs, out.

A picture is detached where lines name it and no interview shows it any more: it was taken away
again, or its question became moot. It travels no more. It goes once every interview that named it
is over and the lead has signed for what they say.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

from fieldsurvey.chain.devices.register import receipted_seq
from fieldsurvey.chain.folding import read_photo
from fieldsurvey.chain.interview import Interview, Status
from fieldsurvey.chain.lines.line import Kind, Line
from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.handover.pictures import picture_of_name
from fieldsurvey.interview.photos.looking_after import photos_of

_SHA256 = re.compile(r"[0-9a-f]{64}")

OVER = frozenset({Status.FINISHED, Status.WITHDRAWN})
"""An interview that is so gets no more pictures, unless it is opened again."""


@dataclass(frozen=True, slots=True)
class Detached:
    """Pictures that no interview shows any more, by their hash."""

    ready: frozenset[str] = frozenset()
    """Nobody needs them."""
    waiting: frozenset[str] = frozenset()
    """Their interview is open, or the lead has not signed for all of it."""

    @property
    def all(self) -> frozenset[str]:
        """Both."""
        return self.ready | self.waiting


def detached_pictures(survey_file: SurveyFile) -> Detached:
    """Return the pictures that lines name and no interview shows."""
    interviews = survey_file.interviews()
    shown = {photo.sha256 for _interview, _path, photo in photos_of(interviews)}
    unsettled = {
        interview.id.split("~")[0]
        for interview in interviews
        if not _is_settled(survey_file, interview)
    }
    named = pictures_named(survey_file.lines_of_kind(Kind.PHOTO))
    gone = {sha256: ids for sha256, ids in named.items() if sha256 not in shown}
    waiting = frozenset(sha256 for sha256, ids in gone.items() if ids & unsettled)
    return Detached(frozenset(gone) - waiting, waiting)


def pictures_named(lines: Iterable[Line]) -> dict[str, set[str]]:
    """Return the ids of the interviews that ever had a picture, by its hash."""
    named: dict[str, set[str]] = {}
    for line in lines:
        photo = read_photo(line.entry.value) if line.entry.kind is Kind.PHOTO else None
        if photo is not None:
            named.setdefault(photo.sha256, set()).add(line.entry.interview)
    return named


def pictures_to_hand_over(
    survey_file: SurveyFile, outbox: Path, signed: Collection[str]
) -> list[str]:
    """Return the names of the sealed pictures in the outbox that the lead still has to get."""
    skipped = {*signed, *detached_pictures(survey_file).all}
    return [
        path.name
        for path in sorted(outbox.glob("*.fsp"))
        if (about := picture_of_name(path.name)) and about[1] not in skipped
    ]


def unneeded_pictures(
    survey_file: SurveyFile, signed: Collection[str], *folders: Path
) -> frozenset[str]:
    """Return the hashes of pictures that lie in some folders though nobody needs them here.

    Those are the detached ones that are ready, and those the lead has signed for that no line here
    names any more.
    """
    named = pictures_named(survey_file.lines_of_kind(Kind.PHOTO)).keys()
    return hashes_lying(*folders) & (
        detached_pictures(survey_file).ready | (frozenset(signed) - named)
    )


def hashes_lying(*folders: Path) -> frozenset[str]:
    """Return the hashes of the pictures that lie in some folders, as their names tell."""
    names = (path.name for folder in folders for path in folder.glob("*"))
    return frozenset(found[0] for name in names if (found := _SHA256.search(name)))


def _is_settled(survey_file: SurveyFile, interview: Interview) -> bool:
    witnessed = receipted_seq(survey_file, interview.device)
    return interview.status in OVER and interview.last_seq <= witnessed
