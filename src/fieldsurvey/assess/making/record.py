"""An interview with its lines in, what is worth knowing of how it was made out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from fieldsurvey.chain.interview import Interview, Photo
from fieldsurvey.chain.lines.line import Line
from fieldsurvey.expressions.values import AnswerValue, SpecialAnswer
from fieldsurvey.interview.logic.paths import name_of
from fieldsurvey.interview.logic.plan import plan_of
from fieldsurvey.interview.record.timing import time_interview
from fieldsurvey.questionnaire.model import Questionnaire

_SECONDS_A_MINUTE = 60


@dataclass(frozen=True, slots=True)
class Making:
    """How one interview was made."""

    interview: str
    subject: str
    form_id: str
    inspectors: tuple[str, ...]
    day: str
    """ISO 8601."""
    started_at: str
    finished_at: str
    minutes: float
    """Without pauses."""
    sections: Mapping[str, float]
    """Minutes by the name of the outermost group."""
    answers: Mapping[str, str]
    """By path, of questions that are not computed."""
    refused: int
    dont_know: int
    problems: int
    straight: float
    """The longest run of one and the same code, as a share of all choices made."""
    edits: int
    is_clock_set: bool
    remarks: tuple[str, ...] = ()
    """Texts typed freely: remarks and descriptions."""
    photos: tuple[Photo, ...] = ()
    photos_absent: int = 0
    """Problems without a picture, with a reason."""

    @property
    def no_answer_share(self) -> float:
        """Refused and not known, of all that was asked."""
        return (self.refused + self.dont_know) / len(self.answers) if self.answers else 0

    @property
    def photos_absent_share(self) -> float:
        """Problems without a picture, of those that should have one."""
        asked = self.photos_absent + len(self.photos)
        return self.photos_absent / asked if asked else 0


def record_making(
    interview: Interview, lines: Iterable[Line], questionnaire: Questionnaire, problems: int
) -> Making:
    """Return how an interview was made.

    Args:
        interview: As it stands.
        lines: All of it, in the order of their seq.
        questionnaire: The version it was made with.
        problems: How many problems it shows.
    """
    timing = time_interview(lines, questionnaire)
    nodes = plan_of(questionnaire).nodes
    asked: dict[str, AnswerValue] = {
        path: value
        for path, value in interview.answers.items()
        if (node := nodes.get(name_of(path))) is not None and not node.is_computed
    }
    return Making(
        interview=interview.id,
        subject=interview.subject,
        form_id=interview.form_id,
        inspectors=interview.inspectors,
        day=interview.started_at[:10],
        started_at=interview.started_at,
        finished_at=interview.finished_at,
        minutes=timing.seconds / _SECONDS_A_MINUTE,
        sections={name: s / _SECONDS_A_MINUTE for name, s in timing.sections.items()},
        answers={path: _text(value) for path, value in asked.items()},
        refused=sum(value is SpecialAnswer.REFUSED for value in asked.values()),
        dont_know=sum(value is SpecialAnswer.DONT_KNOW for value in asked.values()),
        problems=problems,
        straight=_longest_run(_choices(asked, questionnaire)),
        edits=timing.edits,
        is_clock_set=any(each.jumped_s for each in timing.clock_anomalies),
        remarks=tuple(
            text for text in (*interview.remarks.values(), *interview.descriptions.values()) if text
        ),
        photos=tuple(photo for photos in interview.photos.values() for photo in photos),
        photos_absent=len(interview.photos_absent),
    )


def _text(value: AnswerValue) -> str:
    return value.value if isinstance(value, SpecialAnswer) else value


def _choices(
    answers: Mapping[str, AnswerValue], questionnaire: Questionnaire
) -> list[tuple[str, str]]:
    """Return list and code of each single choice, in the order of the form."""
    return [
        (question.type, value)
        for name, question in questionnaire.questions.items()
        if question.base_type == "select_one"
        and isinstance(value := answers.get(name, ""), str)
        and value
    ]


def _longest_run(choices: list[tuple[str, str]]) -> float:
    """Return the longest run of the same code of the same list, as a share of all."""
    runs = [len(list(same)) for _code, same in groupby(choices)]
    return max(runs) / len(choices) if runs else 0
