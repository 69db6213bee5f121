"""Lines and interviews in, rows of the survey file out; and back."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from functools import lru_cache
from operator import attrgetter
from typing import Any, TypeAlias, cast

from fieldsurvey.chain.folding import read_answer, read_photo
from fieldsurvey.chain.interview import Interview, Keying, Photo, Status
from fieldsurvey.chain.lines.line import Kind, Line
from fieldsurvey.chain.lines.text import read_line
from fieldsurvey.chain.storage.unread import Unread
from fieldsurvey.expressions.values import AnswerValue, SpecialAnswer

INSERT_LINE = (
    "INSERT OR IGNORE INTO line (device, seq, hash, previous, digest, line, kind, interview)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
)
SELECT_LINE = "SELECT line, previous FROM line WHERE line IS NOT NULL"

Row: TypeAlias = Sequence[Any]
"""One row of the survey file's `interview`, in the order of `INTERVIEW_COLUMNS`."""

INTERVIEW_COLUMNS = Interview._fields
SUBJECT_COLUMN = INTERVIEW_COLUMNS.index("subject")
_KINDS = {kind: kind.value for kind in Kind}
_values = attrgetter(*INTERVIEW_COLUMNS)
SAVE_INTERVIEW = (
    f"INSERT OR REPLACE INTO interview ({', '.join(INTERVIEW_COLUMNS)})"
    f" VALUES ({', '.join('?' * len(INTERVIEW_COLUMNS))})"
)
SELECT_INTERVIEW = f"SELECT {', '.join(INTERVIEW_COLUMNS)} FROM interview"


def line_rows(lines: Iterable[Line]) -> Iterator[tuple[object, ...]]:
    """Yield the values for many `INSERT_LINE`."""
    # The module sqlite3 takes a bytearray as it is, and looks for an adapter of every bytes: with
    # three hashes a line that is a quarter of an insert.
    for text, device, seq, entry, _at, _ms, _boot, hash_, previous, digest, erased in lines:
        yield (
            device,
            seq,
            bytearray(hash_),
            bytearray(previous),
            bytearray(digest),
            None if erased else text,
            _KINDS[entry.kind],
            entry.interview,
        )


def row_line(row: Sequence[Any]) -> Line:
    """Return the line of a row of `SELECT_LINE`."""
    return read_line(row[0], previous=row[1])


def interview_row(interview: Interview) -> list[object]:
    """Return the values for `SAVE_INTERVIEW`."""
    return [_to_column(value) for value in _values(interview)]


def row_interview(row: Row, altered: Callable[[], Exception] = ValueError) -> Interview:
    """Return the interview of a row of `SELECT_INTERVIEW`.

    The facts of the plan are read from their text when somebody looks at them: `altered` is what
    is raised then where they are none.
    """
    said = list(row)
    said[_PRELOAD] = Unread(said[_PRELOAD], altered)
    for place, read in _READ:
        said[place] = read(said[place])
    return Interview(*said)


def answer_json(answer: AnswerValue) -> object:
    """Return an answer as lines and the `answers` column write it."""
    return {"special": answer.value} if isinstance(answer, SpecialAnswer) else answer


def _to_column(value: object) -> object:
    if type(value) is str:
        return value
    if isinstance(value, dict | tuple):
        return _json(value)
    if isinstance(value, Status | Keying):
        return value.value
    if isinstance(value, Mapping):
        return _json(dict(value))
    return int(value) if isinstance(value, bool) else value


def _json_value(value: object) -> object:
    """Return as JSON what is none: a picture, or a special answer."""
    return asdict(value) if isinstance(value, Photo) else answer_json(cast(AnswerValue, value))


# Not `dump_json`: the order in which questions were first answered is kept.
_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_json_value).encode


def _answers(text: str) -> dict[str, AnswerValue]:
    said: dict[str, Any] = json.loads(text)
    if _ONLY_TEXTS.issuperset(map(type, said.values())):
        return said
    read = ((path, read_answer(value)) for path, value in said.items())
    return {path: answer for path, answer in read if answer is not None}


def _photos(text: str) -> dict[str, tuple[Photo, ...]]:
    if text == "{}":
        return {}
    read = ((path, map(read_photo, said)) for path, said in _object(text).items())
    return {path: tuple(photo for photo in photos if photo) for path, photos in read}


def _object(text: str) -> dict[str, Any]:
    # Most interviews have no photo, and no remark: there it costs a comparison.
    said = {} if text == "{}" else json.loads(text)
    if not isinstance(said, dict):
        raise ValueError("no JSON object")
    return said


@lru_cache(maxsize=1024)
def _texts(text: str) -> tuple[str, ...]:
    return tuple(json.loads(text))


_ONLY_TEXTS = frozenset({str})
_PRELOAD = INTERVIEW_COLUMNS.index("preload")
_HOW_READ: dict[str, Callable[[Any], Any]] = {
    "status": {status.value: status for status in Status}.__getitem__,
    "inspectors": _texts,
    "answers": _answers,
    "descriptions": _object,
    "remarks": _object,
    "photos": _photos,
    "photos_absent": _object,
    "keying": {keying.value: keying for keying in Keying}.__getitem__,
    "signatures": _texts,
    "forked": bool,
}
_READ = tuple((INTERVIEW_COLUMNS.index(name), read) for name, read in _HOW_READ.items())
