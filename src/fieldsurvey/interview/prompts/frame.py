"""A prompt in, the same with heading, question and key line around it out."""

from collections.abc import Callable
from typing import Any, TypeAlias

from prompt_toolkit.application import Application
from prompt_toolkit.filters import Condition, to_filter
from prompt_toolkit.formatted_text import FormattedText
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.keys import Keys
from prompt_toolkit.layout import (
    BufferControl,
    ConditionalContainer,
    Dimension,
    FormattedTextControl,
    HSplit,
    Layout,
    Window,
)
from prompt_toolkit.styles import Style

from fieldsurvey.interview.prompts.guarding import guard
from fieldsurvey.interview.showing.columns import Line, wrap
from fieldsurvey.interview.showing.screen import STYLES

STYLE = Style.from_dict(STYLES)

_ROWS_WITH_HEADING = 14
_ROWS_WITH_KEYS = 9


Lines: TypeAlias = Callable[[int], list[Line]]
"""Gives lines for a window of so many columns, anew each time it is drawn."""


def surround(
    application: Application[Any], heading: Lines, lines: Lines, below: Lines, keys: Lines
) -> None:
    """Put the heading and the question above a prompt, and the key line below it.

    A window too low for all of it keeps the question and lets the rest go.

    Args:
        application: The prompt.
        heading: Who, where, how far.
        lines: The question.
        below: Said about what is typed.
        keys: The key line.
    """

    def rows() -> int:
        return application.output.get_size().rows

    focused = application.layout.current_window
    if isinstance(focused.content, BufferControl):
        focused.dont_extend_height = to_filter(True)
    application.layout = Layout(
        HSplit(
            [
                ConditionalContainer(
                    HSplit(
                        [
                            Window(char="─", height=1, style="class:quiet"),
                            lines_window(lambda: application, heading),
                        ]
                    ),
                    filter=Condition(lambda: rows() >= _ROWS_WITH_HEADING),
                ),
                lines_window(lambda: application, lines),
                application.layout.container,
                lines_window(lambda: application, below),
                Window(height=Dimension(preferred=0)),
                ConditionalContainer(
                    lines_window(lambda: application, lambda columns: [[], *keys(columns)]),
                    filter=Condition(lambda: rows() >= _ROWS_WITH_KEYS),
                ),
            ]
        ),
        focused_element=focused,
    )


def lines_window(application: Callable[[], Application[Any]], lines: Lines) -> Window:
    """Return a window as high as its lines are, broken between words."""

    def pieces() -> FormattedText:
        width = application().output.get_size().columns
        wrapped = [part for line in lines(width) for part in wrap(line, width)]
        return FormattedText([piece for part in wrapped for piece in [*part, ("", "\n")]][:-1])

    return Window(FormattedTextControl(pieces), wrap_lines=True, dont_extend_height=True)


def show_alone(lines: list[Line], on: dict[str, Any]) -> None:
    """Show lines and nothing else until any key is pressed.

    Args:
        lines: What is shown.
        on: Input and output of the application.

    Raises:
        KeyboardInterrupt: The key was Ctrl-C.
    """
    keys = KeyBindings()

    @keys.add(Keys.Any)
    @keys.add(Keys.BracketedPaste)
    def leave(event: KeyPressEvent) -> None:
        event.app.exit()

    @keys.add("c-c")
    def stop(event: KeyPressEvent) -> None:
        event.app.exit(exception=KeyboardInterrupt)

    application: Application[None] = Application(
        layout=Layout(lines_window(lambda: application, lambda _columns: lines)),
        key_bindings=keys,
        style=STYLE,
        erase_when_done=True,
        **on,
    )
    guard(application)
    application.run()
