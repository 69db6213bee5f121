"""A questionnaire made ready for asking: every expression compiled, every dependency known.

Made once for each questionnaire and shared by all its interviews.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from fieldsurvey.expressions import Expression, Scope, Shape, Table, compile_expression
from fieldsurvey.interview.logic.check_plan import CheckPlan, check_plans, deciders, readers
from fieldsurvey.interview.typed.answering import CHOOSING
from fieldsurvey.questionnaire.choices.lists import OTHER, ChoiceList, choice_lists
from fieldsurvey.questionnaire.identity import Same
from fieldsurvey.questionnaire.logic.dependencies import DependencyGraph, dependency_graph
from fieldsurvey.questionnaire.logic.formulas import is_dynamic
from fieldsurvey.questionnaire.model import (
    Group,
    Item,
    ProblemRule,
    Question,
    Questionnaire,
    Repeat,
)
from fieldsurvey.questionnaire.question_types import PICTURE

ASKED = CHOOSING | {
    *("text", "integer", "decimal", "range", "date", "time", "dateTime"),
    *("acknowledge", "trigger", "geopoint", "barcode", *PICTURE),
}
"""Types a person answers in a terminal."""

TOLD = frozenset({"note"})
"""Types that are said with the next question and take no answer."""

METADATA = frozenset(
    {"start", "end", "today", "deviceid", "username", "email", "phonenumber", "audit"}
)
"""Types the machine fills in."""

COMPUTED = METADATA | {"calculate", "hidden"}
"""Types that have a value and are never asked."""


_MANY = 1_000
"""Rows of a list from which on the first look-up is felt."""


class Keeps(Enum):
    """When a question that nobody is asked gets its value."""

    LIVE = "live"
    """Whenever what it reads changes; nothing is saved of it."""
    AT_FIRST = "at_first"
    """When it is relevant for the first time, mostly as the interview or the row begins: a
    dynamic default. Saved."""
    ONCE = "once"
    """When it is not blank for the first time. Saved."""
    ON_TRIGGER = "on_trigger"
    """When an answer that its trigger names changes. Saved."""


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """One question, group or repeat with its compiled logic."""

    item: Item
    parent: str
    """Name of the group or repeat it stands in; '' at the top."""
    above: tuple[Group | Repeat, ...]
    """Groups and repeats it stands in, outermost first."""
    repeats: tuple[str, ...]
    """Names of the repeats among them."""
    relevant: Expression | None = None
    required: Expression | bool = False
    read_only: Expression | bool = False
    constraint: Expression | None = None
    warning: Expression | None = None
    calculation: Expression | None = None
    default: Expression | str = ""
    choice_filter: Expression | None = None
    count: Expression | None = None
    """How many rows, for a repeat that does not ask."""
    rules: tuple[tuple[ProblemRule, Expression], ...] = ()
    is_computed: bool = False
    """Whether it has a value that nobody types."""
    keeps: Keeps = Keeps.LIVE
    """When that value is worked out."""
    chosen_from: ChoiceList | None = None
    """What a question with choices may offer."""
    offers_answers: str = ""
    """Name of the question in a repeat whose answers are the choices: `select_one ${person}`."""
    asks: Question | None = None
    """What a person may be asked: the question itself; of a repeat, how many rows there are."""

    @property
    def name(self) -> str:
        """Its name, unique in the questionnaire."""
        return self.item.name

    @property
    def deciding(self) -> tuple[Expression, ...]:
        """What decides whether it has a value, and which."""
        each = (self.relevant, self.read_only, self.calculation, self.default, self.choice_filter)
        return tuple(one for one in each if isinstance(one, Expression))


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """A questionnaire with its logic compiled and its dependencies laid out."""

    questionnaire: Questionnaire
    nodes: Mapping[str, Node]
    """By name, in the order of the form."""
    graph: DependencyGraph
    """Who needs whom, and the order of evaluation."""
    by_rank: tuple[str, ...]
    """Every name in the order of evaluation."""
    shape: Shape
    """Where each question stands, as expressions see it."""
    choice_rows: Mapping[str, Table]
    """By list: `name`, `label` and filter columns, as expressions see them."""
    question_lists: Mapping[str, str]
    """By question: its list in `choice_rows`."""
    tables: Mapping[str, Table]
    """Rows of the CSV files of the form, by their name with and without `.csv`."""
    instance_name: Expression | None
    """What names an interview."""
    children: Mapping[str, tuple[str, ...]]
    """By group or repeat: the names directly in it, in the order of the form; '' for the top."""
    places: Mapping[str, int]
    """By name: its place in the order of the form."""
    triggers: tuple[str, ...]
    """Names of the questions that triggers name."""
    kept: tuple[str, ...]
    """Names of the questions whose computed value is saved."""
    inside: Mapping[str, tuple[str, ...]]
    """By repeat: the names of everything in it, however deep, in the order of the form."""
    checks: Mapping[str, CheckPlan]
    """By code, in the order of the file."""
    checked_by: Mapping[str, Sequence[CheckPlan]]
    """By name: the checks that it decides, through conditions and calculations, too."""
    read_by: Mapping[str, Sequence[CheckPlan]]
    """By name: the checks whose expression sees its value, itself or in a calculation."""

    @property
    def has_repeats(self) -> bool:
        """Whether anything may be asked more than once."""
        return bool(self.inside)


def plan_of(questionnaire: Questionnaire) -> Plan:
    """Return the plan of `questionnaire`, made on first use."""
    return _cached_plan(Same(questionnaire))


@lru_cache(maxsize=64)
def _cached_plan(same: Same[Questionnaire]) -> Plan:
    questionnaire = same.value
    lists = choice_lists(questionnaire)
    nodes = {item.name: _node(item, above, lists.of) for item, above in _walk(questionnaire)}
    graph = dependency_graph(questionnaire)
    chosen_from = {n.name: n.chosen_from for n in nodes.values() if n.chosen_from is not None}
    name_said = questionnaire.settings.instance_name
    checks = check_plans(questionnaire, graph)
    return Plan(
        questionnaire=questionnaire,
        nodes=nodes,
        graph=graph,
        by_rank=tuple(sorted(nodes, key=graph.rank.__getitem__)),
        shape=Shape(
            {name: node.parent for name, node in nodes.items()},
            frozenset(name for name, node in nodes.items() if isinstance(node.item, Repeat)),
        ),
        choice_rows=_choice_rows(questionnaire) | {c.key: c.rows for c in chosen_from.values()},
        question_lists={name: chosen.key for name, chosen in chosen_from.items()},
        tables=_tables(questionnaire),
        instance_name=_compiled(name_said),
        children=_children(nodes),
        places={name: place for place, name in enumerate(nodes)},
        triggers=tuple(name for name in nodes if graph.fires[name]),
        kept=tuple(name for name, node in nodes.items() if node.keeps is not Keeps.LIVE),
        inside=_inside(nodes),
        checks=checks,
        checked_by=deciders(graph, checks),
        read_by=readers(checks),
    )


def _walk(questionnaire: Questionnaire) -> Iterator[tuple[Item, tuple[Group | Repeat, ...]]]:
    """Yield every item with what it stands in, and the text question that `or_other` adds."""
    for item, above in questionnaire.walk():
        yield item, above
        if isinstance(item, Question) and item.or_other:
            yield _own_words(item), above


def _own_words(question: Question) -> Question:
    return Question(
        name=f"{question.name}_other",
        type="text",
        label={"zh": "其他,请说明", "en": "Specify other."},
        relevant=f"selected(${{{question.name}}}, '{OTHER.name}')",
        privacy=question.privacy,
    )


def _children(nodes: Mapping[str, Node]) -> dict[str, tuple[str, ...]]:
    inside: dict[str, list[str]] = {"": []}
    for node in nodes.values():
        inside.setdefault(node.parent, []).append(node.name)
    return {name: tuple(children) for name, children in inside.items()}


def _inside(nodes: Mapping[str, Node]) -> dict[str, tuple[str, ...]]:
    inside: dict[str, list[str]] = {
        name: [] for name, node in nodes.items() if isinstance(node.item, Repeat)
    }
    for name, node in nodes.items():
        for repeat in node.repeats:
            inside[repeat].append(name)
    return {name: tuple(names) for name, names in inside.items()}


def _node(
    item: Item, above: tuple[Group | Repeat, ...], list_of: Callable[[Question], ChoiceList]
) -> Node:
    place = (
        item,
        above[-1].name if above else "",
        above,
        tuple(outer.name for outer in above if isinstance(outer, Repeat)),
        _compiled(item.relevant),
    )
    if isinstance(item, Group):
        return Node(*place)
    if isinstance(item, Repeat):
        count = _compiled(item.repeat_count)
        return Node(*place, count=count, required=True, asks=None if count else how_many(item))
    is_computed = item.base_type in COMPUTED or item.read_only is True
    choice_filter = _compiled(item.choice_filter)
    return Node(
        *place,
        required=_condition(item.required),
        read_only=_condition(item.read_only),
        constraint=_compiled(item.constraint),
        warning=_compiled(item.warning),
        calculation=_compiled(item.calculation),
        default=_default(item.default),
        choice_filter=choice_filter,
        rules=tuple((rule, compile_expression(rule.when)) for rule in item.problem),
        is_computed=is_computed,
        keeps=_keeps(item) if is_computed else Keeps.LIVE,
        chosen_from=_chosen_from(item, choice_filter, list_of),
        offers_answers=item.list_name.removeprefix("${").removesuffix("}").strip()
        if item.list_name.startswith("${")
        else "",
        asks=item if item.base_type in ASKED and item.read_only is not True else None,
    )


def _keeps(question: Question) -> Keeps:
    """Say when a question that nobody is asked gets its value."""
    if question.preload or question.base_type in METADATA:
        return Keeps.LIVE
    if question.calculation:
        if question.trigger:
            return Keeps.ON_TRIGGER
        calls = compile_expression(question.calculation).facts.functions
        return Keeps.ONCE if "once" in calls else Keeps.LIVE
    return Keeps.AT_FIRST if is_dynamic(question.default) else Keeps.LIVE


def _chosen_from(
    question: Question,
    choice_filter: Expression | None,
    list_of: Callable[[Question], ChoiceList],
) -> ChoiceList | None:
    if question.base_type not in CHOOSING or question.list_name.startswith("${"):
        return None
    chosen_from = list_of(question)
    if choice_filter is not None and len(chosen_from.rows) > _MANY:
        # The first look-up makes the index: now, rather than while somebody waits.
        choice_filter.matching(chosen_from.rows, Scope({}))
    return chosen_from


def how_many(repeat: Repeat) -> Question:
    """Return the question how many rows a repeat has."""
    return Question(name=repeat.name, type="integer", number=repeat.number, label=repeat.label)


def _compiled(text: str) -> Expression | None:
    return compile_expression(text) if text.strip() else None


def _condition(given: bool | str) -> Expression | bool:
    if isinstance(given, bool):
        return given
    return compile_expression(given) if given.strip() else False


def _default(text: str) -> Expression | str:
    """Read a default as XLSForm does: an expression where it refers or calls, else its own text."""
    return compile_expression(text) if is_dynamic(text) else text


def _tables(questionnaire: Questionnaire) -> dict[str, Table]:
    named: dict[str, Table] = {}
    for table in questionnaire.tables.values():
        named |= {table.name: table.rows, table.stem: table.rows}
    return named


def _choice_rows(questionnaire: Questionnaire) -> dict[str, Table]:
    """Return the rows of the form's own lists by the names that `instance` knows."""
    lists = choice_lists(questionnaire)
    return {
        name: lists.of(Question(name=name, type=f"select_one {name}")).rows
        for name in questionnaire.choices
    }
