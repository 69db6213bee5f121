"""What a changed answer touches, evaluated again in the order of what reads what."""

import heapq
from collections.abc import Collection, Iterator, Mapping

from fieldsurvey.expressions.values import AnswerValue
from fieldsurvey.interview.logic.checking import check_again
from fieldsurvey.interview.logic.paths import ROWS_MOST, name_of, row_path
from fieldsurvey.interview.logic.plan import Keeps, Node
from fieldsurvey.interview.logic.problem_rules import firing_rule
from fieldsurvey.interview.logic.state import State
from fieldsurvey.interview.typed.answering import CHOOSING
from fieldsurvey.questionnaire.choices.row_choices import names_of
from fieldsurvey.questionnaire.model import Question, Repeat


def propagate(state: State, names: Collection[str]) -> tuple[str, ...]:
    """Evaluate `names` again, and whatever their outcome touches, each at most once.

    Changes `state` in place.

    Returns:
        Paths of the answers that became moot, and are no longer in `state`: their question is
        not relevant any more, their row is gone, or their choice is not offered any more.
    """
    plan, graph = state.plan, state.plan.graph
    rank, by_rank = graph.rank, plan.by_rank
    waiting = [rank[name] for name in names]
    heapq.heapify(waiting)
    seen = set(waiting)
    moot: list[str] = []
    judged: dict[str, None] = {}
    evaluated: dict[str, None] = {}
    while waiting:
        name = by_rank[heapq.heappop(waiting)]
        judged[name] = evaluated[name] = None
        node = state.plan.nodes[name]
        if not _evaluate_all(state, node, moot):
            continue
        # A row that comes or goes is new or gone in every part of it, for whoever reads it.
        inside = plan.inside.get(name, ())
        evaluated.update(dict.fromkeys(inside))
        for changed in (name, *inside):
            judged.update(dict.fromkeys(graph.judges[changed]))
            for reader in (*graph.touches[changed], *inside):
                if rank[reader] not in seen:
                    seen.add(rank[reader])
                    heapq.heappush(waiting, rank[reader])
    for name in judged:
        _judge_all(state, state.plan.nodes[name])
    if plan.checks:
        # An answer may be the one that checks wait for; of what follows only the values matter.
        decided = (each for name in names for each in plan.checked_by.get(name, ()))
        seen_by = (each for name in evaluated for each in plan.read_by.get(name, ()))
        check_again(state, dict.fromkeys((*decided, *seen_by)))
    return tuple(moot)


def fire(state: State, before: Mapping[str, AnswerValue]) -> tuple[str, ...]:
    """Work out whatever a trigger names, where a value is not what it was `before`.

    A computed question gets its value then, and keeps it; an answer given to any other is asked
    for again. Changes `state` in place.

    Returns:
        Paths of the answers that became moot.
    """
    moot: list[str] = []
    fired: set[str] = set()
    while found := dict.fromkeys(p for p in _triggered(state, before) if p not in fired):
        fired.update(found)
        for path in found:
            node = state.plan.nodes[name_of(path)]
            if node.asks is not None:
                if path in state.answers:
                    _withdraw(state, path, moot)
            elif node.calculation is not None and path in state.relevant:
                state.answers[path] = node.calculation.text_value(state.scope(path))
            moot += propagate(state, [node.name])
    return tuple(moot)


def _triggered(state: State, before: Mapping[str, AnswerValue]) -> Iterator[str]:
    """Yield the paths whose trigger names something that has changed, in the same row."""
    for source in state.plan.triggers:
        changed = {p for p in state.paths(source) if state.values.get(p, "") != before.get(p, "")}
        for name in state.plan.graph.fires[source] if changed else ():
            for path in state.paths(name):
                if state.nearest(path, source) in changed:
                    yield path


def _evaluate_all(state: State, node: Node, moot: list[str]) -> bool:
    """Evaluate a node in every row; say whether anything that others may read has changed."""
    changed = False
    for path in state.paths(node.name):
        if _evaluate(state, node, path, moot):
            changed = True
    return changed


def is_relevant_now(state: State, node: Node, path: str) -> bool:
    """Say whether `path` is relevant; what it stands in and what it reads was evaluated before."""
    parent = state.parent_path(node, path)
    return (not parent or parent in state.relevant) and (
        node.relevant is None or node.relevant.truth(state.scope(path))
    )


def _evaluate(state: State, node: Node, path: str, moot: list[str]) -> bool:
    is_relevant = is_relevant_now(state, node, path)
    was_relevant = path in state.relevant
    if is_relevant:
        state.relevant[path] = None
    else:
        state.relevant.pop(path, None)
    if not is_relevant and path in state.answers and node.keeps is Keeps.LIVE:
        _withdraw(state, path, moot)
    changed = is_relevant != was_relevant
    if isinstance(node.item, Repeat):
        return _set_rows(state, node, path, is_relevant, moot) or changed
    if isinstance(node.item, Question):
        return _set_value(state, node, path, is_relevant, moot) or changed
    return changed


def _set_value(state: State, node: Node, path: str, is_relevant: bool, moot: list[str]) -> bool:
    value = value_now(state, node, path, moot) if is_relevant else ""
    changed = state.values.get(path) != value
    state.values[path] = value
    return changed


def value_now(state: State, node: Node, path: str, moot: list[str]) -> AnswerValue:
    """Return the value of a question that is relevant; an answer that cannot stand is withdrawn."""
    if node.keeps is not Keeps.LIVE:
        return _kept(state, node, path)
    if node.asks is None or state.is_read_only(node, path):
        if path in state.answers:
            _withdraw(state, path, moot)
        return state.computed(node, path)
    answer = state.answers.get(path, "")
    may_go = node.choice_filter is not None or node.offers_answers
    if answer and may_go and not _is_offered(state, node, path, answer):
        _withdraw(state, path, moot)
        return ""
    return answer


def _kept(state: State, node: Node, path: str) -> AnswerValue:
    """Return the value a question keeps; where it has none yet, work it out if it is time."""
    if path in state.answers:
        return state.answers[path]
    if node.keeps is Keeps.ON_TRIGGER:
        return ""
    value = state.computed(node, path)
    if value or node.keeps is Keeps.AT_FIRST:
        state.answers[path] = value
    return value


def _is_offered(state: State, node: Node, path: str, answer: AnswerValue) -> bool:
    assert isinstance(node.item, Question)
    if not isinstance(answer, str) or node.item.base_type not in CHOOSING:
        return True
    offered = set(names_of(state.offered(node, path)))
    return answer in offered or set(answer.split()) <= offered


def _set_rows(state: State, node: Node, path: str, is_relevant: bool, moot: list[str]) -> bool:
    """Set how many rows a repeat has; everything in rows that are gone goes with them."""
    before = state.rows.get(path, 0)
    count = _row_count(state, node, path) if is_relevant else 0
    state.rows[path] = count
    for number in range(count + 1, before + 1):
        _drop_row(state, row_path(path, number), moot)
    return count != before


def _row_count(state: State, node: Node, path: str) -> int:
    if node.count is not None:
        number = node.count.number(state.scope(path))
    else:
        answer = state.answers.get(path, "")
        number = float(answer) if isinstance(answer, str) and answer.isdecimal() else 0.0
    return int(min(number, ROWS_MOST)) if number > 0 else 0


def _drop_row(state: State, row: str, moot: list[str]) -> None:
    for path in [path for path in state.answers if path.startswith(row)]:
        _withdraw(state, path, moot)
    for path in [path for path in state.values if path.startswith(row)]:
        del state.values[path]
    state.rows = {path: held for path, held in state.rows.items() if not path.startswith(row)}
    state.problems = {p: held for p, held in state.problems.items() if not p.startswith(row)}
    state.checks = {p: held for p, held in state.checks.items() if not p.startswith(row)}
    for path in [path for path in state.relevant if path.startswith(row)]:
        del state.relevant[path]


def _withdraw(state: State, path: str, moot: list[str]) -> None:
    del state.answers[path]
    moot.append(path)


def _judge_all(state: State, node: Node) -> None:
    if not node.rules:
        return
    assert isinstance(node.item, Question)
    for path in state.paths(node.name):
        rule = firing_rule(node.item, state.scope(path)) if path in state.relevant else None
        if rule is not None:
            state.problems[path] = rule
        else:
            state.problems.pop(path, None)
