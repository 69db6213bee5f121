"""Answers and what follows from them, while it is being worked out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from fieldsurvey.expressions import Scope
from fieldsurvey.expressions.values import AnswerValue
from fieldsurvey.interview.paths import repeat_of, row_of, rows_of
from fieldsurvey.interview.plan import METADATA, OTHER, Node, Plan
from fieldsurvey.questionnaire.model import Choice, ProblemRule, Question


@dataclass(slots=True)
class State:
    """Answers with what follows from them; changes in place, unlike an Evaluation."""

    plan: Plan
    facts: Mapping[str, str]
    now: datetime | None
    answers: dict[str, AnswerValue]
    values: dict[str, AnswerValue] = field(default_factory=dict)
    relevant: set[str] = field(default_factory=set)
    rows: dict[str, int] = field(default_factory=dict)
    problems: dict[str, ProblemRule] = field(default_factory=dict)

    def copy(self) -> "State":
        """Return another state with the same in it."""
        return State(
            self.plan,
            self.facts,
            self.now,
            dict(self.answers),
            dict(self.values),
            set(self.relevant),
            dict(self.rows),
            dict(self.problems),
        )

    def scope(self, path: str) -> Scope:
        """Return what an expression at `path` sees."""
        return Scope(
            values=self.values,
            current=path,
            now=self.now,
            choices=self.plan.choice_rows,
            question_lists=self.plan.question_lists,
            shape=self.plan.shape,
            repeat_counts=self.rows,
        )

    def paths(self, name: str) -> tuple[str, ...]:
        """Return every path that `name` has: one outside repeats, else one a row."""
        repeats = self.plan.nodes[name].repeats
        return tuple(row + name for row in rows_of(repeats, self.rows)) if repeats else (name,)

    def offered(self, node: Node, path: str) -> tuple[Choice, ...]:
        """Return the choices of a question that its `choice_filter` lets through."""
        if not isinstance(node.item, Question):
            return ()
        choices = self.plan.questionnaire.choice_list(node.item)
        if node.item.or_other and OTHER.name not in {choice.name for choice in choices}:
            choices += (OTHER,)
        if node.choice_filter is None:
            return choices
        rows = self.plan.choice_rows.get(node.item.list_name, ())
        names = {row["name"] for row in node.choice_filter.matching(rows, self.scope(path))}
        return tuple(choice for choice in choices if choice.name in names)

    def computed(self, node: Node, path: str) -> str:
        """Return the value that a question has, or is offered, without anybody typing it."""
        if not isinstance(node.item, Question):
            return ""
        if node.item.preload:
            return self.facts.get(node.item.preload, "")
        if node.item.base_type in METADATA:
            return self.facts.get(node.item.base_type, "")
        if node.calculation is not None:
            return node.calculation.text_value(self.scope(path))
        if isinstance(node.default, str):
            return node.default
        return node.default.text_value(self.scope(path))

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
