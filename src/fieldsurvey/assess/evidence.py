"""Takes interviews and their problems, gives what a score needs to know of each village."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from fieldsurvey.assess.problem import Problem
from fieldsurvey.assess.versions import version_of
from fieldsurvey.campaign.model import Village
from fieldsurvey.chain.interview import Interview, Status
from fieldsurvey.expressions.values import SpecialAnswer
from fieldsurvey.interview.plan import Plan, plan_of
from fieldsurvey.questionnaire.model import Questionnaire


@dataclass(frozen=True, slots=True)
class VillageEvidence:
    """What was seen in one village."""

    village: str
    """Its code."""
    facts: Mapping[str, str]
    """Of the plan: `village.has_team` is "1" where a resident team is assigned."""
    households_visited: int
    """Households with an interview that was finished."""
    problems: tuple[Problem, ...]
    """Of finished interviews, hints left out, and those somebody saw there."""
    rules_put: frozenset[str] = frozenset()
    """Rules of questions that were really asked and answered: with `na_policy: rescale`, an
    indicator without any does not apply."""


def village_of(subject: str) -> str:
    """Return the code of the village a subject stands in: `0103-07` and `0103` → `0103`."""
    return subject.split("-", 1)[0]


def is_evidence(interview: Interview) -> bool:
    """Say whether an interview counts in scores and coverage: it was finished and still stands.

    One that was reopened was finished once, and counts as it stands. One said after its laptop's
    chain had forked waits for the lead's decision. A second keying is only compared.
    """
    stands = interview.status in {Status.FINISHED, Status.REOPENED} and not interview.forked
    return stands and not interview.keying.is_compared_only


def gather_evidence(
    questionnaires: Mapping[str, Questionnaire],
    interviews: Iterable[Interview],
    problems: Iterable[Problem],
    villages: Mapping[str, Village],
) -> dict[str, VillageEvidence]:
    """Sort what was found by village; a village without a finished interview is not there.

    Args:
        questionnaires: By `form_id`, and by digest where several versions are in use.
        interviews: Any; those that are not evidence are left out, with their problems.
        problems: As `gather_problems` gives them.
        villages: Of the plan, by code.
    """
    by_village: dict[str, list[tuple[Interview, Questionnaire]]] = {}
    for interview in interviews:
        code, form = village_of(interview.subject), version_of(questionnaires, interview)
        if is_evidence(interview) and form is not None and code in villages:
            by_village.setdefault(code, []).append((interview, form))
    found: dict[str, list[Problem]] = {}
    seen: dict[str, list[Problem]] = {}
    for problem in problems:
        if problem.is_added:
            seen.setdefault(village_of(problem.subject), []).append(problem)
        else:
            found.setdefault(problem.interview, []).append(problem)
    return {
        code: _of_village(villages[code], by_village[code], found, seen.get(code, ()))
        for code in sorted(by_village)
    }


def _of_village(
    village: Village,
    made: Sequence[tuple[Interview, Questionnaire]],
    found: Mapping[str, Sequence[Problem]],
    seen: Sequence[Problem],
) -> VillageEvidence:
    households = {
        interview.subject for interview, form in made if form.settings.subject == "household"
    }
    return VillageEvidence(
        village=village.code,
        facts={
            "village.has_team": "1" if village.has_team else "0",
            "village.is_exited": "1" if village.is_exited else "0",
        },
        households_visited=len(households),
        problems=(*(problem for each, _ in made for problem in found.get(each.id, ())), *seen),
        rules_put=frozenset[str]().union(*(rules_put(form, each) for each, form in made)),
    )


def rules_put(questionnaire: Questionnaire, interview: Interview) -> frozenset[str]:
    """Return the rules of every question that has a real answer in an interview."""
    rules = _rules(plan_of(questionnaire))
    return frozenset[str]().union(
        *(
            rules.get(path.rpartition("/")[2], frozenset())
            for path, value in interview.answers.items()
            if value and not isinstance(value, SpecialAnswer)
        )
    )


@lru_cache(maxsize=64)
def _rules(plan: Plan) -> Mapping[str, frozenset[str]]:
    form_id = plan.questionnaire.form_id
    return {
        name: frozenset(f"{form_id}.{rule.name}" for rule, _ in node.rules)
        for name, node in plan.nodes.items()
        if node.rules
    }
