"""The keys of the interview in, a table of them out."""

from fieldsurvey.interview.keys import command_keys, shown_key
from printing.markdown import code, table


def command_key_table() -> list[str]:
    """Print every key that asks for something besides an answer."""
    return table(
        ("key", "the same", "with `--plain`", "on the key line", "what it does"),
        [
            (
                code(key.shown),
                ", ".join(code(shown_key(twin)) for twin in key.twins),
                code(f"/{key.letter}"),
                key.word,
                key.meaning,
            )
            for key in command_keys()
        ],
    )
