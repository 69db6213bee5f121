"""Answers of repeats: counting them, adding them up, picking one."""

import math

from fieldsurvey.expressions.conversions import NAN, Value, number, texts
from fieldsurvey.expressions.functions.registry import Kind, Topic
from fieldsurvey.expressions.nodes import Element, NodeSet
from fieldsurvey.expressions.scope import Scope

_topic = Topic("Repeats")


@_topic.offer("count(nodes:nodes)", Kind.NUMBER, "Says how many nodes there are.")
def count(nodes: NodeSet) -> float:
    """Count nodes."""
    return float(len(nodes.nodes))


@_topic.offer("count-non-empty(nodes:nodes)", Kind.NUMBER, "Says how many nodes are not blank.")
def count_non_empty(nodes: NodeSet) -> float:
    """Count answers."""
    return float(sum(1 for each in nodes.texts if each))


@_topic.offer(
    "sum(nodes:nodes)", Kind.NUMBER, "Adds up the answers; NaN if one is no number.", scope=True
)
def total(scope: Scope, nodes: NodeSet) -> float:
    """Add up."""
    return float(sum(number(each, scope) for each in nodes.texts))


@_topic.offer(
    "min(values:value*)",
    Kind.NUMBER,
    "Gives the smallest number; NaN if one is no number or there is none.",
    scope=True,
)
def smallest(scope: Scope, *values: Value) -> float:
    """Find the smallest."""
    found = _numbers(scope, values)
    return NAN if not found or any(map(math.isnan, found)) else min(found)


@_topic.offer(
    "max(values:value*)",
    Kind.NUMBER,
    "Gives the largest number; NaN if one is no number or there is none.",
    scope=True,
)
def largest(scope: Scope, *values: Value) -> float:
    """Find the largest."""
    found = _numbers(scope, values)
    return NAN if not found or any(map(math.isnan, found)) else max(found)


def _numbers(scope: Scope, values: tuple[Value, ...]) -> list[float]:
    return [
        each if isinstance(each, float) else number(each, scope)
        for value in values
        for each in ([value] if isinstance(value, bool | float) else texts(value))
    ]


_topic.announce(
    "position(node:nodes?)",
    Kind.NUMBER,
    "Says which instance of its repeat a node is: position(..); in a predicate, its own place.",
)
_topic.announce("index()", Kind.NUMBER, "Says which instance of its repeat this is.")
_topic.announce("last()", Kind.NUMBER, "In a predicate, says how many nodes there are.")
_topic.announce(
    "current()", Kind.NODES, "In a predicate, the question the whole expression stands at."
)
_topic.announce(
    "indexed-repeat(question:nodes, repeat:nodes*, index:number*)",
    Kind.TEXT,
    "Gives the answer in instance `index` of the repeat, the first being 1; "
    "inner repeats with their index follow.",
)
_topic.announce(
    "count-if(nodes:nodes, condition:truth)",
    Kind.NUMBER,
    "Says for how many instances the condition holds.",
)
_topic.announce(
    "sum-if(nodes:nodes, condition:truth)",
    Kind.NUMBER,
    "Adds up the answers of the instances that the condition holds for.",
)


@_topic.offer(
    "rank-value(value:number, nodes:nodes)",
    Kind.NUMBER,
    "Says which place a number has among answers, the largest being 1.",
    scope=True,
)
def rank_value(scope: Scope, value: float, nodes: NodeSet) -> float:
    """Count the answers that are larger; NaN for what is no number."""
    if math.isnan(value):
        return NAN
    return 1.0 + sum(number(each, scope) > value for each in nodes.texts)


@_topic.offer(
    "rank-index(instance:number, nodes:nodes)",
    Kind.NUMBER,
    "Says which place an instance has by its answer, the largest being 1.",
    scope=True,
)
def rank_index(scope: Scope, instance: float, nodes: NodeSet) -> float:
    """Rank one instance; NaN where it has no number."""
    found = nodes.texts
    if not 1 <= instance < len(found) + 1:
        return NAN
    return rank_value(scope, number(found[int(instance) - 1], scope), nodes)


def position_of(nodes: NodeSet) -> float:
    """Return the place of the first node among those of its name; NaN without any."""
    return float(nodes.nodes[0].position) if nodes.nodes else NAN


def indexed(scope: Scope, name: str, places: tuple[tuple[str, float], ...]) -> str:
    """Return the answer to a question in the instances that are named by their number."""
    wanted = dict(places)
    prefix = ""
    for repeat in scope.layout[name] or ():
        index = wanted.get(repeat, 1.0)
        if not 1 <= index < 1e9 or index != math.floor(index):
            return ""
        prefix += f"{repeat}[{int(index)}]/"
    return Element(scope, name, prefix).text
