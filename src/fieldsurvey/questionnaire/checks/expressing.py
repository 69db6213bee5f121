"""Expressions: that each can be read, and that what it names is there."""

import re
from collections.abc import Iterator
from textwrap import indent

from fieldsurvey.expressions import caret
from fieldsurvey.i18n import _
from fieldsurvey.questionnaire import model
from fieldsurvey.questionnaire.checks.fault import Fault
from fieldsurvey.questionnaire.checks.translating import texts_of
from fieldsurvey.questionnaire.findings import Code
from fieldsurvey.questionnaire.logic.form import Form
from fieldsurvey.questionnaire.logic.formulas import Formula
from fieldsurvey.questionnaire.nearest import suggestion

_REFERENCE = re.compile(r"\$\{\s*(?:last-saved#)?([^{}'\"]*?)\s*\}")


def expressing_faults(form: Form) -> Iterator[Fault]:
    """Yield expressions that cannot be read, or name what the form does not have."""
    for formula in form.formulas:
        if formula.error is not None:
            yield _unreadable(formula)
        else:
            yield from _name_faults(formula, form)
            yield from _bare_faults(formula, form)
    for path, text in texts_of(form):
        for language, words in text.items():
            here = (*path, language) if language else path
            for name in _REFERENCE.findall(words) if "${" in words else ():
                if name not in form.order:
                    yield Fault(
                        Code.TEXT_NAME, here, _no_question(name), suggestion(name, form.order)
                    )


def _unreadable(formula: Formula) -> Fault:
    error = formula.error
    what = _("The expression cannot be read.") if error is None else error.what
    position = 0 if error is None else error.position
    to_do = "" if error is None else error.to_do
    return Fault(
        Code.EXPRESSION_SYNTAX,
        formula.path,
        _pointed(what, formula.text, position),
        to_do or _("Mend the expression where the caret points."),
    )


def _name_faults(formula: Formula, form: Form) -> Iterator[Fault]:
    for name in dict.fromkeys(_REFERENCE.findall(formula.text)):
        if name not in form.order:
            yield Fault(
                Code.EXPRESSION_NAME,
                formula.path,
                _pointed(_no_question(name), formula.text, formula.text.find(name)),
                suggestion(name, form.order) or _("Name a question of this form."),
            )


def _no_question(name: str) -> str:
    return _("There is no question '{name}'.").format(name=name)


def _pointed(what: str, text: str, position: int) -> str:
    """Return `what` with the text and a caret below it, each on a line of its own."""
    return f"{what}\n{indent(caret(text, position), '    ')}"


def _bare_faults(formula: Formula, form: Form) -> Iterator[Fault]:
    """Yield words that stand without `${ }` or quotes where nothing of that name can be found."""
    columns = _columns(formula, form)
    if columns is None:
        return
    for word in formula.bare_words:
        if word in columns:
            continue
        position = formula.text.find(word)
        if formula.key == "choice_filter":
            yield Fault(
                Code.LIST_COLUMN,
                formula.path,
                _pointed(
                    _("The list has no column '{name}'.").format(name=word), formula.text, position
                ),
                suggestion(word, columns) or _("Write it under 'filter' of each choice."),
            )
        else:
            yield Fault(
                Code.EXPRESSION_NAME,
                formula.path,
                _pointed(
                    _("'{name}' stands without ${{ }} or quotes.").format(name=word),
                    formula.text,
                    position,
                ),
                _("Write ${{{name}}} for the answer to a question, '{name}' for the text.").format(
                    name=word
                ),
            )


def _columns(formula: Formula, form: Form) -> tuple[str, ...] | None:
    """Return the bare names an expression may use; None where that cannot be known."""
    if formula.item is None and formula.key == "when":
        return ()
    if not isinstance(formula.item, model.Question):
        return None
    if formula.key != "choice_filter":
        return ()
    choices = form.questionnaire.choices.get(formula.item.list_name)
    if choices is None:
        return None
    columns = (column for choice in choices for column in choice.filter)
    return tuple(dict.fromkeys(["name", "label", *columns]))
