"""Where everything frozen and numbered is kept beside the nightly lists, and what witnesses it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from fieldsurvey.report.freezing.packing import township_lists
from fieldsurvey.report.frozen.bulletin import Bulletin, Period
from fieldsurvey.report.frozen.pack import Pack, TownshipList
from fieldsurvey.report.keeping.writing import (
    FORMATS,
    PDF,
    Files,
    each_file,
    each_format,
    keep_whole,
    read_kept,
)


@dataclass(frozen=True, slots=True)
class Shelf:
    """One sort of frozen documents: numbered from 1, each a folder that never changes."""

    about: str
    """What its lines in the chain are about."""
    folder: str
    """Within the workspace; parts separated by `/`."""
    stem: str
    """What its files are called, but for their endings."""

    @property
    def main(self) -> str:
        """The JSON file that holds all of one."""
        return f"{self.stem}.json"

    def place(self, workspace: Path) -> Path:
        """Return the folder in a workspace."""
        return workspace.joinpath(*self.folder.split("/"))


BULLETINS: Mapping[Period, Shelf] = {
    Period.WEEK: Shelf("weekly bulletin", "bulletins/week", "bulletin"),
    Period.MONTH: Shelf("monthly bulletin", "bulletins/month", "bulletin"),
}

PACKS = Shelf("feedback", "feedback", "overall-report")

HANDED_AS = ("xlsx", "docx", PDF)
"""Of the formats of a pack, those that townships are handed, too: what people read and fill in."""

SHELVES: Sequence[Shelf] = (*BULLETINS.values(), PACKS)
"""Every shelf, in the order they are looked after."""


def read_bulletins(workspace: Path, period: Period) -> list[Bulletin]:
    """Read every bulletin of a sort, the first one first; none where there is none.

    Raises:
        ReportError: One of them cannot be read.
    """
    shelf = BULLETINS[period]
    return read_kept(shelf.place(workspace), shelf.main, Bulletin)


def write_bulletin(
    bulletin: Bulletin, workspace: Path, languages: Sequence[str], formats: Sequence[str] = FORMATS
) -> list[Path]:
    """Write a bulletin's files, all or none, and return their paths.

    Raises:
        ReportError: Another one has its number, or the folder cannot be written.
    """
    shelf = BULLETINS[bulletin.period]
    files = each_file(bulletin, shelf.main, languages, formats)
    return keep_whole(bulletin, shelf.place(workspace), shelf.main, files)


def read_packs(workspace: Path) -> list[Pack]:
    """Read every pack of the feedback meeting, the first one first; none where there is none.

    Raises:
        ReportError: One of them cannot be read.
    """
    return read_kept(PACKS.place(workspace), PACKS.main, Pack)


def write_pack(
    pack: Pack, workspace: Path, languages: Sequence[str], formats: Sequence[str] = FORMATS
) -> list[Path]:
    """Write a pack's files, all or none, and return their paths: the townships' in one folder each.

    Raises:
        ReportError: Another one has its number, or the folder cannot be written.
    """
    files = files_of_pack(pack, languages, formats)
    return keep_whole(pack, PACKS.place(workspace), PACKS.main, files)


def files_of_pack(pack: Pack, languages: Sequence[str], formats: Sequence[str] = FORMATS) -> Files:
    """Yield each file of a pack, by its path within the folder."""
    yield from each_file(pack, PACKS.main, languages, formats)
    handed_as = [each for each in formats if each in HANDED_AS]
    for handed in township_lists(pack):
        stem = f"townships/{_folder_of(handed)}/problem-list"
        yield from each_format(handed, stem, languages, handed_as)


def _folder_of(handed: TownshipList) -> str:
    """Return the name of a township's folder: `01-青苇镇`, without what no file may be called."""
    return re.sub(r"[^\w-]+", "", f"{handed.township_code}-{handed.township}")[:60]
