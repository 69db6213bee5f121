"""Walking: from names and paths to the nodes they mean."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeAlias

from fieldsurvey.expressions.nodes import (
    Element,
    ListRoot,
    Node,
    NodeSet,
    elements,
    prefixes_of,
)
from fieldsurvey.expressions.scope import Scope
from fieldsurvey.expressions.shape import segments, shared_prefix

Predicate: TypeAlias = Callable[[Scope, Node, int, int], bool]
"""Whether a node stays, given its place (from 1) among how many."""

StepPlan: TypeAlias = tuple[str, bool, tuple[Predicate, ...]]
"""Name, whether after `//`, predicates."""


def find(scope: Scope, name: str) -> str | NodeSet:
    """Return the answer to a question as it is seen from the current one.

    Text where the question is asked once, or stands in the instance of the current one; a
    node-set where it stands in a repeat that the current one is not in.
    """
    chain = scope.layout[name]
    if chain is None:
        value = scope.values.get(name, "")
        return value if isinstance(value, str) else ""
    prefix = shared_prefix(scope.current, chain)
    if prefix is None or name in scope.layout.shape.repeats:
        return nodes_named(scope, name)
    value = scope.values.get(prefix + name, "")
    return value if isinstance(value, str) else ""


def nodes_named(scope: Scope, name: str) -> NodeSet:
    """Return every place of a question or repeat that the current question can mean."""
    chain = scope.layout[name] or ()
    shared = ""
    for repeat, (mine, index) in zip(chain, segments(scope.current), strict=False):
        if repeat != mine:
            break
        shared += f"{repeat}[{index}]/"
    prefixes = prefixes_of(scope, chain, shared)
    return NodeSet(tuple(e for prefix in prefixes for e in elements(scope, name, prefix)))


def here(scope: Scope) -> Element:
    """Return the place the expression stands at."""
    above, _, last = scope.current.rpartition("/")
    prefix = f"{above}/" if above else ""
    instance = segments(last)
    if instance:
        return Element(scope, instance[0][0], prefix, instance[0][1])
    return Element(scope, last, prefix)


def follow(scope: Scope, nodes: Iterable[Node], steps: Iterable[StepPlan]) -> NodeSet:
    """Walk from nodes along steps, in the order of the form and each node once."""
    for name, descendant, predicates in steps:
        found: dict[Node, None] = {}
        for node in nodes:
            reached = _step(node, name, descendant)
            found.update(dict.fromkeys(keep(scope, reached, predicates)))
        nodes = found
    return NodeSet(tuple(nodes))


def from_root(scope: Scope, steps: Sequence[StepPlan]) -> NodeSet:
    """Walk from the whole interview.

    The first step may be the name of the form itself. A repeat that the current question stands
    in means its own instance, unless a predicate or the end of the path asks for all.
    Unlike XPath 1.0, section 2, and like ODK's and Enketo's form engines, which put the place of
    the instance into such a path before they evaluate it.
    """
    nodes: Iterable[Node] = (Element(scope, "", ""),)
    if steps and not steps[0][1] and steps[0][0] not in scope.layout.shape.parents:
        steps = steps[1:]
    for at, step in enumerate(steps):
        reached = follow(scope, nodes, (step,)).nodes
        if step[0] in scope.layout.shape.repeats and not step[2] and at + 1 < len(steps):
            own = [n for n in reached if isinstance(n, Element) and _is_around(scope, n)]
            reached = tuple(own) or reached
        nodes = reached
    return NodeSet(tuple(nodes))


def instance(scope: Scope, name: str) -> NodeSet:
    """Return a list of choices or a table, as a path starts from it."""
    return NodeSet((ListRoot(name, scope.rows(name)),))


def keep(scope: Scope, nodes: Iterable[Node], predicates: Iterable[Predicate]) -> Iterable[Node]:
    """Return the nodes that every predicate keeps."""
    for predicate in predicates:
        among = list(nodes)
        size = len(among)
        nodes = [n for place, n in enumerate(among, 1) if predicate(scope, n, place, size)]
    return nodes


def union(sets: Iterable[NodeSet]) -> NodeSet:
    """Return the nodes of all, each once."""
    return NodeSet(tuple(dict.fromkeys(node for each in sets for node in each.nodes)))


def _step(node: Node, name: str, descendant: bool) -> Iterator[Node]:
    if name == ".":
        return iter((node,))
    if name == "..":
        return node.parent()
    return node.descendants(name) if descendant else node.children(name)


def _is_around(scope: Scope, instance_: Element) -> bool:
    return f"{scope.current}/".startswith(instance_.inside)
