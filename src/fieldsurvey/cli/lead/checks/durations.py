"""An evening and its survey file in, how long each inspector's interviews took out."""

from typing import TYPE_CHECKING

from fieldsurvey.assess.evidence import is_evidence
from fieldsurvey.assess.making.durations import Durations, durations_by_inspector
from fieldsurvey.chain.interview import Keying
from fieldsurvey.cli.lead.checks.lines_said import lines_of_each
from fieldsurvey.interview.record.timing import time_interview

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fieldsurvey.chain.interview import Interview
    from fieldsurvey.chain.survey_file import SurveyFile
    from fieldsurvey.cli.lead.evening import Evening

LATEST = 2_000
"""Of so many interviews the lines are read: an evening does not cost what a year brought."""


def durations_of(evening: "Evening", survey_file: "SurveyFile") -> tuple[Durations, ...]:
    """Return the durations of the `LATEST` finished dialogues, by inspector and form."""
    dialogues = [
        interview
        for interview in evening.interviews
        if is_evidence(interview) and interview.keying is Keying.DIALOGUE
    ]
    latest = sorted(dialogues, key=lambda each: (each.finished_at, each.id))[-LATEST:]
    return durations_by_inspector(_timed(evening, survey_file, latest))


def _timed(
    evening: "Evening", survey_file: "SurveyFile", interviews: "Sequence[Interview]"
) -> "Iterator[tuple[str, Sequence[str], float]]":
    """Yield form, inspectors and seconds of each interview whose lines are here."""
    for interview, lines in lines_of_each(survey_file, interviews):
        form = evening.form_of(interview)
        seconds = time_interview(lines, form).seconds if form is not None else 0
        if seconds:
            yield interview.form_id, interview.inspectors, seconds
