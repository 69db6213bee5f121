"""Answers as they stand in; which checks across questions hold, and whether it is time, out.

It is time once every question that a check reads and that is asked has been answered. Of one that
is not asked, what decides so must have been answered: nobody can know yet whether it will be.
"""

from collections.abc import Iterable, Iterator

from fieldsurvey.interview.logic.check_plan import CheckPlan
from fieldsurvey.interview.logic.paths import check_path, rows_of
from fieldsurvey.interview.logic.state import State


def check_again(state: State, plans: Iterable[CheckPlan]) -> None:
    """Look again whether each of these checks holds, in every row. Changes `state` in place."""
    for plan in plans:
        for row in rows_of(plan.repeats, state.rows):
            path = check_path(plan.check.code, row)
            if not waits(state, plan, row) and plan.when.truth(state.scope(row + plan.at)):
                state.checks[path] = plan.check
            else:
                state.checks.pop(path, None)


def waits(state: State, plan: CheckPlan, row: str, *, for_all: bool = False) -> bool:
    """Say whether a check in a row waits for a required answer; with `for_all`, for any.

    It waits while nothing of what it reads was said, too.
    """
    answers = state.answers
    if not any(path in answers for name in plan.reads for path in _paths(state, plan, name, row)):
        return True
    waiting, entered = list(plan.reads), set(plan.reads)
    while waiting:
        name = waiting.pop()
        paths = tuple(_paths(state, plan, name, row))
        asked = [path for path in paths if state.is_asked(path)]
        if any(p not in answers and (for_all or state.is_required(p)) for p in asked):
            return True
        if not paths or len(asked) < len(paths):
            new = state.plan.graph.fed_by[name] - entered
            entered |= new
            waiting += new
    return False


def read_paths(state: State, plan: CheckPlan, row: str) -> Iterator[str]:
    """Yield the paths, asked as things stand, of the questions that a check in a row reads."""
    for name in plan.reads:
        yield from (path for path in _paths(state, plan, name, row) if state.is_asked(path))


def _paths(state: State, plan: CheckPlan, name: str, row: str) -> Iterator[str]:
    """Yield the paths of a question: in the row of the check where it shares it, else in all."""
    repeats = state.plan.nodes[name].repeats
    if not repeats:
        yield name
        return
    pairs = zip(repeats, plan.repeats, strict=False)
    shared = next((n for n, (one, other) in enumerate(pairs) if one != other), None)
    depth = min(len(repeats), len(plan.repeats)) if shared is None else shared
    start = "".join(f"{part}/" for part in row.split("/")[:depth])
    yield from (path for path in state.paths(name) if path.startswith(start))
