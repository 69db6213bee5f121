"""Rows of a repeat that come and go, and everything said that moves with them. Pure.

Takes all that was said, by path; gives all that is said once a row was copied or removed, and the
ordinary entries that make the one of the other: whoever folds lines needs no new kind of them.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from enum import Enum

from fieldsurvey.chain.interview import Photo
from fieldsurvey.chain.lines.line import Entry, Kind
from fieldsurvey.expressions.values import AnswerValue, SpecialAnswer
from fieldsurvey.interview.logic.paths import row_path


@dataclass(frozen=True, slots=True)
class Said:
    """Everything said to one question."""

    answer: AnswerValue | None = None
    """None where nothing was said yet."""
    remark: str = ""
    description: str = ""
    """What, who, since when of a problem."""
    photos: tuple[Photo, ...] = ()
    photos_absent: str = ""
    """Why there is no picture."""


class Deed(Enum):
    """What was done to a row."""

    ADDED = "added"
    COPIED = "copied"
    REMOVED = "removed"
    BROUGHT_BACK = "brought_back"


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row that came or went."""

    deed: Deed
    repeat: str
    """Its path."""
    number: int
    """Of the row, from 1: of the new one, or as the removed one was."""
    copied_from: int = 0


MakeEntry = Callable[[Kind, str, object], Entry]
"""Makes an entry of this interview from its kind, its path and its value."""


def gather(
    answers: Mapping[str, AnswerValue],
    remarks: Mapping[str, str],
    descriptions: Mapping[str, str],
    photos: Mapping[str, tuple[Photo, ...]],
    photos_absent: Mapping[str, str],
) -> dict[str, Said]:
    """Return everything that was said, by path."""
    paths = dict.fromkeys((*answers, *remarks, *descriptions, *photos, *photos_absent))
    return {
        path: Said(
            answers.get(path),
            remarks.get(path, ""),
            descriptions.get(path, ""),
            photos.get(path, ()),
            photos_absent.get(path, ""),
        )
        for path in paths
    }


def after_removal(path: str, repeat: str, number: int) -> str | None:
    """Return where `path` is once row `number` of `repeat` is removed; None where it is gone."""
    start = f"{repeat}["
    if not path.startswith(start):
        return path
    digits, _bracket, rest = path[len(start) :].partition("]/")
    row = int(digits)
    if row == number:
        return None
    return f"{row_path(repeat, row - 1)}{rest}" if row > number else path


def without_row(said: Mapping[str, Said], repeat: str, number: int) -> dict[str, Said]:
    """Return what is said once a row is removed: the rows after it move up by one."""
    moved = ((after_removal(path, repeat, number), said[path]) for path in said)
    return {path: what for path, what in moved if path is not None}


def with_copy(
    said: Mapping[str, Said],
    repeat: str,
    number: int,
    to: int,
    is_copied: Callable[[str], bool],
) -> dict[str, Said]:
    """Return what is said once the answers of row `number` are in row `to`, too.

    Remarks, descriptions and pictures tell of one row, and stay with it.

    Args:
        said: By path.
        repeat: Path of the repeat.
        number: Of the row copied.
        to: Number of a row that nothing is said in.
        is_copied: Whether the answer at a path is copied.
    """
    row, other = row_path(repeat, number), row_path(repeat, to)
    copies = {
        other + path[len(row) :]: Said(what.answer)
        for path, what in said.items()
        if path.startswith(row) and what.answer is not None and is_copied(path)
    }
    return {**said, **copies}


def entries_between(
    before: Mapping[str, Said], after: Mapping[str, Said], because: str, make: MakeEntry
) -> tuple[Entry, ...]:
    """Return the entries that make what is said `after` of what was said `before`.

    The one at `because`, the number of rows, comes last: the interview goes on from there.
    """
    paths = [path for path in dict.fromkeys((*before, *after)) if path != because]
    return tuple(
        entry
        for path in (*paths, because)
        for entry in _entries_at(
            path, before.get(path, Said()), after.get(path, Said()), because, make
        )
    )


def answers_after(
    answers: Mapping[str, AnswerValue], entries: tuple[Entry, ...], after: Mapping[str, Said]
) -> tuple[str, ...]:
    """Return the paths answered once entries are folded, in the order first said."""
    order = dict.fromkeys(answers)
    for entry in entries:
        if entry.kind is Kind.WITHDRAW:
            order.pop(entry.question, None)
        elif entry.kind is Kind.ANSWER:
            order.setdefault(entry.question)
    return tuple(path for path in order if after[path].answer is not None)


def _entries_at(path: str, was: Said, now: Said, because: str, make: MakeEntry) -> Iterator[Entry]:
    if was == now:
        return
    if _loses(was, now):
        yield make(Kind.WITHDRAW, path, {"reason": "row", "because": because})
        was = Said()
    if now.answer is not None and now.answer != was.answer:
        yield make(Kind.ANSWER, path, as_json(now.answer))
    if now.remark != was.remark:
        yield make(Kind.NOTE, path, {"remark": now.remark})
    if now.description != was.description:
        yield make(Kind.NOTE, path, {"description": now.description})
    for photo in now.photos[len(was.photos) :]:
        yield make(Kind.PHOTO, path, asdict(photo))
    if now.photos_absent and now.photos_absent != was.photos_absent:
        yield make(Kind.PHOTO, path, {"absent": now.photos_absent})


def as_json(answer: AnswerValue) -> object:
    """Return an answer as the value of an entry."""
    return {"special": answer.value} if isinstance(answer, SpecialAnswer) else answer


def _loses(was: Said, now: Said) -> bool:
    """Say whether something goes that only a withdrawal takes away."""
    return (
        (was.answer is not None and now.answer is None)
        or was.photos != now.photos[: len(was.photos)]
        or bool(was.photos_absent and not now.photos_absent)
    )
