"""Text measured in the columns of a terminal, where a Chinese character takes two. Pure."""

from rich.cells import cell_len, set_cell_size


def one_line(text: str) -> str:
    """Return `text` without line breaks and double blanks."""
    return " ".join(text.split())


def cut(text: str, width: int) -> str:
    """Return `text` in at most `width` columns, with … where it was cut."""
    return text if cell_len(text) <= width else set_cell_size(text, width - 1).rstrip() + "…"


def pad(text: str, width: int) -> str:
    """Return `text` with blanks up to `width` columns; longer text stays as it is."""
    return text + " " * max(0, width - cell_len(text))
