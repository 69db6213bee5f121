"""The pages across: the list with all that columns 1 to 20 of annex 6 say, hints, and sources."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, groupby

from fieldsurvey.i18n import _, pgettext
from fieldsurvey.report.field_figures import durations_of, heat_map_of
from fieldsurvey.report.figures import Figure, charts_of
from fieldsurvey.report.frozen.edition_json import edition_digest
from fieldsurvey.report.frozen.problem_row import ProblemRow
from fieldsurvey.report.notice.blocks import Block, Column, Drawings, Look, Paragraph
from fieldsurvey.report.notice.drafting import Draft, section_blocks
from fieldsurvey.report.notice.sheets import ACROSS
from fieldsurvey.report.phrasing.page_words import page_words
from fieldsurvey.report.wording import NOTHING, headings

LIST_COLUMNS: Sequence[tuple[tuple[str, ...], float]] = (
    (("sequence",), 10),
    (("number",), 30),
    (("township", "village", "group"), 22),
    (("head", "household_type"), 23),
    (("level", "block", "category"), 22),
    (("severity", "state"), 18),
    (("description",), 52),
    (("source", "evidence"), 34),
    (("date", "team", "inspectors"), 24),
    (("sector", "responsible_township"), 26),
)
"""Columns of the list that share one of the paper, and its width in mm; 261 together."""

_LEFT = frozenset({"description", "source"})


@dataclass(frozen=True, slots=True)
class Annex:
    """One annex: what it is called and what stands in it."""

    title: str
    body: Iterator[Block]
    """Piece by piece: a long list is never in memory as a whole."""


def annexes_of(draft: Draft) -> list[Annex]:
    """Return the annexes of the edition, in order."""
    edition, words = draft.edition, page_words()
    found = []
    if edition.rows:
        title = pgettext("sheet", "Problem list")
        found.append(Annex(title, _listed(draft, edition.rows)))
    if edition.hints:
        lead = [Paragraph(words["hints_lead"])]
        title = pgettext("sheet", "Hints")
        found.append(Annex(title, chain(lead, _listed(draft, edition.hints))))
    if draft.has_drawings and (figures := _figures(draft)):
        found.append(Annex(pgettext("section", "Charts"), iter([Drawings(figures)])))
    for section in draft.voice.annexed:
        found.append(Annex(section.title, section_blocks(draft, section, ACROSS.text_mm)))
    found.append(Annex(_("What this list was made from"), _sources(draft)))
    return found


def _figures(draft: Draft) -> list[Figure]:
    edition, wording = draft.edition, draft.wording
    heat_map = heat_map_of(edition, wording)
    charts = charts_of(edition, wording)
    return [*charts, *([heat_map] if heat_map else []), *durations_of(edition, wording)]


def annex_pages(annexes: Iterable[Annex]) -> Iterator[Block]:
    """Yield the annexes one after another, each with its number and title."""
    for number, annex in enumerate(annexes, start=1):
        mark: Look = "AnnexMark" if number == 1 else "NextAnnexMark"
        yield Paragraph(_("Annex {number}").format(number=number), mark)
        yield Paragraph(annex.title, "AnnexTitle")
        yield from annex.body


def _listed(draft: Draft, rows: Sequence[ProblemRow]) -> Iterator[Block]:
    """Yield one table a township: Word lays out many tables faster than a long one."""
    if draft.most_rows is not None and len(rows) > draft.most_rows:
        said = _(
            "{count} rows, too many to print here: they are in the workbook, the Word document, "
            "the page and the CSV."
        )
        yield Paragraph(said.format(count=len(rows)))
        return
    names = headings()
    columns = [
        Column(
            "\n".join(names[column] for column in together),
            width,
            "TableText" if _LEFT.intersection(together) else "TableMiddle",
        )
        for together, width in LIST_COLUMNS
    ]
    for township, inside in groupby(rows, key=lambda row: row.township):
        cells = [[_cell(draft, row, together) for together, _w in LIST_COLUMNS] for row in inside]
        yield draft.table(township or NOTHING, columns, cells, is_small=True)


def _cell(draft: Draft, row: ProblemRow, columns: Sequence[str]) -> str:
    parts = [_part(draft, row, column) for column in columns]
    return "\n".join(part for part in parts if part != NOTHING) or NOTHING


def _part(draft: Draft, row: ProblemRow, column: str) -> str:
    text = draft.wording.cell(row, column)
    if column == "team" and row.team:
        return pgettext("row", "Team {team}").format(team=text)
    if column == "date" and row.is_late:
        return _("{date} (late)").format(date=text)
    return text


def _sources(draft: Draft) -> Iterator[Block]:
    """Yield the questionnaires and rules, the laptops, and the fingerprint of the edition."""
    words, edition = page_words(), draft.edition
    versions = [
        Column(words["file"], 80),
        Column(words["version"], 40),
        Column(pgettext("column", "SHA-256"), 141),
    ]
    devices = [
        Column(words["device"], 60),
        Column(headings()["team"], 30),
        Column(words["lines"], 30),
        Column(words["last_hash"], 141),
    ]
    made_with = [(each.name, each.version or NOTHING, each.digest) for each in edition.versions]
    yield draft.table(words["made_with"], versions, made_with, is_small=True)
    made_from = [(h.device, h.team or NOTHING, str(h.lines), h.head) for h in edition.covers]
    if made_from:
        yield draft.table(words["made_from"], devices, made_from, is_small=True)
    yield Paragraph(f"{draft.voice.fingerprint}: {edition_digest(edition)}", "TableTextSmall")
