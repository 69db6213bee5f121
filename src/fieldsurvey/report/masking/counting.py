"""Rows of the problem list in, households by kind of problem and township out, safe to show."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fieldsurvey.questionnaire.model import Privacy, Questionnaire
from fieldsurvey.report.frozen.problem_row import ProblemRow
from fieldsurvey.report.masking.small_cells import TOTAL, CountTable, hide_small


@dataclass(frozen=True, slots=True)
class Counted:
    """Households (and villages) by category and township; small counts hidden."""

    categories: Sequence[str]
    townships: Sequence[str]
    """Codes."""
    table: CountTable

    @property
    def lines(self) -> list[tuple[str, tuple[str, ...]]]:
        """Return each category with what is shown of it, its total last; `""` for the totals."""
        columns = (*range(len(self.townships)), TOTAL)
        rows = [*enumerate(self.categories), (TOTAL, "")]
        return [
            (category, tuple(self.table.text((row, column)) for column in columns))
            for row, category in rows
        ]

    @property
    def is_any_hidden(self) -> bool:
        """Whether anything is not told."""
        return bool(self.table.shown)

    def as_json(self) -> list[dict[str, Any]]:
        """Return the lines for a program: texts, because `<3` is no number."""
        places = (*self.townships, "")
        return [
            {"category": category, "township": place, "households": text}
            for category, cells in self.lines
            for place, text in zip(places, cells, strict=True)
        ]


def count_households(
    rows: Iterable[ProblemRow], forms: Mapping[str, Questionnaire], limit: int
) -> Counted:
    """Count who has a problem of each category in each township; those dismissed do not count.

    A category is sensitive where one of its answers is of class personal or sensitive.
    """
    standing = [row for row in rows if row.state.stands]
    categories = sorted({row.category for row in standing})
    townships = sorted({row.township_code or row.township for row in standing})
    who: dict[tuple[str, str], set[str]] = {}
    for row in standing:
        place = row.category, row.township_code or row.township
        who.setdefault(place, set()).add(row.subject)
    counts = [[len(who.get((c, t), ())) for t in townships] for c in categories]
    sensitive = {row.category for row in standing if _is_sensitive(row, forms)}
    return Counted(
        categories, townships, hide_small(counts, [c in sensitive for c in categories], limit)
    )


def _is_sensitive(row: ProblemRow, forms: Mapping[str, Questionnaire]) -> bool:
    form = forms.get(row.form_id)
    question = form.questions.get(row.question.rsplit("/", 1)[-1]) if form else None
    return question is None or question.privacy is not Privacy.PLAIN
