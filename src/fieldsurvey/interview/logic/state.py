"""Answers and what follows from them, while it is being worked out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from fieldsurvey.expressions import Scope
from fieldsurvey.expressions.functions.chance import seed_of, shuffle
from fieldsurvey.expressions.values import AnswerValue
from fieldsurvey.interview.logic.kept import Kept
from fieldsurvey.interview.logic.paths import name_of, repeat_of, row_of, rows_of
from fieldsurvey.interview.logic.plan import METADATA, Node, Plan
from fieldsurvey.questionnaire.choices.lists import OTHER
from fieldsurvey.questionnaire.model import REFERENCE, Check, Choice, ProblemRule, Question


@dataclass(slots=True)
class State:
    """Answers with what follows from them; changes in place, unlike an Evaluation."""

    plan: Plan
    facts: Mapping[str, str]
    now: datetime | None
    answers: Kept[AnswerValue]
    """What was said, and the values that computed questions keep."""
    seed: str = ""
    """What chance is drawn from; one for each interview."""
    values: Kept[AnswerValue] = field(default_factory=Kept)
    relevant: Kept[None] = field(default_factory=Kept)
    """Paths, as keys."""
    rows: dict[str, int] = field(default_factory=dict)
    problems: dict[str, ProblemRule] = field(default_factory=dict)
    checks: dict[str, Check] = field(default_factory=dict)
    """Those that hold and wait for no required answer, by `check:C-03`."""

    def copy(self) -> "State":
        """Return another state with the same in it."""
        return State(
            self.plan,
            self.facts,
            self.now,
            self.answers.copy(),
            self.seed,
            self.values.copy(),
            self.relevant.copy(),
            dict(self.rows),
            dict(self.problems),
            dict(self.checks),
        )

    def scope(self, path: str) -> Scope:
        """Return what an expression at `path` sees."""
        return Scope(
            values=self.values,
            current=path,
            now=self.now,
            choices=self.plan.choice_rows,
            question_lists=self.plan.question_lists,
            tables=self.plan.tables,
            seed=self.seed,
            shape=self.plan.shape,
            repeat_counts=self.rows,
        )

    def paths(self, name: str) -> tuple[str, ...]:
        """Return every path that `name` has: one outside repeats, else one a row."""
        repeats = self.plan.nodes[name].repeats
        return tuple(row + name for row in rows_of(repeats, self.rows)) if repeats else (name,)

    def offered(self, node: Node, path: str) -> Sequence[Choice]:
        """Return the choices of a question that its `choice_filter` lets through."""
        if node.offers_answers:
            return self._answers_as_choices(node, path)
        chosen_from = node.chosen_from
        if chosen_from is None:
            return ()
        if node.choice_filter is None:
            choices = chosen_from.all
        else:
            rows = node.choice_filter.matching(chosen_from.rows, self.scope(path))
            choices = chosen_from.choices_of(rows)
        return self._shuffled(node, path, choices) if self._is_shuffled(node) else choices

    def _answers_as_choices(self, node: Node, path: str) -> tuple[Choice, ...]:
        """Return the answers to a question of a repeat as choices; blank ones are none."""
        offered: dict[str, Choice] = {}
        for other in self.paths(node.offers_answers):
            said = self.values.get(other, "")
            if not isinstance(said, str) or not said or said in offered:
                continue
            scope = self.scope(row_of(other)[:-1])
            if node.choice_filter is None or node.choice_filter.truth(scope):
                offered[said] = Choice(name=said, label={"": said})
        return tuple(offered.values())

    def _is_shuffled(self, node: Node) -> bool:
        return (
            isinstance(node.item, Question)
            and "randomize" in node.item.parameters
            and node.item.given_parameters.get("randomize") == "true"
        )

    def _shuffled(self, node: Node, path: str, choices: Sequence[Choice]) -> tuple[Choice, ...]:
        """Return the choices in an order that stays the same for one interview; "other" last."""
        assert isinstance(node.item, Question)
        seed = node.item.given_parameters.get("seed", "")
        if match := REFERENCE.fullmatch(seed):
            said = self.values.get(self.nearest(path, match[1]), "")
            seed = said if isinstance(said, str) else ""
        drawn = seed_of(seed or f"{self.seed} {path}")
        last = tuple(choice for choice in choices if choice is OTHER)
        first = [choice for choice in choices if choice is not OTHER]
        return (*shuffle(first, drawn), *last)

    def computed(self, node: Node, path: str) -> str:
        """Return the value that a question has, or is offered, without anybody typing it."""
        if not isinstance(node.item, Question):
            return ""
        if node.item.preload:
            return self.facts.get(node.item.preload, "")
        if node.item.base_type in METADATA:
            return self.facts.get(node.item.base_type, "")
        if node.calculation is not None and self._is_fired(node.item, path):
            return node.calculation.text_value(self.scope(path))
        if isinstance(node.default, str):
            return node.default
        return node.default.text_value(self.scope(path))

    def _is_fired(self, question: Question, path: str) -> bool:
        """Say whether a calculation counts: one with a trigger waits for an answer there."""
        return not question.triggers or any(
            self.values.get(self.nearest(path, name), "") != "" for name in question.triggers
        )

    def is_asked(self, path: str) -> bool:
        """Say whether a person is asked it as things stand."""
        node = self.plan.nodes[name_of(path)]
        return path in self.relevant and node.asks is not None and not self.is_read_only(node, path)

    def is_required(self, path: str) -> bool:
        """Say whether it may not be left blank as things stand."""
        required = self.plan.nodes[name_of(path)].required
        return path in self.relevant and (
            required if isinstance(required, bool) else required.truth(self.scope(path))
        )

    def is_read_only(self, node: Node, path: str) -> bool:
        """Say whether the value of a question is only shown as things stand."""
        if isinstance(node.read_only, bool):
            return node.read_only
        return node.read_only.truth(self.scope(path))

    def nearest(self, path: str, name: str) -> str:
        """Return the path of `name` in the row of `path`, else in the row around it, and so on."""
        row = row_of(path)
        while row and row + name not in self.values:
            row = row_of(repeat_of(row))
        return row + name

    def parent_path(self, node: Node, path: str) -> str:
        """Return the path of the group or repeat that `path` stands in; '' at the top."""
        row = row_of(path)
        if node.repeats and node.parent == node.repeats[-1]:
            row = row_of(repeat_of(row))
        return row + node.parent if node.parent else ""
