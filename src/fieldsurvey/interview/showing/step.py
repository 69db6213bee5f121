"""A step: all that whoever asks needs to know of the question asked now."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from fieldsurvey.chain.interview import Photo
from fieldsurvey.expressions.values import AnswerValue, SpecialAnswer
from fieldsurvey.i18n import _
from fieldsurvey.interview.logic.evaluation import Evaluation
from fieldsurvey.interview.logic.paths import repeat_of, row_of
from fieldsurvey.interview.logic.plan import COMPUTED, TOLD
from fieldsurvey.interview.logic.wording import (
    fill_check,
    fill_references,
    media_of,
    value_in_words,
)
from fieldsurvey.interview.places import row_number
from fieldsurvey.interview.rows.named import row_name
from fieldsurvey.interview.typed.numbers import scale_of
from fieldsurvey.questionnaire.model import Check, Choice, ProblemRule, Question, Repeat
from fieldsurvey.questionnaire.question_types import NOT_ASKED


class StepKind(Enum):
    """What is wanted of the person."""

    QUESTION = "question"
    ROWS = "rows"
    """The table of the rows of a repeat: open one, add, copy, remove, or go on."""
    DESCRIPTION = "description"
    """What, who, since when: the answer just given is a problem."""
    EVIDENCE = "evidence"
    """A photo of the problem, or why there is none."""
    CHECK = "check"
    """Answers do not go together: mend one of them, or say why they are so."""
    REVIEW = "review"
    """Every question has been gone through: look it over, mend, finish."""


@dataclass(frozen=True, slots=True)
class Step:
    """What is asked now, in one language."""

    kind: StepKind
    path: str = ""
    """Of the question asked, of the answer to be described, or of the check (`check:C-03`); '' at
    the review."""
    question: Question | None = None
    sections: tuple[str, ...] = ()
    """Headings it stands under, outermost first, with their number and row."""
    label: str = ""
    hint: str = ""
    guidance: str = ""
    """How to ask it, for training and for doubt."""
    media: tuple[str, ...] = ()
    """Names of the pictures, recordings and films that go with it."""
    notes: tuple[str, ...] = ()
    """What is to be said or shown before it."""
    choices: Sequence[Choice] = ()
    is_required: bool = False
    special: tuple[SpecialAnswer, ...] = ()
    """Special answers allowed here."""
    answer: AnswerValue | None = None
    """What is stored; None where nothing was said yet."""
    proposal: str = ""
    """What the plan or the questionnaire puts forward, to be confirmed."""
    remark: str = ""
    problem: ProblemRule | None = None
    """The rule that holds for the stored answer."""
    description: str = ""
    check: Check | None = None
    """What holds; its text is the label."""
    disagreeing: tuple[str, ...] = ()
    """Paths of the answers that do not go together, the one to mend first."""
    photos: tuple[Photo, ...] = ()
    photos_absent: str = ""
    """Why there is no photo of the problem."""


def question_step(
    evaluation: Evaluation, path: str, language: str, remark: str, description: str
) -> Step:
    """Return the step that asks the question at `path`."""
    question = evaluation.question(path)
    is_rows = isinstance(evaluation.node(path).item, Repeat)
    return Step(
        kind=StepKind.ROWS if is_rows else StepKind.QUESTION,
        path=path,
        question=question,
        sections=_sections(evaluation, path, language),
        label=fill_references(question.label, evaluation, path, language),
        hint=_hint(evaluation, path, language),
        guidance=fill_references(question.guidance_hint, evaluation, path, language),
        media=media_of(question, language, evaluation.plan.questionnaire.settings.default_language),
        notes=tuple(_notes(evaluation, path, language)),
        choices=evaluation.choices(path),
        is_required=evaluation.is_required(path),
        special=tuple(SpecialAnswer(special) for special in question.special),
        answer=evaluation.answers.get(path),
        proposal=evaluation.proposal(path),
        remark=remark,
        problem=evaluation.problems.get(path),
        description=description,
    )


def check_step(evaluation: Evaluation, path: str, language: str, reason: str) -> Step:
    """Return the step that says which answers a check finds at odds."""
    check = evaluation.checks[path]
    disagreeing = evaluation.disagreeing(path)
    return Step(
        kind=StepKind.CHECK,
        path=path,
        sections=_sections(evaluation, disagreeing[0], language),
        label=fill_check(check.text, evaluation, disagreeing[0], language),
        remark=reason,
        check=check,
        disagreeing=disagreeing,
    )


def _hint(evaluation: Evaluation, path: str, language: str) -> str:
    if isinstance(evaluation.node(path).item, Repeat):
        return ""
    question = evaluation.question(path)
    hint = fill_references(question.hint, evaluation, path, language)
    if question.base_type != "range":
        return hint
    start, end, step = scale_of(question.given_parameters)
    scale = _("From {start} to {end} in steps of {step}.").format(start=start, end=end, step=step)
    return f"{hint} {scale}".strip()


def _sections(evaluation: Evaluation, path: str, language: str) -> tuple[str, ...]:
    rows = iter(_rows(path))
    headings = []
    for outer in evaluation.node(path).above:
        words = fill_references(outer.label, evaluation, path, language)
        words = f"{outer.number}、{words}" if outer.number and language == "zh" else words
        if isinstance(outer, Repeat):
            words = _row_heading(evaluation, next(rows), words, language)
        if words:
            headings.append(words)
    return tuple(headings)


def _rows(path: str) -> list[str]:
    """Return the rows a path stands in, outermost first."""
    parts = row_of(path).split("/")[:-1]
    return ["/".join(parts[:depth]) + "/" for depth in range(1, len(parts) + 1)]


def _row_heading(evaluation: Evaluation, row: str, label: str, language: str) -> str:
    count = evaluation.rows.get(repeat_of(row), 0)
    place = _("{label} {number} of {count}").format(
        label=label, number=row_number(row), count=count
    )
    return " ".join(filter(None, (place.strip(), row_name(evaluation, row, language))))


def _notes(evaluation: Evaluation, path: str, language: str) -> list[str]:
    """Return what stands between this question and the one asked before it."""
    notes: list[str] = []
    for place in range(evaluation.places[path] - 1, -1, -1):
        other = evaluation.order[place]
        if evaluation.is_asked(other):
            break
        if note := _note(evaluation, other, language):
            notes.append(note)
    return notes[::-1]


def _note(evaluation: Evaluation, path: str, language: str) -> str:
    node = evaluation.node(path)
    if path not in evaluation.relevant or not isinstance(node.item, Question):
        return ""
    label = fill_references(node.item.label, evaluation, path, language)
    if node.item.base_type in TOLD:
        default = evaluation.plan.questionnaire.settings.default_language
        return " ".join((label, *media_of(node.item, language, default))).strip()
    if node.asks is not None or (node.is_computed and node.item.base_type not in COMPUTED):
        value = value_in_words(evaluation, path, language)
        return f"{label}: {value}" if value else ""
    if node.item.base_type in NOT_ASKED:
        return _("{label} — skipped: a terminal cannot ask for this ({type}).").format(
            label=label, type=node.item.base_type
        )
    return ""
