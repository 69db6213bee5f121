"""The order of questions: circles, and conditions that look only at what comes later."""

from collections.abc import Iterator

from fieldsurvey.i18n import _
from fieldsurvey.questionnaire.checks.fault import Fault
from fieldsurvey.questionnaire.findings import Code
from fieldsurvey.questionnaire.logic.dependencies import dependency_graph
from fieldsurvey.questionnaire.logic.form import Form, Placed
from fieldsurvey.questionnaire.model import Question
from fieldsurvey.questionnaire.question_types import COMPUTED, METADATA
from fieldsurvey.questionnaire.yaml.source import DataPath


def ordering_faults(form: Form) -> Iterator[Fault]:
    """Yield circles by name, and questions asked depending on later answers only."""
    for cycle in dependency_graph(form.questionnaire).cycles:
        first = min(cycle, key=form.order.__getitem__)
        at = cycle.index(first)
        names = (*cycle[at:], *cycle[:at], first)
        yield Fault(
            Code.CYCLE,
            _closing(form, names),
            _("These depend on each other in a circle: {names}.").format(names=" → ".join(names)),
            _("Take one of the references out."),
        )
    for placed in form.placed:
        yield from _later_faults(form, placed)


def _closing(form: Form, names: tuple[str, ...]) -> DataPath:
    """Return the place of the expression by which the first of a circle needs the last."""
    placed = form.placed[form.order[names[0]]]
    for formula in placed.formulas:
        if formula.feeds and names[-2] in formula.names:
            return formula.path
    return placed.path


def _later_faults(form: Form, placed: Placed) -> Iterator[Fault]:
    for formula in placed.formulas:
        if formula.key != "relevant":
            continue
        here = form.order[placed.item.name]
        asked = [name for name in formula.names if name in form.order]
        if asked and all(_is_later(form, name, here) for name in asked):
            first = min(asked, key=form.order.__getitem__)
            yield Fault(
                Code.RELEVANT_LATER,
                formula.path,
                _("Whether it is asked depends on '{name}', which comes later.").format(name=first),
                _("Move it behind that question, or check the name."),
            )


def _is_later(form: Form, name: str, here: int) -> bool:
    item = form.placed[form.order[name]].item
    is_typed = isinstance(item, Question) and item.base_type not in COMPUTED | METADATA
    return is_typed and form.order[name] > here
