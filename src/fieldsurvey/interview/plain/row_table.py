"""The table of the rows of a repeat in, what the person does with them out; line by line."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence

from fieldsurvey.i18n import _
from fieldsurvey.interview.conducting import Action, Answer, Turn
from fieldsurvey.interview.keys import Command
from fieldsurvey.interview.plain.desk import PlainDesk
from fieldsurvey.interview.rows.acting import (
    AddRow,
    BringBackRow,
    CopyRow,
    NoMoreRows,
    OpenRow,
    RemoveRow,
)
from fieldsurvey.interview.rows.shown import (
    Table,
    TableRow,
    removal_question,
    row_titles,
    table_of,
)
from fieldsurvey.interview.showing.step import Step

_COLUMNS = 78
_DEED = re.compile(r"(?P<sign>[-*]?)\s*(?P<number>[0-9]{1,4})")
_MADE: Mapping[str, Callable[[int], Action]] = {"": OpenRow, "*": CopyRow, "-": RemoveRow}


def ask_rows(desk: PlainDesk, turn: Turn, step: Step) -> Action | Command:
    """Return what is done with the rows: open, add, copy, remove, bring back, or go on."""
    table = table_of(turn.conversation, step.path)
    number = step.question.number if step.question else ""
    titles = row_titles(table.rows, _COLUMNS)
    desk.tell(*step.notes, f"{number}  {step.label}".strip(), *titles)
    while True:
        desk.tell(*_how(table))
        typed = desk.ask(_("Answer"))
        if isinstance(typed, Command):
            return typed
        action = _read(typed, table)
        if isinstance(action, RemoveRow) and not _is_sure(
            desk, turn, step, table.rows[action.number - 1]
        ):
            action = None
        if action is not None:
            return action


def _how(table: Table) -> Sequence[str]:
    """Return what can be typed."""
    if not table.rows:
        how = _("How many are there? Type the number; + adds one; 0 if there are none.")
    elif table.decides:
        how = _("2 opens row 2; + adds a row; *2 copies row 2; -2 removes it; Enter alone goes on.")
    else:
        how = _("2 opens row 2; Enter alone goes on.")
    return [how, _("u brings back: {row}").format(row=table.undo)] if table.undo else [how]


def _read(typed: str, table: Table) -> Action | None:
    """Return what a line asks for; None where it is nothing that can be done."""
    text = unicodedata.normalize("NFKC", typed).strip().casefold().replace("−", "-")
    if text == "u" and table.undo:
        return BringBackRow()
    if text in ("+", "=") and table.decides:
        return AddRow()
    if not table.rows:
        return Answer(typed)
    if not text:
        return NoMoreRows()
    deed = _DEED.fullmatch(text)
    if deed is None or not 1 <= int(deed["number"]) <= len(table.rows):
        return None
    return _MADE[deed["sign"]](int(deed["number"])) if table.decides or not deed["sign"] else None


def _is_sure(desk: PlainDesk, turn: Turn, step: Step, row: TableRow) -> bool:
    """Ask whether a row that holds answers is removed; anything but yes keeps it."""
    if not row.answered:
        return True
    desk.tell(removal_question(turn.conversation, step.path, row))
    return desk.choose(_("Number"), [(_("Remove it"), True), (_("Keep it"), False)]) is True
