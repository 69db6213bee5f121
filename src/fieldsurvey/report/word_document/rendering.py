"""An edition in, a Word document out: a notice as officials write them, and its annexes."""

from itertools import chain

from fieldsurvey.report.edition import Edition
from fieldsurvey.report.phrases import edition_title
from fieldsurvey.report.speaking import speaking
from fieldsurvey.report.word_document.annexes import annex_pages, annexes_of
from fieldsurvey.report.word_document.letter import (
    closing,
    corrections_part,
    coverage_part,
    figures_part,
    missing_part,
    opening,
    ranking_part,
)
from fieldsurvey.report.word_document.markup import ACROSS, UPRIGHT, section_end
from fieldsurvey.report.word_document.notice import Notice
from fieldsurvey.report.word_document.parts import pack
from fieldsurvey.report.word_document.townships import townships_part
from fieldsurvey.report.wording import Wording


def render_word_document(edition: Edition, language: str) -> bytes:
    """Return the document of `edition` in `language`; the same edition makes the same bytes."""
    with speaking(language):
        notice = Notice(edition, Wording(language, edition.names, edition.language))
        letter = [
            part(notice)
            for part in (
                opening,
                missing_part,
                figures_part,
                townships_part,
                coverage_part,
                corrections_part,
                ranking_part,
            )
        ]
        annexes = annexes_of(notice)
        letter.append(closing(notice, [annex.title for annex in annexes]))
        letter.append(section_end(UPRIGHT))
        return pack(
            chain(letter, annex_pages(annexes), [ACROSS.properties()]),
            title=edition_title(edition, notice.wording),
            made_at=edition.made_at,
            language=language,
        )
