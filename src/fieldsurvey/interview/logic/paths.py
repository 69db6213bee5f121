"""Paths of questions: `age`, and inside repeats `member[2]/age`, `member[2]/loan[1]/amount`."""

from collections.abc import Mapping, Sequence

ROWS_MOST = 200
"""The most rows one repeat may have; a count beyond it is a slip of the finger."""

_CHECK = "check:"


def name_of(path: str) -> str:
    """Return the name of the question a path leads to: `age`."""
    return path.rpartition("/")[2] if "/" in path else path


def row_of(path: str) -> str:
    """Return the row a path stands in, with its slash: `member[2]/`; '' outside repeats."""
    head, slash, _name = path.rpartition("/")
    return head + slash


def row_path(repeat_path: str, number: int) -> str:
    """Return the start of every path in row `number` (from 1) of a repeat: `member[2]/`."""
    return f"{repeat_path}[{number}]/"


def repeat_of(row: str) -> str:
    """Return the path of the repeat that a row belongs to: `member[2]/` → `member`."""
    return row.rpartition("[")[0]


def check_path(code: str, row: str = "") -> str:
    """Return where the reason for what a check finds is kept: `check:C-03`, `member[2]/check:C-03`.

    No question can have such a name.
    """
    return f"{row}{_CHECK}{code}"


def code_of(path: str) -> str:
    """Return the code of the check a path is of: `C-03`; '' for the path of a question."""
    name = name_of(path)
    return name.removeprefix(_CHECK) if name.startswith(_CHECK) else ""


def rows_of(repeats: Sequence[str], rows: Mapping[str, int]) -> tuple[str, ...]:
    """Return every row there is for something that stands in `repeats`, outermost first.

    Args:
        repeats: Names of the repeats, outermost first; none gives the one row ''.
        rows: Number of rows by the path of a repeat.
    """
    starts: tuple[str, ...] = ("",)
    for name in repeats:
        starts = tuple(
            row_path(start + name, number)
            for start in starts
            for number in range(1, rows.get(start + name, 0) + 1)
        )
    return starts
