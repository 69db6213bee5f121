"""A problem in, what it rests on out: the answer, the lines that said it, and the evidence."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fieldsurvey.assess.problems.problem import Problem
    from fieldsurvey.chain.interview import Interview
    from fieldsurvey.chain.lines.line import Line
    from fieldsurvey.chain.survey_file import SurveyFile
    from fieldsurvey.cli.lead.evening import Evening
    from fieldsurvey.questionnaire import Questionnaire


@dataclass
class Trails:
    """Leads from problems to what they rest on; names, numbers and places masked."""

    evening: "Evening"
    survey_file: "SurveyFile"
    _said: "dict[str, Sequence[Line]]" = field(default_factory=dict)

    def of(self, problem: "Problem") -> dict[str, Any]:
        """Return everything behind a problem, for a program; keys stay the same for ever."""
        return self._masked(problem, self._trail(problem))

    def interview_of(self, problem: "Problem") -> "Interview | None":
        """Return the interview its answer stands in; None where nobody was interviewed."""
        return next((i for i in self.evening.interviews if i.id == problem.interview), None)

    def form_of(self, interview: "Interview") -> "Questionnaire | None":
        """Return the questionnaire an interview was made with, else the one of its form in use."""
        return self.evening.form_of(interview)

    def lines_of(self, problem: "Problem") -> "list[Line]":
        """Return the lines that say its answer, and everything said about it, in order."""
        if not problem.interview or problem.is_added:
            return []
        if problem.interview not in self._said:
            self._said[problem.interview] = self.survey_file.history(problem.interview)
        said = self._said[problem.interview]
        return [line for line in said if line.entry.question == problem.question]

    def _trail(self, problem: "Problem") -> dict[str, Any]:
        interview, path = self.interview_of(problem), problem.question
        photos = problem.photos
        if interview is not None and path in interview.photos:
            photos = tuple(photo.sha256 for photo in interview.photos[path])
        return {
            "problem": problem.number,
            "rule": problem.rule,
            "severity": problem.severity.value,
            "state": problem.state.value,
            "text": dict(problem.text),
            "description": problem.description,
            "subject": problem.subject,
            "form": problem.form_id,
            "interview": problem.interview or None,
            "head": problem.head,
            "question": path,
            "question_number": problem.question_number,
            "answer": str(interview.answers.get(path, "")) if interview else "",
            "lines": [
                {
                    "line": named(line),
                    "kind": line.entry.kind.value,
                    "at": line.at,
                    "hash": line.hash.hex(),
                }
                for line in self.lines_of(problem)
            ],
            "photos": list(photos),
            "no_photo_because": interview.photos_absent.get(path, "") if interview else "",
            "seen": problem.evidence,
        }

    def _masked(self, problem: "Problem", trail: dict[str, Any]) -> dict[str, Any]:
        from fieldsurvey.report.masking.hiding import hide_known, hide_names

        named, interview = self.evening.named, self.interview_of(problem)
        if interview is not None:
            return hide_names(trail, interview, self.form_of(interview), named)
        hidden: dict[str, Any] = hide_known(trail, [problem.subject], named)
        return hidden


def lines_said(
    evening: "Evening", survey_file: "SurveyFile"
) -> dict[tuple[str, str], tuple[str, ...]]:
    """Return the lines that say the answer of each problem, by interview and path."""
    trails = Trails(evening, survey_file)
    return {
        (problem.interview, problem.question): tuple(map(named, trails.lines_of(problem)))
        for problem in evening.assessment.problems
        if problem.interview and not problem.is_added
    }


def named(line: "Line") -> str:
    """Return what a line is called: its device and its number there."""
    return f"{line.device}-{line.seq}"
