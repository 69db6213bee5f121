"""The expressions of a questionnaire, read: which stand where, and which names they use."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from fieldsurvey.expressions import ExpressionError, compile_expression
from fieldsurvey.expressions.tree import Call, Path, Question, Tree, walk
from fieldsurvey.questionnaire import model
from fieldsurvey.questionnaire.question_types import COMPUTED
from fieldsurvey.questionnaire.source import DataPath

FEEDING = frozenset({"relevant", "calculation", "choice_filter", "repeat_count"})
"""Keys whose expressions decide whether there is an answer, and which."""


@dataclass(frozen=True, slots=True)
class Formula:
    """One expression: where it stands and what it says."""

    item: model.Item | None
    """The question, group or repeat it stands on; None in the settings."""
    key: str
    """`relevant`, `constraint`, `when` …"""
    path: DataPath
    text: str
    tree: Tree | None
    error: ExpressionError | None = None
    """Why there is no tree."""

    @property
    def feeds(self) -> bool:
        """Whether an answer may come or go with it, so that a circle of such has no end."""
        computed = isinstance(self.item, model.Question) and self.item.base_type in COMPUTED
        return self.key in FEEDING or (self.key == "default" and computed)


def formulas_of(item: model.Item, path: DataPath) -> Iterator[Formula]:
    """Yield every expression of `item`, which stands at `path`."""
    for key, text in _texts(item):
        yield _formula(item, key, (*path, key), text)
    if isinstance(item, model.Question):
        for index, rule in enumerate(item.problem):
            for key, text in (("when", rule.when), ("quantity", rule.quantity)):
                if text:
                    yield _formula(item, key, (*path, "problem", index, key), text)


def instance_name_of(settings: model.Settings) -> Iterator[Formula]:
    """Yield the expression that names an interview, where there is one."""
    if settings.instance_name:
        path = ("settings", "instance_name")
        yield _formula(None, "instance_name", path, settings.instance_name)


def is_dynamic(default: str) -> bool:
    """Return whether a default is an expression: it refers to a question or calls a function."""
    return "${" in default or "(" in default


@lru_cache(maxsize=20_000)
def names_in(tree: Tree, in_filter: bool = False) -> frozenset[str]:
    """Return the names `tree` looks up in the interview: `${name}` and the steps of paths.

    Args:
        tree: An expression.
        in_filter: It is a `choice_filter`, where a bare name is a column of the list.
    """
    names: set[str] = set()
    for part in walk(tree):
        if isinstance(part, Question):
            names.add(part.name)
        elif isinstance(part, Path) and not isinstance(part.start, Call):
            is_column = in_filter and part.start is None
            names.update(step.name for step in part.steps if not is_column)
    return frozenset(names)


def _texts(item: model.Item) -> Iterator[tuple[str, str]]:
    if item.relevant:
        yield "relevant", item.relevant
    if isinstance(item, model.Repeat) and item.repeat_count:
        yield "repeat_count", item.repeat_count
    if not isinstance(item, model.Question):
        return
    for key in ("required", "constraint", "warning", "read_only", "calculation", "choice_filter"):
        text = getattr(item, key)
        if isinstance(text, str) and text:
            yield key, text
    if is_dynamic(item.default):
        yield "default", item.default


def _formula(item: model.Item | None, key: str, path: DataPath, text: str) -> Formula:
    try:
        return Formula(item, key, path, text, compile_expression(text).tree)
    except ExpressionError as error:
        return Formula(item, key, path, text, None, error)
