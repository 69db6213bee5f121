"""A workspace key in, the file that holds it wrapped out; that and a passphrase in, the key out.

The key is in it twice: under the inspector's passphrase (scrypt, then a secret box), and sealed to
the team lead and the recovery key (age), so that a forgotten passphrase loses nothing. Whoever has
the file and neither of them has nothing.
"""

import base64
import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from fieldsurvey.campaign.json_about import read_about
from fieldsurvey.campaign.secrets.stretching import SALT_BYTES, read_cost, stretch
from fieldsurvey.campaign.secrets.workspace_key import SECRET_BYTES, RandomBytes, WorkspaceKey
from fieldsurvey.errors import CampaignError
from fieldsurvey.i18n import _

KEY_FILE_FORMAT = 1
"""Raised when an older program would misread the file."""

COST_LOG2 = 16
"""Log2 of scrypt's N: 0.2 s and 64 MiB a try. Tests say less."""


@dataclass(frozen=True, slots=True)
class KeyFile:
    """A workspace key, wrapped twice."""

    mark: str
    """Of the key in it."""
    cost_log2: int
    salt: bytes
    box: bytes = field(repr=False)
    """The key under the passphrase."""
    to: tuple[str, ...]
    """Marks of the two who can open the other wrapping."""
    sealed: bytes = field(repr=False)
    """The key sealed to them."""

    @classmethod
    def of(
        cls,
        key: WorkspaceKey,
        passphrase: str,
        *,
        to: tuple[str, ...],
        sealed: bytes,
        random_bytes: RandomBytes,
        cost_log2: int = COST_LOG2,
    ) -> "KeyFile":
        """Wrap a key.

        Args:
            key: To be wrapped.
            passphrase: The inspector's.
            to: Marks of those `sealed` is for.
            sealed: The key's secret, sealed to them.
            random_bytes: Where chance comes from.
            cost_log2: What a try costs.
        """
        blank = cls(key.mark, cost_log2, b"", b"", to, sealed)
        return blank.with_passphrase(key, passphrase, random_bytes)

    def with_passphrase(
        self, key: WorkspaceKey, passphrase: str, random_bytes: RandomBytes
    ) -> "KeyFile":
        """Return it with its key under another passphrase; nothing that is encrypted changes.

        Raises:
            ValueError: The key is another.
        """
        from nacl.secret import SecretBox

        if key.mark != self.mark:
            raise ValueError("another key")
        salt = random_bytes(SALT_BYTES)
        box = SecretBox(_stretched(passphrase, salt, self.cost_log2))
        nonce = random_bytes(SecretBox.NONCE_SIZE)
        return replace(self, salt=salt, box=bytes(box.encrypt(key.secret, nonce)))

    def open(self, passphrase: str) -> WorkspaceKey | None:
        """Return the key; None where the passphrase is another."""
        from nacl.exceptions import CryptoError
        from nacl.secret import SecretBox

        try:
            stretched = _stretched(passphrase, self.salt, self.cost_log2)
            return self.accept(SecretBox(stretched).decrypt(self.box))
        except (CryptoError, ValueError):
            return None

    def accept(self, secret: bytes) -> WorkspaceKey | None:
        """Return the key of a secret that somebody opened; None where it is that of another."""
        key = WorkspaceKey(secret)
        is_it = len(secret) == SECRET_BYTES and key.mark == self.mark
        return key if is_it else None

    def to_json(self) -> str:
        """Return the text of survey.key.json."""
        about = {
            "format": KEY_FILE_FORMAT,
            "kind": "fieldsurvey survey key",
            "mark": self.mark,
            "passphrase": {
                "made_with": "scrypt",
                "cost_log2": self.cost_log2,
                "salt": self.salt.hex(),
                "box": self.box.hex(),
            },
            "lead": {"to": list(self.to), "sealed": base64.b64encode(self.sealed).decode()},
        }
        return json.dumps(about, indent=1) + "\n"


def load_key_file(path: Path) -> KeyFile:
    """Read survey.key.json from a disk.

    Raises:
        CampaignError: It cannot be read, is damaged, or made by a newer version.
    """
    try:
        text = path.read_bytes().decode(errors="replace")
    except OSError as failed:
        raise CampaignError(
            _("The file cannot be read: {why}.").format(why=failed.strerror or failed),
            where=str(path),
        ) from failed
    return read_key_file(text, str(path))


def read_key_file(text: str, where: str) -> KeyFile:
    """Read survey.key.json.

    Raises:
        CampaignError: It is damaged, or made by a newer version.
    """
    return read_about(
        text,
        _key_file,
        newest=KEY_FILE_FORMAT,
        newer=_("The file was made with a newer version of fieldsurvey."),
        where=where,
        damaged=CampaignError(
            _("The file that holds the key of this laptop is damaged."),
            where=where,
            to_do=_("Put it back from a copy of this folder; ask the team lead."),
        ),
    )


def _key_file(about: Mapping[str, Any]) -> KeyFile:
    by_passphrase, by_lead = about["passphrase"], about["lead"]
    return KeyFile(
        mark=str(about["mark"]),
        cost_log2=read_cost(by_passphrase["cost_log2"]),
        salt=bytes.fromhex(by_passphrase["salt"]),
        box=bytes.fromhex(by_passphrase["box"]),
        to=tuple(str(mark) for mark in by_lead["to"]),
        sealed=base64.b64decode(by_lead["sealed"], validate=True),
    )


def _stretched(passphrase: str, salt: bytes, cost_log2: int) -> bytes:
    # Full-width letters, and a blank at an end, are how it was typed, not what was meant.
    meant = unicodedata.normalize("NFKC", passphrase).strip()
    return stretch(meant.encode(errors="replace"), salt, cost_log2)
