"""A survey file and an interview at this laptop in, what watches how it is made out."""

from fieldsurvey.chain.interview import Interview
from fieldsurvey.chain.lines.clock import read_clocks
from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.interview.record.paradata import IDLE_S, Watch, reading_of
from fieldsurvey.interview.record.watching import Watching


def watch_interview(
    survey_file: SurveyFile,
    interview: Interview,
    who: str,
    *,
    is_new: bool,
    idle_s: float = IDLE_S,
) -> Watching:
    """Watch an interview from now on, when it is put on the screen.

    Args:
        survey_file: Where it is kept.
        interview: As it stands.
        who: Who is at the keyboard.
        is_new: Whether it was begun in this sitting, so that nobody goes on with it.
        idle_s: Nothing done for longer than this is a pause.
    """
    now = read_clocks(survey_file.clock)
    if is_new:
        watch = Watch.begun(interview, who, now, idle_s)
    else:
        last = next(survey_file.lines(first=interview.last_seq, last=interview.last_seq), None)
        before = reading_of(last) if last else None
        watch = Watch.resumed(interview, who, now, before, idle_s)
    return Watching(watch, lambda: read_clocks(survey_file.clock), survey_file.append)
