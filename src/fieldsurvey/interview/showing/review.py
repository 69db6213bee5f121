"""A conversation in, everything asked with its answer and what is still to be mended, out. Pure."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from fieldsurvey.expressions.values import AnswerValue, SpecialAnswer
from fieldsurvey.i18n import _, language
from fieldsurvey.interview.conversation import Conversation
from fieldsurvey.interview.judging import broken_rule, required_refusal
from fieldsurvey.interview.showing.step import check_step
from fieldsurvey.interview.typed.refusal import INCONSISTENT, NO_DESCRIPTION, NO_EVIDENCE, Refusal
from fieldsurvey.questionnaire.model import Check, CheckKind, ProblemRule


class RowState(Enum):
    """How one question stands."""

    OPEN = "open"
    """Nothing was said to it yet."""
    LEFT_BLANK = "left_blank"
    ANSWERED = "answered"
    SPECIAL = "special"


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One question that is asked as things stand."""

    path: str
    is_asked: bool
    """False for what is computed and a problem."""
    state: RowState
    answer: AnswerValue
    """Blank where nothing was said."""
    problem: ProblemRule | None
    """The rule that holds; a hint (`watch`) too."""
    remark: str
    description: str
    fault: Refusal | None
    """What must be mended before the interview can be finished."""
    mend_at: str
    """Path of the question where that is done: the one itself, or the one that describes it."""


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One check that holds."""

    path: str
    """`check:C-03`."""
    check: Check
    text: str
    """What does not go together, in the user's language."""
    reason: str
    """Why it is so; blank where nobody said."""
    fault: Refusal | None
    """What must be done before the interview can be finished."""
    disagreeing: tuple[str, ...]
    """Paths of the answers it is about, the one to mend first."""


@dataclass(frozen=True, slots=True)
class Review:
    """The whole interview, in the order of the form."""

    rows: tuple[ReviewRow, ...]
    checks: tuple[CheckRow, ...] = ()
    """Checks that hold, in the order of the questionnaire."""

    @property
    def faults(self) -> tuple[ReviewRow, ...]:
        """The questions that must be mended before the interview can be finished."""
        return tuple(row for row in self.rows if row.fault)

    @property
    def check_faults(self) -> tuple[CheckRow, ...]:
        """The checks that must be mended or explained before the interview can be finished."""
        return tuple(row for row in self.checks if row.fault)

    @property
    def counts(self) -> Mapping[RowState, int]:
        """How many of the questions asked stand how: special answers are counted apart."""
        return Counter(row.state for row in self.rows if row.is_asked)

    @property
    def is_complete(self) -> bool:
        """Whether the interview can be finished."""
        return not self.faults and not self.check_faults


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the interview is."""

    number: int
    """Which of the questions asked as things stand this one is, from 1; `count` at the review."""
    count: int
    problems: int
    """Problems open, hints left out."""
    unanswered_required: int
    special: int = 0
    """Questions that got a special answer."""


def review(conversation: Conversation) -> Review:
    """Return every question asked as things stand, with its answer and what is wrong with it."""
    return Review(tuple(_rows(conversation)), tuple(_check_rows(conversation)))


def progress(conversation: Conversation) -> Progress:
    """Return how far the conversation is."""
    evaluation = conversation.evaluation
    asked = list(evaluation.asked())
    at = conversation.undescribed[0] if conversation.undescribed else conversation.at
    missing = Counter(
        evaluation.is_required(path) for path in asked if not evaluation.answers.get(path)
    )
    return Progress(
        number=_number_of(at, asked, evaluation.places),
        count=len(asked),
        problems=len(conversation.problems),
        unanswered_required=missing[True],
        special=sum(isinstance(evaluation.answers.get(path), SpecialAnswer) for path in asked),
    )


def _number_of(at: str, asked: Sequence[str], places: Mapping[str, int]) -> int:
    """Return how many are asked up to a place, with it; all of them at the review."""
    if at not in places:
        return len(asked)
    return sum(places[path] <= places[at] for path in asked)


def _rows(conversation: Conversation) -> Iterator[ReviewRow]:
    evaluation = conversation.evaluation
    for path in evaluation.order:
        if not evaluation.is_asked(path) and path not in evaluation.problems:
            continue
        answer = evaluation.answers.get(path, evaluation.values.get(path, ""))
        yield ReviewRow(
            path=path,
            is_asked=evaluation.is_asked(path),
            state=_state(conversation, path),
            answer=answer,
            problem=evaluation.problems.get(path),
            remark=conversation.remarks.get(path, ""),
            description=conversation.description(path),
            fault=fault_of(conversation, path),
            mend_at=_mend_at(conversation, path),
        )


def _check_rows(conversation: Conversation) -> Iterator[CheckRow]:
    evaluation = conversation.evaluation
    for path, check in evaluation.checks.items():
        step = check_step(evaluation, path, language(), "")
        yield CheckRow(
            path=path,
            check=check,
            text=step.label,
            reason=conversation.remarks.get(path, ""),
            fault=_check_fault(conversation, path, step.label),
            disagreeing=step.disagreeing,
        )


def _check_fault(conversation: Conversation, path: str, text: str) -> Refusal | None:
    if not conversation.needs_reason(path):
        return None
    if conversation.evaluation.checks[path].kind is CheckKind.FIX:
        return Refusal(INCONSISTENT, text, _("Go to one of the answers that disagree, correct it."))
    return Refusal(INCONSISTENT, text, _("Correct an answer, or say why it is so."))


def _state(conversation: Conversation, path: str) -> RowState:
    answer = conversation.evaluation.answers.get(path)
    if answer is None:
        return RowState.OPEN
    if answer == "":
        return RowState.LEFT_BLANK
    return RowState.ANSWERED if isinstance(answer, str) else RowState.SPECIAL


def fault_of(conversation: Conversation, path: str) -> Refusal | None:
    """Return what keeps the interview from being finished at one question; None if nothing does."""
    evaluation = conversation.evaluation
    if evaluation.is_asked(path):
        if not evaluation.answers.get(path) and evaluation.is_required(path):
            return required_refusal(evaluation, path)
        if refusal := broken_rule(evaluation, path, conversation.remarks.get(path, "")):
            return refusal
    if conversation.needs_description(path) or _detail_is_blank(conversation, path):
        return Refusal(
            NO_DESCRIPTION,
            _("This problem is not described yet."),
            _("Say what it is, whom it concerns and since when."),
        )
    if conversation.demands_evidence(path):
        return Refusal(
            NO_EVIDENCE,
            _("There is no photo of this problem yet, nor a reason why not."),
            _("Attach a photo, or say why there is none."),
        )
    return None


def _mend_at(conversation: Conversation, path: str) -> str:
    if not _detail_is_blank(conversation, path) or conversation.needs_description(path):
        return path
    evaluation = conversation.evaluation
    return evaluation.nearest(path, evaluation.question(path).detail)


def _detail_is_blank(conversation: Conversation, path: str) -> bool:
    """Say whether a problem has a question that describes it, and that one was left blank."""
    evaluation = conversation.evaluation
    if path not in conversation.problems or conversation.descriptions.get(path):
        return False
    detail = evaluation.question(path).detail
    return bool(detail) and not evaluation.values.get(evaluation.nearest(path, detail), "")
