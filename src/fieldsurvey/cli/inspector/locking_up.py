"""A kit that wants a laptop encrypted in, what the laptop is encrypted with out."""

import secrets
from collections.abc import Collection

from fieldsurvey.campaign.kit.joining import Lock
from fieldsurvey.campaign.secrets.key_file import COST_LOG2, KeyFile
from fieldsurvey.campaign.secrets.workspace_key import WorkspaceKey
from fieldsurvey.campaign.workspace import Workspace
from fieldsurvey.chain.storage.encrypted import need_cipher
from fieldsurvey.cli.workplace.unlocking import new_passphrase
from fieldsurvey.errors import CampaignError
from fieldsurvey.handover.sealing import marks, seal
from fieldsurvey.i18n import _


def lock_for(kit: Workspace, *, cost_log2: int = COST_LOG2) -> Lock | None:
    """Return what a laptop of this kit is encrypted with, its passphrase chosen now; or None.

    Raises:
        ChainError: The extra that encrypts is not installed.
        CampaignError: The kit names nobody who could help once the passphrase is forgotten.
        HandoverError: Nothing can be sealed here.
        UsageError: Nobody is there to choose a passphrase.
    """
    if kit.campaign.at_rest.encrypted == "off":
        return None
    need_cipher()
    recipients = kit.recipients
    if recipients is None:
        raise CampaignError(
            _("The kit names nobody who could open the laptop once its passphrase is forgotten."),
            where=str(kit.folder),
            to_do=_("Have the kit made again with this version of the program."),
        )
    key = WorkspaceKey.make(secrets.token_bytes)
    sealed = seal(key.secret, recipients.both)
    passphrase = new_passphrase(known_names(kit))
    key_file = KeyFile.of(
        key,
        passphrase,
        to=marks(recipients.both),
        sealed=sealed,
        random_bytes=secrets.token_bytes,
        cost_log2=cost_log2,
    )
    return Lock(key, key_file)


def known_names(workspace: Workspace) -> Collection[str]:
    """Return what everybody around a laptop knows, and nobody should take for a passphrase."""
    campaign = workspace.campaign
    team = campaign.team(workspace.manifest.team)
    names = {campaign.id, *campaign.name.values(), *campaign.county.name.values(), "fieldsurvey"}
    if team:
        names |= {team.code, *team.name.values(), *team.members}
    return names
