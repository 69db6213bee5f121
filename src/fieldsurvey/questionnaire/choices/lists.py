"""A questionnaire in; for each select question its choices, quick to look up, out.

Choices of the form's own lists and rows of a CSV file look the same from here on.
"""

from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache

from fieldsurvey.expressions import Table
from fieldsurvey.questionnaire.choices.row_choices import Row, RowChoices
from fieldsurvey.questionnaire.identity import Same
from fieldsurvey.questionnaire.model import Choice, Question, Questionnaire, in_language
from fieldsurvey.questionnaire.question_types import CHOOSING_FROM_FILE

ITEMSETS = "itemsets.csv"
"""The file that `select_one_external` chooses from, as on phones."""

OTHER = Choice(name="other", label={"zh": "其他", "en": "Other"})
"""The choice that `or_other` adds to a list."""


class ChoiceList:
    """What one select question may offer: rows for expressions, choices for people."""

    def __init__(self, key: str, rows: Table, choices: Mapping[str, Choice] | None = None) -> None:
        self.key = key
        """What `jr:choice-name` finds it by; the same for questions that share it."""
        self.rows = rows
        """`name`, `label` and whatever `choice_filter` may ask for."""
        self._choices = choices

    @cached_property
    def all(self) -> Sequence[Choice]:
        """Every choice, in order."""
        return self.choices_of(self.rows)

    def choices_of(self, rows: Sequence[Row]) -> Sequence[Choice]:
        """Return the choices that some of the rows stand for."""
        own = self._choices
        if own is not None:
            return tuple(own[row["name"]] for row in rows)
        return RowChoices(rows)

    def named(self, name: str) -> Choice | None:
        """Return one choice by its name."""
        found: Sequence[Row] = self.rows.where("name", name)
        return self.choices_of(found[:1])[0] if found else None


class ChoiceLists:
    """The choice lists of one questionnaire, each made when first asked for."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self._questionnaire = questionnaire
        self._made: dict[str, ChoiceList] = {}

    def of(self, question: Question) -> ChoiceList:
        """Return the list of a question; an empty one where it has none."""
        key = _key(question)
        if key not in self._made:
            self._made[key] = self._make(key, question)
        return self._made[key]

    def _make(self, key: str, question: Question) -> ChoiceList:
        if question.base_type in CHOOSING_FROM_FILE:
            return ChoiceList(key, self._rows_of_file(question))
        choices = self._questionnaire.choices.get(question.list_name, ())
        if question.or_other and OTHER.name not in {choice.name for choice in choices}:
            choices += (OTHER,)
        spoken = self._questionnaire.settings.default_language
        rows = Table(
            {**choice.filter, "name": choice.name, "label": in_language(choice.label, spoken)}
            for choice in choices
        )
        return ChoiceList(key, rows, {choice.name: choice for choice in choices})

    def _rows_of_file(self, question: Question) -> Table:
        is_external = question.base_type == "select_one_external"
        table = self._questionnaire.tables.get(ITEMSETS if is_external else question.list_name)
        if table is None:
            return Table(())
        if is_external:
            return Table(table.rows.where("list_name", question.list_name))
        value, label = columns_of(question)
        if (value, label) == ("name", "label"):
            return table.rows
        return Table(
            {**row, "name": row.get(value, ""), "label": row.get(label, "")} for row in table.rows
        )


def columns_of(question: Question) -> tuple[str, str]:
    """Return the columns of a file that hold code and label: `parameters: value=… label=…`."""
    given = question.given_parameters
    return given.get("value", "name"), given.get("label", "label")


def choice_lists(questionnaire: Questionnaire) -> ChoiceLists:
    """Return the choice lists of `questionnaire`; made once for each."""
    return _cached(Same(questionnaire))


@lru_cache(maxsize=64)
def _cached(same: Same[Questionnaire]) -> ChoiceLists:
    return ChoiceLists(same.value)


def _key(question: Question) -> str:
    if question.base_type in CHOOSING_FROM_FILE:
        value, label = columns_of(question)
        return f"{question.base_type == 'select_one_external'} {question.list_name} {value} {label}"
    return f"{question.list_name} or_other" if question.or_other else question.list_name
