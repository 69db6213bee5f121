"""Editions in, the lines that witness them out; such lines and a folder in, what was altered out.

What such a line (kind `edition`) says (`Entry.value`)::

    {"number": 1, "date": "2020-06-29", "digest": …, "files": {"problem-list.xlsx": sha256, …}}

`digest` is that of what the edition says, `files` that of each of its files. Lines that older
programs wrote name no files; then the edition is proven, and its printed forms are not.

The line of a bulletin or of the feedback meeting's pack is the same but for `about`, which says
what it is: `weekly bulletin`, `monthly bulletin`, `feedback`. A file in a folder of theirs is named
by its path there, parts separated by `/`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from fieldsurvey.chain.lines.line import Entry, Kind, Line
from fieldsurvey.chain.lines.said import said_by, text_at
from fieldsurvey.errors import Finding
from fieldsurvey.i18n import _
from fieldsurvey.report.frozen.edition import Edition
from fieldsurvey.report.frozen.edition_json import edition_digest
from fieldsurvey.report.keeping.writing import digest_of, folder_name

CODES: Mapping[str, str] = {
    "N001": "An edition that was made, or a file of it, is missing.",
    "N002": "A file of an edition is not what was made.",
    "N003": "An edition, or a file in it, is one that the lead never made.",
    "N004": "Something is open that would make the feedback meeting's pack wrong.",
}
"""Every code that a finding about editions can have, and what it means."""


def edition_entries(
    editions: Sequence[Edition], folder: Path, known: Iterable[Line], about: str = ""
) -> list[Entry]:
    """Return what must be said of the editions that no line of `known` witnesses yet.

    Args:
        editions: All of one sort.
        folder: Where they are.
        known: The lines there are, of kind `edition`.
        about: What they are where they are no nightly lists.
    """
    numbers = {said_by(line).get("number") for line in known if _is_about(line, about)}
    return [
        Entry(
            Kind.EDITION,
            value=({"about": about} if about else {})
            | {
                "number": edition.number,
                "date": edition.date,
                "digest": edition_digest(edition),
                "files": _files(folder / folder_name(edition)),
            },
        )
        for edition in editions
        if edition.number not in numbers
    ]


def _is_about(line: Line, about: str) -> bool:
    return text_at(said_by(line), "about") == about


def look_after_editions(
    folder: Path, witnessed: Sequence[Line], about: str = ""
) -> Iterator[Finding]:
    """Yield which editions in a folder are not those that the lead's lines witness.

    `about` says of which sort they are, as in `edition_entries`.
    """
    places: set[str] = set()
    for line in witnessed:
        if not _is_about(line, about):
            continue
        said = said_by(line)
        name = _folder_of(line)
        places.add(name)
        yield from _compare(folder / name, _made(said), is_all="files" in said)
    for place in sorted(folder.glob("[0-9]*-*")) if folder.is_dir() else ():
        if place.name not in places:
            yield _never_made(place)


def _folder_of(line: Line) -> str:
    said = said_by(line)
    number = said.get("number")
    return f"{number if isinstance(number, int) else 0:04d}-{said.get('date', '')}"


def _made(said: Mapping[str, Any]) -> Mapping[str, str]:
    return said.get("files") or {"problem-list.json": said.get("digest", "")}


def _never_made(place: Path) -> Finding:
    what = _("The lead's chain does not know this edition.")
    return Finding("N003", place.name, what, _("Ask who made it; do not send it."))


def look_after_edition(place: Path, witnessed: Iterable[Line]) -> list[Finding]:
    """Return how one edition's folder differs from what the leads' lines witness of it.

    Two leads may each have made an edition of that number: the one here must be one of theirs.
    """
    told = [
        said_by(line)
        for line in witnessed
        if _is_about(line, "") and _folder_of(line) == place.name
    ]
    compared = [list(_compare(place, _made(said), is_all="files" in said)) for said in told]
    return min(compared, key=len, default=[_never_made(place)])


def _compare(place: Path, made: Mapping[str, str], *, is_all: bool) -> Iterator[Finding]:
    here = _files(place) if place.is_dir() else {}
    for name in sorted(made.keys() | (here.keys() if is_all else set())):
        if here.get(name) != made.get(name):
            code, what = _fault(name in here, name in made)
            to_do = _("Copy it back from where it was sent.")
            yield Finding(code, f"{place.name}/{name}", what, to_do)


def _fault(is_here: bool, was_made: bool) -> tuple[str, str]:
    if not was_made:
        return "N003", _("The file does not belong to the edition.")
    if not is_here:
        return "N001", _("The file of the edition is missing.")
    return "N002", _("The file was altered after the edition was made.")


def _files(place: Path) -> dict[str, str]:
    return {
        path.relative_to(place).as_posix(): digest_of(path)
        for path in sorted(place.rglob("*"))
        if path.is_file() and not path.name.startswith(".")
    }
