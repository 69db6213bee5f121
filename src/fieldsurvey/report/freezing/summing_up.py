"""The nightly editions and the bulletins before in, the bulletin of a period out.

Replaying the bulletins gives what replaying the editions gives: nothing is told twice, nothing is
left out. An edition belongs to the first bulletin whose last day is not before its own.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import takewhile

from fieldsurvey.assess.problems.problem import ProblemState
from fieldsurvey.report.freezing.night import Cover, fields_of_cover
from fieldsurvey.report.freezing.nightly_list import Printed, changed_columns, day_of, standing_rows
from fieldsurvey.report.frozen.bulletin import Bulletin, Movements, Period, RankShift, Shift
from fieldsurvey.report.frozen.edition import Correction, CorrectionKind, Edition
from fieldsurvey.report.frozen.missing import Coverage
from fieldsurvey.report.frozen.problem_row import ProblemRow, is_hint, number_rows
from fieldsurvey.report.frozen.ranked_list import RankedList, TownshipStanding
from fieldsurvey.report.frozen.tally import tally_rows

_DECIDED = {
    ProblemState.CONFIRMED: "confirmed",
    ProblemState.DISMISSED: "dismissed",
    ProblemState.MERGED: "merged",
    ProblemState.SUSPECTED: "reconsidered",
}


def sum_up(
    cover: Cover,
    period: Period,
    editions: Iterable[Edition],
    earlier: Iterable[Bulletin] = (),
    *,
    with_ranking: bool = False,
) -> Bulletin:
    """Return the next bulletin of a period.

    Args:
        cover: Campaign and time; its date is the last day of the period.
        period: How long it is of, where there is no bulletin before.
        editions: All of the campaign, in any order.
        earlier: The bulletins of the same sort made so far, in any order.
        with_ranking: Whether the readers may see scores and ranking.
    """
    told = sorted(earlier, key=lambda bulletin: bulletin.number)
    made = sorted(editions, key=lambda edition: edition.number)
    before, coming = _parted(made, told, cover.date)
    last = (*before, *coming)[-1:]
    change = _changed(before, coming, cover.language)
    stood, stand = problems_in(change.then), problems_in(change.now)
    then = tally_rows(stood)
    rankings = _newest_rankings([*before, *coming]) if with_ranking else ()
    copied = _copied(last[0]) if last else {}
    return Bulletin(
        **fields_of_cover(cover),
        **copied,
        number=len(told) + 1,
        period=period,
        since=_first_day(cover.date, period, told, coming),
        editions=tuple(edition.number for edition in coming),
        rows=tuple(number_rows([row for row in change.new if not is_hint(row)])),
        hints=tuple(number_rows([row for row in change.new if is_hint(row)])),
        corrections=tuple(change.corrections),
        today=tally_rows([row for row in change.new if not is_hint(row)]),
        to_date=tally_rows(stand),
        days=tuple(map(day_of, coming)),
        movements=_movements(change),
        then=then,
        coverage_then=_totals(before[-1].coverage) if before else Coverage(),
        by_category=_shifts(stood, stand, lambda row: (row.category, "")),
        by_township=_shifts(stood, stand, lambda row: (row.township_key, row.township)),
        by_sector=_shifts(stood, stand, lambda row: (row.sector, "")),
        rankings=rankings,
        ranks=tuple(_ranks(told[-1].rankings if told else (), rankings)),
    )


def problems_in(standing: Mapping[str, Printed]) -> list[ProblemRow]:
    """Return the rows that stand and are problems, not hints."""
    return [printed.row for printed in standing.values() if not is_hint(printed.row)]


def _parted(
    made: Sequence[Edition], told: Iterable[Bulletin], day: str
) -> tuple[list[Edition], list[Edition]]:
    """Return the editions that bulletins told of, and those that this one tells of."""
    numbers = {number for bulletin in told for number in bulletin.editions}
    before = [edition for edition in made if edition.number in numbers]
    rest = [edition for edition in made if edition.number not in numbers]
    # In their order, none passed over: a correction must not be told before what it corrects.
    return before, list(takewhile(lambda edition: edition.date <= day, rest))


@dataclass(slots=True)
class _Change:
    """What a period changed."""

    then: Mapping[str, Printed]
    now: Mapping[str, Printed]
    corrections: list[Correction] = field(default_factory=list)
    new: list[ProblemRow] = field(default_factory=list)
    """Of a life that began in the period and goes on, by village and subject."""
    short_lived: int = 0
    """Problems that came and vanished in the period."""


def _changed(before: Sequence[Edition], coming: Sequence[Edition], language: str) -> _Change:
    then = standing_rows(before)
    change = _Change(then, standing_rows([*before, *coming]))
    born, gone = _lives(coming)
    ended = {each.number: each for each in reversed(gone)}
    for number in sorted(then):
        change.corrections += _since(
            then[number], None if number in ended else change.now[number].row, language
        )
    for vanished in gone:
        # Of a life that began before the period `_since` has told.
        if vanished.number not in then or vanished is not ended[vanished.number]:
            change.corrections.append(vanished)
            change.short_lived += not is_hint(vanished.before)
    new = [change.now[number].row for number in born]
    change.new = sorted(new, key=lambda row: (row.village_code, row.subject))
    return change


def _lives(coming: Iterable[Edition]) -> tuple[list[str], list[Correction]]:
    """Return which numbers began a life that goes on, and how lives ended, in their order."""
    born: dict[str, None] = {}
    gone: list[Correction] = []
    for edition in coming:
        for correction in edition.corrections:
            if correction.kind is CorrectionKind.VANISHED:
                born.pop(correction.number, None)
                gone.append(correction)
        born.update(dict.fromkeys(row.number for row in (*edition.rows, *edition.hints)))
    return list(born), gone


def _since(then: Printed, after: ProblemRow | None, language: str) -> Iterator[Correction]:
    """Yield what became of a row that stood before the period; nothing where it stands as then."""
    columns = changed_columns(then.row, after, language) if after else ()
    if after is not None and not columns:
        return
    yield Correction(
        kind=CorrectionKind.CHANGED if after else CorrectionKind.VANISHED,
        number=then.row.number,
        edition=then.edition,
        columns=columns,
        before=then.row,
        after=after,
    )


def _movements(change: _Change) -> Movements:
    counts: Counter[str] = Counter(came=change.short_lived)
    counts["came"] += sum(not is_hint(row) for row in change.new)
    counts.update(map(_movement, filter(_is_of_a_problem, change.corrections)))
    return Movements(**counts)


def _is_of_a_problem(correction: Correction) -> bool:
    return not all(is_hint(row) for row in (correction.before, correction.after) if row)


def _movement(correction: Correction) -> str:
    if correction.after is None:
        return "vanished"
    state = correction.after.state
    return "corrected" if state is correction.before.state else _DECIDED[state]


def _shifts(
    then: Iterable[ProblemRow],
    now: Iterable[ProblemRow],
    key: Callable[[ProblemRow], tuple[str, str]],
) -> tuple[Shift, ...]:
    """Return both counts of each key, most now first; what does not stand counts nowhere."""
    stood = Counter(key(row) for row in then if row.state.stands)
    stand = Counter(key(row) for row in now if row.state.stands)
    both = sorted(stood | stand, key=lambda code: (-stand[code], -stood[code], code))
    return tuple(
        Shift(key=code, name=name, then=stood[code, name], now=stand[code, name])
        for code, name in both
    )


def _newest_rankings(editions: Sequence[Edition]) -> tuple[RankedList, ...]:
    """Return the newest ranking that a list has, without the working: that is in the list."""
    newest = next((e.rankings for e in reversed(editions) if e.rankings), ())
    return tuple(
        ranked.model_copy(update={"townships": tuple(map(_without_working, ranked.townships))})
        for ranked in newest
    )


def _without_working(township: TownshipStanding) -> TownshipStanding:
    villages = (each.model_copy(update={"indicators": ()}) for each in township.villages)
    return township.model_copy(update={"villages": tuple(villages)})


def _ranks(then: Iterable[RankedList], now: Iterable[RankedList]) -> Iterator[RankShift]:
    known = {place.code: place for ranked in then for place in ranked.townships}
    for ranked in now:
        for place in ranked.townships:
            before = known.get(place.code)
            yield RankShift(
                code=place.code,
                name=place.name,
                then=before.rank if before else None,
                now=place.rank,
                hundredths_then=before.confirmed_hundredths if before else None,
                hundredths_now=place.confirmed_hundredths,
            )


def _totals(coverage: Coverage) -> Coverage:
    return coverage.model_copy(update={"by_village": (), "by_day": ()})


def _copied(edition: Edition) -> dict[str, object]:
    """Return what stands at the end of the period as the last list said it."""
    names = ("missing", "coverage", "covers", "versions", "rule_hash", "rule_changes")
    return {name: getattr(edition, name) for name in (*names, "names", "note")}


def _first_day(
    last_day: str, period: Period, told: Sequence[Bulletin], coming: Sequence[Edition]
) -> str:
    """Return the day after the bulletin before; without one as long ago as the period is."""
    if told:
        return (date.fromisoformat(told[-1].date) + timedelta(days=1)).isoformat()
    end = date.fromisoformat(last_day)
    first = end - timedelta(days=6) if period is Period.WEEK else _month_before(end)
    return min([first.isoformat(), *(edition.date for edition in coming)])


def _month_before(end: date) -> date:
    """Return the first day of the month that ends on `end`: 1 June for 30 June, 16 for 15 July."""
    after = end + timedelta(days=1)
    year, month = (after.year, after.month - 1) if after.month > 1 else (after.year - 1, 12)
    last = (date(after.year, after.month, 1) - timedelta(days=1)).day
    return date(year, month, min(after.day, last))
