"""An edition in, its files in a folder out: all of them or none, and never a second time.

The folder is written beside its place under another name, brought to the disk, then renamed. A
crash before the rename leaves no edition; after it, a whole one.
"""

import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from fieldsurvey.campaign.folders import make_folder, sync_folder
from fieldsurvey.errors import ReportError
from fieldsurvey.i18n import _
from fieldsurvey.report.edition import Edition, EditionHead, edition_json
from fieldsurvey.report.page import render_page
from fieldsurvey.report.pdf import render_pdf
from fieldsurvey.report.problem_csv import render_csv
from fieldsurvey.report.word_document import render_word_document
from fieldsurvey.report.workbook import render_workbook

AsModel = TypeVar("AsModel", bound=BaseModel)
AsEdition = TypeVar("AsEdition", bound=Edition)

FORMATS = ("json", "xlsx", "docx", "html", "csv")
"""What every edition is written as."""

PDF = "pdf"
"""What it is written as, too, where that is asked for: it needs an extra."""

MAIN = "problem-list.json"
"""The file of an edition that holds all of it."""

_RENDERERS: Mapping[str, Callable[[Edition, str], bytes]] = {
    "xlsx": render_workbook,
    "docx": render_word_document,
    "html": render_page,
    "csv": render_csv,
    PDF: render_pdf,
}


def write_edition(
    edition: Edition,
    folder: Path,
    *,
    languages: Sequence[str] = ("zh",),
    formats: Sequence[str] = FORMATS,
) -> list[Path]:
    """Write the edition's files into `folder`/`0001-2020-06-29` and return their paths.

    The first of `languages` gets the plain names (`problem-list.xlsx`), the others say theirs
    (`problem-list.en.xlsx`). JSON has codes, not words, and is always written, once. An edition
    that is already there, and is this one, is left as it is.

    Raises:
        ReportError: Another edition has this number, or the folder cannot be written.
        UsageError: PDF is among the formats, and the extra for it is not installed.
    """
    return keep_whole(edition, folder, MAIN, lambda: render_files(edition, languages, formats))


def keep_whole(
    edition: Edition, folder: Path, main: str, render: Callable[[], Mapping[str, bytes]]
) -> list[Path]:
    """Write the folder of anything numbered and frozen, and return its files.

    Args:
        edition: What is kept; it is left as it is where it is there already.
        folder: Where its like are.
        main: Name of the JSON file that holds all of it.
        render: Gives the content of each file by its path within the folder, `main` among them.

    Raises:
        ReportError: Another one has this number, or the folder cannot be written.
    """
    place = folder / folder_name(edition)
    if place.exists():
        _refuse_another(edition, place / main)
        return sorted(path for path in place.rglob("*") if path.is_file())
    _refuse_taken(edition, folder)
    try:
        return _write_folder(place, render())
    except OSError as error:
        raise ReportError(
            _("The edition could not be written: {reason}.").format(reason=error.strerror or error),
            where=str(place),
            to_do=_("Make room or choose another folder, then run the command again."),
        ) from error


def folder_name(edition: Edition) -> str:
    """Return the name of the edition's folder: `0001-2020-06-29`."""
    return f"{edition.number:04d}-{edition.date}"


def render_files(
    edition: Edition, languages: Sequence[str], formats: Sequence[str]
) -> dict[str, bytes]:
    """Return the content of each file of the edition, by name."""
    stem = MAIN.removesuffix(".json")
    return {MAIN: edition_json(edition), **render_formats(edition, languages, stem, formats)}


def render_formats(
    edition: Edition, languages: Sequence[str], stem: str, formats: Sequence[str] = FORMATS
) -> dict[str, bytes]:
    """Return the content of each file but JSON, by name; every name begins with `stem`."""
    files = {}
    for position, language in enumerate(languages):
        part = "" if position == 0 else f".{language}"
        for name, render in _RENDERERS.items():
            if name in formats:
                files[f"{stem}{part}.{name}"] = render(edition, language)
    return files


def read_edition(place: Path) -> Edition:
    """Read an edition back from its folder.

    Raises:
        ReportError: There is none, or it cannot be read.
    """
    return _read(place / MAIN, Edition)


def read_editions(folder: Path) -> list[Edition]:
    """Read every edition in `folder`, the first one first; none where there is no folder.

    Raises:
        ReportError: One of them cannot be read.
    """
    return read_kept(folder, MAIN, Edition)


def read_kept(folder: Path, main: str, model: type[AsEdition]) -> list[AsEdition]:
    """Read everything that `keep_whole` put into `folder`, the first one first.

    Raises:
        ReportError: One of them cannot be read.
    """
    return sorted(_read_all(folder, main, model), key=lambda kept: kept.number)


def read_edition_heads(folder: Path) -> list[EditionHead]:
    """Read of every edition in `folder` only what it was made with, likewise: ten times quicker.

    Raises:
        ReportError: One of them cannot be read.
    """
    return sorted(_read_all(folder, MAIN, EditionHead), key=lambda head: head.number)


def _read_all(folder: Path, main: str, model: type[AsModel]) -> Iterator[AsModel]:
    for place in sorted(folder.glob("[0-9]*-*")) if folder.is_dir() else ():
        if place.is_dir():
            yield _read(place / main, model)


def _read(file: Path, model: type[AsModel]) -> AsModel:
    try:
        return model.model_validate_json(file.read_bytes())
    except OSError as error:
        raise ReportError(
            _("The edition cannot be read: {reason}.").format(reason=error.strerror or error),
            where=str(file),
            to_do=_("Copy the folder back from where it was sent."),
        ) from error
    except ValidationError as error:
        raise ReportError(
            _("This is not an edition, or a newer program wrote it ({count} faults).").format(
                count=error.error_count()
            ),
            where=str(file),
            to_do=_("Use a newer fieldsurvey, or copy the folder back from where it was sent."),
        ) from error


def _refuse_another(edition: Edition, file: Path) -> None:
    # By its bytes: what was frozen by an older program must not look different to a newer one.
    if not file.is_file() or file.read_bytes() != edition_json(edition):
        raise _taken(edition, file.parent)


def _refuse_taken(edition: Edition, folder: Path) -> None:
    for place in sorted(folder.glob(f"{edition.number:04d}-*")):
        raise _taken(edition, place)


def _taken(edition: Edition, place: Path) -> ReportError:
    return ReportError(
        _("Edition {number} is already there, and it never changes.").format(number=edition.number),
        where=str(place),
        to_do=_("What is new goes into the next edition."),
    )


def _write_folder(place: Path, files: Mapping[str, bytes]) -> list[Path]:
    unfinished = place.with_name(f".{place.name}.unfinished")
    if unfinished.exists():
        shutil.rmtree(unfinished)
    make_folder(place.parent)
    unfinished.mkdir()
    for name, content in sorted(files.items()):
        (unfinished / name).parent.mkdir(parents=True, exist_ok=True)
        with (unfinished / name).open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    for inside in (unfinished, *unfinished.rglob("*")):
        if inside.is_dir():
            sync_folder(inside)
    unfinished.rename(place)
    sync_folder(place.parent)
    return [place / name for name in sorted(files)]
