"""The lines of an interview in, its versions out: each finish closes one. Pure and total.

What was said in a version stays in it; opening the interview again begins the next one with the
answers as they stand.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise
from typing import Any

from fieldsurvey.chain.folding import Draft, start_draft
from fieldsurvey.chain.interview import Interview, Status
from fieldsurvey.chain.lines.line import Kind, Line
from fieldsurvey.expressions.values import AnswerValue


class Part(StrEnum):
    """What of a question was changed."""

    ANSWER = "answer"
    REMARK = "remark"
    DESCRIPTION = "description"


@dataclass(frozen=True, slots=True)
class Edit:
    """Something that was said otherwise before, or was said only after the first finish."""

    path: str
    part: Part
    before: AnswerValue | None
    """None where nothing stood there."""
    after: AnswerValue | None
    """None where it was withdrawn."""
    at: str
    """ISO 8601 with offset."""
    who: str
    because: str = ""
    """Path of the answer that made it moot."""


@dataclass(frozen=True, slots=True)
class Version:
    """An interview from its beginning, or from when it was opened again, to its next finish."""

    number: int
    """1, 2, 3 …"""
    interview: Interview
    """As it stood when it was finished; the last one, open, as it stands."""
    edits: tuple[Edit, ...]
    """In the order made."""
    signed_with: str = ""
    """`code`, `name` or `paper`; '' where the finish does not say."""
    reason: str = ""
    """Why it was opened again; '' of the first version."""
    reopened_at: str = ""
    reopened_by: str = ""

    @property
    def is_finished(self) -> bool:
        """Whether it was closed by a finish."""
        return bool(self.interview.finished_at)


def versions_of(lines: Iterable[Line]) -> tuple[Version, ...]:
    """Return the versions that the lines of one interview tell of, in order.

    Lines that do not fit where they stand change nothing, as in folding.
    """
    fold = _Fold()
    for line in lines:
        fold.take(line)
    return fold.versions()


def differing(versions: Sequence[Version]) -> frozenset[str]:
    """Return the paths whose answer, remark or description is not the same in all versions."""
    return frozenset(
        path
        for before, after in pairwise(versions)
        for path in said_in(before) | said_in(after)
        if stands_at(before, path) != stands_at(after, path)
    )


def said_in(version: Version) -> set[str]:
    """Return the paths of everything that stands in a version."""
    interview = version.interview
    return {*interview.answers, *interview.remarks, *interview.descriptions}


def stands_at(version: Version, path: str) -> tuple[AnswerValue | None, str, str]:
    """Return answer, remark and description at a path."""
    interview = version.interview
    return (
        interview.answers.get(path),
        interview.remarks.get(path, ""),
        interview.descriptions.get(path, ""),
    )


@dataclass(slots=True)
class _Fold:
    draft: Draft | None = None
    closed: list[Version] = field(default_factory=list)
    edits: list[Edit] = field(default_factory=list)
    ever_said: set[str] = field(default_factory=set)
    opened: dict[str, str] = field(default_factory=dict)

    def take(self, line: Line) -> None:
        if self.draft is None:
            self.draft = start_draft(line)
            return
        stood, status = self._at(line.entry.question), self.draft.status
        self.draft.take(line)
        self.edits += self._edits(stood, line)
        self.ever_said |= {line.entry.question} & self.draft.answers.keys()
        if status is self.draft.status:
            return
        if line.entry.kind is Kind.FINISH:
            self._close(line)
        if line.entry.kind is Kind.REOPEN:
            self.opened = {
                "reason": _text(line.entry.value, "reason"),
                "reopened_at": line.at,
                "reopened_by": line.entry.who,
            }

    def versions(self) -> tuple[Version, ...]:
        if self.draft is None:
            return ()
        if self.draft.status in (Status.STARTED, Status.REOPENED):
            self._close(None)
        return tuple(self.closed)

    def _close(self, finish: Line | None) -> None:
        assert self.draft is not None
        self.closed.append(
            Version(
                number=len(self.closed) + 1,
                interview=self.draft.copy().interview(),
                edits=tuple(self.edits),
                signed_with=_text(finish.entry.value, "signed_with") if finish else "",
                **self.opened,
            )
        )
        self.edits, self.opened = [], {}

    def _at(self, path: str) -> tuple[AnswerValue | None, str | None, str | None]:
        assert self.draft is not None
        draft = self.draft
        return draft.answers.get(path), draft.remarks.get(path), draft.descriptions.get(path)

    def _edits(
        self, stood: tuple[AnswerValue | None, str | None, str | None], line: Line
    ) -> list[Edit]:
        path, because = line.entry.question, _text(line.entry.value, "because")
        edits = []
        for part, before, after in zip(Part, stood, self._at(path), strict=True):
            is_said_first = before is None and not self.closed
            if part is Part.ANSWER and path in self.ever_said:
                is_said_first = False
            if before != after and not is_said_first:
                edits.append(Edit(path, part, before, after, line.at, line.entry.who, because))
        return edits


def _text(value: Any, key: str) -> str:
    said = value.get(key) if isinstance(value, dict) else None
    return said if isinstance(said, str) else ""
