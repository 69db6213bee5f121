"""Encrypted files in, what opens them out: a key of the lead, or the inspector's passphrase."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from fieldsurvey.campaign.kit.joining import Lock
from fieldsurvey.campaign.secrets.key_file import KeyFile, load_key_file
from fieldsurvey.campaign.secrets.workspace_key import WorkspaceKey
from fieldsurvey.campaign.workspace import Workspace
from fieldsurvey.chain.devices.age_keys import AgeIdentity, recipient_mark
from fieldsurvey.chain.storage.encrypted import need_cipher
from fieldsurvey.cli.speaking import say
from fieldsurvey.cli.workplace.unlocking import unlock
from fieldsurvey.errors import CampaignError
from fieldsurvey.handover.sealing import unseal
from fieldsurvey.handover.verdict import BundleError


@dataclass(slots=True)
class Keyring:
    """Opens what files of laptops are encrypted with; nobody is asked twice for the same."""

    identities: Sequence[AgeIdentity]
    """Keys that may open it without a passphrase: the lead's, the recovery key."""
    named: Path | None = None
    """The survey.key.json to take where none lies beside a file."""
    workspace: Workspace | None = None
    """Where one stands; its own key opens what was copied out of it."""
    used: list[Lock] = field(default_factory=list)
    """What was opened, in order."""

    def lock_of(self, path: Path) -> Lock | None:
        """Return what a file is encrypted with; None where what holds its key is not at hand.

        Raises:
            UsageError: The passphrase in the file is another, or nobody is there to type it.
            ChainError: The extra is not installed.
        """
        for place in self._places(path):
            try:
                key_file = load_key_file(place)
            except CampaignError as damaged:
                say(f"{damaged.where}: {damaged.what}")
            else:
                need_cipher()
                return Lock(self.open(key_file), key_file)
        return None

    def open(self, key_file: KeyFile) -> WorkspaceKey:
        """Return the key in a key file, opened by a key of the lead, else by the passphrase."""
        for lock in self.used:
            if lock.key_file.mark == key_file.mark:
                return lock.key
        key = self._by_lead(key_file) or unlock(key_file)
        self.used.append(Lock(key, key_file))
        return key

    def _by_lead(self, key_file: KeyFile) -> WorkspaceKey | None:
        marks = {recipient_mark(identity.recipient) for identity in self.identities}
        if not marks & set(key_file.to):
            return None
        try:
            return key_file.accept(unseal(key_file.sealed, self.identities, key_file.to))
        except BundleError:
            return None

    def _places(self, path: Path) -> Sequence[Path]:
        """Return the key files that may be that of a file, the likeliest first."""
        if self.named is not None:
            return [self.named]
        here = [self.workspace] if self.workspace is not None else []
        places = (Workspace(path.parent), *here)
        return [place.survey_key_json for place in places if place.is_encrypted]
