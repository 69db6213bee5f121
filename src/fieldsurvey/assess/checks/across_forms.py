"""Takes rules and everything assessed, gives what does not go together across forms and villages.

Pure: the same interviews give the same rows, in whatever order they come.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from fieldsurvey.assess.checks.across_households import (
    identical_answers,
    namesakes,
    two_forms_of_one_household,
)
from fieldsurvey.assess.checks.across_plan import (
    answer_without_row,
    day_without_list,
    must_visit_missing,
    two_teams_in_one_village,
)
from fieldsurvey.assess.checks.across_times import too_quick, two_villages_at_once
from fieldsurvey.assess.checks.cross_rules import CrossRule, CrossRules
from fieldsurvey.assess.checks.crossing import Crossing, EditionMade
from fieldsurvey.assess.checks.village_document import village_document
from fieldsurvey.assess.coverage import Plan, VillageCoverage
from fieldsurvey.assess.evidence import is_evidence
from fieldsurvey.assess.problems.finding import listed
from fieldsurvey.assess.problems.problem import Problem
from fieldsurvey.campaign.model import village_of
from fieldsurvey.chain.interview import Interview
from fieldsurvey.expressions import compile_expression
from fieldsurvey.expressions.scope import Scope
from fieldsurvey.questionnaire.model import CheckKind


@dataclass(frozen=True, slots=True)
class Known:
    """Everything a rule across interviews may look at."""

    plan: Plan
    interviews: Sequence[Interview]
    """Any; only finished ones count."""
    problems: Sequence[Problem]
    coverage: Sequence[VillageCoverage]
    editions: Sequence[EditionMade] = ()
    now: datetime | None = None
    """Aware; without it no day is over yet."""

    @property
    def evidence(self) -> list[Interview]:
        """Finished interviews that count."""
        return [interview for interview in self.interviews if is_evidence(interview)]


@dataclass(frozen=True, slots=True)
class CrossCheck:
    """One rule that holds: something does not go together."""

    code: str
    kind: CheckKind
    where: str
    """A household `0103-07`, a village `0103`, or a day `2020-06-28`."""
    text: Mapping[str, str]
    """By language, filled in."""
    to_do: Mapping[str, str] = field(default_factory=dict)
    interviews: tuple[str, ...] = ()
    """Ids of those it is about."""


def cross_checks(rules: CrossRules, known: Known) -> tuple[CrossCheck, ...]:
    """Return every rule that holds, in the order of the file, then of the places."""
    return tuple(
        _told(rule, crossing)
        for rule in rules.rules
        for crossing in sorted(
            _crossings(rule, known), key=lambda each: (each.where, each.interviews)
        )
    )


_BUILT: Mapping[str, Callable[[Known, Mapping[str, int]], Iterable[Crossing]]] = {
    "two_forms_of_one_household": lambda k, _limits: two_forms_of_one_household(k.evidence),
    "namesakes": lambda k, _limits: namesakes(k.plan.sample.visits),
    "identical_answers": lambda k, limits: identical_answers(k.evidence, limits["answers"]),
    "too_quick": lambda k, limits: too_quick(k.evidence, limits),
    "two_villages_at_once": lambda k, _limits: two_villages_at_once(
        k.evidence, k.plan.roster.villages
    ),
    "must_visit_missing": lambda k, _limits: must_visit_missing(k.coverage, k.now),
    "two_teams_in_one_village": lambda k, _limits: two_teams_in_one_village(k.evidence),
    "day_without_list": lambda k, limits: day_without_list(
        k.plan.schedule, k.editions, limits["hour"], k.now
    ),
    "answer_without_row": lambda k, _limits: answer_without_row(k.evidence, k.problems, k.editions),
}

_DEFAULT_LIMITS = {"answers": 20, "minutes": 8, "hour": 20}


def _crossings(rule: CrossRule, known: Known) -> Iterable[Crossing]:
    if rule.when is None:
        return _BUILT[rule.check](known, _DEFAULT_LIMITS | dict(rule.limits))
    return _by_expression(rule, rule.when, known)


def _by_expression(rule: CrossRule, when: str, known: Known) -> Iterator[Crossing]:
    of_village: dict[str, list[Interview]] = {}
    for interview in known.evidence:
        of_village.setdefault(village_of(interview.subject), []).append(interview)
    problems: dict[str, list[Problem]] = {}
    for problem in listed(known.problems):
        if problem.state.stands:
            problems.setdefault(village_of(problem.subject), []).append(problem)
    complete = {each.village for each in known.coverage if each.is_complete}
    villages = known.plan.roster.villages
    for code in sorted(of_village.keys() & villages.keys()):
        if rule.once_complete and code not in complete:
            continue
        document = village_document(villages[code], of_village[code], problems.get(code, ()))
        scope = Scope(document, repeat_counts=_none_there(rule, document))
        if compile_expression(when).truth(scope):
            places = {n: compile_expression(e).text(scope) for n, e in rule.values.items()}
            yield Crossing(code, places)


def _none_there(rule: CrossRule, document: Mapping[str, object]) -> dict[str, int]:
    """Return 0 for each repeat the rule names that the village has none of: nothing, not blank."""
    texts = (rule.when or "", *rule.values.values())
    named = frozenset[str]().union(*(compile_expression(each).references for each in texts))
    there = {path.partition("[")[0] for path in document}
    return dict.fromkeys(named - there, 0)


def _told(rule: CrossRule, crossing: Crossing) -> CrossCheck:
    return CrossCheck(
        code=rule.code,
        kind=rule.kind,
        where=crossing.where,
        text={spoken: _filled(text, crossing) for spoken, text in rule.text.items()},
        to_do=dict(rule.to_do),
        interviews=crossing.interviews,
    )


def _filled(text: str, crossing: Crossing) -> str:
    """Fill places by name; what is said in a place is never read for places again."""
    parts = text.split("{")
    filled = [parts[0]]
    for part in parts[1:]:
        name, closed, rest = part.partition("}")
        filled.append(
            crossing.places[name] + rest if closed and name in crossing.places else "{" + part
        )
    return "".join(filled)
