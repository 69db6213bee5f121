"""Problem rules: their names, where they stand, and the text they print."""

import re
from collections.abc import Iterator, Mapping

from fieldsurvey.i18n import _
from fieldsurvey.questionnaire import question_types as types
from fieldsurvey.questionnaire.checks.fault import Fault
from fieldsurvey.questionnaire.checks.naming import NAME, malformed
from fieldsurvey.questionnaire.findings import Code
from fieldsurvey.questionnaire.logic.form import Form
from fieldsurvey.questionnaire.model import REFERENCE, ProblemRule
from fieldsurvey.questionnaire.nearest import suggestion
from fieldsurvey.questionnaire.yaml.source import DataPath

_PLACE = re.compile(r"\{([^{}]*)\}")


def ruling_faults(form: Form) -> Iterator[Fault]:
    """Yield rules that have another's name, or judge or print what is not there."""
    seen: set[str] = set()
    for question, placed in form.questions:
        for index, rule in enumerate(question.problem):
            path = (*placed.path, "problem", index)
            yield from _name_faults(rule, path, seen)
            yield from _no_text(rule, path)
            yield from place_faults(rule.text, (*path, "text"), form)
        if question.problem and question.base_type in types.TELLING:
            yield Fault(
                Code.PROBLEM_ON_NOTE,
                (*placed.path, "problem"),
                _("A note takes no answer, so no answer of it can be a problem."),
                _("Move the rules to the question whose answer they judge."),
            )


def _name_faults(rule: ProblemRule, path: DataPath, seen: set[str]) -> Iterator[Fault]:
    if not NAME.fullmatch(rule.name):
        yield Fault(Code.NAME_MALFORMED, (*path, "name"), *malformed(rule.name))
    if rule.name in seen:
        yield Fault(
            Code.RULE_TWICE,
            (*path, "name"),
            _("Two problem rules have the name '{name}'.").format(name=rule.name),
            _("Give each rule of a form a name of its own; scoring.yaml refers to it."),
        )
    seen.add(rule.name)


def _no_text(rule: ProblemRule, path: DataPath) -> Iterator[Fault]:
    if not rule.text:
        yield Fault(
            Code.PROBLEM_TEXT,
            (*path, "text"),
            _("The rule has no text for the problem list."),
            _("Add 'text: {zh: …, en: …}'."),
        )


def place_faults(text: Mapping[str, str], path: DataPath, form: Form) -> Iterator[Fault]:
    """Yield what `{name}` asks for and the form does not have, and braces without a partner."""
    for language, words in text.items():
        here = (*path, language) if language else path
        yield from _place_faults(REFERENCE.sub("", words), here, form)


def _place_faults(text: str, path: DataPath, form: Form) -> Iterator[Fault]:
    for name in dict.fromkeys(_PLACE.findall(text)):
        if name not in form.order:
            yield Fault(
                Code.TEXT_NAME,
                path,
                _("The text asks for the answer of '{name}', which is not in the form.").format(
                    name=name
                ),
                suggestion(name, form.order) or _("Name a question of this form."),
            )
    if re.search(r"[{}]", _PLACE.sub("", text)):
        yield Fault(
            Code.TEXT_BRACE,
            path,
            _("A brace of the text has no partner."),
            _("Write {question_name} for an answer, and no other braces."),
        )
