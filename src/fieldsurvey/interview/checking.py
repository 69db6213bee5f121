"""Answers as they stand in; which checks across questions hold, and whether it is time, out."""

from collections.abc import Iterable, Iterator

from fieldsurvey.interview.check_plan import CheckPlan
from fieldsurvey.interview.paths import check_path, rows_of
from fieldsurvey.interview.state import State


def check_again(state: State, plans: Iterable[CheckPlan]) -> None:
    """Look again whether each of these checks holds, in every row. Changes `state` in place."""
    for plan in plans:
        for row in rows_of(plan.repeats, state.rows):
            path = check_path(plan.check.code, row)
            if not waiting(state, plan, row) and plan.when.truth(state.scope(row + plan.at)):
                state.checks[path] = plan.check
            else:
                state.checks.pop(path, None)


def waiting(state: State, plan: CheckPlan, row: str, *, for_all: bool = False) -> bool:
    """Say whether a check in a row waits for a required answer; with `for_all`, for any."""
    return any(
        path not in state.answers and (for_all or state.is_required(path))
        for path in asked_paths(state, plan.waits_for, row)
    )


def asked_paths(state: State, names: Iterable[tuple[str, int]], row: str) -> Iterator[str]:
    """Yield the paths, asked as things stand, of questions that a check in a row reads."""
    for name, shared in names:
        start = _outer(row, shared)
        for path in state.paths(name):
            if path.startswith(start) and state.is_asked(path):
                yield path


def _outer(row: str, depth: int) -> str:
    """Return the start of a row down to `depth` repeats: `member[2]/loan[1]/`, 1 → `member[2]/`."""
    parts = row.split("/")
    return "/".join(parts[:depth]) + "/" if depth else ""
