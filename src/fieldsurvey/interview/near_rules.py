"""A question whose rules read only what stands by itself in; whether its answer is a problem, out.

What stands by itself: facts of the plan, and answers that nothing makes moot. So nothing else of
the interview is worked out; and the same answers again give the same rule again.
"""

from collections.abc import Mapping

from fieldsurvey.chain.interview import Interview
from fieldsurvey.expressions import Scope
from fieldsurvey.expressions.alone import may_be_date
from fieldsurvey.expressions.tree import Text, walk
from fieldsurvey.expressions.values import AnswerValue
from fieldsurvey.interview.evaluation import moment_of
from fieldsurvey.interview.plan import Node, Plan
from fieldsurvey.interview.problem_rules import firing_rule
from fieldsurvey.questionnaire.model import ProblemRule, Question

_MOST = 32_768
"""Combinations of answers that are remembered; incomes have no end of them."""


class NearRules:
    """The rules of one question, and what they said of answers so far."""

    __slots__ = ("_has_dates", "_plan", "_question", "_reads", "_said")

    def __init__(self, plan: Plan, node: Node, reads: Mapping[str, str]) -> None:
        """Take the question, and by the name of what its rules read the fact; '' for an answer."""
        assert isinstance(node.item, Question)
        self._plan = plan
        self._question = node.item
        self._reads = tuple(reads.items())
        parts = [part for _rule, when in node.rules for part in walk(when.tree)]
        self._has_dates = any(isinstance(part, Text) and may_be_date(part.value) for part in parts)
        self._said: dict[tuple[AnswerValue, ...], ProblemRule | None] = {}

    def problem(self, interview: Interview) -> ProblemRule | None:
        """Return the rule that holds for the answer in an interview, where one does."""
        read = tuple(
            interview.preload.get(fact, "") if fact else interview.answers.get(name, "")
            for name, fact in self._reads
        )
        if read in self._said:
            return self._said[read]
        values = {name: value for (name, _fact), value in zip(self._reads, read, strict=True)}
        scope = Scope(values, self._question.name, moment_of(interview), shape=self._plan.shape)
        rule = firing_rule(self._question, scope)
        if len(self._said) < _MOST and not self._has_dates and not any(map(_is_date, read)):
            self._said[read] = rule
        return rule


def _is_date(value: AnswerValue) -> bool:
    # Which day it is depends on the time zone of the interview.
    return isinstance(value, str) and may_be_date(value)
