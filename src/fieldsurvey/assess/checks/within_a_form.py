"""A questionnaire and an interview in, the checks across its answers that hold, with reasons, out.

Pure. What an inspector confirmed or a check says to the reviewer is read here, not asked.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from fieldsurvey.chain.interview import Interview
from fieldsurvey.interview.logic.evaluation import evaluate_interview
from fieldsurvey.interview.showing.step import check_step
from fieldsurvey.questionnaire.model import CheckKind, Questionnaire


@dataclass(frozen=True, slots=True)
class HoldingCheck:
    """One check that holds for the answers of one interview."""

    code: str
    """`C-03`."""
    kind: CheckKind
    subject: str
    """Sample number of the household."""
    interview: str
    """Its id."""
    path: str
    """`check:C-03`; in a row of a repeat, that of the row."""
    text: str
    """What does not go together."""
    reason: str
    """What the inspector said to it; blank where nobody did."""
    answers: tuple[str, ...]
    """Paths of the answers it is about, the one to look at first."""


def holding_checks(
    questionnaire: Questionnaire, interview: Interview, spoken: str
) -> tuple[HoldingCheck, ...]:
    """Return the checks that hold, in the order of the questionnaire.

    Args:
        questionnaire: The version the interview was made with.
        interview: Finished or not; of one not finished, what is certain already.
        spoken: Language of the texts.
    """
    return tuple(_holding(questionnaire, interview, spoken))


def _holding(
    questionnaire: Questionnaire, interview: Interview, spoken: str
) -> Iterator[HoldingCheck]:
    evaluation = evaluate_interview(questionnaire, interview)
    for path, check in evaluation.checks.items():
        step = check_step(evaluation, path, spoken, "")
        yield HoldingCheck(
            code=check.code,
            kind=check.kind,
            subject=interview.subject,
            interview=interview.id,
            path=path,
            text=step.label,
            reason=interview.remarks.get(path, ""),
            answers=step.disagreeing,
        )
