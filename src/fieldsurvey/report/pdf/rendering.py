"""An edition in, the PDF of its notice out: what the Word document says, and the charts."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

from fieldsurvey.i18n import _
from fieldsurvey.report.frozen.edition import Edition
from fieldsurvey.report.notice import compose_notice
from fieldsurvey.report.notice.blocks import (
    Block,
    Drawings,
    Heading,
    Paragraph,
    Table,
    UprightEnd,
)
from fieldsurvey.report.notice.sheets import ACROSS, UPRIGHT
from fieldsurvey.report.pdf.drawings import as_drawing
from fieldsurvey.report.pdf.typesetter import chinese_font, need_typesetter, typeset
from fieldsurvey.report.speaking import speaking
from fieldsurvey.report.text import clean_text

_SIGN_MM, _SMALL_SIGN_MM = 2.2, 1.7
"""How wide a Latin letter is at most in a table, and in one of small letters."""

MOST_ROWS = 3_000
"""What is laid out of a list: 0.2 MB of memory a row, and more pages than anybody reads."""

_LONG_WORD = 34
"""Letters without a place to break that still stand in a line of text."""


def render_pdf(edition: Edition, language: str) -> bytes:
    """Return the PDF of `edition` in `language`; the same edition and font make the same bytes.

    Raises:
        UsageError: The extra is not installed.
        ReportError: There is no font for it.
    """
    need_typesetter()
    return typeset(notice_data(edition, language), edition.made_at)


def notice_data(edition: Edition, language: str) -> dict[str, Any]:
    """Return everything that the template shows, in words."""
    with speaking(language):
        notice = compose_notice(edition, language, has_drawings=True, most_rows=MOST_ROWS)
        return {
            "language": language,
            "font": chinese_font(),
            "title": clean_text(notice.title),
            "upright_sheet": asdict(UPRIGHT),
            "across_sheet": asdict(ACROSS),
            **_pages(notice.blocks),
        }


def _pages(blocks: Iterable[Block]) -> dict[str, list[dict[str, Any]]]:
    """Return what stands on pages upright, and what on those across."""
    upright: list[dict[str, Any]] = []
    across: list[dict[str, Any]] = []
    place = upright
    for block in blocks:
        if isinstance(block, UprightEnd):
            place = across
        else:
            place.extend(_set(block))
    return {"upright": upright, "across": across}


def _set(block: Block) -> Iterator[dict[str, Any]]:
    match block:
        case Paragraph(text, look, is_kept):
            said = _breakable(text, _LONG_WORD)
            yield {"kind": "paragraph", "text": said, "look": look, "is_kept": is_kept}
        case Heading(text, level):
            yield {"kind": "heading", "text": _breakable(text, _LONG_WORD), "level": level}
        case Table():
            yield _table(block)
        case Drawings(figures):
            yield {"kind": "drawings", "figures": [as_drawing(figure) for figure in figures]}


def _table(table: Table) -> dict[str, Any]:
    sign_mm = _SMALL_SIGN_MM if table.is_small else _SIGN_MM
    room = [max(4, int(column.width_mm / sign_mm)) for column in table.columns]
    caption = _("Table {number}. {title}").format(number=table.number, title=table.title)
    return {
        "kind": "table",
        "caption": clean_text(caption),
        "is_small": table.is_small,
        "widths_mm": [column.width_mm for column in table.columns],
        "is_middle": [column.look == "TableMiddle" for column in table.columns],
        "heads": [column.heading for column in table.columns],
        "rows": [list(map(_breakable, row, room)) for row in table.rows],
    }


def _breakable(text: str, room: int) -> str:
    """Return `text` cleaned, with places to break in words that have none and are too long."""
    return re.sub(
        rf"[!-~]{{{room + 1},}}",
        lambda found: "\u200b".join(_parts(found[0], room)),
        clean_text(text),
    )


def _parts(word: str, room: int) -> list[str]:
    return [word[start : start + room] for start in range(0, len(word), room)]
