"""Takes the plan, the rules and all interviews, gives the whole assessment in one value."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from fieldsurvey.assess.absence_checks import check_absences
from fieldsurvey.assess.adding import mind_merges, problems_added
from fieldsurvey.assess.coverage import Plan, VillageCoverage, cover_villages, missing_by_township
from fieldsurvey.assess.deciding import Decisions
from fieldsurvey.assess.evidence import gather_evidence
from fieldsurvey.assess.finding_problems import listed
from fieldsurvey.assess.gathering import Found, gather_problems
from fieldsurvey.assess.problem import Problem
from fieldsurvey.assess.ranking import Ranking, rank_in_lists
from fieldsurvey.assess.score import TownshipScore, VillageScore
from fieldsurvey.assess.scoring import score_township, score_village
from fieldsurvey.assess.scoring_rules import Scoring
from fieldsurvey.chain.interview import Interview
from fieldsurvey.errors import Finding
from fieldsurvey.questionnaire.model import Questionnaire


@dataclass(frozen=True, slots=True)
class Assessment:
    """What a campaign means, as far as it has come."""

    problems: tuple[Problem, ...]
    """Hints too; `listed` leaves them out."""
    coverage: tuple[VillageCoverage, ...]
    villages: Mapping[str, VillageScore]
    """By code; villages nobody has visited are not there."""
    townships: Mapping[str, TownshipScore]
    """By code; likewise."""
    rankings: tuple[Ranking, ...]
    """One list, or key and other townships apart."""
    findings: tuple[Finding, ...] = ()


def assess_campaign(
    plan: Plan,
    questionnaires: Mapping[str, Questionnaire],
    scoring: Scoring,
    interviews: Iterable[Interview],
    decisions: Decisions | None = None,
    found: Found | None = None,
) -> Assessment:
    """Assess everything.

    Args:
        plan: Roster, sample, schedule.
        questionnaires: By `form_id`, and by digest where several versions are in use.
        scoring: The rules of the score.
        interviews: All, in any order.
        decisions: What people decided.
        found: Problems kept from the last time, if the caller likes.
    """
    all_interviews = list(interviews)
    decided = decisions or Decisions()
    gathered = gather_problems(questionnaires, all_interviews, decided.states, found)
    problems = _one_list(gathered.problems, questionnaires, all_interviews, decided)
    coverage = cover_villages(plan, all_interviews, absences=decided.absences)
    evidence = gather_evidence(
        questionnaires, all_interviews, listed(problems), plan.roster.villages
    )
    villages = {code: score_village(scoring, evidence[code]) for code in evidence}
    townships = _score_townships(plan, scoring, villages, coverage)
    return Assessment(
        problems=problems,
        coverage=coverage,
        villages=villages,
        townships=townships,
        rankings=rank_in_lists(
            townships.values(), scoring.options, lambda code: plan.roster.townships[code].is_key
        ),
        findings=(
            *gathered.findings,
            *decided.findings,
            *check_absences(plan, coverage, decided.absences),
        ),
    )


def _one_list(
    found: Iterable[Problem],
    questionnaires: Mapping[str, Questionnaire],
    interviews: Iterable[Interview],
    decided: Decisions,
) -> tuple[Problem, ...]:
    added = problems_added(decided.added.values(), questionnaires, interviews, decided.states)
    return tuple(mind_merges((*found, *added), decided.merged))


def _score_townships(
    plan: Plan,
    scoring: Scoring,
    villages: Mapping[str, VillageScore],
    coverage: Iterable[VillageCoverage],
) -> dict[str, TownshipScore]:
    missing = missing_by_township(coverage)
    of_township: dict[str, list[VillageScore]] = {}
    for code in sorted(villages):
        of_township.setdefault(plan.roster.villages[code].township, []).append(villages[code])
    return {
        township: score_township(scoring, township, scores, missing=missing.get(township, ()))
        for township, scores in sorted(of_township.items())
    }
