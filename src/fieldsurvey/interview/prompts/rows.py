"""Choices, menus and names in, rows of a list out."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from questionary.prompts.common import Choice as Row

from fieldsurvey.questionnaire.model import Choice


def choice_rows(
    titles: Sequence[str], choices: Sequence[Choice], marked: Sequence[str] = ()
) -> list[Row]:
    """Return a row for each choice; those in `marked` stand marked."""
    return [
        Row(title, choice.name, checked=choice.name in marked)
        for title, choice in zip(titles, choices, strict=True)
    ]


def menu_rows(menu: Iterable[tuple[str, Any]]) -> list[Row]:
    """Return a row for each title and what it stands for."""
    return [Row(title, value) for title, value in menu]


def numbered_rows(names: Iterable[str], notes: Mapping[str, str] | None = None) -> list[Row]:
    """Return a row for each name, numbered from 1.

    Args:
        names: Of everybody: the same person keeps the same number from list to list.
        notes: What stands after some of the names.
    """
    told = notes or {}
    return [
        Row(f"{number}  {name}{told.get(name, '')}", name)
        for number, name in enumerate(names, start=1)
    ]
