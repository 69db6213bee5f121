"""A kit in, a laptop's workspace out; and a newer kit into a workspace that is in use.

Every file is checked against the manifest before anything is copied.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from fieldsurvey.campaign.folders import refuse_occupied, whole_folder
from fieldsurvey.campaign.kit.manifest import Manifest, differences, file_digest, read_manifest
from fieldsurvey.campaign.kit.recipients import RECIPIENTS_FILE
from fieldsurvey.campaign.roster.csv_table import write_bytes
from fieldsurvey.campaign.secrets.key_file import KeyFile
from fieldsurvey.campaign.secrets.workspace_key import RandomBytes, WorkspaceKey
from fieldsurvey.campaign.workspace import Workspace, lies_open
from fieldsurvey.errors import CampaignError
from fieldsurvey.i18n import _


@dataclass(frozen=True, slots=True)
class Lock:
    """What a laptop's workspace is encrypted with from its first byte."""

    key: WorkspaceKey
    key_file: KeyFile
    random_bytes: RandomBytes = field(default=secrets.token_bytes, repr=False)


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
