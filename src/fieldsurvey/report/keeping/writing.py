"""An edition in, its files in a folder out: all of them or none, and never a second time.

The folder is written beside its place under another name, brought to the disk, then renamed. A
crash before the rename leaves no edition; after it, a whole one.
"""

import hashlib
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from fieldsurvey.campaign.folders import make_folder, sync_folder
from fieldsurvey.errors import ReportError
from fieldsurvey.i18n import _
from fieldsurvey.report.frozen.edition import Edition, EditionHead
from fieldsurvey.report.frozen.edition_json import edition_digest, edition_pieces
from fieldsurvey.report.page.rendering import render_page
from fieldsurvey.report.pdf import render_pdf
from fieldsurvey.report.problem_csv import csv_pieces
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

Files = Iterator[tuple[str, Iterable[bytes]]]
"""The path of each file within its folder, and its content in pieces: never two in memory."""

_RENDERERS: Mapping[str, Callable[[Edition, str], Iterable[bytes]]] = {
    "xlsx": lambda edition, language: [render_workbook(edition, language)],
    "docx": lambda edition, language: [render_word_document(edition, language)],
    "html": lambda edition, language: [render_page(edition, language)],
    "csv": csv_pieces,
    PDF: lambda edition, language: [render_pdf(edition, language)],
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
    files = each_file(edition, MAIN, languages, formats)
    return keep_whole(edition, folder, MAIN, files)


def keep_whole(edition: Edition, folder: Path, main: str, files: Files) -> list[Path]:
    """Write the folder of anything numbered and frozen, and return its files.

    Args:
        edition: What is kept; it is left as it is where it is there already.
        folder: Where its like are.
        main: Name of the JSON file that holds all of it.
        files: `main` among them; not made where it is there already.

    Raises:
        ReportError: Another one has this number, or the folder cannot be written.
    """
    place = folder / folder_name(edition)
    if place.exists():
        _refuse_another(edition, place / main)
        return sorted(path for path in place.rglob("*") if path.is_file())
    _refuse_taken(edition, folder)
    try:
        return _write_folder(place, files)
    except OSError as error:
        raise ReportError(
            _("The edition could not be written: {reason}.").format(reason=error.strerror or error),
            where=str(place),
            to_do=_("Make room or choose another folder, then run the command again."),
        ) from error


def folder_name(edition: Edition) -> str:
    """Return the name of the edition's folder: `0001-2020-06-29`."""
    return f"{edition.number:04d}-{edition.date}"


def each_file(
    edition: Edition, main: str, languages: Sequence[str], formats: Sequence[str] = FORMATS
) -> Files:
    """Yield the files of an edition, made one after the other; `main` is the name of its JSON."""
    yield main, edition_pieces(edition)
    yield from each_format(edition, main.removesuffix(".json"), languages, formats)


def each_format(
    edition: Edition, stem: str, languages: Sequence[str], formats: Sequence[str]
) -> Files:
    """Yield the files of an edition but JSON; the path of each begins with `stem`."""
    for position, language in enumerate(languages):
        part = "" if position == 0 else f".{language}"
        for name, render in _RENDERERS.items():
            if name in formats:
                yield f"{stem}{part}.{name}", render(edition, language)


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
    if not file.is_file() or digest_of(file) != edition_digest(edition):
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


def digest_of(file: Path) -> str:
    """Return the SHA-256 of a file, in hex."""
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _write_folder(place: Path, files: Files) -> list[Path]:
    unfinished = place.with_name(f".{place.name}.unfinished")
    if unfinished.exists():
        shutil.rmtree(unfinished)
    make_folder(place.parent)
    unfinished.mkdir()
    try:
        names = sorted(_write_each(unfinished, files))
    except Exception:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise
    for inside in (unfinished, *unfinished.rglob("*")):
        if inside.is_dir():
            sync_folder(inside)
    unfinished.rename(place)
    sync_folder(place.parent)
    return [place / name for name in names]


def _write_each(folder: Path, files: Files) -> Iterator[str]:
    for name, pieces in files:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        with (folder / name).open("xb") as file:
            file.writelines(pieces)
            file.flush()
            os.fsync(file.fileno())
        yield name
