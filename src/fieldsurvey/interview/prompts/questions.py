"""A question in, what the person said to it out."""

from questionary.prompts.common import Choice as Row

from fieldsurvey.i18n import _
from fieldsurvey.interview.answering import ACKNOWLEDGED, SELECT_MULTIPLE, SELECT_ONE
from fieldsurvey.interview.conducting import Turn
from fieldsurvey.interview.digits import choice_titles
from fieldsurvey.interview.keys import Command
from fieldsurvey.interview.prompts.choosing import choose, mark, search, write
from fieldsurvey.interview.prompts.rows import choice_rows
from fieldsurvey.interview.prompts.terminal import Terminal
from fieldsurvey.interview.screen import SEARCHED_FROM, question_lines
from fieldsurvey.interview.step import Step

_BLANK = ""

_LISTED_MOST = 500
"""Choices that are shown as a list; of more, the code or the name is typed."""


def ask_question(terminal: Terminal, turn: Turn, step: Step) -> str | Command:
    """Return what the person says to the question of a step, as typed; or a Command."""
    assert step.question is not None
    lines = question_lines(step)
    base = step.question.base_type
    stored = step.answer if isinstance(step.answer, str) else step.proposal
    is_listed = len(step.choices) <= _LISTED_MOST
    if base in SELECT_ONE and is_listed:
        titles = choice_titles(step.choices, terminal.columns, before=3)
        rows = [Row("—", _BLANK), *choice_rows(titles, step.choices)]
        default = stored if any(stored == row.value for row in rows) else _BLANK
        put = search if len(step.choices) > SEARCHED_FROM else choose
        said: str | Command = put(terminal, turn, step, lines, rows, default)
        return said
    if base in SELECT_MULTIPLE and is_listed:
        return mark(terminal, turn, step, lines, stored)
    if base in ("acknowledge", "trigger"):
        rows = [Row("—", _BLANK), Row(_("OK, acknowledged"), ACKNOWLEDGED)]
        said = choose(terminal, turn, step, lines, rows, stored)
        return said
    if base == "rank":
        lines += [[("", f"  {title}")] for title in choice_titles(step.choices)]
    return write(terminal, turn, step, lines, terminal.typed_at(step) or stored)
