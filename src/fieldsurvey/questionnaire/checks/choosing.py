"""Choice lists: that those asked for are there, and that their choices can be told apart."""

import re
from collections.abc import Iterator

from fieldsurvey.i18n import _
from fieldsurvey.questionnaire import question_types as types
from fieldsurvey.questionnaire.checks.fault import Fault
from fieldsurvey.questionnaire.findings import Code
from fieldsurvey.questionnaire.logic.form import Form, Placed
from fieldsurvey.questionnaire.model import Choice, Question
from fieldsurvey.questionnaire.nearest import suggestion

_INSTANCE = re.compile(r"""instance\(\s*['"]([^'"]*)""")


def choosing_faults(form: Form) -> Iterator[Fault]:
    """Yield lists that are missing, unused or empty, and choices that cannot be told apart."""
    choices = form.questionnaire.choices
    used = _looked_up(form)
    for question, placed in form.questions:
        used.add(question.list_name)
        yield from _list_faults(form, question, placed)
    for name, choices_of_list in choices.items():
        yield from _choice_faults(name, choices_of_list)
        if name not in used:
            yield Fault(
                Code.LIST_UNUSED,
                ("choices", name),
                _("No question uses the list '{name}'.").format(name=name),
                _("Take it out, or name it in the type of a question."),
            )


def _list_faults(form: Form, question: Question, placed: Placed) -> Iterator[Fault]:
    choices, name = form.questionnaire.choices, question.list_name
    if question.choice_filter and question.base_type not in (
        types.CHOOSING | types.CHOOSING_FROM_FILE
    ):
        yield Fault(
            Code.FILTER_WITHOUT_LIST,
            (*placed.path, "choice_filter"),
            _("A question of type '{type}' has no choices to filter.").format(
                type=question.base_type
            ),
            _("Take the filter out, or make the question a select."),
        )
    if question.base_type not in types.CHOOSING or not name or name.startswith("${"):
        return
    if name not in choices:
        yield Fault(
            Code.LIST_UNKNOWN,
            (*placed.path, "type"),
            _("There is no choice list '{name}'.").format(name=name),
            suggestion(name, choices) or _("Write the list under 'choices'."),
            rests_on=("choices", name),
        )
    elif not choices[name]:
        yield Fault(
            Code.LIST_EMPTY,
            ("choices", name),
            _("The list '{name}' has no choices.").format(name=name),
            _("Write its choices: - {name: …, label: …}"),
        )


def _choice_faults(list_name: str, choices: tuple[Choice, ...]) -> Iterator[Fault]:
    seen: set[str] = set()
    for index, choice in enumerate(choices):
        path = ("choices", list_name, index, "name")
        if not choice.name or len(choice.name.split()) != 1 or choice.name != choice.name.strip():
            yield Fault(
                Code.CHOICE_NAME,
                path,
                _("'{name}' cannot be the name of a choice: it is empty or has a blank.").format(
                    name=choice.name
                ),
                _("Write the code of the paper form, such as 1, in quotes."),
            )
        if choice.name in seen:
            yield Fault(
                Code.CHOICE_TWICE,
                path,
                _("The list '{list}' has the choice '{name}' twice.").format(
                    list=list_name, name=choice.name
                ),
                _("Give each choice of a list a name of its own."),
            )
        seen.add(choice.name)


def _looked_up(form: Form) -> set[str]:
    """Return the lists that expressions look up themselves: `instance('list')/root/item`."""
    return {
        name
        for formula in form.formulas
        if "instance(" in formula.text
        for name in _INSTANCE.findall(formula.text)
    }
