"""An interview just finished in; its code, and what is to be done next, out."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from fieldsurvey.cli.speaking import say, show
from fieldsurvey.cli.tables import banner
from fieldsurvey.errors import HandoverError
from fieldsurvey.i18n import _

if TYPE_CHECKING:
    from fieldsurvey.campaign.sample.today import Stop
    from fieldsurvey.campaign.workspace import Workspace
    from fieldsurvey.chain.interview import Interview
    from fieldsurvey.chain.survey_file import SurveyFile
    from fieldsurvey.cli.inspector.sitting import Sitting


def seal_and_tell(sitting: "Sitting", survey_file: "SurveyFile") -> None:
    """Seal what was said, read it back, and only then say that the interview is finished."""
    from fieldsurvey.cli.workplace.sealing_up import not_finished, seal_up

    workspace = sitting.workspace
    try:
        seal_up(workspace, survey_file)
    except HandoverError as failed:
        command = f"fieldsurvey interview {sitting.subject.id}"
        raise not_finished(failed, command) from failed
    finished = sitting.latest(survey_file)
    assert finished is not None
    _tell(workspace, survey_file, finished)


def tell_late(
    workspace: "Workspace",
    survey_file: "SurveyFile",
    late: Sequence[str],
    subject: str,
    form: str,
) -> bool:
    """Tell of the interview that was meant, if it could be sealed only now; say whether it was."""
    if not late:
        return False
    wanted = workspace.subject(subject).id
    for interview in map(survey_file.interview, late):
        if interview and interview.subject == wanted and form in ("", interview.form_id):
            _tell(workspace, survey_file, interview)
            return True
    return False


def _tell(workspace: "Workspace", survey_file: "SurveyFile", finished: "Interview") -> None:
    show(_("Finished and sealed. Write this code on the paper form:"))
    show(banner(finished.finish_code))
    say(_next_in_words(workspace, survey_file, finished))
    say(_("In the evening: fieldsurvey hand-over STICK"))


def _next_in_words(workspace: "Workspace", survey_file: "SurveyFile", finished: "Interview") -> str:
    """Return whom to visit next in the village where this interview was made."""
    for stop in _stops_from(workspace, survey_file, finished.subject):
        for form in _forms_left(workspace, survey_file, stop.subject):
            name = stop.visit.household.head if stop.visit else _("(the village)")
            command = f"fieldsurvey interview {stop.subject}"
            if len(workspace.forms(stop.subject)) > 1:
                command += f" --form {form}"
            return _("Next: {subject} {name}  {command}").format(
                subject=stop.subject, name=name, command=command
            )
    return _("Everybody of this day is done. The others: fieldsurvey today")


def _stops_from(
    workspace: "Workspace", survey_file: "SurveyFile", subject: str
) -> "Iterator[Stop]":
    """Yield the stops of the day of a subject: itself, those after it, then those before it."""
    from fieldsurvey.campaign.sample.today import rounds_of_day, stops_of
    from fieldsurvey.cli.workplace.standing_in import absences_in

    village = workspace.subject(subject).village.code
    days = [each.day for each in workspace.schedule if each.village == village]
    absences = absences_in(survey_file)
    met = {interview.subject for interview in survey_file.interviews()}
    stops: Sequence[Stop] = [
        stop
        for day in days[:1]
        for round_ in rounds_of_day(workspace.schedule, workspace.sample, day, workspace.team)
        for stop in stops_of(round_, workspace.sample, absences, met)
        if stop.absence is None
    ]
    place = next((nth for nth, stop in enumerate(stops) if stop.subject == subject), 0)
    yield from stops[place:]
    yield from stops[:place]


def _forms_left(workspace: "Workspace", survey_file: "SurveyFile", subject: str) -> list[str]:
    """Return the questionnaires that a subject has not been interviewed with often enough."""
    from fieldsurvey.chain.interview import Status
    from fieldsurvey.cli.inspector.sitting import interviews_of

    made = [i for i in interviews_of(survey_file, subject) if i.status is Status.FINISHED]
    return [
        form
        for form in workspace.forms(subject)
        if sum(interview.form_id == form for interview in made)
        < workspace.campaign.interviews_wanted(form)
    ]
