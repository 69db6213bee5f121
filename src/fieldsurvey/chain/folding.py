"""Lines in, the interviews they tell of out; pure, and total: no line makes it fail.

A line that does not fit where it stands (an answer after the finish, a value of a wrong shape) is
part of the interview's chain but changes nothing else in it.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from fieldsurvey.chain.interview import Interview, Keying, Photo, Status
from fieldsurvey.chain.lines.line import Kind, Line
from fieldsurvey.expressions.values import AnswerValue, SpecialAnswer

_SHA256 = re.compile(r"[0-9a-f]{64}")
_EXTENSION = re.compile(r"[a-z0-9]{1,8}")
_SPECIAL = {special.value: special for special in SpecialAnswer}
_KEYINGS = {keying.value: keying for keying in Keying}
_OPEN = (Status.STARTED, Status.REOPENED)
_INTERVIEW_FIELDS = Interview._fields


def fold_lines(interview: Interview | None, lines: Iterable[Line]) -> Interview | None:
    """Return the interview as it stands after more of its lines, in the order of their seq.

    None before its first line.
    """
    draft = Draft.of(interview) if interview else None
    waiting = iter(lines)
    if draft is None:
        draft = next(filter(None, map(start_draft, waiting)), None)
    if draft is None:
        return None
    draft.take_all(waiting)
    return draft.interview()


def interview_id(device: str, seq: int) -> str:
    """Return the id of the interview that starts with line `seq` of `device`."""
    return f"{device}-{seq}"


class Draft:
    """An interview while lines are folded into it; changes in place, unlike an Interview."""

    __slots__ = (*_INTERVIEW_FIELDS,)

    id: str
    status: Status
    finished_at: str
    answers: dict[str, AnswerValue]
    descriptions: dict[str, str]
    remarks: dict[str, str]
    answered_last: str
    photos: dict[str, tuple[Photo, ...]]
    photos_absent: dict[str, str]
    signatures: tuple[str, ...]
    finish_code: str
    last_seq: int
    head: str
    purged_at: str
    forked: bool

    @classmethod
    def of(cls, interview: Interview) -> "Draft":
        """Return a draft that goes on from `interview` and leaves it as it is."""
        draft = cls()
        for name in _INTERVIEW_FIELDS:
            setattr(draft, name, getattr(interview, name))
        draft.answers = dict(interview.answers)
        draft.descriptions = dict(interview.descriptions)
        draft.remarks = dict(interview.remarks)
        draft.photos = dict(interview.photos)
        draft.photos_absent = dict(interview.photos_absent)
        return draft

    def interview(self) -> Interview:
        """Return what has been folded so far, frozen."""
        return Interview(**{name: getattr(self, name) for name in _INTERVIEW_FIELDS})

    def copy(self) -> "Draft":
        """Return another draft with the same lines folded in."""
        return Draft.of(self.interview())

    def take(self, line: Line) -> None:
        """Fold in one more line of this interview."""
        self.take_all((line,))

    def take_all(self, lines: Iterable[Line]) -> None:
        """Fold in more lines of this interview."""
        line: Line | None = None
        for line in lines:
            change = _CHANGES.get(line.entry.kind)
            if change is not None:
                change(self, line)
        if line is not None:
            self.last_seq = line.seq
            self.head = line.hash.hex()


def start_draft(line: Line) -> Draft | None:
    """Return the draft that an `interview_start` opens; None for any other line."""
    entry = line.entry
    said = entry.value
    if (
        entry.kind is not Kind.INTERVIEW_START
        or entry.interview != interview_id(line.device, line.seq)
        or not isinstance(said, Mapping)
    ):
        return None
    return Draft.of(
        Interview(
            id=entry.interview,
            subject=_text(said.get("subject")),
            form_id=_text(said.get("form")),
            questionnaire=entry.questionnaire,
            device=line.device,
            team=_text(said.get("team")),
            inspectors=_texts(said.get("inspectors")),
            status=Status.STARTED,
            started_at=line.at,
            preload=_text_by_name(said.get("preload")),
            keying=_KEYINGS.get(_text(said.get("keying")), Keying.DIALOGUE),
            keying_of=_text(said.get("keying_of")),
            first_seq=line.seq,
            last_seq=line.seq,
            head=line.hash.hex(),
        )
    )


def read_answer(value: Any) -> AnswerValue | None:
    """Return the answer that the value of an answer line says; None where it says none."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict) and value.keys() == {"special"}:
        return _SPECIAL.get(_text(value["special"]))
    return None


def read_photo(value: Any) -> Photo | None:
    """Return the picture that the value of a photo line names; None where it names none."""
    if not isinstance(value, dict) or not _SHA256.fullmatch(_text(value.get("sha256"))):
        return None
    size, extension = value.get("size_bytes"), _text(value.get("extension"))
    return Photo(
        sha256=value["sha256"],
        name=_text(value.get("name")),
        size_bytes=size if isinstance(size, int) and size >= 0 else 0,
        taken_at=_text(value.get("taken_at")),
        place=_text(value.get("place")),
        # It becomes part of a file's name, so nothing else is let in.
        extension=extension if _EXTENSION.fullmatch(extension) else "",
    )


def _answer(draft: Draft, line: Line) -> None:
    entry = line.entry
    answer, question = read_answer(entry.value), entry.question
    if answer is None or not question or draft.status not in _OPEN:
        return
    draft.answers[question] = answer
    draft.answered_last = question


def _withdraw(draft: Draft, line: Line) -> None:
    question = line.entry.question
    if not question:
        draft.status = Status.WITHDRAWN
    elif draft.status in _OPEN:
        draft.answers.pop(question, None)
        draft.descriptions.pop(question, None)
        draft.remarks.pop(question, None)
        draft.photos.pop(question, None)
        draft.photos_absent.pop(question, None)


def _note(draft: Draft, line: Line) -> None:
    said = line.entry.value
    if not isinstance(said, dict) or draft.status not in _OPEN:
        return
    for key, notes in (("description", draft.descriptions), ("remark", draft.remarks)):
        text = said.get(key)
        if not isinstance(text, str):
            continue
        if text:
            notes[line.entry.question] = text
        else:
            notes.pop(line.entry.question, None)


def _photo(draft: Draft, line: Line) -> None:
    said, path = line.entry.value, line.entry.question
    if not isinstance(said, dict) or draft.status not in _OPEN:
        return
    if removed := _text(said.get("removed")):
        left = tuple(photo for photo in draft.photos.get(path, ()) if photo.sha256 != removed)
        draft.photos[path] = left
        if not left:
            del draft.photos[path]
    elif photo := read_photo(said):
        known = draft.photos.get(path, ())
        if all(other.sha256 != photo.sha256 for other in known):
            draft.photos[path] = (*known, photo)
        draft.photos_absent.pop(path, None)
    elif why := _text(said.get("absent")):
        draft.photos_absent[path] = why


def _finish(draft: Draft, line: Line) -> None:
    if draft.status not in _OPEN:
        return
    said = line.entry.value if isinstance(line.entry.value, dict) else {}
    draft.status = Status.FINISHED
    draft.finished_at = line.at
    draft.signatures = _texts(said.get("signatures"))
    draft.finish_code = _text(said.get("finish_code"))


def _reopen(draft: Draft, line: Line) -> None:
    if draft.status in _OPEN:
        return
    draft.status = Status.REOPENED
    draft.finished_at = ""
    draft.signatures = ()
    draft.finish_code = ""


_CHANGES = {
    Kind.ANSWER: _answer,
    Kind.WITHDRAW: _withdraw,
    Kind.NOTE: _note,
    Kind.PHOTO: _photo,
    Kind.FINISH: _finish,
    Kind.REOPEN: _reopen,
}


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(_text(item) for item in value) if isinstance(value, list) else ()


def _text_by_name(value: Any) -> dict[str, str]:
    return {name: _text(text) for name, text in value.items()} if isinstance(value, dict) else {}
