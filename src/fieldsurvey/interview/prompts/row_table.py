"""The table of the rows of a repeat in, what the person does with them out."""

from collections.abc import Callable
from functools import partial
from typing import Any

import questionary
from prompt_toolkit.filters import Condition
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent, merge_key_bindings
from questionary.prompts.common import InquirerControl

from fieldsurvey.i18n import _
from fieldsurvey.interview.conducting import Action, Answer, Turn
from fieldsurvey.interview.keys import Command
from fieldsurvey.interview.prompts.choosing import choose
from fieldsurvey.interview.prompts.row_keys import choosing_keys
from fieldsurvey.interview.prompts.rows import menu_rows
from fieldsurvey.interview.prompts.terminal import Aids, Terminal, place_of
from fieldsurvey.interview.rows.acting import (
    AddRow,
    BringBackRow,
    CopyRow,
    NoMoreRows,
    OpenRow,
    RemoveRow,
)
from fieldsurvey.interview.rows.coming_and_going import Deed
from fieldsurvey.interview.rows.shown import (
    Table,
    TableRow,
    removal_question,
    row_titles,
    table_lines,
    table_of,
)
from fieldsurvey.interview.showing.columns import Line
from fieldsurvey.interview.showing.step import Step

_BEFORE = 3
"""Columns before the title of a row: the pointer."""

_ADD = ("+", "=", "＋", "insert")
_COPY = ("*", "＊", "×")
_REMOVE = ("-", "－", "delete")
_UNDO = ("u", "U")
"""Keys as they come with and without Shift, from an input method, and with words of their own."""


def ask_rows(terminal: Terminal, turn: Turn, step: Step) -> Action | Command:
    """Return what is done with the rows: open, add, copy, remove, bring back, or go on."""
    table = table_of(turn.conversation, step.path)
    lines = table_lines(step, table)
    if not table.rows:
        return _ask_how_many(terminal, turn, step, lines, table.undo)
    while True:
        chosen = _choose_row(terminal, turn, step, lines, table)
        if not isinstance(chosen, RemoveRow):
            return chosen
        row = table.rows[chosen.number - 1]
        if not row.answered or _is_sure(terminal, turn, step, row):
            return chosen


def _choose_row(
    terminal: Terminal, turn: Turn, step: Step, lines: list[Line], table: Table
) -> Action | Command:
    go_on = _("⏎ No more: go on") if table.decides else _("⏎ Go on")

    def titles(columns: int) -> list[str]:
        return [*row_titles(table.rows, columns - _BEFORE), go_on]

    values = (*(OpenRow(row.number) for row in table.rows), NoMoreRows())
    shown = zip(titles(terminal.columns), values, strict=True)
    chosen: Action | Command = terminal.run(
        turn,
        step,
        lines,
        questionary.select,
        Aids(partial(_row_keys, decides=table.decides, undo=bool(table.undo)), titles),
        choices=menu_rows(shown),
        default=_pointed_at(turn, table.rows),
        instruction=_("The number opens a row, or ↑ ↓ and Enter"),
        use_jk_keys=False,
        use_emacs_keys=False,
    )
    return chosen


def _pointed_at(turn: Turn, rows: tuple[TableRow, ...]) -> Action:
    """Return where the pointer begins: by the row just changed, else at what is incomplete."""
    change = turn.taken.rows if turn.taken else None
    if change is not None and change.deed in (Deed.REMOVED, Deed.BROUGHT_BACK):
        return OpenRow(min(change.number, len(rows)))
    incomplete = next((row.number for row in rows if not row.is_complete), 0)
    return OpenRow(incomplete) if incomplete else NoMoreRows()


def _is_sure(terminal: Terminal, turn: Turn, step: Step, row: TableRow) -> bool:
    """Ask whether a row that holds answers is removed; any command key keeps it."""
    asked = removal_question(turn.conversation, step.path, row)
    rows = menu_rows([(_("1  Remove it"), True), (_("2  Keep it"), False)])
    lines: list[Line] = [[("class:question", asked)]]
    return choose(terminal, turn, step, lines, rows, rows[1].value) is True


def _ask_how_many(
    terminal: Terminal, turn: Turn, step: Step, lines: list[Line], undo: str
) -> Action | Command:
    """Return the number typed, or that one is added."""
    stored = step.answer if isinstance(step.answer, str) else ""
    default = terminal.typed_at(step) or stored
    said: Any = terminal.run(
        turn, step, lines, partial(_number_prompt, undo=bool(undo)), default=default
    )
    if isinstance(said, str):
        terminal.typed = (place_of(step), said)
        return Answer(said)
    action: Action | Command = said
    return action


def _number_prompt(message: str, *, undo: bool, **options: Any) -> questionary.Question:
    """Make a line for a number, in which + adds a row at once."""
    question = questionary.text(message, **options)
    application = question.application
    keys = KeyBindings()
    for key in _ADD:
        keys.add(key, eager=True)(_leaving_with(AddRow))
    for key in _UNDO if undo else ():
        keys.add(key, eager=True)(_leaving_with(BringBackRow))
    own = [application.key_bindings] if application.key_bindings else []
    application.key_bindings = merge_key_bindings([*own, keys])
    return question


def _row_keys(control: InquirerControl, keys: KeyBindings, *, decides: bool, undo: bool) -> None:
    """Make digits open, and signs add, copy and remove."""
    choosing_keys(control, keys)
    if not decides:
        return

    @Condition
    def is_at_row() -> bool:
        return isinstance(control.get_pointed_at().value, OpenRow)

    for key in _ADD:
        keys.add(key, eager=True)(_leaving_with(AddRow))
    for key in _UNDO if undo else ():
        keys.add(key, eager=True)(_leaving_with(BringBackRow))
    for signs, make in ((_COPY, CopyRow), (_REMOVE, RemoveRow)):
        for key in signs:
            keys.add(key, eager=True, filter=is_at_row)(
                _leaving_with(partial(_made_of_row, control, make))
            )


def _made_of_row(control: InquirerControl, make: Callable[[int], Action]) -> Action:
    pointed_at = control.get_pointed_at().value
    assert isinstance(pointed_at, OpenRow)
    return make(pointed_at.number)


def _leaving_with(make: Callable[[], Action]) -> Callable[[KeyPressEvent], None]:
    return lambda event: event.app.exit(result=make())
