"""A desk where paper is keyed in, on the terminal; how it stands when the keyer stops, out."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TypeAlias

from prompt_toolkit.application import Application
from prompt_toolkit.formatted_text import FormattedText
from prompt_toolkit.input import Input
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.keys import Keys
from prompt_toolkit.layout import FormattedTextControl, Layout, Window
from prompt_toolkit.output import Output

from fieldsurvey.chain.lines.line import Entry
from fieldsurvey.i18n import LANGUAGES, language, set_language
from fieldsurvey.interview.keying import pressing
from fieldsurvey.interview.keying.desk import ENTER, Desk, Mode
from fieldsurvey.interview.keying.key_help import keying_help
from fieldsurvey.interview.keying.page import page_lines
from fieldsurvey.interview.keys import Command, command_keys
from fieldsurvey.interview.prompts.frame import STYLE
from fieldsurvey.interview.prompts.guarding import guard
from fieldsurvey.interview.showing.columns import Line
from fieldsurvey.interview.showing.screen import Heading

Save: TypeAlias = Callable[[Sequence[Entry]], object]
Move: TypeAlias = Callable[[Desk], Desk]

_MOVES: dict[Command, Move] = {
    Command.BACK: pressing.back,
    Command.FORWARD: pressing.forward,
    Command.LIST: pressing.go_to,
    Command.REMARK: pressing.remark,
    Command.SPECIAL: pressing.special,
}


class PaperDesk:
    """Keys a paper form at a terminal: a page of the paper on the whole screen.

    Every completed field is saved before the next key is looked at; keys typed ahead wait.
    Where saving fails nothing is lost: what was keyed is saved first by the next `run`.
    """

    def __init__(
        self,
        desk: Desk,
        heading: Heading,
        save: Save,
        terminal: tuple[Input, Output] | None = None,
    ) -> None:
        self.desk = desk
        self._heading = heading
        self._save = save
        self._shows_help = False
        self._terminal = terminal or (None, None)

    def run(self) -> Desk:
        """Key until the keyer says it is done, or leaves.

        Raises:
            KeyboardInterrupt: Ctrl-C; all completed fields are saved.
            ChainError: Saving failed; call `run` again, or give up.
        """
        self._keep(self.desk)
        with suppress(EOFError):
            self._application().run()
        return self.desk

    def _application(self) -> "Application[None]":
        control = FormattedTextControl(self._shown, focusable=True, show_cursor=False)
        application: Application[None] = Application(
            layout=Layout(Window(control, always_hide_cursor=True)),
            key_bindings=self._keys(),
            style=STYLE,
            full_screen=True,
            input=self._terminal[0],
            output=self._terminal[1],
            before_render=self._measure,
        )
        guard(application)
        return application

    def _measure(self, application: "Application[None]") -> None:
        self._size = application.output.get_size()

    def _shown(self) -> FormattedText:
        size = self._size
        lines = (
            keying_help()
            if self._shows_help
            else page_lines(self.desk, self._heading, size.columns, size.rows)
        )
        return _formatted(lines[: size.rows])

    def _keep(self, desk: Desk) -> None:
        """Save what was keyed; only then does it stand on the screen."""
        self.desk = desk
        if desk.keyed.entries:
            self._save(desk.keyed.entries)
            self.desk = desk.saved()

    def _go(self, event: KeyPressEvent, move: Move) -> None:
        if self._shows_help:
            self._shows_help = False
            return
        moved = move(self.desk)
        try:
            self._keep(moved)
        except Exception as failed:
            event.app.exit(exception=failed)
            return
        if moved.is_refused:
            event.app.output.bell()
        if moved.mode is Mode.DONE:
            event.app.exit()

    def _keys(self) -> KeyBindings:
        keys = KeyBindings()
        for command_key in command_keys():
            if command_key.command is Command.QUICK_EXIT:
                continue
            for key in (command_key.key, *command_key.twins):
                self._bind_command(keys, key, command_key.command)
        keys.add("up")(lambda event: self._go(event, pressing.up))
        keys.add("down")(lambda event: self._go(event, pressing.down))
        keys.add("enter")(
            lambda event: self._go(event, lambda desk: pressing.type_text(desk, ENTER))
        )
        keys.add("backspace")(lambda event: self._go(event, pressing.erase))

        @keys.add(Keys.BracketedPaste)
        def paste(event: KeyPressEvent) -> None:
            for character in event.data.replace("\r\n", "\r").replace("\n", "\r"):
                self._type(event, character)

        @keys.add(Keys.Any)
        def type_in(event: KeyPressEvent) -> None:
            for character in event.data:
                self._type(event, character)

        @keys.add("c-c")
        @keys.add("<sigint>")
        def interrupt(event: KeyPressEvent) -> None:
            event.app.exit(exception=KeyboardInterrupt())

        @keys.add("c-d")
        def end(event: KeyPressEvent) -> None:
            event.app.exit()

        return keys

    def _type(self, event: KeyPressEvent, character: str) -> None:
        if not event.app.is_done and (character == ENTER or character.isprintable()):
            self._go(event, lambda desk: pressing.type_text(desk, character))

    def _bind_command(self, keys: KeyBindings, key: str, command: Command) -> None:
        @keys.add(key, eager=True)
        def obey(event: KeyPressEvent) -> None:
            if command is Command.LEAVE:
                event.app.exit()
            elif command is Command.HELP:
                self._shows_help = not self._shows_help
            elif command is Command.LANGUAGE:
                set_language(LANGUAGES[1 - LANGUAGES.index(language())])
            elif command in _MOVES:
                self._go(event, _MOVES[command])


def _formatted(lines: Sequence[Line]) -> FormattedText:
    return FormattedText([piece for line in lines for piece in [*line, ("", "\n")]][:-1])
