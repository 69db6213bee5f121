"""Lines and interviews in, rows of the survey file out; and back."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, fields
from typing import Any

from fieldsurvey.chain.folding import read_answer, read_photo
from fieldsurvey.chain.interview import Interview, Keying, Photo, Status
from fieldsurvey.chain.line import Line
from fieldsurvey.chain.line_text import read_line
from fieldsurvey.expressions.values import AnswerValue, SpecialAnswer

INSERT_LINE = (
    "INSERT OR IGNORE INTO line (device, seq, hash, previous, digest, line, kind, interview)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
)
SELECT_LINE = "SELECT line, previous FROM line WHERE line IS NOT NULL"

_COLUMNS = tuple(field.name for field in fields(Interview))
SAVE_INTERVIEW = (
    f"INSERT OR REPLACE INTO interview ({', '.join(_COLUMNS)})"
    f" VALUES ({', '.join('?' * len(_COLUMNS))})"
)
SELECT_INTERVIEW = f"SELECT {', '.join(_COLUMNS)} FROM interview"


def line_row(line: Line) -> tuple[object, ...]:
    """Return the values for `INSERT_LINE`."""
    return (
        line.device,
        line.seq,
        line.hash,
        line.previous,
        line.digest,
        None if line.erased else line.text,
        str(line.entry.kind),
        line.entry.interview,
    )


def row_line(row: Sequence[Any]) -> Line:
    """Return the line of a row of `SELECT_LINE`."""
    return read_line(row[0], previous=row[1])


def interview_row(interview: Interview) -> list[object]:
    """Return the values for `SAVE_INTERVIEW`."""
    return [_to_column(getattr(interview, name)) for name in _COLUMNS]


def row_interview(row: Sequence[Any]) -> Interview:
    """Return the interview of a row of `SELECT_INTERVIEW`."""
    said = dict(zip(_COLUMNS, row, strict=True))
    for name in ("preload", "descriptions", "remarks", "photos_absent"):
        said[name] = json.loads(said[name])
    for name in ("inspectors", "signatures"):
        said[name] = tuple(json.loads(said[name]))
    said["answers"] = _answers(said["answers"])
    said["photos"] = _photos(said["photos"])
    said["keying"] = Keying(said["keying"])
    said["status"] = Status(said["status"])
    said["forked"] = bool(said["forked"])
    return Interview(**said)


def answer_json(answer: AnswerValue) -> object:
    """Return an answer as lines and the `answers` column write it."""
    return {"special": answer.value} if isinstance(answer, SpecialAnswer) else answer


def _to_column(value: object) -> object:
    if isinstance(value, Status | Keying):
        return value.value
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, dict):
        return _json({name: _json_value(item) for name, item in value.items()})
    return _json(value) if isinstance(value, tuple) else value


def _json_value(value: Any) -> object:
    if isinstance(value, tuple):
        return [asdict(photo) for photo in value]
    return answer_json(value)


def _json(value: object) -> str:
    # Not `dump_json`: the order in which questions were first answered is kept.
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _answers(text: str) -> dict[str, AnswerValue]:
    read = ((path, read_answer(value)) for path, value in json.loads(text).items())
    return {path: answer for path, answer in read if answer is not None}


def _photos(text: str) -> dict[str, tuple[Photo, ...]]:
    read = ((path, map(read_photo, said)) for path, said in json.loads(text).items())
    return {path: tuple(photo for photo in photos if photo) for path, photos in read}


def line_rows(lines: Iterable[Line]) -> list[tuple[object, ...]]:
    """Return the values for many `INSERT_LINE`."""
    return [line_row(line) for line in lines]
