"""An edition in, its notice in blocks out, from the mark above the title to the last annex."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from fieldsurvey.report.frozen.edition import Edition
from fieldsurvey.report.notice.annexes import annex_pages, annexes_of
from fieldsurvey.report.notice.blocks import Block, UprightEnd
from fieldsurvey.report.notice.drafting import Draft
from fieldsurvey.report.notice.letter import (
    closing,
    corrections_part,
    coverage_part,
    figures_part,
    missing_part,
    opening,
    ranking_part,
    sections_part,
)
from fieldsurvey.report.notice.townships import townships_part
from fieldsurvey.report.phrasing.voice import voice_of
from fieldsurvey.report.wording import Wording

_PARTS = (
    opening,
    missing_part,
    figures_part,
    sections_part,
    townships_part,
    coverage_part,
    corrections_part,
    ranking_part,
)


@dataclass(frozen=True, slots=True)
class Composed:
    """A notice: what the file is called, and what stands in it."""

    title: str
    blocks: Iterator[Block]
    """One after another: a long list is never in memory as a whole."""


def compose_notice(
    edition: Edition,
    language: str,
    *,
    has_drawings: bool = False,
    most_rows: int | None = None,
) -> Composed:
    """Return the notice of `edition`; call it, and walk its blocks, inside `speaking(language)`.

    Args:
        edition: What it says.
        language: The words it says it in.
        has_drawings: Whether who writes it can draw.
        most_rows: Lists with more rows are not printed, which is said; None where all are.
    """
    wording = Wording(language, edition.names, edition.language)
    draft = Draft(edition, wording, voice_of(edition, wording), has_drawings, most_rows)
    letter = chain.from_iterable(part(draft) for part in _PARTS)
    return Composed(draft.voice.title, chain(letter, _ending(draft)))


def _ending(draft: Draft) -> Iterator[Block]:
    annexes = annexes_of(draft)
    yield from closing(draft, [annex.title for annex in annexes])
    yield UprightEnd()
    yield from annex_pages(annexes)
