"""One terminal: lines are said on it, and prompts of questionary are run on it.

A prompt stands between the heading and the key line, and has the keys of `keys` beside its own.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import questionary
from prompt_toolkit import print_formatted_text
from prompt_toolkit.formatted_text import FormattedText
from prompt_toolkit.input import Input
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.output import Output, create_output

from fieldsurvey.interview.conducting import Turn
from fieldsurvey.interview.keys import Command, command_keys
from fieldsurvey.interview.photos.album import Album
from fieldsurvey.interview.prompts.frame import STYLE, show_alone, surround
from fieldsurvey.interview.prompts.guarding import guard
from fieldsurvey.interview.prompts.marks import with_marks_for
from fieldsurvey.interview.prompts.row_keys import Binding, Titles, bind_keys, break_titles_anew
from fieldsurvey.interview.prompts.tidying import tidy_when_idle
from fieldsurvey.interview.showing.columns import Line, wrap
from fieldsurvey.interview.showing.screen import Heading, heading_lines, key_lines
from fieldsurvey.interview.showing.step import Step

_CLOCK_S = 20
"""A prompt is drawn anew so often, for the time of day in its heading."""


def nothing_understood(_typed: str) -> Line:
    """Say nothing about what is typed."""
    return []


@dataclass(frozen=True, slots=True)
class Aids:
    """What helps to answer one prompt."""

    bind: Binding | None = None
    """Adds keys to the rows of a list."""
    titles: Titles | None = None
    """The titles of the last rows, for a window of so many columns: long ones are broken."""
    understood: Callable[[str], Line] = nothing_understood
    """What will be kept of what is typed."""


NO_AIDS = Aids()


@dataclass(slots=True)
class Terminal:
    """Where a person reads and types."""

    heading: Heading
    now: Callable[[], datetime | None] = lambda: None
    """The time of day; None shows none."""
    input: Input | None = None
    """None: the program's own."""
    output: Output = field(default_factory=lambda: with_marks_for(create_output()))
    album: Album | None = None
    """Where pictures are kept; None where none can be attached."""
    typed: tuple[str, str] = ("", "")
    """Where something was typed last, and what: not taken, it stands there to be corrected."""

    @property
    def columns(self) -> int:
        """Width of the window."""
        return self.output.get_size().columns

    def say(self, lines: Iterable[Line]) -> None:
        """Print lines above the prompt, where they stay."""
        for line in lines:
            for part in wrap(line, self.columns):
                print_formatted_text(FormattedText(part), style=STYLE, output=self.output)

    def show(self, lines: list[Line]) -> None:
        """Show lines alone on the screen until any key is pressed."""
        show_alone(lines, {"input": self.input, "output": self.output})

    def typed_at(self, step: Step) -> str:
        """Return what was typed at a step and not taken; blank where nothing was."""
        where, typed = self.typed
        return typed if where == place_of(step) else ""

    def run(
        self,
        turn: Turn,
        step: Step,
        lines: list[Line],
        make: Callable[..., questionary.Question],
        aids: Aids = NO_AIDS,
        **options: Any,
    ) -> Any:
        """Run one prompt; return what it gives, or the Command whose key was pressed.

        Args:
            turn: What stands in the heading is read from it.
            step: What is asked.
            lines: Said above the prompt.
            make: Makes the prompt: a function of questionary.
            aids: What helps to answer.
            options: For `make`.
        """
        question = make("", qmark="›", style=STYLE, input=self.input, output=self.output, **options)
        application = question.application
        surround(
            application,
            heading=lambda columns: self._heading(turn, step, columns),
            lines=lambda _columns: lines,
            below=lambda _columns: [aids.understood(application.current_buffer.text)],
            keys=lambda columns: key_lines(columns, in_row="/" in step.path),
        )
        application.refresh_interval = _CLOCK_S
        break_titles_anew(application, aids.titles)
        bind_keys(application, self._command_keys(step), aids.bind)
        application.erase_when_done = True
        tidy_when_idle(application)
        guard(application)
        return question.unsafe_ask()

    def _heading(self, turn: Turn, step: Step, columns: int) -> list[Line]:
        now = self.now()
        clock = f"{now:%H:%M}" if now else ""
        return heading_lines(self.heading, turn.conversation, step, columns, clock)

    def _command_keys(self, step: Step) -> KeyBindings:
        keys = KeyBindings()
        for command_key in command_keys():
            if command_key.command is Command.QUICK_EXIT:
                continue
            for key in (command_key.key, *command_key.twins):

                @keys.add(key, eager=True)
                def leave_with(
                    event: KeyPressEvent, command: Command = command_key.command
                ) -> None:
                    self.typed = (place_of(step), event.current_buffer.text)
                    event.app.exit(result=command)

        return keys


def place_of(step: Step) -> str:
    """Return what tells one place where something is typed from another."""
    return f"{step.kind.value} {step.path}"
