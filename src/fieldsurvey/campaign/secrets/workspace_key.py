"""The key of an encrypted workspace: bytes in, bytes that nobody reads without it out.

One random secret a laptop; what encrypts its survey file and what encrypts its other files are
made from it and tell nothing of each other.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

from fieldsurvey.errors import CampaignError
from fieldsurvey.i18n import _

RandomBytes: TypeAlias = Callable[[int], bytes]

SECRET_BYTES = 32
_MAGIC = b"FSK1\n"
_NONCE_BYTES = 24


@dataclass(frozen=True, slots=True)
class WorkspaceKey:
    """What opens everything that is encrypted in one laptop's workspace."""

    secret: bytes = field(repr=False)
    """32 random bytes, made when the laptop joined; never written anywhere unwrapped."""

    @classmethod
    def make(cls, random_bytes: RandomBytes) -> "WorkspaceKey":
        """Return a new key."""
        return cls(random_bytes(SECRET_BYTES))

    @property
    def database(self) -> bytes:
        """The 32 bytes that encrypt the survey file."""
        return self._grown(b"survey.db")

    @property
    def mark(self) -> str:
        """What tells one key from another without telling the key: 16 hex digits."""
        return self._grown(b"mark")[:8].hex()

    def seal(self, content: bytes, name: str, random_bytes: RandomBytes) -> bytes:
        """Return a file's content as it may lie on the disk.

        Args:
            content: Of the file.
            name: Of the file: what is sealed under one name does not open under another.
            random_bytes: Where chance comes from.
        """
        from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_encrypt as encrypt

        nonce = random_bytes(_NONCE_BYTES)
        return _MAGIC + nonce + encrypt(content, name.encode(), nonce, self._grown(b"files"))

    def open(self, content: bytes, name: str) -> bytes:
        """Return what was sealed under a name.

        Raises:
            CampaignError: It is not sealed, was altered, or sealed under another key or name.
        """
        from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_decrypt as decrypt
        from nacl.exceptions import CryptoError

        start = len(_MAGIC) + _NONCE_BYTES
        nonce = content[len(_MAGIC) : start]
        try:
            if not is_sealed(content) or len(nonce) != _NONCE_BYTES:
                raise ValueError(name)
            return decrypt(content[start:], name.encode(), nonce, self._grown(b"files"))
        except (CryptoError, ValueError) as error:
            raise CampaignError(
                _("The file was altered, or put here from another laptop."),
                where=name,
                to_do=_("Join again with the kit: fieldsurvey join KIT DIR"),
            ) from error

    def _grown(self, purpose: bytes) -> bytes:
        return hashlib.blake2b(purpose, key=self.secret, digest_size=32).digest()


def is_sealed(content: bytes) -> bool:
    """Tell whether a file's content is what `seal` made of another."""
    return content.startswith(_MAGIC)
