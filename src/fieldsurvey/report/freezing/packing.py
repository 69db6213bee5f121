"""Everything known at the end of a campaign in, the feedback meeting's pack and its parts out."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from fieldsurvey.assess.scores.score import Standing
from fieldsurvey.report.freezing.coverage import sum_villages
from fieldsurvey.report.freezing.night import Cover, Night, fields_of_cover, fields_of_night
from fieldsurvey.report.freezing.nightly_list import day_of, freeze_edition, standing_rows
from fieldsurvey.report.frozen.edition import Edition
from fieldsurvey.report.frozen.missing import Coverage, Missing
from fieldsurvey.report.frozen.pack import (
    Anyway,
    GoodPractice,
    IndicatorFigures,
    Pack,
    TownshipList,
)
from fieldsurvey.report.frozen.problem_row import ProblemRow, is_hint, number_rows
from fieldsurvey.report.frozen.ranked_list import RankedList, TownshipStanding, deductions_in
from fieldsurvey.report.frozen.tally import tally_by, tally_rows
from fieldsurvey.report.text import TextByLanguage


@dataclass(frozen=True, slots=True)
class Meeting:
    """What the meeting is told beside problems and scores."""

    undecided: Sequence[str] = ()
    """One sentence for each thing that somebody still has to decide."""
    anyway: Anyway | None = None
    good_practice: Sequence[GoodPractice] = ()
    indicators: Mapping[str, TextByLanguage] = field(default_factory=dict)
    """What each indicator of scoring.yaml is called."""


def make_pack(
    cover: Cover,
    night: Night,
    meeting: Meeting,
    editions: Sequence[Edition],
    earlier: Sequence[Pack] = (),
) -> Pack:
    """Return the pack.

    Args:
        cover: Campaign and time; its date is the day of the pack.
        night: What is known, with the ranking and its working.
        meeting: What else the meeting is told.
        editions: The nightly lists, in any order.
        earlier: The packs made before.
    """
    lists = sorted(editions, key=lambda edition: edition.number)
    printed = standing_rows(lists)
    late = {number for number, each in printed.items() if each.row.is_late}
    problems = [row for row in night.rows if not is_hint(row)]
    rows = number_rows([row.with_value("is_late", row.number in late) for row in problems])
    figures = tally_rows(rows)
    return Pack(
        **fields_of_cover(cover),
        **fields_of_night(night, lists, cover, number=None),
        number=len(earlier) + 1,
        missing=_open(night, meeting.undecided),
        today=figures,
        to_date=figures,
        days=tuple(map(day_of, lists)),
        rows=tuple(rows),
        anyway=meeting.anyway,
        by_sector=tally_by(rows, lambda row: (row.sector, "")),
        by_indicator=_by_indicator(rows, night.rankings, meeting.indicators),
        good_practice=tuple(meeting.good_practice),
    )


def changes_in_no_list(night: Night, editions: Sequence[Edition], cover: Cover) -> int:
    """Return how many problems and corrections the next nightly list would tell."""
    coming = freeze_edition(cover, night, editions)
    return len(coming.rows) + len(coming.corrections)


def says_the_same(pack: Pack, other: Pack) -> bool:
    """Whether two packs differ in nothing but number and date."""
    numbered = {"number": other.number, "date": other.date, "made_at": other.made_at}
    return pack.model_copy(update=numbered) == other


def township_lists(pack: Pack) -> list[TownshipList]:
    """Return what each township is handed, by its code: one without a problem gets that said."""
    standings = {t.code: t for ranked in pack.rankings for t in ranked.townships}
    names = {row.township_code: row.township for row in pack.rows}
    names |= {code: each.name for code, each in standings.items()}
    return [_township_list(pack, code, names[code], standings.get(code)) for code in sorted(names)]


def unconfirmed(pack: Pack) -> int:
    """Return how many problems the ranking does not count because nobody has confirmed them."""
    waiting = Standing.UNCONFIRMED.value
    held = [each.deduction for ranked in pack.rankings for each in deductions_in(ranked.townships)]
    return len({deduction.number for deduction in held if deduction.standing == waiting})


def _township_list(
    pack: Pack, code: str, name: str, standing: TownshipStanding | None
) -> TownshipList:
    rows = number_rows([_handed(row) for row in pack.rows if _is_of(row, code)])
    figures = tally_rows(rows)
    coverage = _of_township(pack.coverage, name)
    return TownshipList(
        number=pack.number,
        campaign=pack.campaign,
        title=pack.title,
        language=pack.language,
        date=pack.date,
        made_at=pack.made_at,
        today=figures,
        to_date=figures,
        missing=Missing(villages=tuple(v for v in coverage.by_village if not v.is_complete)),
        coverage=coverage,
        rows=tuple(rows),
        versions=pack.versions,
        rule_hash=pack.rule_hash,
        rule_changes=pack.rule_changes,
        names=pack.names,
        note=pack.note,
        township=name,
        township_code=code,
        standing=standing.model_copy(update={"rank": None, "decided_by": ""}) if standing else None,
        is_open=pack.anyway is not None,
    )


def _is_of(row: ProblemRow, township: str) -> bool:
    return row.township_code == township and row.state.stands


def _handed(row: ProblemRow) -> ProblemRow:
    """Return a row as a township sees it: who found it and when it came in is the office's."""
    return row.model_copy(update={"inspectors": (), "lines": (), "is_late": False})


def _of_township(coverage: Coverage, township: str) -> Coverage:
    villages = [village for village in coverage.by_village if village.township == township]
    codes = {village.code for village in villages}
    days = [day for day in coverage.by_day if day.village in codes]
    return sum_villages(villages, days, households_due=sum(each.planned for each in villages))


def _open(night: Night, undecided: Sequence[str]) -> Missing:
    """Return what is open: every village that is not complete, whenever it was due."""
    villages = tuple(v for v in night.coverage.by_village if not v.is_complete)
    return Missing(
        villages=villages,
        must_visit=night.missing.must_visit,
        explained=night.missing.explained,
        further=tuple(undecided),
    )


def _by_indicator(
    rows: Iterable[ProblemRow],
    rankings: Iterable[RankedList],
    labels: Mapping[str, TextByLanguage],
) -> tuple[IndicatorFigures, ...]:
    standing = [row for row in rows if row.state.stands and row.indicator]
    taken: Counter[str] = Counter()
    for ranked in rankings:
        for held in deductions_in(ranked.townships):
            taken[held.indicator.code] += held.deduction.taken_hundredths
    villages: dict[str, set[str]] = {}
    for row in standing:
        villages.setdefault(row.indicator, set()).add(row.village_code)
    return tuple(
        IndicatorFigures(
            **dict(line)
            | {
                "label": labels.get(line.key, {}),
                "villages": len(villages[line.key]),
                "taken_hundredths": taken[line.key],
            }
        )
        for line in tally_by(standing, lambda row: (row.indicator, ""))
    )
