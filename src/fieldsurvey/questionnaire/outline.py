"""A questionnaire in; its questions and checks as rows to look at out, in the order of the form."""

from collections.abc import Iterator
from dataclasses import dataclass

from fieldsurvey.questionnaire.model import (
    Group,
    Item,
    Question,
    Questionnaire,
    Repeat,
    Severity,
    in_language,
)


@dataclass(frozen=True, slots=True)
class OutlineRow:
    """One question, group or repeat; or a check across questions."""

    depth: int
    """How many groups and repeats it stands in."""
    number: str
    """The number on the paper form; of a check its code."""
    name: str
    type: str
    """`group`, `repeat`, the type of the question with its list, or `check W`."""
    label: str
    condition: str
    """When it is asked, as the form writes it; '' for always. Those of its groups come on top. Of a
    check, when it fires."""
    is_required: bool
    """Whether an answer must be given, at least under some condition."""
    choices: tuple[tuple[str, str], ...] = ()
    """Name and label of each choice of the form's own list."""
    problems: tuple[tuple[str, Severity, str], ...] = ()
    """Name, severity and condition of each problem rule."""


def outline(questionnaire: Questionnaire, language: str = "") -> list[OutlineRow]:
    """Return a row for each item, its texts in `language`, else in the form's own; then checks."""
    return [*_rows(questionnaire, language), *_check_rows(questionnaire, language)]


def _rows(questionnaire: Questionnaire, language: str) -> Iterator[OutlineRow]:
    default = questionnaire.settings.default_language
    for item, above in questionnaire.walk():
        yield OutlineRow(
            depth=len(above),
            number=item.number,
            name=item.name,
            type=item.type,
            label=in_language(item.label, language, default),
            condition=item.relevant,
            is_required=isinstance(item, Question) and item.required not in (False, "", "false()"),
            choices=_choices(questionnaire, item, language),
            problems=_problems(item),
        )


def _check_rows(questionnaire: Questionnaire, language: str) -> Iterator[OutlineRow]:
    default = questionnaire.settings.default_language
    for check in questionnaire.checks:
        yield OutlineRow(
            depth=0,
            number=check.code,
            name=f"check:{check.code}",
            type=f"check {check.kind.value}",
            label=in_language(check.text, language, default),
            condition=check.when,
            is_required=False,
        )


def _choices(
    questionnaire: Questionnaire, item: Item, language: str
) -> tuple[tuple[str, str], ...]:
    if isinstance(item, Group | Repeat):
        return ()
    default = questionnaire.settings.default_language
    return tuple(
        (choice.name, in_language(choice.label, language, default))
        for choice in questionnaire.choice_list(item)
    )


def _problems(item: Item) -> tuple[tuple[str, Severity, str], ...]:
    if isinstance(item, Group | Repeat):
        return ()
    return tuple((rule.name, rule.severity, rule.when) for rule in item.problem)
