"""One file that was looked at in, what it turned out to be in words out."""

from collections.abc import Iterator

from fieldsurvey.handover.rescue.gathering import Source, SourceKind
from fieldsurvey.handover.rescue.table import Readability
from fieldsurvey.i18n import _, listed, ngettext, sentences


def source_words(source: Source) -> str:
    """Say in the user's language what a file turned out to be, and what it did not give."""
    said = [_kind(source)]
    if source.reading.strange:
        said.append(
            _(
                "SQLite did not read it, because it holds what this program never makes: {names}."
            ).format(names=listed(source.reading.strange[:5]))
        )
    said += _opened(source)
    if source.lost_bytes:
        said.append(
            ngettext(
                "The disk did not give {count} byte.",
                "The disk did not give {count} bytes.",
                source.lost_bytes,
            ).format(count=source.lost_bytes)
        )
    if source.carved.sealed:
        said.append(
            ngettext(
                "{count} bundle in it is sealed: only the lead or the recovery key opens it.",
                "{count} bundles in it are sealed: only the lead or the recovery key opens them.",
                source.carved.sealed,
            ).format(count=source.carved.sealed)
        )
    if source.carved.damaged:
        said.append(
            ngettext(
                "{count} bundle in it is damaged or cut short.",
                "{count} bundles in it are damaged or cut short.",
                source.carved.damaged,
            ).format(count=source.carved.damaged)
        )
    return f"{source.path.name}: {sentences(said)}"


def _opened(source: Source) -> Iterator[str]:
    opened = source.opened
    if opened is None or source.kind is SourceKind.ENCRYPTED:
        return
    yield _("It was encrypted, and opened with its key.")
    if opened.damaged_pages:
        yield ngettext(
            "{count} of its {pages} pages is damaged; what is left of it was read.",
            "{count} of its {pages} pages are damaged; what is left of them was read.",
            opened.damaged_pages,
        ).format(count=opened.damaged_pages, pages=opened.page_count)


def _kind(source: Source) -> str:
    said = {
        SourceKind.SURVEY_FILE: _readability(source.reading.readability),
        SourceKind.BUNDLE: _("a bundle."),
        SourceKind.RECEIPT: _("a receipt or a line."),
        SourceKind.NEWER: _(
            "a newer version of the program made it; update the program for all of it."
        ),
        SourceKind.OTHER_DATABASE: _("a database of another program; no line is in it."),
        SourceKind.EMPTY: _("empty (0 bytes): nothing can be rescued from it."),
        SourceKind.ENCRYPTED: _not_opened(source),
        SourceKind.NOTHING: _("nothing in it is a survey's."),
        SourceKind.UNREADABLE: _("it cannot be opened: nothing of it was looked at."),
    }
    return said[source.kind]


def _not_opened(source: Source) -> str:
    if source.opened is None:
        return _(
            "encrypted, or overwritten: nothing can be read without its key. Its key is in the"
            " laptop's keys/survey.key.json: name that with --key-file."
        )
    return _(
        "encrypted with another key than the one at hand, or overwritten: nothing of it can be"
        " read. Name the survey.key.json of its own laptop with --key-file."
    )


def _readability(readability: Readability) -> str:
    match readability:
        case Readability.WHOLE:
            return _("a survey file; its tables can be read to the end.")
        case Readability.PART:
            return _("a damaged survey file; a part of its tables can be read.")
        case _:
            return _("its tables cannot be read; its bytes were searched for lines.")
