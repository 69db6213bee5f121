"""What was erased in; files that still hold it overwritten and removed, with a note, out."""

import hashlib
import os
from collections.abc import Collection
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from fieldsurvey.campaign.folders import sync_folder
from fieldsurvey.chain.devices.register import BundleRecord, taken_in
from fieldsurvey.chain.erasing import buried
from fieldsurvey.chain.files import disk_words, write_file
from fieldsurvey.chain.lines.line import dump_json
from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.errors import HandoverError
from fieldsurvey.i18n import _

_PIECE_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Cleared:
    """A bundle that is gone from the inbox: its other lines are in the survey file."""

    name: str
    erased: int
    """How many of its lines were erased."""


def tombstone_count(survey_file: SurveyFile) -> int:
    """Return how many lines were erased."""
    (count,) = survey_file.connection.execute("SELECT count(*) FROM tombstone").fetchone()
    return int(count)


def clear_inbox(survey_file: SurveyFile, inbox: Path) -> list[Cleared]:
    """Remove the bundles that hold erased lines, and leave a note in place of each.

    They are removed, not written anew without the text: nobody but their laptop can sign them, and
    every line of them is in the survey file. That is looked at before each is removed.

    Raises:
        HandoverError: One cannot be removed, or holds a line that is nowhere else.
    """
    cleared = []
    for path in sorted(inbox.glob("**/*.fsb")):
        record = taken_in(survey_file, _digest(path)) if path.is_file() else None
        if record is None:
            continue
        erased = len(buried(survey_file, record.device, record.first, record.last))
        if not erased:
            continue
        if not _is_all_here(survey_file, record):
            raise _not_all_here(path)
        try:
            note = {
                "bundle": record.name,
                "device": record.device,
                "first": record.first,
                "last": record.last,
                "erased": erased,
            }
            write_file(path.with_suffix(".erased"), (dump_json(note) + "\n").encode())
            wipe(path)
        except OSError as error:
            raise _still_there(path, error) from error
        cleared.append(Cleared(record.name, erased))
    return cleared


def wipe(path: Path) -> None:
    """Overwrite a file with zeros and remove it; what the disk keeps besides nobody can promise.

    Raises:
        OSError: It is still there.
    """
    with path.open("r+b") as file:
        left = os.fstat(file.fileno()).st_size
        while left > 0:
            left -= file.write(bytes(min(left, _PIECE_BYTES)))
        file.flush()
        os.fsync(file.fileno())
    path.unlink()
    sync_folder(path.parent)


def wipe_pictures(pictures: Collection[str], *folders: Path) -> int:
    """Overwrite and remove pictures, by their hash, in folders whose names of files tell it.

    Returns:
        How many there were.

    Raises:
        HandoverError: One cannot be removed.
    """
    removed = {
        sha256: [path for folder in folders for path in sorted(folder.glob(f"*{sha256}*"))]
        for sha256 in sorted(pictures)
    }
    for path in chain(*removed.values()):
        wipe_erased(path)
    return sum(map(bool, removed.values()))


def wipe_erased(path: Path) -> None:
    """Overwrite and remove a file that holds what was erased.

    Raises:
        HandoverError: It is still there.
    """
    try:
        wipe(path)
    except OSError as error:
        raise _still_there(path, error) from error


def _is_all_here(survey_file: SurveyFile, record: BundleRecord) -> bool:
    """Tell whether every line of a bundle that was taken in stands in the survey file."""
    links = survey_file.connection.execute(
        "SELECT hash, previous FROM line WHERE device = ? AND seq BETWEEN ? AND ?",
        (record.device, record.first, record.last),
    )
    before: dict[bytes, bytes] = dict(links.fetchall())
    head, count = record.head, 0
    while head in before:
        head, count = before[head], count + 1
    return count == record.last - record.first + 1


def _not_all_here(path: Path) -> HandoverError:
    return HandoverError(
        _("It holds what was erased, and lines that are not in the survey file; so it stays."),
        where=str(path),
        to_do=_("Run fieldsurvey verify; merge the inbox again before you erase."),
    )


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _still_there(path: Path, error: OSError) -> HandoverError:
    return HandoverError(
        _("It holds what was erased, and cannot be removed: {why}.").format(why=disk_words(error)),
        where=str(path),
        to_do=_("Remove it by hand; in the survey file it is erased."),
    )
