"""What the lead has signed for in; gone from this laptop, and proven gone, out.

The proof reads every byte of every file of the workspace.

Only whole, finished interviews go, and only where a receipt of the lead stands after their last
line and the lead has signed for each of their pictures. Of each line digest and hash stay, of each
interview its number and when it was finished.
"""

import json
import tempfile
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from fieldsurvey.campaign.secrets.workspace_key import WorkspaceKey, is_sealed
from fieldsurvey.chain.devices.own_chains import own_chains
from fieldsurvey.chain.devices.register import bundles, receipted_seq
from fieldsurvey.chain.erasing import PURGE, bury
from fieldsurvey.chain.interview import Interview
from fieldsurvey.chain.lines.line import Entry, Kind, Line
from fieldsurvey.chain.storage.encrypted_pages import decrypt_file
from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.chain.union import refold
from fieldsurvey.errors import CampaignError
from fieldsurvey.handover.clearing import wipe
from fieldsurvey.handover.erasure import clear_outbox, remove_pictures
from fieldsurvey.handover.outbox_pictures import OVER, pictures_named
from fieldsurvey.i18n import _
from fieldsurvey.interview.photos.looking_after import photos_of

_TRACES_AN_INTERVIEW = 6
_TRACES_MAX = 240
"""Each is looked for in every byte of the workspace."""
_TRACE_SIGNS_MIN = 8
"""A shorter text may stand somewhere by chance."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A finished interview that cannot be purged yet."""

    interview: Interview
    why: str
    """In the user's language."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What was looked for after a purge, and where it was found."""

    traces: int
    files: int
    size_bytes: int
    opened: int
    """How many of the files were encrypted, and searched decrypted."""
    found: tuple[str, ...]
    """Files that still hold one of the traces; none, or the purge did not do its work."""


@dataclass(frozen=True, slots=True)
class Purged:
    """What is gone."""

    interviews: tuple[Interview, ...]
    lines: int
    bundles: int
    pictures: int
    proof: Proof
    is_empty: bool
    """Whether no interview is left here that says anything."""


def purgeable(
    survey_file: SurveyFile, signed: Collection[str] = ()
) -> tuple[list[Interview], list[Waiting]]:
    """Return the interviews that may go, and the finished ones that must wait.

    Args:
        survey_file: The laptop's.
        signed: Hashes of the pictures that the lead has signed for.
    """
    ready: list[Interview] = []
    waiting: list[Waiting] = []
    own = own_chains(survey_file)
    for interview in survey_file.interviews():
        is_over = interview.status in OVER
        if interview.device not in own or interview.purged_at or not is_over:
            continue
        why = _why_not(survey_file, interview, signed)
        if why:
            waiting.append(Waiting(interview, why))
        else:
            ready.append(interview)
    return ready, waiting


def purge(  # noqa: PLR0913 - what goes, and where it may lie
    survey_file: SurveyFile,
    interviews: Sequence[Interview],
    *,
    folder: Path,
    outbox: Path,
    photos: Path,
    detached: Collection[str] = (),
    key: WorkspaceKey | None = None,
    on_step: Callable[[], None] = lambda: None,
) -> Purged:
    """Remove interviews from this laptop, and look for them in every file of its workspace.

    Their pictures go with them, open and sealed, those that were taken away again too.

    Args:
        survey_file: The laptop's.
        interviews: Some of those that `purgeable` returned.
        folder: The workspace.
        outbox: Of its bundles.
        photos: Of its pictures.
        detached: Hashes of further pictures that nobody needs.
        key: What the workspace is encrypted with, on a laptop that is.
        on_step: Called once for each interview, and for each file that is searched.

    Raises:
        HandoverError: A file cannot be removed; the lines are gone from the survey file.
        ChainError: The survey file cannot be written; nothing is gone.
    """
    lines = {one.id: _own_lines(survey_file, one) for one in interviews}
    traces = [trace for one in interviews for trace in _traces(one, lines[one.id])][:_TRACES_MAX]
    pictures = pictures_named(line for own in lines.values() for line in own)
    with survey_file.transaction():
        for one in interviews:
            bury(survey_file, survey_file.append([_entry(one, lines[one.id])]))
            on_step()
        for device in {survey_file.device, *(one.device for one in interviews)}:
            refold(survey_file, device)
    removed = [
        path
        for one in interviews
        for path in clear_outbox(
            survey_file, one.device, {line.seq for line in lines[one.id]}, outbox
        )
    ]
    needed = pictures_named(survey_file.lines_of_kind(Kind.PHOTO)).keys() - set(detached)
    count = remove_pictures(survey_file, {*pictures, *detached} - needed, photos, outbox)
    _remove_unfinished(folder)
    return Purged(
        interviews=tuple(interviews),
        lines=len({line.hash for own in lines.values() for line in own}),
        bundles=len(removed),
        pictures=count,
        proof=search(folder, traces, key, on_step),
        is_empty=all(one.purged_at for one in survey_file.interviews()),
    )


def search(
    folder: Path,
    traces: Sequence[bytes],
    key: WorkspaceKey | None = None,
    on_step: Callable[[], None] = lambda: None,
) -> Proof:
    """Look for traces in every byte of every file of a folder; in encrypted ones, decrypted."""
    found: list[str] = []
    files = size = opened = 0
    for path in sorted(folder.rglob("*")):
        if not path.is_file():
            continue
        content = path.read_bytes()
        inside = _in_the_clear(path, content, key) if key else b""
        files, size, opened = files + 1, size + len(content), opened + bool(inside)
        # What does not open may hold anything.
        if inside is None or any(trace in content or trace in inside for trace in traces):
            found.append(path.relative_to(folder).as_posix())
        on_step()
    return Proof(len(traces), files, size, opened, tuple(found))


def _in_the_clear(path: Path, content: bytes, key: WorkspaceKey) -> bytes | None:
    """Return what an encrypted file holds, pages that nothing uses any more too.

    Nothing of a file that lies open; None of one that its key does not open.
    """
    if is_sealed(content):
        try:
            return key.open(content, path.name)
        except CampaignError:
            return None
    if path.suffix != ".db":
        return b""
    with tempfile.TemporaryDirectory(prefix="fieldsurvey-") as scratch:
        return decrypt_file(content, key.database, Path(scratch)).content


def _why_not(survey_file: SurveyFile, interview: Interview, signed: Collection[str]) -> str:
    witnessed = receipted_seq(survey_file, interview.device)
    if any(line.seq > witnessed for line in _own_lines(survey_file, interview)):
        return _("the lead has not signed for all of it yet")
    if any(photo.sha256 not in signed for _one, _path, photo in photos_of([interview])):
        return _("the lead has not signed for all of its pictures yet")
    seqs = {line.seq for line in _own_lines(survey_file, interview)}
    for record in bundles(survey_file, "out"):
        is_in = any(record.first <= seq <= record.last for seq in seqs)
        if record.device == interview.device and is_in and record.last > witnessed:
            return _("it lies in a bundle that the lead has only in part")
    return ""


def _own_lines(survey_file: SurveyFile, interview: Interview) -> list[Line]:
    said = survey_file.history(interview.id.split("~")[0])
    return [line for line in said if line.device == interview.device]


def _entry(interview: Interview, lines: Sequence[Line]) -> Entry:
    return Entry(
        Kind.ERASE,
        value={
            "about": PURGE,
            "device": interview.device,
            "interview": interview.id,
            "subject": interview.subject,
            "form": interview.form_id,
            "started_at": interview.started_at,
            "finished_at": interview.finished_at,
            "finish_code": interview.finish_code,
            "lines": [[line.seq, line.hash.hex()] for line in lines],
        },
        questionnaire=interview.questionnaire,
    )


def _traces(interview: Interview, lines: Sequence[Line]) -> Iterator[bytes]:
    """Yield what would betray an interview: random bytes of its lines, and texts it alone says."""
    spread = max(1, len(lines) // (_TRACES_AN_INTERVIEW // 2))
    for line in lines[::spread][: _TRACES_AN_INTERVIEW // 2]:
        yield json.loads(line.text)["nonce"].encode()
    texts = [*interview.descriptions.values(), *interview.remarks.values()]
    long = sorted({text for text in texts if _is_telling(text)}, key=lambda t: (-len(t), t))
    for text in long[: _TRACES_AN_INTERVIEW // 2]:
        yield text.encode()


def _is_telling(text: str) -> bool:
    return len(text) >= _TRACE_SIGNS_MIN and not set(text) & set('"\\\n\t')


def _remove_unfinished(folder: Path) -> None:
    """Remove files that were being written when something broke off."""
    for path in _unfinished(folder):
        wipe(path)


def _unfinished(folder: Path) -> Iterable[Path]:
    return [path for path in sorted(folder.rglob(".*.part")) if path.is_file()]
