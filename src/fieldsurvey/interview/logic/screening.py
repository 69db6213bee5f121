"""A questionnaire in; which single answers may be problems, whatever else was answered, out. Pure.

Most answers can be no problem, and that needs no evaluation of the interview: it was found out when
the same answer to the same question came up first. What is left is worked out as always.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from itertools import compress
from operator import getitem
from typing import TypeAlias

from fieldsurvey.expressions.alone import known_alone
from fieldsurvey.expressions.values import AnswerValue
from fieldsurvey.interview.logic.near_rules import NearRules, near_rules
from fieldsurvey.interview.logic.paths import name_of
from fieldsurvey.interview.logic.plain_values import is_answered, plain_values
from fieldsurvey.interview.logic.plan import Node, Plan
from fieldsurvey.questionnaire.model import ProblemRule

_MOST = 4_096
"""Different answers to one question whose verdict is kept; free text has no end of them."""


class Unsure(Enum):
    """A verdict that other answers decide."""

    UNSURE = "unsure"


Verdict: TypeAlias = ProblemRule | Unsure | None
"""What one answer says: the rule that holds if the question is relevant; perhaps; surely none."""


class Verdicts(dict[AnswerValue | None, Verdict]):
    """What the answers to one question say, each found out when it first comes up.

    None is no answer.
    """

    __slots__ = ("_rules",)

    def __init__(self, node: Node) -> None:
        super().__init__()
        self._rules = tuple((rule, known_alone(when)) for rule, when in node.rules)

    def __missing__(self, answer: AnswerValue | None) -> Verdict:
        verdict = self._find(answer)
        if len(self) < _MOST:
            self[answer] = verdict
        return verdict

    def _find(self, answer: AnswerValue | None) -> Verdict:
        if not isinstance(answer, str) or not answer:
            return None
        for rule, known in self._rules:
            holds = known(answer)
            if holds is not False:
                return rule if holds else Unsure.UNSURE
        return None


@dataclass(frozen=True, slots=True)
class Screen:
    """What a questionnaire says of single answers."""

    verdicts: Mapping[str, Verdicts]
    """By name, in the order of the form: of the questions with rules whose value is what a person
    answered."""
    computed: tuple[tuple[str, Verdict], ...]
    """The other questions with rules, by name: no answer tells their value."""
    plain: frozenset[str]
    """Those among them whose answer stands whatever else was said."""
    near: Mapping[str, NearRules]
    """Questions that a few answers decide, by name."""
    in_rows: bool
    """Whether a question may be asked more than once."""

    def suspects(self, answers: Mapping[str, AnswerValue]) -> list[tuple[str, Verdict]]:
        """Return the answers that may be problems, by path, and the computed questions."""
        found = [*self._by_path(answers)] if self.in_rows else self._by_name(answers)
        found += self.computed
        return found

    def _by_name(self, answers: Mapping[str, AnswerValue]) -> list[tuple[str, Verdict]]:
        # Dozens of times for each interview of a campaign: all of it in functions written in C,
        # which Python's own loop takes twice as long for. No verdict but None is false.
        verdicts = self.verdicts
        found = list(map(getitem, verdicts.values(), map(answers.get, verdicts)))
        return list(compress(zip(verdicts, found, strict=True), found))

    def _by_path(self, answers: Mapping[str, AnswerValue]) -> Iterator[tuple[str, Verdict]]:
        for path, answer in answers.items():
            verdicts = self.verdicts.get(name_of(path))
            if verdicts is not None and (verdict := verdicts[answer]) is not None:
                yield path, verdict


@lru_cache(maxsize=64)
def screen_of(plan: Plan) -> Screen:
    """Return the screen of a questionnaire, made on first use."""
    judged = [node for node in plan.nodes.values() if node.rules]
    verdicts = {node.name: Verdicts(node) for node in judged if is_answered(node)}
    plain = plain_values(plan)
    return Screen(
        verdicts=verdicts,
        computed=tuple((n.name, Unsure.UNSURE) for n in judged if n.name not in verdicts),
        plain=frozenset(verdicts.keys() & plain),
        near=near_rules(plan),
        in_rows=plan.has_repeats,
    )
