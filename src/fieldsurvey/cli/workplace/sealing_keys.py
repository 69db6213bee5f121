"""A lead's workspace in, the keys that everything is sealed to out."""

from collections.abc import Sequence
from pathlib import Path

from fieldsurvey.campaign.folders import make_folder, sync_folder
from fieldsurvey.campaign.kit.recipients import Recipients
from fieldsurvey.campaign.roster.csv_table import write_bytes
from fieldsurvey.campaign.workspace import Workspace, WorkspaceKind
from fieldsurvey.chain.devices.age_keys import AgeIdentity
from fieldsurvey.i18n import _


def make_sealing_keys(workspace: Workspace) -> Recipients:
    """Make the lead's key and the recovery key where there are none; return whom to seal to.

    recipients.json comes last and stays: once it is there, the recovery key may lie in its safe.

    Raises:
        ChainError: Sealing is not possible on this computer, or a key is damaged.
        CampaignError: A file cannot be written, or recipients.json is damaged.
    """
    if (known := workspace.recipients) is not None:
        return known
    make_folder(workspace.keys)
    made = Recipients(
        lead=_made_or_there(workspace.lead_age).recipient,
        recovery=_made_or_there(workspace.recovery_age).recipient,
    )
    write_bytes(workspace.recipients_json, made.to_json().encode())
    sync_folder(workspace.keys)
    workspace.__dict__.pop("recipients", None)
    return made


def identities_of(workspace: Workspace, named: Path | None = None) -> Sequence[AgeIdentity]:
    """Return the keys that may open what comes in: the lead's, and the one in the file named.

    Raises:
        ChainError: The file named holds no key, or the lead's is damaged.
    """
    files = [path for path in (workspace.lead_age,) if path.exists()]
    return [AgeIdentity.load(path) for path in (*files, *([named] if named else []))]


def recovery_reminder(workspace: Workspace) -> str:
    """Return what to do with the recovery key while it lies in the lead's workspace; '' after."""
    if workspace.kind is WorkspaceKind.LAPTOP or not workspace.recovery_age.exists():
        return ""
    return _(
        "The recovery key still lies here: move {file} to a stick, and lock the stick in a safe."
        " It opens everything when this computer is dead."
    ).format(file=workspace.recovery_age)


def _made_or_there(path: Path) -> AgeIdentity:
    if path.exists():
        return AgeIdentity.load(path)
    made = AgeIdentity.make()
    made.save(path)
    return made
