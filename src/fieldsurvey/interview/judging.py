"""What was said for one question in; the evaluation with it, or a refusal, out. Pure."""

from fieldsurvey.expressions.values import AnswerValue, SpecialAnswer
from fieldsurvey.i18n import _, language, listed
from fieldsurvey.interview.logic.evaluation import Evaluation
from fieldsurvey.interview.logic.paths import ROWS_MOST
from fieldsurvey.interview.logic.wording import fill_references
from fieldsurvey.interview.typed.answering import parse_answer
from fieldsurvey.interview.typed.refusal import (
    CONSTRAINT,
    NOT_ASKED,
    OUT_OF_RANGE,
    REQUIRED,
    SPECIAL_NOT_ALLOWED,
    WARNING,
    Refusal,
)
from fieldsurvey.questionnaire.model import Question, Repeat


def read_said(evaluation: Evaluation, path: str, said: AnswerValue) -> AnswerValue | Refusal:
    """Return what is stored for what was said at `path`, or why it is not taken."""
    if not evaluation.is_asked(path):
        return Refusal(
            NOT_ASKED,
            _("This question is not asked as things stand."),
            _("Answer the questions it depends on first."),
        )
    question = evaluation.question(path)
    if isinstance(said, SpecialAnswer):
        return said if said.value in question.special else _special_refused(question)
    stored = parse_answer(question, said, evaluation.choices(path), evaluation.now)
    if stored == "" and evaluation.is_required(path):
        return required_refusal(evaluation, path)
    if isinstance(evaluation.node(path).item, Repeat) and isinstance(stored, str):
        return _row_count(stored)
    return stored


def broken_rule(evaluation: Evaluation, path: str, remark: str) -> Refusal | None:
    """Return why the answer that stands at `path` is not taken; None where it is.

    Args:
        evaluation: With the answer in it.
        path: Of the answer.
        remark: What was said to justify an answer that breaks a warning; may be blank.
    """
    question = evaluation.question(path)
    if evaluation.breaks_constraint(path):
        said = fill_references(question.constraint_message, evaluation, path, language())
        return Refusal(
            CONSTRAINT,
            said or _("This answer cannot be right: it breaks a rule of the questionnaire."),
            _("Correct it, or the answers it is compared with."),
        )
    if not remark and evaluation.breaks_warning(path):
        said = fill_references(question.warning_message, evaluation, path, language())
        return Refusal(
            WARNING,
            said or _("This answer is unusual."),
            _("Correct it, or say in a remark why it is so."),
        )
    return None


def required_refusal(evaluation: Evaluation, path: str) -> Refusal:
    """Return why the question at `path` may not be left blank."""
    question = evaluation.question(path)
    said = fill_references(question.required_message, evaluation, path, language())
    return Refusal(
        REQUIRED,
        said or _("An answer is needed here."),
        _("Answer it, or give one of the special answers.")
        if question.special
        else _("Answer it, or go on to another question and come back."),
    )


def _special_refused(question: Question) -> Refusal:
    return Refusal(
        SPECIAL_NOT_ALLOWED,
        _("This special answer is not allowed for this question."),
        _("Allowed here: {allowed}.").format(allowed=listed(question.special))
        if question.special
        else _("This question takes no special answer; answer it, or come back later."),
    )


def _row_count(stored: str) -> str | Refusal:
    if stored == "" or 0 <= int(stored) <= ROWS_MOST:
        return stored
    return Refusal(
        OUT_OF_RANGE,
        _("{number} is not a possible number of rows.").format(number=stored),
        _("Type a number from 0 to {most}.").format(most=ROWS_MOST),
    )
