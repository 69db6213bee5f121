"""Conditions that no answer can meet: what contradicts itself, and rules that others forestall."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

from fieldsurvey.expressions.tree import Both, Call, Comparison, Tree, walk
from fieldsurvey.i18n import _
from fieldsurvey.questionnaire import model
from fieldsurvey.questionnaire.checks.fault import Fault
from fieldsurvey.questionnaire.findings import Code
from fieldsurvey.questionnaire.logic.form import Form, Placed
from fieldsurvey.questionnaire.logic.formulas import Formula
from fieldsurvey.questionnaire.logic.reasoning import asked_of, decide, literal_of

_RETIRED = Call("false", ())
"""Written on purpose: asked no more, kept for the answers there are."""
_NUMERIC = frozenset({"integer", "decimal", "range"})
_MOST_WORDS = 5
_ANY_OTHER = "\0"
"""Stands for every text that no condition names."""


def contradicting_faults(form: Form) -> Iterator[Fault]:
    """Yield conditions that contradict themselves or those around them, and rules in vain."""
    for placed in form.placed:
        conditions = _conditions(form, placed)
        if _RETIRED in conditions:
            continue
        contradicted = ""
        own = _formula(placed, "relevant")
        if own is not None:
            contradicted = contradicted_name(form, placed, conditions)
        if own is not None and contradicted:
            yield Fault(
                Code.NEVER_ASKED,
                own.path,
                _("What it asks of '{name}' contradicts itself. So it is never asked.").format(
                    name=contradicted
                ),
                _('Mend it; to retire a question write  relevant: "false()"'),
            )
        elif isinstance(placed.item, model.Question) and placed.item.problem:
            yield from _rules_in_vain(form, placed, placed.item, conditions)


def _conditions(form: Form, placed: Placed) -> list[Tree]:
    """Return when it is asked: the conditions of the groups around it, and its own."""
    around = [form.placed[form.order[each.name]] for each in placed.above]
    found = (_formula(each, "relevant") for each in (*around, placed))
    return [formula.tree for formula in found if formula is not None and formula.tree is not None]


def _formula(placed: Placed, key: str) -> Formula | None:
    return next((each for each in placed.formulas if each.key == key), None)


def _rules_in_vain(
    form: Form, placed: Placed, question: model.Question, conditions: list[Tree]
) -> Iterator[Fault]:
    constraint = _formula(placed, "constraint")
    bounds = [constraint.tree] if constraint is not None and constraint.tree is not None else []
    earlier: list[tuple[str, frozenset[Tree]]] = []
    for formula in placed.formulas:
        if formula.key != "when" or formula.tree is None or formula.tree == _RETIRED:
            continue
        rule = question.problem[int(formula.path[-2])]
        wanted = _conjuncts(formula.tree)
        forestalling = [name for name, asked in earlier if asked <= wanted and name != rule.name]
        name = contradicted_name(form, placed, [*conditions, *bounds, formula.tree], question.name)
        if forestalling:
            yield Fault(
                Code.RULE_NEVER_FIRES,
                formula.path,
                _("The rule '{name}' before it holds wherever this one does.").format(
                    name=forestalling[0]
                ),
                _("The first rule that holds is the problem: put the narrower one first."),
            )
        elif name:
            yield Fault(
                Code.RULE_NEVER_FIRES,
                formula.path,
                _("No answer to '{name}' meets it where the question is asked.").format(name=name),
                _("Mend the rule, the constraint or the condition of the question."),
            )
        earlier.append((rule.name, wanted))


def _conjuncts(tree: Tree) -> frozenset[Tree]:
    """Return what must hold together; nothing for what always holds."""
    if isinstance(tree, Both):
        return frozenset[Tree]().union(*map(_conjuncts, tree.operands))
    return frozenset() if tree == Call("true", ()) else frozenset({tree})


def contradicted_name(form: Form, placed: Placed, trees: Sequence[Tree], own: str = "") -> str:
    """Return a question no answer to which lets all of `trees` hold; '' where there is none."""
    together = Both(tuple(trees))
    mentioned = Counter(
        name for tree in trees for part in walk(tree) if (name := _mentioned(part, own))
    )
    for name, times in mentioned.items():
        if (times > 1 or name == own) and _is_one_answer(form, placed, name):
            answers = _answers(form, name, trees, own)
            if name == own:
                answers.discard("")
            if answers and all(
                decide(together, {name: answer}, own) is False for answer in answers
            ):
                return name
    return ""


def _mentioned(part: object, own: str) -> str:
    return asked_of(part, own) if isinstance(part, Tree) else ""


def _is_one_answer(form: Form, placed: Placed, name: str) -> bool:
    """Return whether a name stands for one answer there, not for those of all rows."""
    if name not in form.order:
        return False
    around = form.placed[form.order[name]].above
    repeats = [each.name for each in around if isinstance(each, model.Repeat)]
    own_name = [placed.item.name] if isinstance(placed.item, model.Repeat) else []
    within = [each.name for each in placed.above if isinstance(each, model.Repeat)] + own_name
    return within[: len(repeats)] == repeats


def _answers(form: Form, name: str, trees: Sequence[Tree], own: str) -> set[str]:
    """Return answers that stand for all there can be, as far as `trees` tell them apart.

    Nothing where there are too many to try.
    """
    item = form.placed[form.order[name]].item
    named = set(_literals(trees, name, own))
    if not isinstance(item, model.Question):
        return set()
    if item.base_type in _NUMERIC:
        return {"", *named, *_numbers(named)}
    if item.base_type == "select_one":
        names = (choice.name for choice in form.questionnaire.choice_list(item))
        return {"", *named, *names, _ANY_OTHER if item.or_other else ""}
    words = sorted({word for each in named for word in each.split()})
    if len(words) > _MOST_WORDS:
        return set()
    chosen = (each for size in range(len(words) + 1) for each in combinations(words, size))
    together = {" ".join(each) for each in chosen}
    return {*together, *named, _ANY_OTHER, *(f"{each} {_ANY_OTHER}" for each in together)}


def _literals(trees: Sequence[Tree], name: str, own: str) -> Iterator[str]:
    for part in (each for tree in trees for each in walk(tree)):
        match part:
            case Comparison(_, left, right) | Call("selected", (left, right)):
                sides = ((left, right), (right, left))
                found = (literal_of(other) for one, other in sides if asked_of(one, own) == name)
                yield from (literal for literal in found if literal is not None)


def _numbers(literals: set[str]) -> set[str]:
    """Return each number, one on either side of all, and one between each two."""
    numbers = sorted({float(each) for each in literals if _is_number(each)})
    if not numbers:
        return {"0"}
    between = [(low + high) / 2 for low, high in pairwise(numbers)]
    all_of_them = [numbers[0] - 1, *numbers, *between, numbers[-1] + 1]
    return {f"{each:.15g}" for each in all_of_them}


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
