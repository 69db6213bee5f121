"""A lead's survey file and a day in, the laptops that handed nothing in on that day out."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from fieldsurvey.campaign.workspace import Workspace
from fieldsurvey.chain.devices.enrolment import Trust, enrolments_in
from fieldsurvey.chain.devices.register import bundles, devices
from fieldsurvey.chain.storage.rows import INTERVIEW_COLUMNS
from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.cli.lead.devices_seen import chains_followed
from fieldsurvey.handover.bundle import read_header
from fieldsurvey.report.frozen.missing import MissingLaptop

_DEVICE = INTERVIEW_COLUMNS.index("device")


def silent_laptops(workspace: Workspace, survey_file: SurveyFile, day: date) -> list[MissingLaptop]:
    """Return the laptops that may hand over and of which nothing came that day, by team and id.

    What counts is a bundle that was made on that day, or taken in on it, or an interview in a
    village of that day: a laptop's clock may be wrong. A laptop that was revoked, or joined anew
    under another id, is not waited for.
    """
    zone = workspace.campaign.zone
    heard = {
        record.device
        for record in bundles(survey_file, "in")
        for said in (record.at, read_header(record.header).made_at)
        if _day_of(said, zone) == day
    }
    heard |= _devices_in(workspace, survey_file, day)
    decided = enrolments_in(survey_file)
    may_be_unknown = workspace.campaign.enrolment != "required"
    gone_on = set(chains_followed(survey_file).values())
    silent = [
        MissingLaptop(device=known.device, team=known.team)
        for known in devices(survey_file)
        if known.team
        and known.device not in heard | gone_on
        and (
            decided[known.device].state is Trust.ENROLLED
            if known.device in decided
            else may_be_unknown
        )
    ]
    return sorted(silent, key=lambda laptop: (laptop.team, laptop.device))


def _devices_in(workspace: Workspace, survey_file: SurveyFile, day: date) -> set[str]:
    """Return the devices that made an interview in a village of a day."""
    villages = {each.village for each in workspace.schedule if each.day == day}
    return {row[_DEVICE] for village in villages for row in survey_file.each_interview_row(village)}


def _day_of(moment: str, zone: ZoneInfo) -> date | None:
    try:
        return datetime.fromisoformat(moment).astimezone(zone).date()
    except ValueError:
        return None
