"""Where a conversation is, and how it moves: back, forward, to any question, from row to row. Pure.

Back follows the path really taken, and forward again leads to where one was.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple, Self

from fieldsurvey.chain.interview import Keying, Photo
from fieldsurvey.interview.logic.evaluation import Evaluation
from fieldsurvey.interview.logic.paths import repeat_of, row_of, row_path
from fieldsurvey.interview.photos.needing import is_evidence_asked, is_evidence_demanded
from fieldsurvey.interview.places import (
    asked_in,
    in_neighbouring_row,
    is_table,
    next_in_row,
    past_rows,
    place_after,
    stands,
    told_row,
)
from fieldsurvey.questionnaire.model import ProblemRule, Severity


class Place(NamedTuple):
    """Where a conversation is: what is asked there, and what comes before it."""

    at: str
    undescribed: tuple[str, ...] = ()
    unevidenced: tuple[str, ...] = ()
    unexplained: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """The way through one interview, as far as it was gone."""

    evaluation: Evaluation
    descriptions: Mapping[str, str]
    """What, who, since when: by the path of the answer that is a problem."""
    at: str
    """Path of the question asked; '' at the review."""
    trail: tuple[str, ...] = ()
    """Paths really gone through before it, the last one last; '' is the review."""
    ahead: tuple[Place, ...] = ()
    """Places gone back over, the nearest one last."""
    undescribed: tuple[str, ...] = ()
    """Paths of the problems just raised that wait for their description."""
    photos: Mapping[str, tuple[Photo, ...]] = field(default_factory=dict)
    """By the path of the question they belong to."""
    photos_absent: Mapping[str, str] = field(default_factory=dict)
    """Why there is no picture of a problem: by the path of its answer."""
    unevidenced: tuple[str, ...] = ()
    """Paths of the problems just raised that wait for a photo, or for why there is none."""
    keying: Keying = Keying.DIALOGUE
    """How the answers come in."""
    unexplained: tuple[str, ...] = ()
    """Checks that the answer just given made fire, by `check:C-03`: to be mended or explained."""
    row: str = ""
    """Row gone through question by question, answered or not: `member[2]/`; '' elsewhere."""

    def back(self) -> Self:
        """Return to the question really asked before this one; the first one stays."""
        ahead = (*self.ahead, self._place)
        if self.at in (*self.undescribed, *self.unevidenced):
            return replace(self._with_nothing_waiting(), ahead=ahead)
        trail = self.trail
        while trail:
            *earlier, path = trail
            trail = tuple(earlier)
            if (path != self.at or self._is_waiting) and stands(self.evaluation, path):
                return replace(self.moved(path, ahead), trail=trail)
        return replace(self, trail=())

    def forward(self) -> Self:
        """Go where `back` came from, else to the next question of the form, answered or not.

        A problem that waits for its description or evidence, and a check for its reason, wait for
        the review.
        """
        ahead = self.ahead
        while ahead:
            *rest, place = ahead
            ahead = tuple(rest)
            if place != self._place and stands(self.evaluation, place.at):
                return self._returned(place, ahead)
        if self.undescribed:
            return replace(self, undescribed=self.undescribed[1:], ahead=())
        if self.unevidenced:
            return replace(self, unevidenced=self.unevidenced[1:], ahead=())
        if self.unexplained:
            return replace(self, unexplained=self.unexplained[1:], ahead=())
        if not self.at:
            return self
        following = self.evaluation.asked(self.evaluation.places[self.at] + 1)
        return self.moved(next(following, ""))

    def jump(self, path: str) -> Self:
        """Go to any question that is asked as things stand, to a table, or with '' to the review.

        A problem that nothing describes or shows yet is described and shown first, a computed one
        right where the conversation is; so is a check that holds, `check:C-03`, looked at. Any
        other path that is not asked changes nothing.
        """
        check = (path,) if path in self.evaluation.checks else ()
        describe = (path,) if self.needs_description(path) else ()
        at = path if stands(self.evaluation, path) else self.at
        show = (path,) if self.demands_evidence(path) else ()
        if at != self.at:
            return replace(self.moved(at), undescribed=describe, unevidenced=show)
        here = replace(self, undescribed=describe, unevidenced=show, unexplained=check)
        if at == path:
            return here
        if not describe and not show and not check:
            return self
        return here if here._place == self._place else here._come_from(self.at)

    def to_row(self, by: int) -> Self:
        """Go to the same question `by` rows further on, else to the first one asked there.

        Beyond the first and the last row is their table; outside rows nothing changes.
        """
        path = in_neighbouring_row(self.evaluation, self.at, by) if self.at else ""
        if path == self.at:
            return self
        return replace(self.moved(path), row=told_row(self.evaluation, path))

    def open_row(self, number: int) -> Self:
        """Go through row `number` of the table that stands here, from what is open in it.

        Where nothing is, from its first question; a row that is not there changes nothing.
        """
        if not 1 <= number <= self.row_count:
            return self
        row = row_path(self.at, number)
        inside = asked_in(self.evaluation, row)
        is_open = (path for path in inside if path not in self.evaluation.answers)
        return self.in_row(row, next(is_open, next(iter(inside), self.at)))

    @property
    def row_count(self) -> int:
        """How many rows the table that stands here has; 0 where there is none."""
        return self.evaluation.rows.get(self.at, 0)

    @property
    def problems(self) -> Mapping[str, ProblemRule]:
        """The rule that holds, by the path of its answer, without the hints (`watch`)."""
        return {
            path: rule
            for path, rule in self.evaluation.problems.items()
            if rule.severity is not Severity.WATCH
        }

    def needs_description(self, path: str) -> bool:
        """Say whether the answer at `path` is a problem that nothing describes yet.

        Where the question names a `detail` question that is asked, that one describes it.
        """
        rule = self.evaluation.problems.get(path)
        if rule is None or rule.severity is Severity.WATCH or self.descriptions.get(path):
            return False
        return not self.detail_of(path)

    def detail_of(self, path: str) -> str:
        """Return the path of the question that describes the problem at `path`; '' if none."""
        detail = self.evaluation.question(path).detail
        described_at = self.evaluation.nearest(path, detail) if detail else ""
        return described_at if described_at and self.evaluation.is_asked(described_at) else ""

    def wants_evidence(self, path: str) -> bool:
        """Say whether the problem at `path` still wants a photo, or why there is none."""
        return self._is_unshown(path, is_evidence_asked)

    def demands_evidence(self, path: str) -> bool:
        """Say whether that must be mended before the interview is finished."""
        return self._is_unshown(path, is_evidence_demanded)

    def _is_unshown(self, path: str, rule: Callable[[Severity, Keying], bool]) -> bool:
        problem = self.evaluation.problems.get(path)
        return (
            problem is not None
            and rule(problem.severity, self.keying)
            and not self.photos.get(path)
            and not self.photos_absent.get(path)
        )

    def moved(self, path: str, ahead: tuple[Place, ...] = ()) -> Self:
        """Go to a path; a row gone through is left with its last question."""
        row = self.row if path.startswith(self.row) else ""
        if self.row and path == repeat_of(self.row):
            row = row_of(path)
        there = replace(self._with_nothing_waiting(), at=path, ahead=ahead, row=row)
        return there._come_from(self.at) if path != self.at else there

    @property
    def _place(self) -> Place:
        return Place(self.at, self.undescribed, self.unevidenced, self.unexplained)

    @property
    def _is_waiting(self) -> bool:
        return bool(self.undescribed or self.unevidenced or self.unexplained)

    def _with_nothing_waiting(self) -> Self:
        """Leave for the review what the last answer raised."""
        return replace(self, undescribed=(), unevidenced=(), unexplained=())

    def _come_from(self, path: str) -> Self:
        return replace(self, trail=(*self.trail, path))

    def _returned(self, place: Place, ahead: tuple[Place, ...]) -> Self:
        """Return to a place gone back over, to what still waits there."""
        there = self.moved(place.at, ahead)
        if place.at == self.at and place.at not in (*place.undescribed, *place.unevidenced):
            there = there._come_from(self.at)
        return replace(
            there,
            undescribed=tuple(p for p in place.undescribed if self.needs_description(p)),
            unevidenced=tuple(p for p in place.unevidenced if self.wants_evidence(p)),
            unexplained=tuple(p for p in place.unexplained if p in self.evaluation.checks),
        )

    def in_row(self, row: str, path: str) -> Self:
        """Go to a question of a row, to go through the row from there."""
        return replace(self.moved(path), row=row if path.startswith(row) else self.row)

    def after_confirming(self, path: str) -> str:
        """Return what is asked after an answer that stays; after a table, past its rows."""
        if self.row and path.startswith(self.row):
            return next_in_row(self.evaluation, path, self.row)
        go_on = past_rows if is_table(self.evaluation, path) else place_after
        return go_on(self.evaluation, path)

    def after_answering(self, evaluation: Evaluation, path: str) -> str:
        """Return what is asked after a new answer; after a number of rows, the rows."""
        if self.row and path.startswith(self.row) and not is_table(evaluation, path):
            return next_in_row(evaluation, path, self.row)
        return place_after(evaluation, path)
