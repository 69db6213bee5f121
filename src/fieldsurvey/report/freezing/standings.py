"""Assessed ranking in, the ranking section of an edition out, with names and rounded points."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Literal

from fieldsurvey.assess.scores.ranking import Ranked, Ranking
from fieldsurvey.assess.scores.rounding import hundredths
from fieldsurvey.assess.scores.score import Deduction, Score, VillageScore
from fieldsurvey.campaign.model import Roster
from fieldsurvey.report.frozen.ranked_list import (
    DeductionLine,
    IndicatorStanding,
    RankedList,
    TownshipStanding,
    VillageStanding,
)

ListKind = Literal["all", "key", "other"]


def rank_sections(
    rankings: Sequence[Ranking], roster: Roster, *, with_working: bool = False
) -> tuple[RankedList, ...]:
    """Return the ranking, one list, or key townships and others apart.

    Args:
        rankings: As assessed.
        roster: Names townships and villages.
        with_working: Whether each village says what was held against it.
    """
    kinds: tuple[ListKind, ...] = ("all",) if len(rankings) == 1 else ("key", "other")
    return tuple(
        rank_section(ranked, roster, of, with_working=with_working)
        for of, ranked in zip(kinds, rankings, strict=True)
    )


def rank_section(
    ranked: Ranking, roster: Roster, of: ListKind = "all", *, with_working: bool = False
) -> RankedList:
    """Return one list of townships with their names, and the points each block took."""
    places = (_standing(place, roster, with_working=with_working) for place in ranked)
    return RankedList(of=of, townships=tuple(places))


def _standing(place: Ranked, roster: Roster, *, with_working: bool) -> TownshipStanding:
    township = place.township
    lost = [_lost(village.confirmed) for village in township.villages]
    mean = {
        block: sum((village[block] for village in lost), Fraction(0)) / len(lost)
        for block in lost[0]
    }
    return TownshipStanding(
        rank=place.rank,
        code=township.township,
        name=roster.townships[township.township].name,
        is_key=roster.townships[township.township].is_key,
        confirmed_hundredths=hundredths(township.confirmed),
        suspected_hundredths=hundredths(township.with_suspected),
        grade=township.grade.label if township.grade else {},
        critical=sum(village.critical for village in township.villages),
        is_provisional=township.is_provisional,
        decided_by=place.decided_by.value,
        lost_hundredths=_rounded(mean),
        villages=tuple(
            _village_standing(village, roster, with_working=with_working)
            for village in township.villages
        ),
    )


def _village_standing(
    village: VillageScore, roster: Roster, *, with_working: bool
) -> VillageStanding:
    return VillageStanding(
        code=village.village,
        name=roster.villages[village.village].name,
        confirmed_hundredths=village.confirmed.score_hundredths,
        suspected_hundredths=village.with_suspected.score_hundredths,
        visited=village.households_visited,
        critical=village.critical,
        grade=village.grade.label if village.grade else {},
        lost_hundredths=_rounded(_lost(village.confirmed)),
        indicators=tuple(_working(village.confirmed)) if with_working else (),
    )


def _working(score: Score) -> Iterator[IndicatorStanding]:
    for scored in score.indicators:
        if scored.deductions:
            yield IndicatorStanding(
                code=scored.indicator.code,
                label=scored.indicator.label,
                points_hundredths=hundredths(scored.points),
                possible_hundredths=hundredths(scored.possible),
                deductions=tuple(map(_deduction, scored.deductions)),
            )


def _deduction(deduction: Deduction) -> DeductionLine:
    return DeductionLine(
        number=deduction.problem.number,
        asked_hundredths=hundredths(deduction.asked),
        taken_hundredths=hundredths(deduction.taken),
        standing=deduction.standing.value,
        instead=deduction.instead,
    )


def _lost(score: Score) -> dict[str, Fraction]:
    """Return the points each block took, of 100 possible: together 100 minus the score."""
    return {
        block.block.code: (block.possible - block.points) * 100 / (score.possible or 1)
        for block in score.blocks
    }


def _rounded(points: Mapping[str, Fraction]) -> dict[str, int]:
    return {block: hundredths(lost) for block, lost in points.items()}
