"""A lead's workspace in, one kit a team out; a kit in, a laptop's workspace out.

A kit is a folder on a stick. It holds what its team needs and nothing more: of the roster only
the households that the sample of its villages names, reserves included. `kit.json` lists every
file with its SHA-256, so that a stick that lost or gained a byte is noticed before anybody works
from it.
"""

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from fieldsurvey.campaign.codes import Verifiers
from fieldsurvey.campaign.csv_table import write_bytes
from fieldsurvey.campaign.folders import refuse_occupied, whole_folder
from fieldsurvey.campaign.key_file import KeyFile
from fieldsurvey.campaign.kit_manifest import (
    Manifest,
    differences,
    file_digest,
    files_in,
    read_manifest,
)
from fieldsurvey.campaign.model import Assignment, Roster, Sample
from fieldsurvey.campaign.plan_checks import check_schedule
from fieldsurvey.campaign.recipients import RECIPIENTS_FILE, Recipients
from fieldsurvey.campaign.roster import write_roster
from fieldsurvey.campaign.roster_digest import roster_digest
from fieldsurvey.campaign.sample_file import write_sample
from fieldsurvey.campaign.schedule import write_schedule
from fieldsurvey.campaign.workspace import Workspace, lies_open
from fieldsurvey.campaign.workspace_key import RandomBytes, WorkspaceKey
from fieldsurvey.errors import CampaignError, FindingKind
from fieldsurvey.i18n import _, listed
from fieldsurvey.questionnaire import load_questionnaires


@dataclass(frozen=True, slots=True)
class Lock:
    """What a laptop's workspace is encrypted with from its first byte."""

    key: WorkspaceKey
    key_file: KeyFile
    random_bytes: RandomBytes = field(default=secrets.token_bytes, repr=False)


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


Check = Callable[[Manifest], None]
"""Raises where a manifest is not to be believed."""

Locking = Callable[[Workspace], Lock | None]
"""Gives what a laptop that joins with this kit is encrypted with, if it is."""


def _believe(manifest: Manifest) -> None:
    """Check nothing."""


def _leave_open(kit: Workspace) -> None:
    """Encrypt nothing."""


def join_kit(
    kit: Path, folder: Path, check: Check = _believe, locking: Locking = _leave_open
) -> Workspace:
    """Make a laptop's workspace from a kit, every file checked against its manifest.

    Args:
        kit: On a stick.
        folder: To make; it must not hold anything.
        check: Looks at the manifest before anything of it is used.
        locking: Asked once the kit is known to be sound, and before anything is written.

    Raises:
        CampaignError: A file was changed, is missing or does not belong there (`findings` names
            each), the kit cannot be used, or the folder is in use; then nothing is left behind.
    """
    manifest = read_manifest(kit)
    check(manifest)
    _refuse(kit, manifest)
    _try_out(kit, manifest)
    refuse_occupied(folder)
    lock = locking(Workspace(kit))
    if lock is None and Workspace(kit).campaign.at_rest.encrypted == "required":
        raise _must_be_encrypted(kit)
    with whole_folder(folder) as unfinished:
        for name, digest in manifest.files.items():
            content = (kit / name).read_bytes()
            if file_digest(content) != digest:
                _refuse(kit, manifest)
            copy = unfinished / name
            copy.parent.mkdir(parents=True, exist_ok=True)
            write_bytes(copy, _as_it_lies(name, content, lock))
        write_bytes(unfinished / "kit.json", manifest.to_json().encode())
        Workspace(unfinished).outbox.mkdir()
        if lock:
            Workspace(unfinished).keys.mkdir()
            text = lock.key_file.to_json()
            write_bytes(Workspace(unfinished).survey_key_json, text.encode(), is_secret=True)
    return Workspace(folder, _unlocked_by(lock) if lock else None)


def renew_kit(kit: Path, workspace: Workspace, check: Check = _believe) -> Workspace:
    """Bring a joined laptop to a newer kit of its team; what was said there stays as it is.

    Plan and questionnaires are replaced file by file, kit.json last: a renewal that was cut short
    is simply done again.

    Raises:
        CampaignError: The kit is damaged (`findings` names each file), cannot be used, or is of
            another campaign, team or lead; then nothing is changed.
    """
    manifest, before = read_manifest(kit), workspace.manifest
    check(manifest)
    _refuse(kit, manifest)
    _try_out(kit, manifest)
    theirs, ours = (_belonging(each) for each in (manifest, before))
    if theirs != ours:
        raise CampaignError(
            _("This kit is of another campaign, team or team lead than this laptop."),
            where=str(kit),
            to_do=_("Use the kit of this laptop's team, or join in another folder."),
        )
    if RECIPIENTS_FILE in before.files and RECIPIENTS_FILE not in manifest.files:
        raise CampaignError(
            _("This kit names nobody to seal to; this laptop would go on unsealed."),
            where=str(kit),
            to_do=_("Have the kit made again with this version of the program."),
        )
    if not workspace.is_encrypted and Workspace(kit).campaign.at_rest.encrypted == "required":
        raise _must_be_encrypted(kit)
    key = workspace.key
    lock = Lock(key, workspace.key_file) if key else None
    for name in manifest.files:
        copy = workspace.folder / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        write_bytes(copy, _as_it_lies(name, (kit / name).read_bytes(), lock))
    for name in before.files.keys() - manifest.files.keys():
        (workspace.folder / name).unlink(missing_ok=True)
    write_bytes(workspace.kit_json, manifest.to_json().encode())
    return Workspace(workspace.folder, _unlocked_by(lock) if lock else None)


def _as_it_lies(name: str, content: bytes, lock: Lock | None) -> bytes:
    """Return a file of a kit as a laptop keeps it."""
    if lock is None or lies_open(name):
        return content
    return lock.key.seal(content, name.rpartition("/")[2], lock.random_bytes)


def _unlocked_by(lock: Lock) -> Callable[[KeyFile], WorkspaceKey]:
    return lambda _key_file: lock.key


def _must_be_encrypted(kit: Path) -> CampaignError:
    return CampaignError(
        _("This campaign keeps nothing unencrypted on laptops, and this one is not encrypted."),
        where=str(kit),
        to_do=_("Hand over what is here, then join in a new folder: fieldsurvey join KIT DIR"),
    )


def _belonging(manifest: Manifest) -> tuple[str, str, str]:
    return manifest.campaign, manifest.team, manifest.lead_key


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


def _refuse(kit: Path, manifest: Manifest) -> None:
    if found := list(differences(kit, manifest)):
        raise CampaignError(
            _("The kit is not as it was made; nothing was copied."),
            where=str(kit),
            to_do=_("Have the kit made again, on another stick if this one is old."),
            findings=found,
        )


def _try_out(kit: Path, manifest: Manifest) -> None:
    """Read all that a laptop will need, before anything is copied."""
    inside = Workspace(kit)
    if inside.campaign.id != manifest.campaign or inside.campaign.team(manifest.team) is None:
        raise CampaignError(
            _("kit.json names another campaign or team than campaign.yaml."),
            where=str(kit),
            to_do=_("Have the kit made again."),
        )
    _loaded = (inside.roster, inside.sample, inside.schedule, inside.recipients)
