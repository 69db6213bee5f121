"""Comparisons with choices that a list does not have: what can never be, and what can."""

from collections.abc import Iterator

from fieldsurvey.expressions.tree import (
    Both,
    Call,
    Comparison,
    Either,
    Here,
    Number,
    Question,
    Text,
    Tree,
)
from fieldsurvey.i18n import _
from fieldsurvey.questionnaire.checks.fault import Fault
from fieldsurvey.questionnaire.findings import Code
from fieldsurvey.questionnaire.logic.form import Form
from fieldsurvey.questionnaire.logic.formulas import Formula
from fieldsurvey.questionnaire.nearest import suggestion
from fieldsurvey.questionnaire.question_types import CHOOSING

Lacking = tuple[str, str, tuple[str, ...]]
"""A choice that is asked for, the list that lacks it, and the choices the list has."""


def comparing_faults(form: Form) -> Iterator[Fault]:
    """Yield expressions that ask for a choice the list lacks."""
    lists = _lists(form)
    for formula in form.formulas:
        if formula.tree is None:
            continue
        own = lists.get(formula.item.name) if formula.item is not None else None
        reading = _Reading(lists, own)
        for choice, list_name, known in dict.fromkeys(reading.lacking(formula.tree)):
            code, what = _said(formula, can_hold=reading.can_hold(formula.tree))
            lack = _("The list '{list}' has no choice '{choice}'.").format(
                list=list_name, choice=choice
            )
            to_do = suggestion(choice, known)
            rests_on = ("choices", list_name)
            yield Fault(code, formula.path, f"{lack} {what}".strip(), to_do, rests_on)


def _said(formula: Formula, can_hold: bool) -> tuple[Code, str]:
    if not can_hold and formula.key == "when":
        return Code.RULE_NEVER_FIRES, _("So the rule can never fire.")
    if not can_hold and formula.key == "relevant":
        return Code.NEVER_ASKED, _("So it is never asked.")
    return Code.CHOICE_COMPARED, ""


def _lists(form: Form) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Return, by question, its list and the choices of it, where they are known for certain."""
    lists = {}
    for question, _placed in form.questions:
        choices = form.questionnaire.choices.get(question.list_name)
        if choices and question.base_type in CHOOSING:
            other = ("other",) if question.or_other else ()
            names = (*(choice.name for choice in choices), *other)
            lists[question.name] = (question.list_name, names)
    return lists


class _Reading:
    """Reads expressions of one question."""

    def __init__(
        self,
        lists: dict[str, tuple[str, tuple[str, ...]]],
        own: tuple[str, tuple[str, ...]] | None,
    ) -> None:
        self.lists = lists
        self.own = own

    def lacking(self, tree: Tree) -> Iterator[Lacking]:
        """Yield every choice that is asked for in vain, outside predicates."""
        found = self.asked_in_vain(tree)
        if found is not None:
            yield found
        for part in _inside(tree):
            yield from self.lacking(part)

    def can_hold(self, tree: Tree) -> bool:
        """Return False only where no answer at all makes `tree` true."""
        match tree:
            case Both(operands):
                return all(self.can_hold(each) for each in operands)
            case Either(operands):
                return any(self.can_hold(each) for each in operands)
            case Comparison("!=", _, _):
                return True
        return self.asked_in_vain(tree) is None

    def asked_in_vain(self, tree: Tree) -> Lacking | None:
        """Return the choice that `tree` itself asks for, if the list lacks it."""
        match tree:
            case Comparison("=" | "!=", left, Text() | Number() as literal):
                return self.lack(left, literal)
            case Comparison("=" | "!=", Text() | Number() as literal, right):
                return self.lack(right, literal)
            case Call("selected", (asked, Text() | Number() as literal)):
                return self.lack(asked, literal)
        return None

    def lack(self, asked: Tree, literal: Text | Number) -> Lacking | None:
        known: tuple[str, tuple[str, ...]] | None = None
        if isinstance(asked, Here):
            known = self.own
        elif isinstance(asked, Question):
            known = self.lists.get(asked.name)
        if known is None or not _is_lacking(literal, known[1]):
            return None
        text = literal.value if isinstance(literal, Text) else f"{literal.value:g}"
        return text, known[0], known[1]


def _is_lacking(literal: Text | Number, names: tuple[str, ...]) -> bool:
    if isinstance(literal, Number):
        return not any(_as_number(name) == literal.value for name in names)
    words = literal.value.split()
    return any(word not in names for word in words)


def _as_number(name: str) -> float | None:
    try:
        return float(name)
    except ValueError:
        return None


def _inside(tree: Tree) -> tuple[Tree, ...]:
    """Return the parts of `tree` that look at the same place as it does."""
    match tree:
        case Both(operands) | Either(operands):
            return operands
        case Comparison(_, left, right):
            return (left, right)
        case Call(_, arguments):
            return arguments
    return ()
