"""An edition in, a Word document out: a notice as officials write them, and its annexes."""

from collections.abc import Iterable, Iterator
from itertools import chain

from fieldsurvey.i18n import _
from fieldsurvey.report.frozen.edition import Edition
from fieldsurvey.report.notice import compose_notice
from fieldsurvey.report.notice.blocks import Block, Drawings, Heading, Paragraph, Table, UprightEnd
from fieldsurvey.report.notice.sheets import ACROSS, UPRIGHT
from fieldsurvey.report.speaking import speaking
from fieldsurvey.report.word_document.markup import (
    caption,
    heading,
    paragraph,
    section_end,
    section_properties,
    table,
)
from fieldsurvey.report.word_document.parts import pack


def render_word_document(edition: Edition, language: str) -> bytes:
    """Return the document of `edition` in `language`; the same edition makes the same bytes."""
    with speaking(language):
        notice = compose_notice(edition, language)
        return pack(
            chain(_written(notice.blocks), [section_properties(ACROSS)]),
            title=notice.title,
            made_at=edition.made_at,
            language=language,
        )


def _written(blocks: Iterable[Block]) -> Iterator[str]:
    """Yield the markup of each block, that of a table row by row."""
    for block in blocks:
        match block:
            case Paragraph(text, look, is_kept):
                yield paragraph(text, look, keep=is_kept)
            case Heading(text, level):
                yield heading(text, level)
            case Table(number, title, columns, rows, is_small):
                yield caption(_("Table {number}. {title}"), number, title)
                yield from table(columns, rows, small=is_small)
            case UprightEnd():
                yield section_end(UPRIGHT)
            case Drawings():
                raise AssertionError("Word was not asked to draw")
