"""What a paper form says of itself in, asked one line after another, out."""

from collections.abc import Callable

from prompt_toolkit import print_formatted_text
from prompt_toolkit.formatted_text import FormattedText

from fieldsurvey.interview.prompts.alone import Ends, output_of, type_alone
from fieldsurvey.interview.prompts.frame import STYLE
from fieldsurvey.interview.showing.outcome_words import refusal_lines
from fieldsurvey.interview.typed.refusal import Refusal


def ask_line(
    what: str,
    read: Callable[[str], str | Refusal],
    terminal: Ends | None = None,
) -> str:
    """Ask for one line until it can be read and is not blank; return what was understood.

    Raises:
        KeyboardInterrupt: The person gave up.
    """
    while True:
        understood = read(type_alone(what, terminal, stays=True))
        if isinstance(understood, Refusal):
            told = FormattedText(refusal_lines(understood)[0])
            print_formatted_text(told, style=STYLE, output=output_of(terminal))
        elif understood:
            return understood
