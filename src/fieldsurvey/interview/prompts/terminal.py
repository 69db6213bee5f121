"""A turn of the conversation in, the action the person chose at the terminal out."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import questionary
from prompt_toolkit import print_formatted_text
from prompt_toolkit.formatted_text import FormattedText
from prompt_toolkit.input import Input
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.output import Output, create_output
from questionary.prompts.common import Choice as Row

from fieldsurvey.expressions.values import SpecialAnswer
from fieldsurvey.i18n import LANGUAGES, _, language, set_language
from fieldsurvey.interview.answering import ACKNOWLEDGED, SELECT_MULTIPLE, SELECT_ONE
from fieldsurvey.interview.columns import Line, wrap
from fieldsurvey.interview.conducting import (
    Action,
    Answer,
    Back,
    Describe,
    Finish,
    Forward,
    Jump,
    Leave,
    Remark,
    Turn,
)
from fieldsurvey.interview.digits import choice_titles
from fieldsurvey.interview.finishing import SIGNATURES
from fieldsurvey.interview.keys import Command, command_keys
from fieldsurvey.interview.menus import jump_menu, review_menu, special_menu
from fieldsurvey.interview.prompts.frame import STYLE, surround
from fieldsurvey.interview.prompts.row_keys import (
    Binding,
    bind_keys,
    choosing_keys,
    marking_keys,
    searching_keys,
)
from fieldsurvey.interview.prompts.rows import choice_rows, menu_rows, numbered_rows
from fieldsurvey.interview.review import review
from fieldsurvey.interview.screen import (
    SEARCHED_FROM,
    Heading,
    description_lines,
    heading_lines,
    help_lines,
    outcome_lines,
    question_lines,
    review_lines,
)
from fieldsurvey.interview.step import Step, StepKind

_BLANK = ""

_LISTED_MOST = 500
"""Choices that are shown as a list; of more, the code or the name is typed."""

_MOVES: Mapping[Command, Action] = {
    Command.BACK: Back(),
    Command.FORWARD: Forward(),
    Command.LEAVE: Leave(),
}


class TerminalPrompts:
    """Asks a person at a terminal; an `ask` for `conduct_interview`.

    Ctrl-C comes through as KeyboardInterrupt; a closed input leaves the interview.
    """

    def __init__(
        self,
        heading: Heading,
        inspectors: Sequence[str] = (),
        *,
        terminal: tuple[Input, Output] | None = None,
    ) -> None:
        self._heading = heading
        self._inspectors = tuple(inspectors)
        self._input: Input | None = terminal[0] if terminal else None
        self._output: Output = terminal[1] if terminal else create_output()
        self._typed = ("", "")
        """Where something was typed last, and what: not taken, it stands there to be corrected."""

    def __call__(self, turn: Turn) -> Action:
        """Show what became of the last action, ask, and return the next action."""
        self._say(outcome_lines(turn, self._heading))
        if turn.taken:
            self._typed = ("", "")
        try:
            if turn.refusal and turn.refusal.wants_remark:
                why = self._write(turn, _("Why is it so?"))
                if isinstance(why, str) and why:
                    return Answer(self._typed[1], why)
            return self._ask(turn)
        except EOFError:
            return Leave()

    def _ask(self, turn: Turn) -> Action:
        """Ask until there is an action; help and the language change nothing in the interview."""
        while True:
            step = turn.conversation.step()
            chosen = self._put(turn, step)
            action = self._command(turn, step, chosen) if isinstance(chosen, Command) else chosen
            if action is not None:
                return action

    def _put(self, turn: Turn, step: Step) -> Action | Command:
        if step.kind is StepKind.REVIEW:
            return self._review(turn)
        if step.kind is StepKind.DESCRIPTION:
            lines = description_lines(step, self._heading, turn.conversation)
            text = self._run(turn, step, lines, questionary.text, default=self._kept(step))
            return text if isinstance(text, Command) else Describe(step.path, text)
        said = self._question(turn, step)
        if isinstance(said, Command):
            return said
        self._typed = (_place(step), said)
        return Answer(said)

    def _kept(self, step: Step) -> str:
        where, typed = self._typed
        return typed if where == _place(step) else ""

    def _question(self, turn: Turn, step: Step) -> str | Command:
        assert step.question is not None
        lines = question_lines(step)
        base = step.question.base_type
        stored = step.answer if isinstance(step.answer, str) else step.proposal
        is_listed = len(step.choices) <= _LISTED_MOST
        if base in SELECT_ONE and is_listed:
            titles = choice_titles(step.choices, self._output.get_size().columns, before=3)
            rows = [Row("—", _BLANK), *choice_rows(titles, step.choices)]
            default = stored if any(stored == row.value for row in rows) else _BLANK
            put = self._search if len(step.choices) > SEARCHED_FROM else self._choose
            said: str | Command = put(turn, step, lines, rows, default)
            return said
        if base in SELECT_MULTIPLE and is_listed:
            return self._mark(turn, step, lines, stored)
        if base in ("acknowledge", "trigger"):
            rows = [Row("—", _BLANK), Row(_("OK, acknowledged"), ACKNOWLEDGED)]
            said = self._choose(turn, step, lines, rows, stored)
            return said
        if base == "rank":
            lines += [[("", f"  {title}")] for title in choice_titles(step.choices)]
        default = self._kept(step) or stored
        text: str | Command = self._run(turn, step, lines, questionary.text, default=default)
        return text

    def _choose(
        self, turn: Turn, step: Step, lines: list[Line], rows: list[Row], default: object
    ) -> Any:
        """Return the value of the row chosen by key or by arrows and Enter."""
        return self._run(
            turn,
            step,
            lines,
            questionary.select,
            choices=rows,
            default=default,
            instruction=_("Press the number, or ↑ ↓ and Enter"),
            use_jk_keys=False,
            use_emacs_keys=False,
            bind=choosing_keys,
        )

    def _search(
        self, turn: Turn, step: Step, lines: list[Line], rows: list[Row], default: object
    ) -> Any:
        """Return the value of the row found by typing a part of it."""
        return self._run(
            turn,
            step,
            lines,
            questionary.select,
            choices=rows,
            default=default,
            instruction=" ",
            use_jk_keys=False,
            use_emacs_keys=False,
            use_search_filter=True,
            bind=searching_keys,
        )

    def _mark(self, turn: Turn, step: Step, lines: list[Line], stored: str) -> str | Command:
        titles = choice_titles(step.choices, self._output.get_size().columns, before=5)
        rows = choice_rows(titles, step.choices, marked=stored.split())
        chosen = self._run(
            turn,
            step,
            lines,
            questionary.checkbox,
            choices=rows,
            instruction=_("Press the number of each that applies, then Enter"),
            use_jk_keys=False,
            use_emacs_keys=False,
            bind=marking_keys,
        )
        return chosen if isinstance(chosen, Command) else " ".join(chosen)

    def _command(self, turn: Turn, step: Step, command: Command) -> Action | None:
        """Return what a command key does; None where it only changed what is shown."""
        match command:
            case Command.HELP:
                self._say(help_lines())
            case Command.LANGUAGE:
                set_language(LANGUAGES[1 - LANGUAGES.index(language())])
            case Command.LIST:
                return self._jump(turn, step)
            case Command.REMARK:
                return self._remark(turn, step)
            case Command.SPECIAL:
                return self._special(turn, step)
        return _MOVES.get(command)

    def _remark(self, turn: Turn, step: Step) -> Action | None:
        text = self._write(turn, _("Remark"), step.remark) if step.path else Command.REMARK
        return Remark(step.path, text) if isinstance(text, str) else None

    def _write(self, turn: Turn, what: str, default: str = "") -> str | Command:
        """Return a line of text about the question asked; what was typed to it stays."""
        typed, step = self._typed, turn.conversation.step()
        lines: list[Line] = [[("class:question", what)]]
        text: str | Command = self._run(turn, step, lines, questionary.text, default=default)
        self._typed = typed
        return text

    def _special(self, turn: Turn, step: Step) -> Action | None:
        if not step.special:
            self._say([[("class:warning", _("This question takes no special answer."))]])
            return None
        lines: list[Line] = [[("class:question", step.label)]]
        rows = menu_rows(special_menu(step))
        chosen = self._choose(turn, step, lines, rows, rows[0].value)
        return Answer(chosen) if isinstance(chosen, SpecialAnswer) else None

    def _jump(self, turn: Turn, step: Step) -> Action | None:
        """Let the person search the list of all questions."""
        lines: list[Line] = [[("class:question", _("Where to? Type to search."))]]
        rows = menu_rows(jump_menu(turn.conversation))
        chosen = self._search(turn, step, lines, rows, turn.conversation.at)
        return None if isinstance(chosen, Command) else Jump(chosen)

    def _review(self, turn: Turn) -> Action | Command:
        """Show what is left to be mended, else let two inspectors sign."""
        gone_through = review(turn.conversation)
        lines = review_lines(gone_through, turn.conversation, self._heading)
        rows = menu_rows(review_menu(gone_through, turn.conversation))
        step = turn.conversation.step()
        chosen: Action | Command = self._choose(turn, step, lines, rows, rows[0].value)
        return self._sign(turn, step) if isinstance(chosen, Finish) else chosen

    def _sign(self, turn: Turn, step: Step) -> Action | Command:
        names: list[str] = []
        while len(names) < SIGNATURES:
            who = _("Signature {number} of {count}").format(number=len(names) + 1, count=SIGNATURES)
            lines: list[Line] = [[("class:question", who)]]
            left = [name for name in self._inspectors if name not in names]
            rows = numbered_rows(left)
            name = (
                self._choose(turn, step, lines, rows, left[0])
                if rows
                else self._run(turn, step, lines, questionary.text)
            )
            if isinstance(name, Command):
                return name
            names.append(name)
        return Finish(tuple(names))

    def _run(
        self,
        turn: Turn,
        step: Step,
        lines: list[Line],
        make: Callable[..., questionary.Question],
        bind: Binding | None = None,
        **options: Any,
    ) -> Any:
        """Run one prompt of questionary with the heading above it and the key line below."""
        question = make(
            "",
            qmark="›",
            style=STYLE,
            input=self._input,
            output=self._output,
            **options,
        )
        heading = heading_lines(self._heading, turn.conversation, step)
        surround(question.application, heading, lines)
        bind_keys(question.application, self._command_keys(step), bind)
        question.application.erase_when_done = True
        return question.unsafe_ask()

    def _command_keys(self, step: Step) -> KeyBindings:
        keys = KeyBindings()
        for command_key in command_keys():
            for key in (command_key.key, *command_key.twins):

                @keys.add(key, eager=True)
                def leave_with(
                    event: KeyPressEvent, command: Command = command_key.command
                ) -> None:
                    self._typed = (_place(step), event.current_buffer.text)
                    event.app.exit(result=command)

        return keys

    def _say(self, lines: Iterable[Line]) -> None:
        """Print lines above the prompt, where they stay."""
        columns = self._output.get_size().columns
        for line in lines:
            for part in wrap(line, columns):
                print_formatted_text(FormattedText(part), style=STYLE, output=self._output)


def _place(step: Step) -> str:
    return f"{step.kind.value} {step.path}"
