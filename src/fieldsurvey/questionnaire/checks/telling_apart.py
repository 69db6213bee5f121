"""Labels: that choices of a list, and questions that stand together, can be told apart."""

from collections.abc import Iterable, Iterator, Mapping

from fieldsurvey.i18n import _
from fieldsurvey.questionnaire.checks.fault import Fault
from fieldsurvey.questionnaire.findings import Code
from fieldsurvey.questionnaire.logic.form import Form
from fieldsurvey.questionnaire.yaml.source import DataPath

_Labelled = tuple[str, Mapping[str, str], DataPath]
"""A name, what it says, and where that stands."""


def telling_apart_faults(form: Form) -> Iterator[Fault]:
    """Yield labels that stand twice among choices of a list or questions of a group."""
    for list_name, choices in form.questionnaire.choices.items():
        rows = enumerate(choices)
        labels = [(c.name, c.label, ("choices", list_name, at, "label")) for at, c in rows]
        for path, other in _twice(labels):
            yield Fault(
                Code.CHOICE_LABEL_TWICE,
                path,
                _("It says the same as choice '{name}'.").format(name=other),
                _("Give it words of its own, or take one of them out."),
            )
    together: dict[DataPath, list[_Labelled]] = {}
    for question, placed in form.questions:
        entry: _Labelled = (question.name, question.label, (*placed.path, "label"))
        together.setdefault(placed.path[:-1], []).append(entry)
    for of_group in together.values():
        for path, other in _twice(of_group):
            yield Fault(
                Code.LABEL_TWICE,
                path,
                _("It says the same as question '{name}'.").format(name=other),
                _("Give it words of its own, so that answers are not given to the wrong one."),
            )


def _twice(labelled: Iterable[_Labelled]) -> Iterator[tuple[DataPath, str]]:
    """Yield each label that an earlier one equals in some language, and the name of that one."""
    said: dict[tuple[str, str], str] = {}
    for name, label, path in labelled:
        for language, words in label.items():
            first = said.setdefault((language, words), name)
            if words.strip() and first != name:
                yield (*path, language) if language else path, first
