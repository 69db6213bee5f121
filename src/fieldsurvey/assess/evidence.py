"""Takes interviews and their problems, gives what a score needs to know of each village."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from fieldsurvey.assess.problems.problem import Problem
from fieldsurvey.assess.versions import version_of
from fieldsurvey.campaign.model import Village, village_of
from fieldsurvey.chain.interview import Interview, Status
from fieldsurvey.expressions.values import SpecialAnswer
from fieldsurvey.interview.logic.paths import name_of
from fieldsurvey.interview.logic.plan import plan_of
from fieldsurvey.questionnaire.identity import Same
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


def is_evidence(interview: Interview) -> bool:
    """Say whether an interview counts in scores and coverage: it was finished and still stands.

    One that was reopened was finished once, and counts as it stands. One said after its laptop's
    chain had forked waits for the lead's decision. A second keying is only compared.
    """
    status = interview.status
    stands = status is Status.FINISHED or status is Status.REOPENED
    return stands and not interview.forked and not interview.keying.is_compared_only


def gather_evidence(
    questionnaires: Mapping[str, Questionnaire],
    interviews: Iterable[Interview],
    problems: Iterable[Problem],
    villages: Mapping[str, Village],
    *,
    with_rules_put: bool = True,
) -> dict[str, VillageEvidence]:
    """Sort what was found by village; a village without a finished interview is not there.

    Args:
        questionnaires: By `form_id`, and by digest where several versions are in use.
        interviews: Any; those that are not evidence are left out, with their problems.
        problems: As `gather_problems` gives them.
        villages: Of the plan, by code.
        with_rules_put: Whether the score table asks what was asked of anybody.
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
        code: _of_village(
            villages[code],
            by_village[code],
            (*_of(by_village[code], found), *seen.get(code, ())),
            _rules_put(by_village[code]) if with_rules_put else frozenset(),
        )
        for code in sorted(by_village)
    }


def _of_village(
    village: Village,
    made: Sequence[tuple[Interview, Questionnaire]],
    problems: tuple[Problem, ...],
    put: frozenset[str],
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
        problems=problems,
        rules_put=put,
    )


def _of(
    made: Iterable[tuple[Interview, Questionnaire]], found: Mapping[str, Sequence[Problem]]
) -> Iterator[Problem]:
    return (problem for interview, _form in made for problem in found.get(interview.id, ()))


def _rules_put(made: Iterable[tuple[Interview, Questionnaire]]) -> frozenset[str]:
    """Return the rules of every question that has a real answer in one of the interviews."""
    put: set[str] = set()
    for interview, form in made:
        rules = _rules(Same(form))
        answers = interview.answers
        # Without rows names are paths, and those with rules are found without a loop.
        paths = answers if plan_of(form).has_repeats else rules.keys() & answers.keys()
        for path in paths:
            name, value = name_of(path), answers[path]
            if name in rules and value and not isinstance(value, SpecialAnswer):
                put |= rules[name]
    return frozenset(put)


@lru_cache(maxsize=64)
def _rules(same: Same[Questionnaire]) -> Mapping[str, frozenset[str]]:
    form_id = same.value.form_id
    return {
        name: frozenset(f"{form_id}.{rule.name}" for rule, _ in node.rules)
        for name, node in plan_of(same.value).nodes.items()
        if node.rules
    }
