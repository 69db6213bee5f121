"""Takes the interviews of one village and what was decided there, gives what it comes to; pure.

What one village is worth needs no interview of another. So a campaign of any size is assessed
village by village: one after the other and let go, many at once on many machines, or only those
where something was said since.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from fieldsurvey.assess.deciding import Decisions
from fieldsurvey.assess.evidence import gather_evidence, is_evidence
from fieldsurvey.assess.problems.adding import mind_merges, problems_added
from fieldsurvey.assess.problems.finding import listed
from fieldsurvey.assess.problems.gathering import gather_problems
from fieldsurvey.assess.problems.problem import Problem
from fieldsurvey.assess.scores.score import VillageScore
from fieldsurvey.assess.scores.scoring import score_village
from fieldsurvey.assess.scores.scoring_rules import Scoring
from fieldsurvey.campaign.model import Village, village_of
from fieldsurvey.chain.interview import Interview
from fieldsurvey.errors import Finding
from fieldsurvey.questionnaire.model import Questionnaire


@dataclass(frozen=True, slots=True)
class Rulebook:
    """What villages are judged by."""

    questionnaires: Mapping[str, Questionnaire]
    """By `form_id`, and by digest where several versions are in use."""
    scoring: Scoring
    villages: Mapping[str, Village]
    """Of the plan, by code; others get no score."""


@dataclass(frozen=True, slots=True)
class VillageAssessment:
    """What one village comes to."""

    village: str
    """Its code, whether the plan has it or not."""
    problems: tuple[Problem, ...]
    """Hints too; in the order of their subjects, then of interviews, then of the form; those that
    somebody added come last."""
    score: VillageScore | None
    """None where nobody finished an interview, and where the plan has no such village."""
    done: tuple[tuple[str, str], ...]
    """Subject and form of each interview that counts."""
    findings: tuple[Finding, ...] = ()
    """Interviews that could not be looked at."""


def assess_village(
    rulebook: Rulebook,
    village: str,
    interviews: Iterable[Interview],
    decided: Decisions,
) -> VillageAssessment:
    """Assess one village.

    Args:
        rulebook: What it is judged by.
        village: Its code.
        interviews: All of it that count or that nobody decided about, in any order.
        decided: What people decided about its problems; what is about others is passed over.
    """
    known = list(interviews)
    gathered = gather_problems(rulebook.questionnaires, known, decided.states)
    problems = _one_list(rulebook, village, gathered.problems, known, decided)
    # Into which village a problem was merged does not matter: it is there (`sure_merges`).
    problems = mind_merges(problems, decided.merged, far_merges(decided))
    evidence = gather_evidence(
        rulebook.questionnaires,
        known,
        listed(problems),
        rulebook.villages,
        with_rules_put=rulebook.scoring.options.needs_rules_put,
    ).get(village)
    return VillageAssessment(
        village=village,
        problems=tuple(problems),
        score=score_village(rulebook.scoring, evidence) if evidence else None,
        done=tuple((each.subject, each.form_id) for each in known if is_evidence(each)),
        findings=gathered.findings,
    )


def assess_villages(
    rulebook: Rulebook, interviews: Iterable[Interview], decided: Decisions
) -> Iterator[VillageAssessment]:
    """Assess one village after the other, and hold no more than one.

    Args:
        rulebook: What they are judged by.
        interviews: In the order of their subjects, as `SurveyFile.each_interview` gives them.
        decided: What people decided; problems added where nobody was interviewed are left out.
    """
    for village, known in groupby(interviews, lambda each: village_of(each.subject)):
        yield assess_village(rulebook, village, known, decided)


def by_village(interviews: Iterable[Interview], decided: Decisions) -> dict[str, list[Interview]]:
    """Sort interviews by the village of their subject, villages by code.

    A village where somebody saw a problem and nobody was interviewed is there, too.
    """
    villages: dict[str, list[Interview]] = {
        village_of(added.subject): [] for added in decided.added.values()
    }
    for interview in interviews:
        villages.setdefault(village_of(interview.subject), []).append(interview)
    return {code: villages[code] for code in sorted(villages)}


def far_merges(decided: Decisions) -> frozenset[str]:
    """Return the problems that one of another village was merged into."""
    pairs = decided.merged.items()
    return frozenset(into for number, into in pairs if village_of(number) != village_of(into))


def sure_merges(
    rulebook: Rulebook, decided: Decisions, interviews_of: Callable[[str], Iterable[Interview]]
) -> Decisions:
    """Return the decisions without merges into problems of other villages that are not there.

    Args:
        rulebook: What villages are judged by.
        decided: As folded from the lines.
        interviews_of: Gives the interviews of a village.
    """
    far = far_merges(decided)
    there: set[str] = set()
    for village in sorted(set(map(village_of, far))):
        assessed = assess_village(rulebook, village, interviews_of(village), decided)
        there.update(problem.number for problem in assessed.problems)
    merged = {n: into for n, into in decided.merged.items() if into not in far - there}
    return replace(decided, merged=merged) if far - there else decided


def _one_list(
    rulebook: Rulebook,
    village: str,
    found: Sequence[Problem],
    interviews: Sequence[Interview],
    decided: Decisions,
) -> Sequence[Problem]:
    added = [each for each in decided.added.values() if village_of(each.subject) == village]
    if not added:
        return found
    seen = problems_added(added, rulebook.questionnaires, interviews, decided.states)
    return [*found, *seen]
