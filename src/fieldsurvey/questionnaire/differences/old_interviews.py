"""Two versions in; which problem rules still judge interviews made with the old one out."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from fieldsurvey.questionnaire.logic.dependencies import dependency_graph
from fieldsurvey.questionnaire.logic.form import Form
from fieldsurvey.questionnaire.question_types import COMPUTED


class Standing(StrEnum):
    """How a problem rule stands to interviews made with the old version."""

    SAME = "same"
    """It judges old and new interviews alike."""
    OTHERWISE = "otherwise"
    """It, or a question it looks at, changed its meaning: old interviews are judged as before."""
    LACKING = "lacking"
    """It looks at questions the old version lacks: old interviews can never show its problem."""
    NEW = "new"
    """It is new, but looks only at what old interviews have."""
    GONE = "gone"
    """Only old interviews can show its problem."""


@dataclass(frozen=True, slots=True)
class RuleStanding:
    """One problem rule, and interviews made with the old version."""

    rule: str
    standing: Standing
    questions: tuple[str, ...] = ()
    """Those that are lacking or changed their meaning, in the order of the form."""


def rules_for_old_interviews(
    old: Form, new: Form, renamed: Mapping[str, str], changed: Collection[str]
) -> Iterator[RuleStanding]:
    """Yield how each rule stands: those of the new version in its order, then those gone.

    Args:
        old: The version the interviews were made with.
        new: The version to come.
        renamed: Old names by new ones.
        changed: Questions and rules of the new version that changed their meaning.
    """
    before, now = _needs(old), _needs(new)
    for rule, needed in now.items():
        names = sorted(needed, key=new.order.__getitem__)
        lacking = tuple(name for name in names if renamed.get(name, name) not in old.order)
        otherwise = tuple(name for name in names if name in changed)
        if lacking:
            yield RuleStanding(rule, Standing.LACKING, lacking)
        elif rule not in before:
            yield RuleStanding(rule, Standing.NEW)
        elif otherwise or rule in changed:
            yield RuleStanding(rule, Standing.OTHERWISE, otherwise)
        else:
            yield RuleStanding(rule, Standing.SAME)
    yield from (RuleStanding(rule, Standing.GONE) for rule in before if rule not in now)


def _needs(form: Form) -> dict[str, set[str]]:
    """Return, by rule, the question it judges and all it looks at, through what is computed."""
    needs: dict[str, set[str]] = {}
    for question, placed in form.questions:
        for index, rule in enumerate(question.problem):
            path = (*placed.path, "problem", index)
            named = {
                name
                for formula in placed.formulas
                if formula.path[: len(path)] == path
                for name in formula.names
                if name in form.order
            }
            needs[rule.name] = {question.name} | _through_computed(form, named)
    return needs


def _through_computed(form: Form, names: set[str]) -> set[str]:
    fed_by = dependency_graph(form.questionnaire).fed_by
    computed = {question.name for question, _ in form.questions if question.base_type in COMPUTED}
    reached: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting += fed_by.get(name, ()) if name in computed else ()
    asked = {question.name for question, _ in form.questions}
    return reached & asked
