"""Takes the plan, the rules and all interviews, gives the whole assessment in one value."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from fieldsurvey.assess.checks.absence_checks import check_absences
from fieldsurvey.assess.coverage import Plan, VillageCoverage, cover_done, missing_by_township
from fieldsurvey.assess.deciding import Decisions
from fieldsurvey.assess.problems.problem import Problem
from fieldsurvey.assess.scores.ranking import Ranking, rank_in_lists
from fieldsurvey.assess.scores.score import TownshipScore, VillageScore
from fieldsurvey.assess.scores.scoring import score_township
from fieldsurvey.assess.scores.scoring_rules import Scoring
from fieldsurvey.assess.village import Rulebook, assess_village, by_village, sure_merges
from fieldsurvey.campaign.model import Roster
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
) -> Assessment:
    """Assess everything.

    Args:
        plan: Roster, sample, schedule.
        questionnaires: By `form_id`, and by digest where several versions are in use.
        scoring: The rules of the score.
        interviews: All, in any order.
        decisions: What people decided.
    """
    rulebook = Rulebook(questionnaires, scoring, plan.roster.villages)
    decided = decisions or Decisions()
    villages = by_village(interviews, decided)
    decided = sure_merges(rulebook, decided, lambda code: villages.get(code, ()))
    assessed = [assess_village(rulebook, code, known, decided) for code, known in villages.items()]
    coverage = cover_done(
        plan, (done for each in assessed for done in each.done), absences=decided.absences
    )
    scores = {each.village: each.score for each in assessed if each.score is not None}
    townships = score_townships(plan.roster, scoring, scores, coverage)
    return Assessment(
        problems=tuple(problem for each in assessed for problem in each.problems),
        coverage=coverage,
        villages=scores,
        townships=townships,
        rankings=rank_in_lists(
            townships.values(), scoring.options, lambda code: plan.roster.townships[code].is_key
        ),
        findings=(
            *(finding for each in assessed for finding in each.findings),
            *decided.findings,
            *check_absences(plan, coverage, decided.absences),
        ),
    )


def score_townships(
    roster: Roster,
    scoring: Scoring,
    villages: Mapping[str, VillageScore],
    coverage: Iterable[VillageCoverage],
) -> dict[str, TownshipScore]:
    """Score every township from its villages, by code; those nobody has visited are not there."""
    missing = missing_by_township(coverage)
    of_township: dict[str, list[VillageScore]] = {}
    for code in sorted(villages):
        of_township.setdefault(roster.villages[code].township, []).append(villages[code])
    return {
        township: score_township(scoring, township, scores, missing=missing.get(township, ()))
        for township, scores in sorted(of_township.items())
    }
