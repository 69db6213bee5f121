"""The expressions of a questionnaire, read: which stand where, and which names they use."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from fieldsurvey.expressions import ExpressionError, compile_expression
from fieldsurvey.expressions.tree import Call, Filter, Path, Step, Tree, walk
from fieldsurvey.questionnaire import model
from fieldsurvey.questionnaire.question_types import COMPUTED
from fieldsurvey.questionnaire.yaml.source import DataPath

_COUNTING = frozenset({"count-if", "sum-if"})
"""Functions whose arguments are looked at from within a repeat."""

FEEDING = frozenset(
    {"relevant", "read_only", "calculation", "type", "choice_filter", "repeat_count"}
)
"""Keys whose expressions decide whether there is an answer, and which."""


@dataclass(frozen=True, slots=True)
class Formula:
    """One expression: where it stands and what it says."""

    item: model.Item | None
    """The question, group or repeat it stands on; None in the settings and in checks."""
    key: str
    """`relevant`, `constraint`, `when` …"""
    path: DataPath
    text: str
    tree: Tree | None
    error: ExpressionError | None = None
    """Why there is no tree."""
    names: frozenset[str] = frozenset()
    """What it looks up in the interview: `${name}`, the steps of paths, and names in predicates."""
    bare_words: tuple[str, ...] = ()
    """Single words that it looks up from where it stands: columns, in a `choice_filter`."""

    @property
    def feeds(self) -> bool:
        """Whether an answer may come or go with it, so that a circle of such has no end."""
        if not isinstance(self.item, model.Question):
            return self.key in FEEDING
        if self.key == "calculation":
            return not self.item.trigger
        computed = self.item.base_type in COMPUTED
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


def formula_of(check: model.Check, path: DataPath) -> Formula:
    """Return the expression of a check, which stands at `path`."""
    return _formula(None, "when", (*path, "when"), check.when)


def is_dynamic(default: str) -> bool:
    """Return whether a default is an expression: it refers to a question or calls a function."""
    return "${" in default or "(" in default


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
    if item.list_name.startswith("${"):
        yield "type", item.list_name
    for name in item.triggers:
        yield "trigger", f"${{{name}}}"
    if (seed := item.given_parameters.get("seed", "")).startswith("${"):
        yield "parameters", seed


def _formula(item: model.Item | None, key: str, path: DataPath, text: str) -> Formula:
    try:
        tree, names, bare_words = _read(text)
    except ExpressionError as error:
        return Formula(item, key, path, text, None, error)
    if key != "choice_filter":
        names |= frozenset(bare_words)
    return Formula(item, key, path, text, tree, None, names, bare_words)


@lru_cache(maxsize=16_384)
def _read(text: str) -> tuple[Tree, frozenset[str], tuple[str, ...]]:
    """Return the tree of an expression, the names it looks up, and those that are bare words."""
    expression = compile_expression(text)
    bare_words: dict[str, None] = {}
    within: set[int] = set()
    for part in walk(expression.tree):
        if isinstance(part, Step | Filter):
            within.update(id(each) for predicate in part.predicates for each in walk(predicate))
        elif isinstance(part, Call) and part.function in _COUNTING:
            within.update(id(each) for argument in part.arguments for each in walk(argument))
        elif isinstance(part, Path) and _is_bare(part) and id(part) not in within:
            bare_words[part.steps[0].name] = None
    facts = expression.facts
    names = expression.references | facts.steps | (facts.columns - frozenset(bare_words))
    return expression.tree, names, tuple(bare_words)


def _is_bare(path: Path) -> bool:
    return path.start is None and len(path.steps) == 1 and path.steps[0].name not in ("*", "..")
