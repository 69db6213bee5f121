"""The part by townships: a table of all, then each with its villages and critical problems."""

from collections.abc import Sequence

from fieldsurvey.i18n import _
from fieldsurvey.questionnaire.model import Severity
from fieldsurvey.report.phrases import counted_problems, tally_names
from fieldsurvey.report.problem_row import ProblemRow
from fieldsurvey.report.tally import tally_rows
from fieldsurvey.report.word_document.markup import Column, heading, paragraph
from fieldsurvey.report.word_document.notice import Notice, severity_cells, severity_columns
from fieldsurvey.report.wording import NOTHING, headings


def townships_part(notice: Notice) -> str:
    """Return the part; nothing where no problem stands."""
    today = notice.edition.today
    if not today.total:
        return ""
    title = tally_names()["township"]
    rows = [(line.name or line.key or NOTHING, *severity_cells(line)) for line in today.by_township]
    table = notice.table(title, severity_columns(headings()["township"], 56, 25), rows)
    standing: dict[tuple[str, str], list[ProblemRow]] = {}
    for row in notice.edition.rows:
        if row.state.stands:
            key = row.township_code or row.township, row.township
            standing.setdefault(key, []).append(row)
    each = (_township(notice, standing[key]) for key in sorted(standing))
    return heading(title) + table + "".join(each)


def _township(notice: Notice, rows: Sequence[ProblemRow]) -> str:
    name = rows[0].township or NOTHING
    by_village: dict[tuple[str, str], list[ProblemRow]] = {}
    for row in rows:
        by_village.setdefault((row.village_code or row.village, row.village), []).append(row)
    names, wording = headings(), notice.wording
    lines = []
    for (_code, village), inside in sorted(by_village.items()):
        tally = tally_rows(inside)
        about = wording.listed(wording.category(line.key) for line in tally.by_category)
        lines.append((village or NOTHING, *severity_cells(tally), about or NOTHING))
    columns = [*severity_columns(names["village"], 30, 17), Column(names["category"], 58)]
    title = _("{township}: problems by village").format(township=name)
    return (
        heading(name, 2)
        + paragraph(counted_problems(tally_rows(rows)), keep=True)
        + notice.table(title, columns, lines)
        + _critical(notice, rows)
    )


def _critical(notice: Notice, rows: Sequence[ProblemRow]) -> str:
    critical = [row for row in rows if row.severity is Severity.CRITICAL]
    if not critical:
        return ""
    said = "".join(paragraph(_told(notice, row)) for row in critical)
    return heading(_("Critical problems"), 3) + said


def _told(notice: Notice, row: ProblemRow) -> str:
    wording = notice.wording
    who = wording.listed(part for part in (row.village, row.group, row.head) if part)
    return _("{number}, {place}: {description} ({state}).").format(
        number=row.number,
        place=who or NOTHING,
        description=wording.description(row),
        state=wording.state_of(row),
    )
