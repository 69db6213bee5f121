"""A survey file in, the devices whose decisions hold in it out."""

from fieldsurvey.chain.devices.enrolment import Trust, enrolments_in
from fieldsurvey.chain.survey_file import SurveyFile


def leads_in(survey_file: SurveyFile) -> frozenset[str]:
    """Return the leads: this device if it is of no team, and those of no team it has enrolled.

    Only their lines decide conflicts, withdraw another's interview or erase. A file that is of a
    team knows no lead.
    """
    if survey_file.team:
        return frozenset()
    rows = survey_file.connection.execute(
        "SELECT device FROM device WHERE team = '' AND public_key <> '' AND device <> ?",
        (survey_file.device,),
    ).fetchall()
    others = {device for (device,) in rows}
    enrolled = enrolments_in(survey_file) if others else {}
    trusted = {
        device for device in others & enrolled.keys() if enrolled[device].state is Trust.ENROLLED
    }
    return frozenset({survey_file.device, *trusted})
