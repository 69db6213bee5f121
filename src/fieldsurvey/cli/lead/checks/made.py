"""An evening and its survey file in, how each interview was made out."""

from collections import Counter
from typing import TYPE_CHECKING

from fieldsurvey.assess.evidence import is_evidence
from fieldsurvey.assess.making.record import Making, record_making
from fieldsurvey.assess.problems.finding import listed
from fieldsurvey.chain.interview import Keying
from fieldsurvey.cli.lead.checks.lines_said import lines_of_each

if TYPE_CHECKING:
    from fieldsurvey.chain.survey_file import SurveyFile
    from fieldsurvey.cli.lead.evening import Evening


def makings_of(evening: "Evening", survey_file: "SurveyFile") -> list[Making]:
    """Return how each finished dialogue was made; what was keyed from paper has no times."""
    count = Counter(problem.interview for problem in listed(evening.assessment.problems))
    said = {each.id: lines for each, lines in lines_of_each(survey_file, evening.interviews)}
    return [
        record_making(interview, said.get(interview.id, []), form, count[interview.id])
        for interview in evening.interviews
        if is_evidence(interview) and interview.keying is Keying.DIALOGUE
        if (form := evening.form_of(interview)) is not None
    ]
