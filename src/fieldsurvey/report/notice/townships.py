"""The part by townships: a table of all, then each with its villages and critical problems."""

from collections.abc import Iterator, Sequence

from fieldsurvey.i18n import _
from fieldsurvey.questionnaire.model import Severity
from fieldsurvey.report.frozen.pack import TownshipList
from fieldsurvey.report.frozen.problem_row import ProblemRow
from fieldsurvey.report.frozen.tally import tally_rows
from fieldsurvey.report.notice.blocks import Block, Column, Heading, Paragraph
from fieldsurvey.report.notice.drafting import Draft, severity_cells, severity_columns
from fieldsurvey.report.phrasing.phrases import counted_problems, tally_names
from fieldsurvey.report.wording import NOTHING, headings


def townships_part(draft: Draft) -> Iterator[Block]:
    """Yield the part; nothing where no problem stands."""
    today = draft.edition.today
    if not today.total:
        return
    title = tally_names()["township"]
    rows = [(line.name or line.key or NOTHING, *severity_cells(line)) for line in today.by_township]
    yield Heading(title)
    if not isinstance(draft.edition, TownshipList):
        yield draft.table(title, severity_columns(headings()["township"], 56, 25), rows)
    standing: dict[tuple[str, str], list[ProblemRow]] = {}
    for row in draft.edition.rows:
        if row.state.stands:
            standing.setdefault((row.township_key, row.township), []).append(row)
    for key in sorted(standing):
        yield from _township(draft, standing[key])


def _township(draft: Draft, rows: Sequence[ProblemRow]) -> Iterator[Block]:
    name = rows[0].township or NOTHING
    by_village: dict[tuple[str, str], list[ProblemRow]] = {}
    for row in rows:
        by_village.setdefault((row.village_code or row.village, row.village), []).append(row)
    names, wording = headings(), draft.wording
    lines = []
    for (_code, village), inside in sorted(by_village.items()):
        tally = tally_rows(inside)
        about = wording.listed(wording.category(line.key) for line in tally.by_category)
        lines.append((village or NOTHING, *severity_cells(tally), about or NOTHING))
    columns = [*severity_columns(names["village"], 30, 17), Column(names["category"], 58)]
    title = _("{township}: problems by village").format(township=name)
    yield Heading(name, 2)
    yield Paragraph(counted_problems(tally_rows(rows)), is_kept=True)
    yield draft.table(title, columns, lines)
    critical = [row for row in rows if row.severity is Severity.CRITICAL]
    if critical:
        yield Heading(_("Critical problems"), 3)
        yield from (Paragraph(_told(draft, row)) for row in critical)


def _told(draft: Draft, row: ProblemRow) -> str:
    wording = draft.wording
    who = wording.listed(part for part in (row.village, row.group, row.head) if part)
    return _("{number}, {place}: {description} ({state}).").format(
        number=row.number,
        place=who or NOTHING,
        description=wording.description(row),
        state=wording.state_of(row),
    )
