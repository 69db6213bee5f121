"""Identities: the keys that open what is sealed (age, X25519). Who signs is in `keys`."""

import hashlib
import re
from dataclasses import dataclass, field
from pathlib import Path

from fieldsurvey.campaign.folders import sync_folder
from fieldsurvey.campaign.roster.csv_table import write_bytes
from fieldsurvey.errors import ChainError
from fieldsurvey.i18n import _

_SECRET = re.compile(r"^AGE-SECRET-KEY-1[02-9AC-HJ-NP-Z]{58}$", re.MULTILINE)
_FILE_BYTES_MAX = 16_384


@dataclass(frozen=True, slots=True)
class AgeIdentity:
    """A key that opens what is sealed to its recipient."""

    secret: str = field(repr=False)
    """`AGE-SECRET-KEY-1…`"""
    recipient: str
    """`age1…`, the public half."""

    @classmethod
    def make(cls) -> "AgeIdentity":
        """Return a new key.

        Raises:
            ChainError: Sealing is not possible on this computer.
        """
        need_age()
        from pyrage import x25519

        made = x25519.Identity.generate()
        return cls(str(made), str(made.to_public()))

    @classmethod
    def of_secret(cls, secret: str) -> "AgeIdentity":
        """Return the key of its secret; raises ValueError where it is none."""
        from pyrage import IdentityError, x25519

        try:
            return cls(secret, str(x25519.Identity.from_str(secret).to_public()))
        except IdentityError as error:
            raise ValueError(str(error)) from error

    def save(self, path: Path) -> None:
        """Write the key where only its owner may read it; an existing file is never replaced.

        The file is one of `age-keygen`: the program `age` opens with it what is sealed, too.

        Raises:
            ChainError: There is a file already.
            CampaignError: The place cannot be written.
        """
        if path.exists():
            raise ChainError(_("There is a key already."), where=str(path))
        text = f"# public key: {self.recipient}\n{self.secret}\n"
        write_bytes(path, text.encode(), is_secret=True)
        sync_folder(path.parent)

    @classmethod
    def load(cls, path: Path) -> "AgeIdentity":
        """Read a key that `save` or `age-keygen` wrote.

        Raises:
            ChainError: It is missing, unreadable or damaged, or nothing can be opened here.
        """
        need_age()
        try:
            with path.open("rb") as file:
                text = file.read(_FILE_BYTES_MAX).decode("utf-8", "replace")
        except OSError as error:
            raise ChainError(
                _("The key that opens bundles cannot be read: {reason}.").format(
                    reason=error.strerror
                ),
                where=str(path),
                to_do=_("Put it back from your copy, or use the recovery key from the safe."),
            ) from error
        found = _SECRET.search(text.replace("\r\n", "\n"))
        try:
            return cls.of_secret(found.group() if found else "")
        except ValueError:
            raise ChainError(
                _("The file holds no key that opens bundles, or the key is damaged."),
                where=str(path),
                to_do=_("Put it back from your copy, or use the recovery key from the safe."),
            ) from None


def recipient_mark(recipient: str) -> str:
    """Return what tells one recipient from another in few letters: 16 hex digits of a SHA-256."""
    return hashlib.sha256(recipient.encode()).hexdigest()[:16]


def has_age() -> bool:
    """Tell whether this computer can seal and open."""
    try:
        import pyrage  # noqa: F401
    except ImportError:
        return False
    return True


def need_age() -> None:
    """Refuse to go on where nothing can be sealed or opened.

    Raises:
        ChainError: The package is not there.
    """
    if not has_age():
        raise ChainError(
            _("Nothing can be sealed or opened on this computer: the package pyrage is missing."),
            to_do=_("Install the program again, or use a computer that pyrage is made for."),
        )
