"""A lead's workspace in, one kit a team out; `joining` makes a laptop's workspace of one.

A kit is a folder on a stick. It holds what its team needs and nothing more: of the roster only
the households that the sample of its villages names, reserves included. `kit.json` lists every
file with its SHA-256, so that a stick that lost or gained a byte is noticed before anybody works
from it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from fieldsurvey.campaign.folders import refuse_occupied, whole_folder
from fieldsurvey.campaign.kit.manifest import Manifest, file_digest, files_in
from fieldsurvey.campaign.kit.recipients import RECIPIENTS_FILE, Recipients
from fieldsurvey.campaign.model import Assignment, Roster, Sample
from fieldsurvey.campaign.plan_checks import check_schedule
from fieldsurvey.campaign.roster.csv_table import write_bytes
from fieldsurvey.campaign.roster.digest import roster_digest
from fieldsurvey.campaign.roster.tables import write_roster
from fieldsurvey.campaign.sample.file import write_sample
from fieldsurvey.campaign.sample.schedule import write_schedule
from fieldsurvey.campaign.secrets.codes import Verifiers
from fieldsurvey.campaign.workspace import Workspace
from fieldsurvey.errors import CampaignError, FindingKind
from fieldsurvey.i18n import _, listed
from fieldsurvey.questionnaire import load_questionnaires


def kit_folders(workspace: Workspace, out: Path) -> dict[str, Path]:
    """Return the folder of each team's kit in `out`, by the code of the team.

    Raises:
        CampaignError: A kit stands there already.
    """
    kits = {team.code: out / f"team-{team.code}" for team in workspace.campaign.teams}
    for kit in kits.values():
        refuse_occupied(kit)
    return kits


def make_kits(  # noqa: PLR0913 - what stands in a kit
    workspace: Workspace,
    out: Path,
    *,
    made_at: datetime,
    lead_public_key: str,
    verifiers: Mapping[str, Verifiers] | None = None,
    recipients: Recipients | None = None,
    sign: Callable[[str], str] | None = None,
) -> list[Path]:
    """Write one kit a team, `team-CODE`, into the folder `out`; return their folders.

    Args:
        workspace: The lead's, with sample and schedule.
        out: A stick or any folder; it may hold other things.
        made_at: Aware; it stands in kit.json.
        lead_public_key: The lead's public key, in hex.
        verifiers: Of the members' codes, by the code of the team; without them interviews are
            signed by name only.
        recipients: To whom laptops seal what they hand over; without them nothing is sealed.
        sign: Gives the lead's signature (hex) under a text; `join` takes no kit without one.

    Raises:
        CampaignError: Sample, roster, schedule and questionnaires do not fit together, or a kit
            stands there already.
        QuestionnaireError: A questionnaire has faults; none goes into the field with them.
    """
    _check_forms(workspace)
    _check_plan(workspace)
    kits = kit_folders(workspace, out)
    for team, kit in kits.items():
        with whole_folder(kit) as unfinished:
            _fill(unfinished, workspace, team)
            if verifiers:
                text = verifiers[team].to_json()
                write_bytes(Workspace(unfinished).codes_json, text.encode())
            if recipients:
                write_bytes(unfinished / RECIPIENTS_FILE, recipients.to_json().encode())
            manifest = Manifest(
                campaign=workspace.campaign.id,
                team=team,
                lead_key=lead_public_key,
                made_at=made_at.isoformat(timespec="seconds"),
                files={
                    name: file_digest(path.read_bytes())
                    for name, path in files_in(unfinished).items()
                },
            )
            if sign:
                manifest = replace(manifest, signature=sign(manifest.signed_text()))
            write_bytes(unfinished / "kit.json", manifest.to_json().encode())
    return list(kits.values())


def sample_of_villages(sample: Sample, villages: Sequence[str]) -> Sample:
    """Return the part of a sample that lies in some villages."""
    return replace(
        sample,
        villages=tuple(code for code in sample.villages if code in villages),
        visits=tuple(v for v in sample.visits if v.household.village in villages),
        shifts=tuple(shift for shift in sample.shifts if shift.village in villages),
    )


def roster_of_sample(roster: Roster, sample: Sample) -> Roster:
    """Return what a sample needs of a roster: its households, villages and townships only."""
    villages = {code: roster.villages[code] for code in sample.villages}
    townships = {v.township: roster.townships[v.township] for v in villages.values()}
    households = {visit.household.code: visit.household for visit in sample.visits}
    return Roster(townships, villages, households)


def _fill(kit: Path, workspace: Workspace, team: str) -> None:
    schedule: list[Assignment] = [a for a in workspace.schedule if a.team == team]
    sample = sample_of_villages(workspace.sample, [a.village for a in schedule])
    roster = roster_of_sample(workspace.roster, sample)
    inside = Workspace(kit)
    write_bytes(inside.campaign_yaml, workspace.campaign_yaml.read_bytes())
    for name, path in files_in(workspace.questionnaires).items():
        copy = inside.questionnaires / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        write_bytes(copy, path.read_bytes())
    write_roster(inside.roster_folder, roster)
    write_sample(kit, sample, roster)
    write_schedule(inside.schedule_csv, schedule)


def _check_forms(workspace: Workspace) -> None:
    there = load_questionnaires(workspace.questionnaires).keys()
    wanted = {form for forms in workspace.campaign.forms.values() for form in forms}
    if missing := sorted(wanted - there):
        raise CampaignError(
            _("Questionnaires that campaign.yaml names are not there: {forms}.").format(
                forms=listed(missing)
            ),
            where=str(workspace.questionnaires),
            to_do=_("Add them, or take them out of `forms` in campaign.yaml."),
        )


def _check_plan(workspace: Workspace) -> None:
    if roster_digest(workspace.roster) != workspace.sample.frame_digest:
        raise CampaignError(
            _("The roster has changed since the sample was drawn."),
            where=str(workspace.roster_folder),
            to_do=_("Draw the sample again, or put the roster back."),
        )
    findings = check_schedule(workspace.schedule, workspace.sample, workspace.campaign)
    faults = [finding for finding in findings if finding.kind is FindingKind.FAULT]
    if faults:
        raise CampaignError(
            _("The schedule does not fit the sample."),
            where=str(workspace.schedule_csv),
            to_do=_("Mend the rows below."),
            findings=faults,
        )
