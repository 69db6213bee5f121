"""What a person does with rows in; the conversation that follows and what to save, out. Pure."""

from dataclasses import dataclass
from typing import TypeAlias

from fieldsurvey.interview.conversation import Conversation, Taken
from fieldsurvey.interview.rows.changing import (
    add_row,
    bring_back_row,
    copy_row,
    no_more_rows,
    remove_row,
)
from fieldsurvey.interview.typed.refusal import Refusal


@dataclass(frozen=True, slots=True)
class ToRow:
    """To the same question in a neighbouring row."""

    by: int
    """1 for the next row, -1 for the one before."""


@dataclass(frozen=True, slots=True)
class OpenRow:
    """Go through row `number` of the table."""

    number: int


@dataclass(frozen=True, slots=True)
class AddRow:
    """Add a row to the table, and go through it."""


@dataclass(frozen=True, slots=True)
class CopyRow:
    """Add a row that says the same as row `number`, and go through it."""

    number: int


@dataclass(frozen=True, slots=True)
class RemoveRow:
    """Remove row `number` of the table."""

    number: int


@dataclass(frozen=True, slots=True)
class BringBackRow:
    """Undo the removal of a row."""


@dataclass(frozen=True, slots=True)
class NoMoreRows:
    """Go on past the rows of the table."""


RowChangeAction: TypeAlias = AddRow | CopyRow | RemoveRow | BringBackRow | NoMoreRows
RowMove: TypeAlias = ToRow | OpenRow


def move_to_row(conversation: Conversation, action: RowMove) -> Conversation:
    """Go from row to row, or from the table into one."""
    match action:
        case ToRow(by):
            return conversation.to_row(by)
        case OpenRow(number):
            return conversation.open_row(number)


def change_rows(conversation: Conversation, action: RowChangeAction) -> Taken | Refusal:
    """Do with the rows of the table that stands here what the person wants."""
    match action:
        case AddRow():
            return add_row(conversation)
        case CopyRow(number):
            return copy_row(conversation, number)
        case RemoveRow(number):
            return remove_row(conversation, number)
        case BringBackRow():
            return bring_back_row(conversation)
        case NoMoreRows():
            return no_more_rows(conversation)
