"""A questionnaire's checks in; each compiled, with the questions it waits for, out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from fieldsurvey.expressions import Expression, compile_expression
from fieldsurvey.questionnaire.consistency import is_ever_asked, mended_at
from fieldsurvey.questionnaire.dependencies import DependencyGraph
from fieldsurvey.questionnaire.form import Form, form_of
from fieldsurvey.questionnaire.model import Check, Questionnaire, Repeat


@dataclass(frozen=True, slots=True, eq=False)
class CheckPlan:
    """One check, compiled."""

    check: Check
    place: int
    """Its place among the checks of the file."""
    when: Expression
    at: str
    """The question it is judged from and mended at."""
    repeats: tuple[str, ...]
    """Names of the repeats that one stands in, outermost first."""
    waits_for: tuple[tuple[str, int], ...]
    """Every question that a person may be asked and that decides it, with how many of its repeats
    are those of the check: answers in other rows of those are not waited for."""
    reads: tuple[tuple[str, int], ...]
    """Those of them whose answers its expression sees, itself or through calculations."""


def check_plans(questionnaire: Questionnaire, graph: DependencyGraph) -> dict[str, CheckPlan]:
    """Return the plan of each check by its code, in the order of the file."""
    form = form_of(questionnaire)
    return {
        check.code: _plan(form, graph, check, place)
        for place, check in enumerate(questionnaire.checks)
    }


def deciders(graph: DependencyGraph, plans: Mapping[str, CheckPlan]) -> dict[str, list[CheckPlan]]:
    """Return, by the name of a question, group or repeat, the checks that it decides."""
    return {name: [plans[code] for code in codes] for name, codes in graph.checked_by.items()}


def _plan(form: Form, graph: DependencyGraph, check: Check, place: int) -> CheckPlan:
    at = mended_at(form, check)
    own = _repeats(form, at) if at else ()
    waits_for, reads = (
        tuple(
            (name, _shared(_repeats(form, name), own))
            for name in names
            if is_ever_asked(form.placed[form.order[name]].item)
        )
        for names in (graph.rests_on[check.code], _through(form, graph.reads[check.code]))
    )
    return CheckPlan(check, place, compile_expression(check.when), at, own, waits_for, reads)


def _through(form: Form, names: Iterable[str]) -> tuple[str, ...]:
    """Return `names` with what the calculations among them read."""
    found: dict[str, None] = {}
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found[name] = None
            formulas = form.placed[form.order[name]].formulas
            read = (f.names for f in formulas if f.key == "calculation" and f.feeds)
            waiting += [other for each in read for other in each if other in form.order]
    return tuple(found)


def _repeats(form: Form, name: str) -> tuple[str, ...]:
    above = form.placed[form.order[name]].above
    return tuple(outer.name for outer in above if isinstance(outer, Repeat))


def _shared(repeats: tuple[str, ...], own: tuple[str, ...]) -> int:
    """Return how many repeats, outermost first, the two stand in together."""
    pairs = zip(repeats, own, strict=False)
    return next(
        (n for n, (one, other) in enumerate(pairs) if one != other), min(len(repeats), len(own))
    )
