"""Every Python name that compiled expressions can reach, and nothing else."""

from collections.abc import Iterable, Sequence
from typing import Any

from fieldsurvey.expressions import arithmetic, conversions, walking
from fieldsurvey.expressions.conversions import Value, truth
from fieldsurvey.expressions.functions import FUNCTIONS, choices, repeats, texts
from fieldsurvey.expressions.nodes import Element, ListRoot, NodeSet, RowNode
from fieldsurvey.expressions.scope import Row, Scope
from fieldsurvey.expressions.shape import segments
from fieldsurvey.expressions.tables import rows_where
from fieldsurvey.expressions.walking import Predicate, StepPlan, follow, keep


def here(scope: Scope) -> NodeSet:
    """Return the place the expression stands at."""
    return NodeSet((walking.here(scope),))


def last_saved(scope: Scope, name: str) -> NodeSet:
    """Return an answer of the interview saved before this one."""
    return NodeSet((Element(Scope(scope.last_saved), name, ""),))


def follow_on(scope: Scope, start: NodeSet, steps: Sequence[StepPlan]) -> NodeSet:
    """Walk on from a node-set."""
    return follow(scope, start.nodes, steps)


def filtered(scope: Scope, start: NodeSet, predicates: Iterable[Predicate]) -> NodeSet:
    """Keep what the predicates keep."""
    return NodeSet(tuple(keep(scope, start.nodes, predicates)))


def holds(value: Value, place: int) -> bool:
    """Say what a predicate says: a number is a place, anything else a boolean."""
    if isinstance(value, float):
        return value == place
    return truth(value)


def pick(
    scope: Scope,
    name: str,
    key: tuple[str, Value] | None,
    row_filters: Iterable[Any],
    predicates: Iterable[Predicate],
) -> NodeSet:
    """Return the rows of a list.

    Args:
        scope: What the list is in.
        name: The list.
        key: A column and what it must hold; looked up in the list's index.
        row_filters: Functions of scope, row, place and count, one after the other.
        predicates: The same, of nodes, after them.
    """
    rows = scope.rows(name)
    if key is not None:
        rows = rows_holding(rows, *key)
    for row_filter in row_filters:
        count = len(rows)
        rows = [row for place, row in enumerate(rows, 1) if row_filter(scope, row, place, count)]
    root = ListRoot(name, rows)
    found = (RowNode(row, root, place) for place, row in enumerate(rows, 1))
    return NodeSet(tuple(keep(scope, found, predicates)))


def rows_holding(rows: Sequence[Row], column: str, value: Value) -> Sequence[Row]:
    """Return the rows whose column holds the value, or one of the values of a node-set."""
    if isinstance(value, NodeSet):
        wanted = set(value.texts)
        if len(wanted) != 1:
            return [row for row in rows if row.get(column, "") in wanted]
        value = wanted.pop()
    return rows_where(rows, column, conversions.text(value))


def own_index(scope: Scope) -> float:
    """Return the number of the innermost instance the current question stands in; 1 outside."""
    around = segments(scope.current)
    return float(around[-1][1]) if around else 1.0


def matching_instances(scope: Scope, among: NodeSet, condition: Predicate) -> NodeSet:
    """Return the nodes that a condition holds for, each as the current question."""
    kept = []
    for node in among.nodes:
        at = scope.at(node.prefix + node.name) if isinstance(node, Element) else scope
        if condition(at, node, 1, 1):
            kept.append(node)
    return NodeSet(tuple(kept))


RUNTIME: dict[str, Any] = {
    "str": str,
    "NodeSet": NodeSet,
    "calculate": arithmetic.calculate,
    "choice_name": choices.choice_name,
    "dated_number": conversions.dated_number,
    "divide": arithmetic.divide,
    "filtered": filtered,
    "find": walking.find,
    "follow_on": follow_on,
    "from_root": walking.from_root,
    "here": here,
    "holds": holds,
    "indexed": repeats.indexed,
    "instance": walking.instance,
    "last_saved": last_saved,
    "len": len,
    "matching_instances": matching_instances,
    "node_set": conversions.node_set,
    "nodes_named": walking.nodes_named,
    "normalize_space": texts.normalize_space,
    "number": conversions.number,
    "own_index": own_index,
    "pick": pick,
    "plain_number": conversions.plain_number,
    "position_of": repeats.position_of,
    "remainder": arithmetic.remainder,
    "text": conversions.text,
    "truth": conversions.truth,
    "union": walking.union,
    **{
        name: getattr(conversions, name)
        for name in ("equal", "unequal", "less", "at_most", "more", "at_least")
    },
    **{
        f"f:{name}": function.implementation
        for name, function in FUNCTIONS.items()
        if function.implementation is not None
    },
}
