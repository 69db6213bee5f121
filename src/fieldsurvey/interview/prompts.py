"""Puts a turn of the conversation on the terminal and gives the action the person chose.

The only module that knows questionary. Each prompt is a question of questionary with the heading
and the key line put around it, and the keys of `keys` merged into its own.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeAlias, cast

import questionary
from prompt_toolkit import print_formatted_text
from prompt_toolkit.application import Application
from prompt_toolkit.filters import Condition, to_filter
from prompt_toolkit.formatted_text import FormattedText
from prompt_toolkit.input import Input
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent, merge_key_bindings
from prompt_toolkit.keys import Keys
from prompt_toolkit.layout import (
    ConditionalContainer,
    FormattedTextControl,
    HSplit,
    Layout,
    Window,
)
from prompt_toolkit.output import Output, create_output
from prompt_toolkit.styles import Style
from questionary.prompts.common import Choice as Row
from questionary.prompts.common import InquirerControl

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
from fieldsurvey.interview.digits import Digits, choice_titles
from fieldsurvey.interview.finishing import SIGNATURES
from fieldsurvey.interview.keys import Command, command_keys
from fieldsurvey.interview.menus import jump_menu, review_menu, special_menu
from fieldsurvey.interview.review import review
from fieldsurvey.interview.screen import (
    STYLES,
    Heading,
    description_lines,
    heading_lines,
    help_lines,
    key_line,
    outcome_lines,
    question_lines,
    review_lines,
)
from fieldsurvey.interview.step import Step, StepKind
from fieldsurvey.questionnaire.model import Choice

STYLE = Style.from_dict(STYLES)

_BLANK = ""

_ROWS_WITH_HEADING = 14
_ROWS_WITH_KEYS = 9

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
        if base in SELECT_ONE:
            titles = choice_titles(step.choices, self._output.get_size().columns, before=3)
            rows = [Row("—", _BLANK), *_choice_rows(titles, step.choices)]
            default = stored if any(stored == row.value for row in rows) else _BLANK
            said: str | Command = self._choose(turn, step, lines, rows, default)
            return said
        if base in SELECT_MULTIPLE:
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
            bind=_choosing_keys,
        )

    def _mark(self, turn: Turn, step: Step, lines: list[Line], stored: str) -> str | Command:
        titles = choice_titles(step.choices, self._output.get_size().columns, before=5)
        rows = _choice_rows(titles, step.choices, marked=stored.split())
        chosen = self._run(
            turn,
            step,
            lines,
            questionary.checkbox,
            choices=rows,
            instruction=_("Press the number of each that applies, then Enter"),
            use_jk_keys=False,
            use_emacs_keys=False,
            bind=_marking_keys,
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
        rows = _rows(special_menu(step))
        chosen = self._choose(turn, step, lines, rows, rows[0].value)
        return Answer(chosen) if isinstance(chosen, SpecialAnswer) else None

    def _jump(self, turn: Turn, step: Step) -> Action | None:
        """Let the person search the list of all questions."""
        chosen = self._run(
            turn,
            step,
            [[("class:question", _("Where to? Type to search."))]],
            questionary.select,
            choices=_rows(jump_menu(turn.conversation)),
            default=turn.conversation.at,
            instruction=" ",
            use_jk_keys=False,
            use_emacs_keys=False,
            use_search_filter=True,
            bind=_searching_keys,
        )
        return None if isinstance(chosen, Command) else Jump(chosen)

    def _review(self, turn: Turn) -> Action | Command:
        """Show what is left to be mended, else let two inspectors sign."""
        gone_through = review(turn.conversation)
        lines = review_lines(gone_through, turn.conversation, self._heading)
        rows = _rows(review_menu(gone_through, turn.conversation))
        step = turn.conversation.step()
        chosen: Action | Command = self._choose(turn, step, lines, rows, rows[0].value)
        return self._sign(turn, step) if isinstance(chosen, Finish) else chosen

    def _sign(self, turn: Turn, step: Step) -> Action | Command:
        names: list[str] = []
        while len(names) < SIGNATURES:
            who = _("Signature {number} of {count}").format(number=len(names) + 1, count=SIGNATURES)
            lines: list[Line] = [[("class:question", who)]]
            left = [name for name in self._inspectors if name not in names]
            rows = _numbered(left)
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
        bind: "Binding | None" = None,
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
        _surround(question.application, heading, lines)
        _bind(question.application, self._command_keys(step), bind)
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


Binding: TypeAlias = Callable[[InquirerControl, KeyBindings], None]
"""Adds the keys of the choices of a list."""


def _choice_rows(
    titles: Sequence[str], choices: Sequence[Choice], marked: Sequence[str] = ()
) -> list[Row]:
    return [
        Row(title, choice.name, checked=choice.name in marked)
        for title, choice in zip(titles, choices, strict=True)
    ]


def _rows(menu: Iterable[tuple[str, Any]]) -> list[Row]:
    return [Row(title, value) for title, value in menu]


def _numbered(names: Iterable[str]) -> list[Row]:
    return [Row(f"{number}  {name}", name) for number, name in enumerate(names, start=1)]


def _choosing_keys(control: InquirerControl, keys: KeyBindings) -> None:
    """Make digits choose: at once where no longer number begins with what was typed."""
    digits = _digits_of(control)

    def type_digit(event: KeyPressEvent) -> None:
        digits.type(event.data)
        place = digits.place()
        if place is not None:
            control.pointed_at = place
            if not digits.may_go_on():
                event.app.exit(result=control.get_pointed_at().value)

    _bind_digits(keys, type_digit)


def _marking_keys(control: InquirerControl, keys: KeyBindings) -> None:
    """Make digits mark and unmark; a second digit takes the mark of the first back."""
    digits = _digits_of(control)

    def type_digit(event: KeyPressEvent) -> None:
        before = digits.place()
        if digits.type(event.data) and before is not None:
            _toggle(control, before)
        place = digits.place()
        if place is not None:
            control.pointed_at = place
            _toggle(control, place)
        if not digits.may_go_on():
            digits.forget()

    _bind_digits(keys, type_digit)


def _digits_of(control: InquirerControl) -> Digits:
    return Digits(str(row.title) for row in control.choices)


def _searching_keys(control: InquirerControl, keys: KeyBindings) -> None:
    """Make every character search, not only ASCII; Enter waits while nothing is found."""

    @Condition
    def is_lost() -> bool:
        is_found = bool(control.filtered_choices) and control.found_in_search
        return bool(control.search_filter) and not is_found

    keys.add(Keys.ControlM, eager=True, filter=is_lost)(lambda event: None)

    @keys.add(Keys.Any)
    def search(event: KeyPressEvent) -> None:
        for character in event.data:
            if character.isprintable():
                control.add_search_character(cast(Keys, character))


def _bind_digits(keys: KeyBindings, handler: Callable[[KeyPressEvent], None]) -> None:
    for digit in "0123456789":
        keys.add(digit, eager=True)(handler)


def _toggle(control: InquirerControl, place: int) -> None:
    value = control.choices[place].value
    if value in control.selected_options:
        control.selected_options.remove(value)
    else:
        control.selected_options.append(value)


def _bind(application: Application[Any], keys: KeyBindings, bind: Binding | None) -> None:
    """Add keys to a prompt, and those of the rows of its list."""
    control = _list_of(application)
    if bind is not None and control is not None:
        bind(control, keys)
    own = [application.key_bindings] if application.key_bindings else []
    application.key_bindings = merge_key_bindings([*own, keys])


def _list_of(application: Application[Any]) -> InquirerControl | None:
    """Return the list of rows of a prompt that has one, set to wrap long rows."""
    for window in application.layout.find_all_windows():
        if isinstance(window.content, InquirerControl):
            window.wrap_lines = to_filter(True)
            return window.content
    return None


def _surround(application: Application[Any], heading: list[Line], lines: list[Line]) -> None:
    """Put the heading and the question above a prompt, and the key line below it.

    A window too low for all of it keeps the question and lets the rest go.
    """

    def rows() -> int:
        return application.output.get_size().rows

    focused = application.layout.current_window
    keys = [[], key_line()]
    application.layout = Layout(
        HSplit(
            [
                ConditionalContainer(
                    HSplit(
                        [
                            Window(char="─", height=1, style="class:quiet"),
                            _lines_window(application, heading),
                        ]
                    ),
                    filter=Condition(lambda: rows() >= _ROWS_WITH_HEADING),
                ),
                _lines_window(application, lines),
                application.layout.container,
                ConditionalContainer(
                    _lines_window(application, keys),
                    filter=Condition(lambda: rows() >= _ROWS_WITH_KEYS),
                ),
            ]
        ),
        focused_element=focused,
    )


def _lines_window(application: Application[Any], lines: list[Line]) -> Window:
    def pieces() -> FormattedText:
        width = application.output.get_size().columns
        wrapped = [part for line in lines for part in wrap(line, width)]
        return FormattedText([piece for part in wrapped for piece in [*part, ("", "\n")]][:-1])

    return Window(FormattedTextControl(pieces), wrap_lines=True, dont_extend_height=True)


def ask_pair(
    members: Sequence[str], terminal: tuple[Input, Output] | None = None
) -> tuple[str, ...]:
    """Ask which two of the team are there; the first is at the keyboard.

    Raises:
        KeyboardInterrupt: The person gave up.
    """
    on: dict[str, Any] = {"input": terminal[0], "output": terminal[1]} if terminal else {}
    pair: list[str] = []
    while len(pair) < SIGNATURES:
        left = [name for name in members if name not in pair]
        asked = questionary.select(
            (_("Who is at the keyboard?"), _("Who else is there?"))[len(pair)],
            choices=_numbered(left),
            use_jk_keys=False,
            use_emacs_keys=False,
            qmark="",
            instruction=" ",
            style=STYLE,
            **on,
        )
        _bind(asked.application, KeyBindings(), _choosing_keys)
        asked.application.erase_when_done = True
        pair.append(asked.unsafe_ask())
    return tuple(pair)
