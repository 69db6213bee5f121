"""Rows of a CSV file in, choices out, each made only when it is looked at."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import overload

from fieldsurvey.expressions import Table
from fieldsurvey.questionnaire.choices.search_index import CELLS, SearchIndex
from fieldsurvey.questionnaire.model import Choice

Row = Mapping[str, str]

_LABELS = "label::"
_READINGS = ("pinyin", "initials")
"""Columns that say how a name is read, where a list has its own."""


class RowChoices(Sequence[Choice]):
    """Choices that rows stand for; a list of 100,000 costs nothing before one is asked for."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self._rows = rows

    @overload
    def __getitem__(self, at: int) -> Choice: ...
    @overload
    def __getitem__(self, at: slice) -> "RowChoices": ...
    def __getitem__(self, at: int | slice) -> "Choice | RowChoices":
        if isinstance(at, slice):
            return RowChoices(self._rows[at])
        return _from_row(self._rows[at])

    def __len__(self) -> int:
        return len(self._rows)

    def names(self) -> Iterator[str]:
        """Yield the code of each, without making a choice of it."""
        return (row["name"] for row in self._rows)

    def named(self, name: str) -> Choice | None:
        """Return the one with this code."""
        if isinstance(self._rows, Table):
            found = self._rows.where("name", name)
        else:
            found = [row for row in self._rows if row["name"] == name]
        return _from_row(found[0]) if found else None

    @cached_property
    def searched(self) -> SearchIndex:
        """What is searched as somebody types."""
        return SearchIndex(self._texts, len(self))

    def _texts(self) -> Iterator[str]:
        first = self._rows[0] if self._rows else {}
        columns = [
            column
            for column in first
            if column in ("label", *_READINGS) or column.startswith(_LABELS)
        ]
        return (
            CELLS.join((row["name"], *(row.get(column, "") for column in columns)))
            for row in self._rows
        )


def names_of(choices: Sequence[Choice]) -> Iterator[str]:
    """Yield the code of each choice."""
    if isinstance(choices, RowChoices):
        return choices.names()
    return (choice.name for choice in choices)


def choice_named(choices: Sequence[Choice], name: str) -> Choice | None:
    """Return the choice with this code; None where there is none."""
    if isinstance(choices, RowChoices):
        return choices.named(name)
    return next((choice for choice in choices if choice.name == name), None)


def search_index(choices: Sequence[Choice]) -> SearchIndex:
    """Return what is searched for a choice by code, label or how it is read."""
    if isinstance(choices, RowChoices):
        return choices.searched
    return SearchIndex(lambda: (CELLS.join(_searched(choice)) for choice in choices), len(choices))


def _searched(choice: Choice) -> Iterator[str]:
    yield choice.name
    yield from choice.label.values()
    yield from (choice.filter[column] for column in _READINGS if column in choice.filter)


def _from_row(row: Row) -> Choice:
    """Return the choice that a row of a file stands for, its label in each language it has."""
    label = {"": row["label"]}
    for column, text in row.items():
        if column.startswith(_LABELS) and text:
            label[column.removeprefix(_LABELS)] = text
    return Choice.model_construct(
        name=row["name"], label=label, exclusive=False, filter={}, image={}, audio={}, video={}
    )
