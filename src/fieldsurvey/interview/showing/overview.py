"""A conversation in; the whole interview by section, and each question's state, out. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import groupby

from fieldsurvey.interview.conversation import Conversation
from fieldsurvey.interview.logic.evaluation import Evaluation
from fieldsurvey.interview.showing.review import CheckRow, Review, ReviewRow, RowState, review
from fieldsurvey.questionnaire.model import Severity

GAP_FROM = 3
"""Questions without an answer in a row that are one gap: going there is going to the first."""


class Mark(Enum):
    """What a question is marked with, besides its state."""

    PROBLEM = "problem"
    WARNING = "warning"
    """A hint, or an unusual answer that was confirmed with a remark."""
    REMARK = "remark"
    PHOTO = "photo"


@dataclass(frozen=True, slots=True)
class Tally:
    """One section counted."""

    heading: str
    """Name of the outermost group; '' for what stands in none."""
    first: str
    """Path of its first question."""
    asked: int
    """As things stand."""
    answered: int
    special: int
    left_blank: int
    open: int
    """Nothing was said to them yet."""
    marks: dict[Mark, int]


@dataclass(frozen=True, slots=True)
class Gap:
    """Questions in a row to which nothing was said yet."""

    rows: tuple[ReviewRow, ...]

    @property
    def first(self) -> str:
        """Path of the question to go to."""
        return self.rows[0].path


@dataclass(frozen=True, slots=True)
class Overview:
    """The whole interview on one screen."""

    review: Review
    tallies: tuple[Tally, ...]
    """By section, in the order of the form."""
    faults: tuple[ReviewRow, ...]
    """Questions to be mended; those in a gap are left to it."""
    check_faults: tuple[CheckRow, ...]
    gaps: tuple[Gap, ...]
    problems: tuple[ReviewRow, ...]
    """Hints last."""

    @property
    def is_complete(self) -> bool:
        """Whether the interview can be finished."""
        return self.review.is_complete


def overview(conversation: Conversation) -> Overview:
    """Return the whole interview as it stands."""
    whole = review(conversation)
    gaps = tuple(_gaps(whole))
    in_gaps = {row.path for gap in gaps for row in gap.rows}
    return Overview(
        review=whole,
        tallies=tuple(_tallies(conversation, whole.rows)),
        faults=tuple(row for row in whole.faults if row.path not in in_gaps),
        check_faults=whole.check_faults,
        gaps=gaps,
        problems=tuple(sorted((row for row in whole.rows if row.problem), key=_is_hint)),
    )


def marks_of(conversation: Conversation, row: ReviewRow) -> dict[Mark, int]:
    """Return what a question is marked with, and how many times."""
    is_problem = row.problem is not None and not _is_hint(row)
    is_unusual = row.is_asked and conversation.evaluation.breaks_warning(row.path)
    marks = {
        Mark.PROBLEM: int(is_problem),
        Mark.WARNING: int(_is_hint(row) or is_unusual),
        Mark.REMARK: int(bool(row.remark)),
        Mark.PHOTO: len(conversation.photos.get(row.path, ())),
    }
    return {mark: count for mark, count in marks.items() if count}


def section_of(evaluation: Evaluation, path: str) -> str:
    """Return the name of the outermost group or repeat that a question stands in; '' if none."""
    above = evaluation.node(path).above
    return above[0].name if above else ""


def skipped(evaluation: Evaluation) -> Iterator[str]:
    """Yield the paths that a person would be asked if other answers were different."""
    for path in evaluation.order:
        if path not in evaluation.relevant and evaluation.node(path).asks is not None:
            yield path


def condition_of(evaluation: Evaluation, path: str) -> str:
    """Return the condition that keeps a question from being asked, outermost first; '' if none."""
    node = evaluation.node(path)
    for item in (*node.above, node.item):
        at = evaluation.nearest(path, item.name)
        if at not in evaluation.relevant and item.relevant:
            return item.relevant
    return ""


def _is_hint(row: ReviewRow) -> bool:
    return row.problem is not None and row.problem.severity is Severity.WATCH


def _gaps(whole: Review) -> Iterator[Gap]:
    asked = (row for row in whole.rows if row.is_asked)
    for is_open, rows in groupby(asked, key=lambda row: row.state is RowState.OPEN):
        run = tuple(rows)
        if is_open and len(run) >= GAP_FROM:
            yield Gap(run)


def _tallies(conversation: Conversation, rows: Sequence[ReviewRow]) -> Iterator[Tally]:
    evaluation = conversation.evaluation
    for heading, of_section in groupby(rows, key=lambda row: section_of(evaluation, row.path)):
        section = tuple(of_section)
        states = [row.state for row in section if row.is_asked]
        marks = [marks_of(conversation, row) for row in section]
        yield Tally(
            heading=heading,
            first=next((row.path for row in section if row.is_asked), section[0].path),
            asked=len(states),
            answered=states.count(RowState.ANSWERED),
            special=states.count(RowState.SPECIAL),
            left_blank=states.count(RowState.LEFT_BLANK),
            open=states.count(RowState.OPEN),
            marks={
                mark: sum(found.get(mark, 0) for found in marks)
                for mark in Mark
                if any(mark in found for found in marks)
            },
        )
