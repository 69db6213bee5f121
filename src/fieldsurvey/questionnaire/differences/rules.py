"""Problem rules of two versions in; what is found and weighed otherwise out."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from fieldsurvey.i18n import _, listed
from fieldsurvey.questionnaire.differences.difference import Difference, DifferenceCode
from fieldsurvey.questionnaire.differences.pairing import Pairing, same_text
from fieldsurvey.questionnaire.differences.telling import Place, text_change, told
from fieldsurvey.questionnaire.logic.form import Form, Placed
from fieldsurvey.questionnaire.model import ProblemRule, Question
from fieldsurvey.questionnaire.yaml.places import subject_of


class _Ruled(NamedTuple):
    """A rule and where it stands."""

    form: Form
    placed: Placed
    question: Question
    rule: ProblemRule
    number: int
    """Its place among the rules of the question, from 0."""


def rule_differences(pairing: Pairing) -> Iterator[Difference]:
    """Yield what changed about the problem rules."""
    before, after = _rules(pairing.old), _rules(pairing.new)
    for name, new in after.items():
        if name in before:
            yield from _of_both(pairing, before[name], new)
        else:
            what = _("It is new; interviews made before are not judged by it.")
            yield _told(DifferenceCode.RULE_ADDED, new, what)
    for name, old in before.items():
        if name not in after:
            what = _("It is gone; interviews made before are still judged by it.")
            to_do = _("Leave its points in scoring.yaml as long as such interviews count.")
            yield _told(DifferenceCode.RULE_REMOVED, old, what, to_do)
    yield from _of_questions(pairing)


def _rules(form: Form) -> Mapping[str, _Ruled]:
    return {
        rule.name: _Ruled(form, placed, question, rule, number)
        for question, placed in form.questions
        for number, rule in enumerate(question.problem)
    }


def _of_both(pairing: Pairing, old: _Ruled, new: _Ruled) -> Iterator[Difference]:
    apart = _("Give the changed rule a new name, and points of its own in scoring.yaml.")
    if old.question.name != pairing.old_name(new.question.name):
        what = _("It judges the answer of another question.")
        change = (old.question.name, new.question.name)
        yield _told(DifferenceCode.RULE_MOVED, new, what, apart, "", change)
    for key in ("when", "quantity"):
        change = (getattr(old.rule, key), getattr(new.rule, key))
        if not pairing.same_expression(*change):
            what = _("What it finds is another problem under the same name.")
            yield _told(DifferenceCode.RULE_CONDITION, new, what, apart, key, change)
    for key in ("severity", "indicator"):
        change = (str(getattr(old.rule, key)), str(getattr(new.rule, key)))
        if change[0] != change[1]:
            what = _("The same problem weighs differently before and after.")
            yield _told(DifferenceCode.RULE_WEIGHT, new, what, apart, key, change)
    for key in ("category", "sector"):
        change = (getattr(old.rule, key), getattr(new.rule, key))
        if change[0] != change[1]:
            what = _("Its problems are assigned otherwise.")
            yield _told(DifferenceCode.ASSIGNED, new, what, "", key, change)
    if not same_text(old.rule.text, new.rule.text):
        change = text_change(pairing, old.rule.text, new.rule.text)
        what = _("It is worded differently.")
        yield _told(DifferenceCode.RULE_TEXT, new, what, "", "text", change)


def _of_questions(pairing: Pairing) -> Iterator[Difference]:
    for old_placed, new_placed in pairing.pairs:
        old, new = old_placed.item, new_placed.item
        if not (isinstance(old, Question) and isinstance(new, Question)):
            continue
        before, after = ([rule.name for rule in each.problem] for each in (old, new))
        kept, order = [n for n in before if n in after], [n for n in after if n in before]
        if kept != order:
            yield told(
                DifferenceCode.RULE_ORDER,
                Place(pairing.new, new_placed, "problem"),
                _("The first rule that holds is the problem, so the same answer may be another."),
                _("Keep the order of rules that are in use."),
                change=(listed(kept), listed(order)),
            )
        for key in ("category", "sector", "support", "detail", "report"):
            yield from _assigned(pairing, old, new, new_placed, key)


def _assigned(
    pairing: Pairing, old: Question, new: Question, placed: Placed, key: str
) -> Iterator[Difference]:
    before, after = _as_text(getattr(old, key)), _as_text(getattr(new, key))
    if before != (pairing.old_name(after) if key == "detail" else after):
        what = _("Its problems are assigned otherwise.")
        if key == "detail":
            what = _("Its problems are described by another question.")
        if key == "report":
            what = _("Its answers go into another report.")
        change = (before, after)
        yield told(DifferenceCode.ASSIGNED, Place(pairing.new, placed, key), what, "", change)


def _as_text(value: str | tuple[str, ...]) -> str:
    return value if isinstance(value, str) else listed(value)


def _told(
    code: DifferenceCode,
    ruled: _Ruled,
    what: str,
    to_do: str = "",
    key: str = "",
    change: tuple[str, str] = ("", ""),
) -> Difference:
    path = (*ruled.placed.path, "problem", ruled.number, *([key] if key else []))
    subject = subject_of(ruled.form.questionnaire, path)
    return Difference(
        code, ruled.question.name, subject, what, to_do, *change, rule=ruled.rule.name
    )
