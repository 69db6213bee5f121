"""An interview in; the value of one question or another of it, worked out only when asked for, out.

The same functions of `propagation` say what is relevant and which value stands: there they are
called for every question in the order of what reads what, here for those that somebody asks for
and for what these read. That needs a form in which the order does not matter: one without repeats
(`is_on_demand`).
"""

from collections.abc import Iterator, Mapping
from functools import cached_property, lru_cache
from itertools import chain
from typing import Any

from fieldsurvey.chain.interview import Interview
from fieldsurvey.expressions import Scope, compile_expression
from fieldsurvey.expressions.values import AnswerValue
from fieldsurvey.interview.logic.evaluation import facts_of, moment_of, seed_of
from fieldsurvey.interview.logic.kept import Kept
from fieldsurvey.interview.logic.plain_values import is_answered, plain_values
from fieldsurvey.interview.logic.plan import Node, Plan
from fieldsurvey.interview.logic.problem_rules import firing_rule
from fieldsurvey.interview.logic.propagation import is_relevant_now, value_now
from fieldsurvey.interview.logic.state import State
from fieldsurvey.questionnaire.model import ProblemRule, Question

_DEPTH_MOST = 60
"""Questions that may wait for one another; each is a few calls deep in Python."""


@lru_cache(maxsize=64)
def is_on_demand(plan: Plan) -> bool:
    """Say whether the questions of a form can be worked out one by one, in any order."""
    if plan.has_repeats or plan.graph.cycles or any(map(_looks_at_itself, plan.nodes.values())):
        return False
    depth: dict[str, int] = {}
    for name in plan.by_rank:
        depth[name] = 1 + max((depth[fed] for fed in plan.graph.fed_by[name]), default=0)
    return max(depth.values(), default=0) <= _DEPTH_MOST


def _looks_at_itself(node: Node) -> bool:
    """Say whether what decides its value asks for that value: then the order matters."""
    facts = [each.facts for each in node.deciding]
    return any(each.looks_at_itself or "current" in each.functions for each in facts)


@lru_cache(maxsize=64)
def _draws_lots(plan: Plan) -> bool:
    """Say whether anything that decides a value, a rule or how many cases it counts uses chance."""
    counting = (
        compile_expression(rule.quantity)
        for node in plan.nodes.values()
        for rule, _when in node.rules
        if rule.quantity
    )
    ruling = (when for node in plan.nodes.values() for _rule, when in node.rules)
    deciding = (each for node in plan.nodes.values() for each in node.deciding)
    return any(each.facts.uses_chance for each in chain(counting, ruling, deciding))


@lru_cache(maxsize=64)
def _answered(plan: Plan) -> frozenset[str]:
    """Return the names of the questions that have no value where nobody answered them."""
    return frozenset(node.name for node in plan.nodes.values() if is_answered(node))


class OnDemand:
    """An interview with its questionnaire, of which nothing has been worked out yet."""

    def __init__(self, plan: Plan, interview: Interview) -> None:
        """Take an interview made with the questionnaire of `plan`, which `is_on_demand`."""
        self.plan = plan
        self.values: Mapping[str, AnswerValue] = _Values(self)
        """Every value by path, those of computed questions, too; blank where not relevant."""
        self.answers = self.values
        """The same: an answer that stands is the value of its question."""
        self.interview = interview

    @cached_property
    def _state(self) -> State:
        interview = self.interview
        state = State(
            self.plan,
            facts_of(interview),
            moment_of(interview),
            Kept(interview.answers),
            # Reading it means reading the facts of the plan.
            seed_of(interview) if _draws_lots(self.plan) else "",
        )
        state.values, state.relevant = _WorkedOut(state), _Relevant(state)
        return state

    def value(self, name: str) -> AnswerValue | None:
        """Return the value of a question; None where there is no such question."""
        fact = plain_values(self.plan).get(name)
        interview = self.interview
        if fact is None:
            if name not in interview.answers and name in _answered(self.plan):
                return ""
            return self._state.values.get(name)
        return interview.preload.get(fact, "") if fact else interview.answers.get(name, "")

    def node(self, path: str) -> Node:
        """Return the compiled question or group at `path`."""
        return self.plan.nodes[path]

    def question(self, path: str) -> Question:
        """Return the question at `path`."""
        item = self.plan.nodes[path].item
        assert isinstance(item, Question)
        return item

    def nearest(self, _path: str, name: str) -> str:
        """Return the path of `name` for who stands at a path: there are no rows."""
        return name

    def scope(self, path: str = "") -> Scope:
        """Return what an expression at `path` sees."""
        return self._state.scope(path)

    def problem(self, path: str) -> ProblemRule | None:
        """Return the rule that holds for the answer at `path`, where one does."""
        if path not in self._state.relevant:
            return None
        return firing_rule(self.question(path), self.scope(path))


class _Values(Mapping[str, AnswerValue]):
    """The values of an interview, by the name of their question."""

    __slots__ = ("_said",)

    def __init__(self, said: OnDemand) -> None:
        self._said = said

    def __getitem__(self, name: str) -> AnswerValue:
        value = self._said.value(name)
        if value is None:
            raise KeyError(name)
        return value

    def get(self, name: str, default: Any = None, /) -> Any:
        """Return the value of a question, else `default`; without an exception on the way."""
        value = self._said.value(name)
        return default if value is None else value

    def __iter__(self) -> Iterator[str]:
        return iter(self._said.plan.questionnaire.questions)

    def __len__(self) -> int:
        return len(self._said.plan.questionnaire.questions)


class _WorkedOut(Kept[AnswerValue]):
    """Values that are worked out when they are first looked at."""

    __slots__ = ("_state",)

    def __init__(self, state: State) -> None:
        super().__init__()
        self._state = state

    def get(self, key: str, /, default: Any = None) -> Any:
        """Return the value of the question `key`, else `default`."""
        found = self._changed.get(key)
        if found is None:
            node = self._state.plan.nodes.get(key)
            if node is None or not isinstance(node.item, Question):
                return default
            if plain_values(self._state.plan).get(key) == "":
                found = self._state.answers.get(key, "")
            elif key in self._state.relevant:
                found = value_now(self._state, node, key, [])
            else:
                found = ""
            self._changed[key] = found
        return found

    def __contains__(self, key: object) -> bool:
        node = self._state.plan.nodes.get(key) if isinstance(key, str) else None
        return node is not None and isinstance(node.item, Question)


class _Relevant(Kept[None]):
    """Paths of what is relevant, each judged when it is first asked about."""

    __slots__ = ("_judged", "_state")

    def __init__(self, state: State) -> None:
        super().__init__()
        self._state = state
        self._judged: dict[str, bool] = {}

    def __contains__(self, key: object) -> bool:
        if not isinstance(key, str):
            return False
        if key not in self._judged:
            node = self._state.plan.nodes.get(key)
            self._judged[key] = node is not None and is_relevant_now(self._state, node, key)
        return self._judged[key]
