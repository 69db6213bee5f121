"""A question in, what the person said to it out."""

from questionary.prompts.common import Choice as Row

from fieldsurvey.i18n import _
from fieldsurvey.interview.conducting import Turn
from fieldsurvey.interview.keys import Command
from fieldsurvey.interview.prompts.choosing import choose, mark, search, search_several, write
from fieldsurvey.interview.prompts.rows import choice_rows
from fieldsurvey.interview.prompts.terminal import Terminal
from fieldsurvey.interview.showing.columns import Line
from fieldsurvey.interview.showing.screen import SEARCHED_FROM, blank_row, question_lines
from fieldsurvey.interview.showing.searched_list import searched_choices
from fieldsurvey.interview.showing.step import Step
from fieldsurvey.interview.typed.answering import ACKNOWLEDGED, SELECT_MULTIPLE, SELECT_ONE
from fieldsurvey.interview.typed.digits import choice_titles
from fieldsurvey.interview.typed.understanding import understood_line

_BLANK = ""


def ask_question(terminal: Terminal, turn: Turn, step: Step) -> str | Command:
    """Return what the person says to the question of a step, as typed; or a Command."""
    assert step.question is not None
    lines = question_lines(step)
    base = step.question.base_type
    stored = step.answer if isinstance(step.answer, str) else step.proposal
    is_searched = len(step.choices) > SEARCHED_FROM
    if base in SELECT_ONE and is_searched:
        searched = searched_choices(step.choices, stored)
        found: str | Command = search(terminal, turn, step, lines, searched, blank_row(step))
        return found
    if base in SELECT_ONE:
        titles = choice_titles(step.choices, terminal.columns, before=3)
        rows = [Row(blank_row(step), _BLANK), *choice_rows(titles, step.choices)]
        default = stored if any(stored == row.value for row in rows) else _BLANK
        said: str | Command = choose(terminal, turn, step, lines, rows, default)
        return said
    if base in SELECT_MULTIPLE:
        put = search_several if is_searched else mark
        return put(terminal, turn, step, lines, stored)
    if base in ("acknowledge", "trigger"):
        rows = [Row(blank_row(step), _BLANK), Row(_("OK, acknowledged"), ACKNOWLEDGED)]
        said = choose(terminal, turn, step, lines, rows, stored)
        return said
    if base == "rank":
        lines += [[("", f"  {title}")] for title in choice_titles(step.choices)]

    def understood(typed: str) -> Line:
        return understood_line(step, typed, turn.conversation.evaluation.now)

    return write(terminal, turn, step, lines, terminal.typed_at(step) or stored, understood)
