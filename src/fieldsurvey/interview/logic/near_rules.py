"""A question and the few answers that decide whether its own is a problem in; the rule, out.

What its rules read, and what decides whether it is relevant, goes back to answers and facts of the
plan that stand by themselves: the sources. The same sources give the same rule again, and nothing
else of the interview is worked out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fieldsurvey.chain.interview import Interview
from fieldsurvey.expressions import Expression, Scope
from fieldsurvey.expressions.alone import may_be_date
from fieldsurvey.expressions.tree import Text, walk
from fieldsurvey.expressions.values import AnswerValue
from fieldsurvey.interview.logic.evaluation import moment_of
from fieldsurvey.interview.logic.on_demand import OnDemand
from fieldsurvey.interview.logic.plain_values import is_answered, plain_values
from fieldsurvey.interview.logic.plan import Keeps, Node, Plan
from fieldsurvey.interview.logic.problem_rules import firing_rule
from fieldsurvey.questionnaire.model import ProblemRule, Question, Repeat

_MOST = 32_768
"""Combinations of sources that are remembered; incomes have no end of them."""

_SOURCES_MOST = 8
"""With more of them hardly any two interviews say the same."""


class NearRules:
    """The rules of one question, and what they said of its sources so far."""

    __slots__ = ("_has_dates", "_is_alone", "_plan", "_question", "_said", "_sources")

    def __init__(self, plan: Plan, node: Node, ground: "_Ground") -> None:
        """Take the question, and what its rules rest on."""
        assert isinstance(node.item, Question)
        self._plan = plan
        self._question = node.item
        self._sources = tuple(ground.sources.items())
        self._is_alone = {node.name, *_read_by_rules(node)} <= plain_values(plan).keys()
        self._has_dates = any(map(_makes_dates, ground.deciding))
        self._said: dict[tuple[AnswerValue, ...], ProblemRule | None] = {}

    def problem(self, said: OnDemand) -> ProblemRule | None:
        """Return the rule that holds for the answer in an interview, where one does."""
        interview = said.interview
        read = tuple(
            [
                interview.preload.get(fact, "") if fact else interview.answers.get(name, "")
                for name, fact in self._sources
            ]
        )
        if read in self._said:
            return self._said[read]
        rule = self._alone(interview, read) if self._is_alone else said.problem(self._question.name)
        if len(self._said) < _MOST and not self._has_dates and not any(map(_is_date, read)):
            self._said[read] = rule
        return rule

    def _alone(self, interview: Interview, read: tuple[AnswerValue, ...]) -> ProblemRule | None:
        values = {name: value for (name, _fact), value in zip(self._sources, read, strict=True)}
        scope = Scope(values, self._question.name, moment_of(interview), shape=self._plan.shape)
        return firing_rule(self._question, scope)


def near_rules(plan: Plan) -> dict[str, NearRules]:
    """Return by name the questions whose sources are known, and few."""
    return {
        name: NearRules(plan, node, ground)
        for name, node in plan.nodes.items()
        if node.rules and (ground := _ground_of(plan, node)) is not None
    }


@dataclass(frozen=True, slots=True)
class _Ground:
    """What the rules of a question rest on."""

    sources: Mapping[str, str]
    """By name the fact of each source, '' for an answer."""
    deciding: Sequence[Expression]
    """Every expression between the rules and the sources."""


def _ground_of(plan: Plan, judged: Node) -> _Ground | None:
    """Return what the rules of a question rest on; None where that is not known, or too much."""
    deciding = [when for _rule, when in judged.rules]
    if any(when.facts.looks_around for when in deciding):
        return None
    plain = plain_values(plan)
    sources: dict[str, str] = {}
    waiting, entered = [judged.name, *sorted(_read_by_rules(judged))], set[str]()
    while waiting:
        name = waiting.pop(0)
        if name in entered:
            continue
        entered.add(name)
        if name in plain:
            sources[name] = plain[name]
            continue
        node = plan.nodes.get(name)
        if node is None or not _is_known(node):
            return None
        if is_answered(node):
            sources[name] = ""
        deciding += node.deciding
        waiting += sorted(plan.graph.fed_by[name])
    return _Ground(sources, deciding) if len(sources) <= _SOURCES_MOST else None


def _is_known(node: Node) -> bool:
    """Say whether its value rests on nothing but what the dependency graph names."""
    if isinstance(node.item, Repeat) or node.repeats or node.offers_answers:
        return False
    if node.keeps is not Keeps.LIVE or (isinstance(node.item, Question) and node.item.preload):
        return False
    if isinstance(node.item, Question) and not is_answered(node) and node.calculation is None:
        return False
    return not any(each.facts.looks_around for each in node.deciding)


def _read_by_rules(node: Node) -> frozenset[str]:
    return frozenset[str]().union(*(when.references for _rule, when in node.rules))


def _makes_dates(expression: Expression) -> bool:
    """Say whether it may read something as a date, which depends on the time zone."""
    if any("date" in function or "time" in function for function in expression.facts.functions):
        return True
    return any(isinstance(part, Text) and may_be_date(part.value) for part in walk(expression.tree))


def _is_date(value: AnswerValue) -> bool:
    return isinstance(value, str) and may_be_date(value)
