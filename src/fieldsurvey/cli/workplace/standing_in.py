"""A survey file in, who is absent and which reserve stands in out; for `absent` and `interview`."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from fieldsurvey.campaign.facts import Subject
from fieldsurvey.campaign.sample.absence import Absences
from fieldsurvey.campaign.sample.reserves import Progress, take_back
from fieldsurvey.chain.absences import KINDS, absence_entries, fold_absences
from fieldsurvey.chain.interview import Status
from fieldsurvey.chain.lines.line import Entry
from fieldsurvey.errors import InterviewError
from fieldsurvey.i18n import _

if TYPE_CHECKING:
    from fieldsurvey.campaign.workspace import Workspace
    from fieldsurvey.chain.survey_file import SurveyFile

_FINISHED = frozenset({Status.FINISHED, Status.REOPENED})


def absences_in(survey_file: "SurveyFile") -> Absences:
    """Return all that the lines of a survey file say of absences."""
    return fold_absences(survey_file.lines_of_kind(*KINDS))


def progress_in(survey_file: "SurveyFile") -> Progress:
    """Return which subjects have an interview, and a finished one."""
    standing = [i for i in survey_file.interviews() if i.status is not Status.WITHDRAWN]
    return Progress(
        begun=frozenset(i.subject for i in standing),
        finished=frozenset(i.subject for i in standing if i.status in _FINISHED),
    )


def check_called_in(survey_file: "SurveyFile", subject: Subject) -> None:
    """Refuse to begin with a reserve that stands in for nobody.

    Raises:
        InterviewError: It was not called in, and no interview of it was begun.
    """
    if subject.visit is None or not subject.visit.is_reserve:
        return
    if absences_in(survey_file).replaced_by(subject.id):
        return
    if subject.id not in progress_in(survey_file).begun:
        raise InterviewError(
            _("This is a reserve household, and it stands in for nobody so far."),
            where=subject.id,
            to_do=_(
                "Say first who cannot be met: fieldsurvey absent NUMBER. "
                "It names the reserve to go to."
            ),
        )


def entries_taking_back(
    workspace: "Workspace", survey_file: "SurveyFile", subject: Subject, pair: Sequence[str]
) -> list[Entry]:
    """Return what must be said because an absent household is interviewed after all; or nothing."""
    before = absences_in(survey_file)
    if subject.visit is None or subject.id not in before.absent:
        return []
    after = take_back(workspace.sample, before, subject.visit, progress_in(survey_file))
    return absence_entries(before, after, pair[0])
