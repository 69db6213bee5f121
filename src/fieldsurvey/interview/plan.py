"""A questionnaire made ready for asking: every expression compiled, every dependency known.

Made once for each questionnaire and shared by all its interviews.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from fieldsurvey.expressions import Expression, Shape, Table, compile_expression
from fieldsurvey.interview.answering import CHOOSING
from fieldsurvey.questionnaire.model import (
    Choice,
    Group,
    Item,
    ProblemRule,
    Question,
    Questionnaire,
    Repeat,
    in_language,
)

ASKED = CHOOSING | {
    *("text", "integer", "decimal", "range", "date", "time", "dateTime"),
    *("acknowledge", "trigger", "geopoint", "barcode"),
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

OTHER = Choice(name="other", label={"zh": "其他", "en": "Other"})
"""The choice that `or_other` adds to a list."""


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
    asks: Question | None = None
    """What a person may be asked: the question itself; of a repeat, how many rows there are."""

    @property
    def name(self) -> str:
        """Its name, unique in the questionnaire."""
        return self.item.name

    @property
    def reads(self) -> frozenset[str]:
        """Names that its relevance, value, choices or number of rows depend on."""
        names = _references(
            self.relevant,
            self.read_only,
            self.calculation,
            self.default if self.is_computed else None,
            self.count,
        )
        if self.choice_filter is not None:
            names |= self.choice_filter.references | self.choice_filter.facts.steps
        return names

    @property
    def judged_by(self) -> frozenset[str]:
        """Names that its problem rules read."""
        return _references(*(when for _rule, when in self.rules))


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """A questionnaire with its logic compiled and its dependencies laid out."""

    questionnaire: Questionnaire
    nodes: Mapping[str, Node]
    """By name, in the order of the form."""
    rank: Mapping[str, int]
    """By name: whatever a node reads has a lower rank, except in a cycle."""
    by_rank: tuple[str, ...]
    touches: Mapping[str, tuple[str, ...]]
    """By name: the nodes that read it, and the children of a group."""
    judges: Mapping[str, tuple[str, ...]]
    """By name: the questions whose problem rules read it."""
    shape: Shape
    """Where each question stands, as expressions see it."""
    choice_rows: Mapping[str, Table]
    """By list: `name`, `label` and filter columns, as expressions see them."""
    question_lists: Mapping[str, str]
    """By question: the name of its list."""
    children: Mapping[str, tuple[str, ...]]
    """By group or repeat: the names directly in it, in the order of the form; '' for the top."""
    places: Mapping[str, int]
    """By name: its place in the order of the form."""
    has_repeats: bool

    def below(self, name: str) -> tuple[str, ...]:
        """Return the names of everything inside a group or repeat, in the order of the form."""
        return tuple(
            node.name
            for node in self.nodes.values()
            if any(item.name == name for item in node.above)
        )


def plan_of(questionnaire: Questionnaire) -> Plan:
    """Return the plan of `questionnaire`, made on first use."""
    return _cached_plan(_Same(questionnaire))


class _Same:
    """A questionnaire as a key: the same object, not an equal one, which would cost its size."""

    __slots__ = ("questionnaire",)

    def __init__(self, questionnaire: Questionnaire) -> None:
        self.questionnaire = questionnaire

    def __hash__(self) -> int:
        return id(self.questionnaire)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.questionnaire is other.questionnaire


@lru_cache(maxsize=64)
def _cached_plan(same: _Same) -> Plan:
    questionnaire = same.questionnaire
    nodes = {item.name: _node(item, above) for item, above in _walk(questionnaire)}
    reads = {name: _widened(node.reads, nodes) | _above(node) for name, node in nodes.items()}
    judged = {name: _widened(node.judged_by, nodes) for name, node in nodes.items()}
    by_rank = tuple(_in_order(reads))
    return Plan(
        questionnaire=questionnaire,
        nodes=nodes,
        rank={name: place for place, name in enumerate(by_rank)},
        by_rank=by_rank,
        touches=_turned(reads),
        judges=_turned(judged),
        shape=Shape(
            {name: node.parent for name, node in nodes.items()},
            frozenset(name for name, node in nodes.items() if isinstance(node.item, Repeat)),
        ),
        choice_rows=_choice_rows(questionnaire),
        question_lists={
            name: question.list_name
            for name, question in questionnaire.questions.items()
            if question.list_name
        },
        children=_children(nodes),
        places={name: place for place, name in enumerate(nodes)},
        has_repeats=any(isinstance(node.item, Repeat) for node in nodes.values()),
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


def _node(item: Item, above: tuple[Group | Repeat, ...]) -> Node:
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
        return Node(*place, count=count, required=True, asks=None if count else _how_many(item))
    return Node(
        *place,
        required=_condition(item.required),
        read_only=_condition(item.read_only),
        constraint=_compiled(item.constraint),
        warning=_compiled(item.warning),
        calculation=_compiled(item.calculation),
        default=_default(item.default),
        choice_filter=_compiled(item.choice_filter),
        rules=tuple((rule, compile_expression(rule.when)) for rule in item.problem),
        is_computed=item.base_type in COMPUTED or item.read_only is True,
        asks=item if item.base_type in ASKED and item.read_only is not True else None,
    )


def _how_many(repeat: Repeat) -> Question:
    return Question(name=repeat.name, type="integer", number=repeat.number, label=repeat.label)


def _compiled(text: str) -> Expression | None:
    return compile_expression(text) if text.strip() else None


def _condition(given: bool | str) -> Expression | bool:
    if isinstance(given, bool):
        return given
    return compile_expression(given) if given.strip() else False


def _default(text: str) -> Expression | str:
    """Read a default as XLSForm does: an expression where it refers or calls, else its own text."""
    return compile_expression(text) if "${" in text or "(" in text else text


def _references(*logic: Expression | bool | str | None) -> frozenset[str]:
    names: frozenset[str] = frozenset()
    for part in logic:
        if isinstance(part, Expression):
            names |= part.references | part.facts.steps | part.facts.columns
    return names


def _above(node: Node) -> frozenset[str]:
    return frozenset({node.parent}) if node.parent else frozenset()


def _widened(names: Iterable[str], nodes: Mapping[str, Node]) -> frozenset[str]:
    """Return `names` that exist; a group or repeat stands for what is in it, too."""
    known = {name for name in names if name in nodes}
    boxes = {name for name in known if not isinstance(nodes[name].item, Question)}
    inside = {
        node.name for node in nodes.values() if any(outer.name in boxes for outer in node.above)
    }
    return frozenset(known | inside)


def _in_order(reads: Mapping[str, frozenset[str]]) -> Iterator[str]:
    """Yield every name after what it reads; a cycle is broken where it closes."""
    done: set[str] = set()
    for first in reads:
        stack = [(first, iter(sorted(reads[first])))]
        entered = {first}
        while stack:
            name, rest = stack[-1]
            deeper = next((r for r in rest if r not in done and r not in entered), None)
            if deeper is not None:
                entered.add(deeper)
                stack.append((deeper, iter(sorted(reads[deeper]))))
                continue
            stack.pop()
            if name not in done:
                done.add(name)
                yield name


def _turned(reads: Mapping[str, frozenset[str]]) -> dict[str, tuple[str, ...]]:
    turned: dict[str, list[str]] = {name: [] for name in reads}
    for name, sources in reads.items():
        for source in sources:
            turned[source].append(name)
    return {name: tuple(readers) for name, readers in turned.items()}


def _choice_rows(questionnaire: Questionnaire) -> dict[str, Table]:
    spoken = questionnaire.settings.default_language
    return {
        name: Table(_row(choice, spoken) for choice in choices)
        for name, choices in questionnaire.choices.items()
    }


def _row(choice: Choice, spoken: str) -> Mapping[str, str]:
    return {**choice.filter, "name": choice.name, "label": in_language(choice.label, spoken)}
