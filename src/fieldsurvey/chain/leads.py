"""A survey file in, the devices whose decisions hold in it out."""

from fieldsurvey.chain.survey_file import SurveyFile


def leads_in(survey_file: SurveyFile) -> frozenset[str]:
    """Return the leads: this device if it is of no team, and others known with a key and no team.

    Only their lines decide conflicts, withdraw another's interview or erase.
    """
    rows = survey_file.connection.execute(
        "SELECT device FROM device WHERE team = '' AND public_key <> ''"
    )
    own = {survey_file.device} if not survey_file.team else set()
    return frozenset({device for (device,) in rows} - {survey_file.device} | own)
