"""A questionnaire and given answers in, how every question stands at the end out. Pure.

The designer's trial: answers go through the conversation as a person's would, and nothing is saved.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from fieldsurvey.expressions.values import AnswerValue
from fieldsurvey.i18n import language
from fieldsurvey.interview.conversation import Conversation
from fieldsurvey.interview.logic.evaluation import Evaluation
from fieldsurvey.interview.logic.wording import fill_places, fill_references
from fieldsurvey.interview.rows.coming_and_going import as_json
from fieldsurvey.interview.showing.review import CheckRow, review
from fieldsurvey.interview.starting import start, started
from fieldsurvey.interview.trials.replaying import Attempt, GivenAnswer, attempt
from fieldsurvey.interview.typed.refusal import CONSTRAINT, UNKNOWN_QUESTION, WARNING, Refusal
from fieldsurvey.questionnaire.model import ProblemRule, Question, Questionnaire, Repeat


class Verdict(StrEnum):
    """What a constraint or a warning says of an answer."""

    HOLDS = "holds"
    BROKEN = "broken"
    NONE = "none"
    """There is none, or no answer to judge."""


@dataclass(frozen=True, slots=True)
class QuestionState:
    """How one question, group or repeat stands."""

    path: str
    type: str = ""
    label: str = ""
    relevant: bool = False
    asked: bool = False
    """Whether a person is asked it."""
    required: bool = False
    """Whether it may not be left blank; never where it is not relevant."""
    read_only: bool = False
    choices: tuple[str, ...] = ()
    """Names of the choices offered."""
    value: AnswerValue = ""
    """What is stored or computed; of a repeat, its number of rows."""
    constraint: Verdict = Verdict.NONE
    warning: Verdict = Verdict.NONE
    """Broken with a remark, too."""
    problem: ProblemRule | None = None
    """The rule that holds; a hint (`watch`) too."""
    problem_text: str = ""
    refusal: Refusal | None = None
    """Why what was given for it was not taken."""

    def to_json(self) -> dict[str, object]:
        """Return it for a program: plain data, '' for what there is not."""
        return {
            "path": self.path,
            "type": self.type,
            "label": self.label,
            "relevant": self.relevant,
            "asked": self.asked,
            "required": self.required,
            "read_only": self.read_only,
            "choices": list(self.choices),
            "value": as_json(self.value),
            "constraint": self.constraint.value,
            "warning": self.warning.value,
            "problem": self.problem.name if self.problem else "",
            "severity": self.problem.severity.value if self.problem else "",
            "problem_text": self.problem_text,
            "refused": self.refusal.code if self.refusal else "",
            "refusal": str(self.refusal) if self.refusal else "",
        }


@dataclass(frozen=True, slots=True)
class Trial:
    """How a questionnaire stands once given answers went through it."""

    evaluation: Evaluation
    states: Mapping[str, QuestionState]
    """By path, in the order of the form; rows of repeats as many as there are."""
    not_taken: Mapping[str, Refusal]
    """Why something given was not taken, by path; names that the form does not have, too."""
    to_mend: Mapping[str, Refusal]
    """What else would keep the interview from being finished, by path."""
    checks: tuple[CheckRow, ...] = ()
    """The checks that hold, in the order of the questionnaire."""

    def state(self, path: str) -> QuestionState:
        """Return the state at `path`; a row that is not there is not relevant."""
        return self.states.get(path, QuestionState(path))

    @property
    def unknown(self) -> Mapping[str, Refusal]:
        """The names given that the form does not have."""
        return {
            path: refusal
            for path, refusal in self.not_taken.items()
            if refusal.code == UNKNOWN_QUESTION
        }


def try_answers(
    questionnaire: Questionnaire,
    given: Mapping[str, GivenAnswer | AnswerValue],
    facts: Mapping[str, str] | None = None,
    now: datetime | None = None,
    spoken: str = "",
) -> Trial:
    """Go through the conversation with given answers, as a person would, and say how it stands.

    Args:
        questionnaire: Read and checked.
        given: By path; what cannot be taken is left out and said in the trial.
        facts: Of the plan (`household.head`), and metadata (`start`, `username`).
        now: What now() and today() give; aware.
        spoken: Language of labels and texts; the user's where not given.
    """
    entry = start(questionnaire, "", facts or {}, "", ())
    interview = started(entry, "", now.isoformat() if now else "")
    tried = attempt(Conversation.resume(questionnaire, interview, now), given)
    evaluation = tried.conversation.evaluation
    states = {
        path: _state(evaluation, path, tried, spoken or language()) for path in evaluation.order
    }
    checks = review(tried.conversation).checks
    return Trial(evaluation, states, tried.not_taken, tried.to_mend, checks)


def _state(evaluation: Evaluation, path: str, tried: Attempt, spoken: str) -> QuestionState:
    item = evaluation.node(path).item
    is_relevant = path in evaluation.relevant
    is_question = isinstance(item, Question)
    refusal = tried.not_taken.get(path)
    rule = evaluation.problems.get(path)
    return QuestionState(
        path=path,
        type=item.type,
        label=fill_references(item.label, evaluation, path, spoken),
        relevant=is_relevant,
        asked=evaluation.is_asked(path),
        required=evaluation.is_required(path),
        read_only=is_question and evaluation.is_read_only(path),
        choices=_offered(evaluation, path) if is_relevant else (),
        value=_value(evaluation, path),
        constraint=_constraint(evaluation, path, refusal),
        warning=_warning(evaluation, path, refusal),
        problem=rule,
        problem_text=fill_places(rule.text, evaluation, path, spoken) if rule else "",
        refusal=refusal,
    )


def _offered(evaluation: Evaluation, path: str) -> tuple[str, ...]:
    return tuple(choice.name for choice in evaluation.choices(path))


def _value(evaluation: Evaluation, path: str) -> AnswerValue:
    if isinstance(evaluation.node(path).item, Repeat):
        return evaluation.answers.get(path, str(evaluation.rows.get(path, 0)))
    return evaluation.values.get(path, "")


def _constraint(evaluation: Evaluation, path: str, refusal: Refusal | None) -> Verdict:
    if evaluation.node(path).constraint is None:
        return Verdict.NONE
    if refusal is not None and refusal.code == WARNING:
        return Verdict.HOLDS
    refused = refusal is not None and refusal.code == CONSTRAINT
    return _verdict(evaluation, path, refused or evaluation.breaks_constraint(path))


def _warning(evaluation: Evaluation, path: str, refusal: Refusal | None) -> Verdict:
    if evaluation.node(path).warning is None:
        return Verdict.NONE
    refused = refusal is not None and refusal.code == WARNING
    return _verdict(evaluation, path, refused or evaluation.breaks_warning(path))


def _verdict(evaluation: Evaluation, path: str, is_broken: bool) -> Verdict:
    if is_broken:
        return Verdict.BROKEN
    answer = evaluation.values.get(path, "")
    return Verdict.HOLDS if isinstance(answer, str) and answer else Verdict.NONE
