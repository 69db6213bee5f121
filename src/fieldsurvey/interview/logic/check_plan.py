"""A questionnaire's checks in; each compiled, with the questions it waits for, out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from fieldsurvey.expressions import Expression, compile_expression
from fieldsurvey.questionnaire.logic.consistency import is_ever_asked, mended_at
from fieldsurvey.questionnaire.logic.dependencies import DependencyGraph
from fieldsurvey.questionnaire.logic.form import Form, form_of
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
    sees: tuple[str, ...]
    """Names whose values its expression sees, itself or through calculations."""
    reads: tuple[str, ...]
    """Those among them that a person may be asked."""


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


def readers(plans: Mapping[str, CheckPlan]) -> dict[str, list[CheckPlan]]:
    """Return, by name, the checks whose expression sees its value, itself or in a calculation."""
    reading: dict[str, list[CheckPlan]] = {}
    for plan in plans.values():
        for name in plan.sees:
            reading.setdefault(name, []).append(plan)
    return reading


def _plan(form: Form, graph: DependencyGraph, check: Check, place: int) -> CheckPlan:
    at = mended_at(form, check)
    seen, behind = _through(form, graph.reads[check.code]), graph.rests_on[check.code]
    reads = _asked(form, seen) or _asked(form, behind)
    above = form.placed[form.order[at]].above if at else ()
    repeats = tuple(outer.name for outer in above if isinstance(outer, Repeat))
    return CheckPlan(check, place, compile_expression(check.when), at, repeats, seen, reads)


def _asked(form: Form, names: Iterable[str]) -> tuple[str, ...]:
    return tuple(name for name in names if is_ever_asked(form.placed[form.order[name]].item))


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
    return tuple(sorted(found, key=form.order.__getitem__))
