"""Everything known tonight and the earlier editions in, tonight's edition out.

Over all editions every problem is a row exactly once per life: it is new in one edition, and what
happens to it afterwards is a correction in a later one. A life begins when it stands as a problem
and ends when it vanishes or becomes a hint for the reviewer; one that comes back begins a new life.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from fieldsurvey.report.freezing.night import Cover, Night, fields_of_cover, fields_of_night
from fieldsurvey.report.frozen.edition import (
    Correction,
    CorrectionKind,
    EarlierRow,
    Edition,
)
from fieldsurvey.report.frozen.problem_row import COLUMNS, ProblemRow, is_hint, number_rows
from fieldsurvey.report.frozen.ranked_list import deductions_in
from fieldsurvey.report.frozen.tally import DayFigures, tally_rows
from fieldsurvey.report.speaking import speaking
from fieldsurvey.report.wording import Wording

_COMPARED = tuple(column for column in COLUMNS if column not in ("sequence", "number"))
_IN_WORDS = ("household_type", "description", "source", "state")
"""Columns whose words are made of more than the column's own value."""
_MADE_OF = (
    "household_marks",
    "statement",
    "detail",
    "found",
    "form",
    "question_number",
    "is_settled",
    "also_in",
    "into",
)
"""What else they are made of."""
_LANGUAGES = ("zh", "en")


@dataclass(frozen=True, slots=True)
class Printed:
    """A row as it was last printed, and where."""

    row: ProblemRow
    edition: int


def freeze_edition(cover: Cover, night: Night, earlier: Sequence[Edition] = ()) -> Edition:
    """Return the edition of one evening.

    Args:
        cover: Campaign, date, time.
        night: What is known; its rows are all problems to date, not only the new ones.
        earlier: The campaign's editions before this one, in any order.
    """
    before = sorted(earlier, key=lambda edition: edition.number)
    printed = standing_rows(before)
    number = before[-1].number + 1 if before else 1
    known = _dated(night.rows, printed, cover.date)
    problems = [row for row in known if not is_hint(row)]
    new = [row for row in known if _life_before(row, printed) is None]
    rows = tuple(number_rows([row for row in new if not is_hint(row)]))
    today = tally_rows(rows)
    return Edition(
        **fields_of_cover(cover),
        **fields_of_night(night, before, cover, number=number),
        number=number,
        cut_off=cover.cut_off,
        missing=night.missing,
        today=today,
        to_date=tally_rows(problems),
        days=(
            *(day_of(edition) for edition in before),
            DayFigures(
                edition=number,
                date=cover.date,
                critical=today.critical,
                major=today.major,
                minor=today.minor,
            ),
        ),
        rows=rows,
        corrections=tuple(_corrections(printed, known, cover.language)),
        hints=tuple(number_rows([row for row in new if is_hint(row)])),
        earlier=tuple(_earlier(night, printed)),
        durations=tuple(night.durations),
    )


def _earlier(night: Night, printed: Mapping[str, Printed]) -> Iterator[EarlierRow]:
    """Yield what the scores rest on that earlier lists printed, in the order of the list."""
    rested_on = {
        held.deduction.number
        for ranked in night.rankings
        for held in deductions_in(ranked.townships)
    }
    for row in night.rows:
        if row.number in rested_on and row.number in printed:
            yield EarlierRow(edition=printed[row.number].edition, row=row)


def standing_rows(editions: Iterable[Edition]) -> dict[str, Printed]:
    """Return the rows that stand after `editions` (oldest first), by problem number."""
    standing: dict[str, Printed] = {}
    for edition in editions:
        for correction in edition.corrections:
            if correction.after is None:
                standing.pop(correction.number, None)
            else:
                standing[correction.number] = Printed(correction.after, edition.number)
        for row in (*edition.rows, *edition.hints):
            standing[row.number] = Printed(row, edition.number)
    return standing


def _life_before(row: ProblemRow, printed: Mapping[str, Printed]) -> Printed | None:
    """Return the row as it was printed in this life; None where it begins one.

    A problem that was a hint before is new: nobody counted it, and no list had it.
    """
    known = printed.get(row.number)
    return known if known is not None and is_hint(known.row) is is_hint(row) else None


def _dated(
    rows: Iterable[ProblemRow], printed: Mapping[str, Printed], date: str
) -> list[ProblemRow]:
    """Return `rows`, each late if it was when it was new, else if it is of a day before `date`."""
    dated = []
    for row in rows:
        life = _life_before(row, printed)
        is_late = life.row.is_late if life else row.date < date
        dated.append(row.with_value("is_late", is_late))
    return dated


def day_of(edition: Edition) -> DayFigures:
    """Return what one edition brought."""
    figures = edition.today
    return DayFigures(
        edition=edition.number,
        date=edition.date,
        critical=figures.critical,
        major=figures.major,
        minor=figures.minor,
    )


def _corrections(
    printed: Mapping[str, Printed], rows: Sequence[ProblemRow], language: str
) -> Iterator[Correction]:
    now = {row.number: row for row in rows if _life_before(row, printed) is not None}
    for number in sorted(printed):
        before = printed[number]
        after = now.get(number)
        if after is None:
            yield Correction(
                kind=CorrectionKind.VANISHED,
                number=number,
                edition=before.edition,
                before=before.row,
            )
        elif columns := changed_columns(before.row, after, language):
            yield Correction(
                kind=CorrectionKind.CHANGED,
                number=number,
                edition=before.edition,
                columns=columns,
                before=before.row,
                after=after.model_copy(update={"sequence": before.row.sequence}),
            )


def changed_columns(before: ProblemRow, after: ProblemRow, language: str = "zh") -> tuple[str, ...]:
    """Return which columns of the list print something else, in the list's order.

    Args:
        before: As it was printed.
        after: The same row now.
        language: The campaign's.
    """
    changed = {c for c in _COMPARED if getattr(before, c) != getattr(after, c)}
    if any(getattr(before, name) != getattr(after, name) for name in _MADE_OF):
        for spoken in _LANGUAGES:
            wording = Wording(spoken, default=language)
            with speaking(spoken):
                changed |= {
                    c for c in _IN_WORDS if wording.cell(before, c) != wording.cell(after, c)
                }
    return tuple(c for c in _COMPARED if c in changed)
