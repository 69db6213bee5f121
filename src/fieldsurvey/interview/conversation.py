"""The conversation: a questionnaire and what is answered so far in, what to ask next out. Pure.

A `Conversation` never changes: taking an answer gives the entries to save and the conversation
that follows. Whoever keeps it goes on with the new one only once the entries are saved.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self, TypeVar

from fieldsurvey.chain.interview import Interview
from fieldsurvey.chain.lines.line import Entry, Kind
from fieldsurvey.expressions.values import AnswerValue
from fieldsurvey.i18n import _, language
from fieldsurvey.interview.judging import broken_rule, read_said
from fieldsurvey.interview.logic.evaluation import Evaluation, evaluate_interview
from fieldsurvey.interview.logic.paths import code_of, name_of
from fieldsurvey.interview.moving import Course
from fieldsurvey.interview.places import place_after
from fieldsurvey.interview.rows.coming_and_going import RowChange, Said, as_json, gather
from fieldsurvey.interview.showing.step import Step, StepKind, check_step, question_step
from fieldsurvey.interview.typed.refusal import INCONSISTENT, NOT_ASKED, Refusal
from fieldsurvey.interview.typed.text import read_text, read_words
from fieldsurvey.questionnaire.model import Check, CheckKind, ProblemRule, Questionnaire

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation(Course):
    """One interview as it goes on."""

    interview: Interview
    """As it stood when the conversation began."""
    remarks: Mapping[str, str]
    """By path."""
    unsaved: tuple[str, ...] = ()
    """Paths of computed values that are kept, and come with the next answer."""
    who: str = ""
    """Name of the inspector at the keyboard."""
    removed: "Removed | None" = None
    """The row removed last."""

    @classmethod
    def resume(
        cls,
        questionnaire: Questionnaire,
        interview: Interview,
        now: datetime | None = None,
        who: str = "",
    ) -> Self:
        """Go on with an interview, or start it: at the question after the one ticked last.

        Args:
            questionnaire: The one the interview was started with.
            interview: As it is kept; without answers the conversation starts at the top.
            now: What now() and today() give; aware.
            who: Name of the inspector at the keyboard.
        """
        evaluation = evaluate_interview(questionnaire, interview, now)
        last = interview.answered_last
        gone_through = tuple(p for p in evaluation.answers if p != last and evaluation.is_asked(p))
        if last in evaluation.answers:
            gone_through += (last,)
        conversation = cls(
            interview=interview,
            evaluation=evaluation,
            remarks=dict(interview.remarks),
            descriptions=dict(interview.descriptions),
            photos=dict(interview.photos),
            photos_absent=dict(interview.photos_absent),
            keying=interview.keying,
            at=place_after(evaluation, last),
            trail=gone_through,
            unsaved=tuple(p for p in evaluation.kept if p not in interview.answers),
            who=who,
        )
        return conversation.with_raised(last, evaluation.fired)

    def step(self, spoken: str = "") -> Step:
        """Return what is asked now, in `spoken` or the user's language."""
        if self.undescribed:
            return replace(self.asking(self.undescribed[0], spoken), kind=StepKind.DESCRIPTION)
        if self.unevidenced:
            return replace(self.asking(self.unevidenced[0], spoken), kind=StepKind.EVIDENCE)
        if self.unexplained:
            path = self.unexplained[0]
            return check_step(self.evaluation, path, spoken or language(), self._remark(path))
        return self.asking(self.at, spoken) if self.at else Step(StepKind.REVIEW)

    def asking(self, path: str, spoken: str = "") -> Step:
        """Return the question at `path` with everything that belongs to it."""
        description = self.description(path)
        return replace(
            question_step(
                self.evaluation, path, spoken or language(), self._remark(path), description
            ),
            photos=self.photos.get(path, ()),
            photos_absent=self.photos_absent.get(path, ""),
        )

    def description(self, path: str) -> str:
        """Return what describes the problem at `path`; '' where the answer is a problem no more.

        It is kept all the same: the answer may become a problem again.
        """
        return self.descriptions.get(path, "") if path in self.problems else ""

    def answer(self, said: AnswerValue, remark: str = "") -> "Taken | Refusal":
        """Take what a person typed, or a special answer, for the question asked.

        The same answer again makes no entry. A problem that waits for its description goes on
        waiting; `describe` takes it.

        Args:
            said: Text as typed, or a special answer.
            remark: Kept with the answer; needed where the answer breaks a warning.
        """
        path = self.at
        stored = read_said(self.evaluation, path, said)
        if isinstance(stored, Refusal):
            return stored
        note = read_text(remark)
        if isinstance(note, Refusal):
            return note
        evaluation, moot = self.evaluation.with_answer(path, stored)
        if refusal := broken_rule(evaluation, path, note or self._remark(path)):
            return refusal
        if path in self.evaluation.answers and self.evaluation.answers[path] == stored:
            return self._confirmed(path, note)
        entries = (
            *self._newly_kept(evaluation),
            self.entry(Kind.ANSWER, path, as_json(stored)),
            *self._noted(path, note),
            *(
                self.entry(Kind.WITHDRAW, gone, {"reason": "moot", "because": path})
                for gone in moot
            ),
        )
        after = self._after_answer(evaluation, path, note, moot)
        fired = tuple(p for p in evaluation.fired if p not in self.evaluation.fired)
        return Taken(after, entries, path, moot, fired)

    def describe(self, path: str, text: str) -> "Taken | Refusal":
        """Take what, who, since when of the problem at `path`; blank leaves it for the review."""
        waiting = tuple(other for other in self.undescribed if other != path)
        described = read_words(text)
        if isinstance(described, Refusal):
            return described
        if not described or described == self.descriptions.get(path):
            return Taken(replace(self, undescribed=waiting), (), path)
        entry = self.entry(Kind.NOTE, path, {"description": described})
        descriptions = {**self.descriptions, path: described}
        after = replace(self, undescribed=waiting, descriptions=descriptions)
        return Taken(after, (entry,), path)

    def explain(self, path: str, reason: str) -> "Taken | Refusal":
        """Take why the answers of a check, `check:C-03`, are as they are; blank leaves it.

        What must be mended takes no reason.
        """
        waiting = tuple(other for other in self.unexplained if other != path)
        said = read_words(reason)
        if isinstance(said, Refusal):
            return said
        if not said or said == self._remark(path):
            return Taken(replace(self, unexplained=waiting), (), path)
        if refusal := self._refuse_reason(path):
            return refusal
        entry = self.entry(Kind.NOTE, path, {"remark": said})
        remarks = {**self.remarks, path: said}
        return Taken(replace(self, unexplained=waiting, remarks=remarks), (entry,), path)

    def remark(self, path: str, text: str) -> "Taken | Refusal":
        """Take a remark on the question at `path`; blank takes the remark away.

        On a check, `check:C-03`, it is the reason.
        """
        if code_of(path):
            return self.explain(path, text)
        note = read_text(text)
        if isinstance(note, Refusal):
            return note
        if note == self._remark(path):
            return Taken(self, (), path)
        entry = self.entry(Kind.NOTE, path, {"remark": note})
        return Taken(replace(self, remarks=_with_note(self.remarks, path, note)), (entry,), path)

    def said(self) -> dict[str, Said]:
        """Return everything that is said, by path."""
        return gather(
            self.evaluation.answers,
            self.remarks,
            self.descriptions,
            self.photos,
            self.photos_absent,
        )

    def needs_reason(self, path: str) -> bool:
        """Say whether the check at `path` holds and is neither mended nor explained yet."""
        check = self.evaluation.checks.get(path)
        if check is None or check.kind is CheckKind.REVIEWER:
            return False
        return check.kind is CheckKind.FIX or not self._remark(path)

    def _confirmed(self, path: str, note: str) -> "Taken":
        """Go on from an answer that stays as it was."""
        noted = replace(self, remarks=_with_note(self.remarks, path, note or self._remark(path)))
        onward = noted.forward() if self.ahead else noted.moved(self.after_confirming(path))
        if self.row and path.startswith(self.row):
            described, shown = self.to_describe(path), self.to_evidence(path)
            onward = replace(onward, undescribed=described, unevidenced=shown)
        return Taken(onward, self._noted(path, note), path)

    def _after_answer(
        self, evaluation: Evaluation, path: str, note: str, moot: tuple[str, ...]
    ) -> Self:
        """Return the conversation with an answer in it, at what is to be asked next."""
        after = replace(
            self.moved(self.after_answering(evaluation, path)),
            evaluation=evaluation,
            unsaved=(),
            remarks=_without(_with_note(self.remarks, path, note or self._remark(path)), moot),
            descriptions=_without(self.descriptions, moot),
            photos=_without(self.photos, moot),
            photos_absent=_without(self.photos_absent, moot),
        )
        return after.with_raised(path, self.evaluation.fired)

    def _newly_kept(self, evaluation: Evaluation) -> tuple[Entry, ...]:
        """Return entries for computed values that are kept from now on."""
        kept = self.evaluation.kept
        return tuple(
            self.entry(Kind.ANSWER, path, as_json(value))
            for path, value in evaluation.kept.items()
            if path in self.unsaved or kept.get(path) != value
        )

    def with_raised(self, path: str, before: Mapping[str, Check]) -> Self:
        """Let what the answer at `path` raised be described, shown and explained."""
        return replace(
            self,
            undescribed=self.to_describe(path),
            unevidenced=self.to_evidence(path),
            unexplained=self.to_explain(path, before),
        )

    def to_evidence(self, path: str) -> tuple[str, ...]:
        """Return the problems of the answer at `path` that are described, or will be at once."""
        wanting = [p for p in self.problems if self.wants_evidence(p)]
        if path not in self.evaluation.places or not wanting:
            return ()
        touched = self.evaluation.touched_by(path)
        details = {problem: self.detail_of(problem) for problem in wanting}
        return tuple(
            problem
            for problem, detail in details.items()
            if (problem in touched or detail == path)
            and (not detail or detail in self.evaluation.answers)
        )

    def to_describe(self, path: str) -> tuple[str, ...]:
        """Return the problems that the answer at `path` raised and nobody described yet."""
        if path not in self.evaluation.places:
            return ()
        if not any(self.needs_description(other) for other in self.evaluation.problems):
            return ()
        return tuple(p for p in self.evaluation.touched_by(path) if self.needs_description(p))

    def to_explain(self, path: str, before: Mapping[str, Check]) -> tuple[str, ...]:
        """Return the checks that fire by the answer at `path` and are neither mended nor explained.

        One that fired before it, too, is among them where the answer has to do with it.
        """
        if not self.evaluation.checks:
            return ()
        touched = self.evaluation.plan.graph.checked_by.get(name_of(path), ())
        return tuple(
            check
            for check in self.evaluation.fired
            if self.needs_reason(check) and (check not in before or code_of(check) in touched)
        )

    def _refuse_reason(self, path: str) -> Refusal | None:
        """Say why no reason is taken there; None where it is."""
        check = self.evaluation.checks.get(path)
        if check is None:
            return Refusal(
                NOT_ASKED,
                _("There is nothing to explain: these answers go together."),
                _("Leave the reason out."),
            )
        if check.kind is CheckKind.FIX:
            return Refusal(
                INCONSISTENT,
                _("This must be mended; a reason does not do."),
                _("Go to one of the answers that disagree, and correct it."),
            )
        return None

    def _remark(self, path: str) -> str:
        return self.remarks.get(path, "")

    def _noted(self, path: str, note: str) -> tuple[Entry, ...]:
        if not note or note == self._remark(path):
            return ()
        return (self.entry(Kind.NOTE, path, {"remark": note}),)

    def entry(self, kind: Kind, path: str, value: object) -> Entry:
        """Return something said at a path of this interview, before it is a line."""
        return Entry(
            kind=kind,
            interview=self.interview.id,
            question=path,
            value=value,
            questionnaire=self.interview.questionnaire,
            who=self.who,
        )


@dataclass(frozen=True, slots=True)
class Removed:
    """A row that was removed, and what brings it back."""

    before: Conversation
    number: int
    """Which row it was, from 1."""
    after: Mapping[str, Said]
    """Everything said right after it was removed."""


@dataclass(frozen=True, slots=True)
class Taken:
    """Something that was taken: what to save, and how the conversation goes on once it is saved."""

    conversation: Conversation
    entries: tuple[Entry, ...]
    """To be saved in one transaction; none where nothing new was said."""
    path: str
    """Of the question it was said to."""
    withdrawn: tuple[str, ...] = ()
    """Paths whose answers became moot by it, and are withdrawn with it."""
    fired: tuple[str, ...] = ()
    """Checks that fire by it and did not before, by `check:C-03`."""
    rows: RowChange | None = None
    """The row that came or went."""

    @property
    def problem(self) -> ProblemRule | None:
        """The rule that holds for what was said; a hint (`watch`) too."""
        return self.conversation.evaluation.problems.get(self.path)


def _with_note(notes: Mapping[str, str], path: str, note: str) -> dict[str, str]:
    kept = {**notes, path: note}
    if not note:
        del kept[path]
    return kept


def _without(notes: Mapping[str, T], gone: tuple[str, ...]) -> dict[str, T]:
    return {path: note for path, note in notes.items() if path not in gone}
