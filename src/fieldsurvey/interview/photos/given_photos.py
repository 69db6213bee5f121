"""Answers of a file that name pictures in; the same with the pictures kept in the workspace out."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from fieldsurvey.chain.interview import Photo
from fieldsurvey.errors import Finding, InterviewError
from fieldsurvey.i18n import ngettext
from fieldsurvey.interview.photos.album import Album
from fieldsurvey.interview.trials.replaying import GivenAnswer
from fieldsurvey.interview.typed.refusal import Refusal


def keep_given(
    given: Mapping[str, GivenAnswer], album: Album, folder: Path
) -> dict[str, GivenAnswer]:
    """Copy every picture that is named into the workspace.

    Args:
        given: By path.
        album: Where pictures are kept.
        folder: What names are relative to: the folder of the answers file.

    Raises:
        InterviewError: With a finding for every file that is not taken.
    """
    findings: list[Finding] = []
    kept = {path: _kept(answer, path, album, folder, findings) for path, answer in given.items()}
    if findings:
        count = len(findings)
        raise InterviewError(
            ngettext(
                "{count} photo cannot be taken; nothing was saved.",
                "{count} photos cannot be taken; nothing was saved.",
                count,
            ).format(count=count),
            where=str(folder),
            findings=tuple(findings),
        )
    return kept


def _kept(
    answer: GivenAnswer, path: str, album: Album, folder: Path, findings: list[Finding]
) -> GivenAnswer:
    if not answer.photo_files:
        return answer
    photos: list[Photo] = []
    for name in answer.photo_files:
        taken = album.take(folder / name)
        if isinstance(taken, Refusal):
            finding = Finding(taken.code, answer.where, taken.what, taken.to_do, subject=path)
            findings.append(finding)
        else:
            photos.append(taken)
    return replace(answer, photos=tuple(photos))
