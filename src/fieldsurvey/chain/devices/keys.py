"""Device keys: who a laptop is, and the signatures only it can make (Ed25519)."""

import base64
import hashlib
import json
import os
import secrets
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from fieldsurvey.campaign.folders import make_folder, sync_folder
from fieldsurvey.campaign.secrets.workspace_key import WorkspaceKey
from fieldsurvey.chain.lines.clock import RandomBytes
from fieldsurvey.chain.lines.line import dump_json
from fieldsurvey.errors import CampaignError, ChainError
from fieldsurvey.i18n import _

_KEY_BYTES = 32
_FORMAT = {"format": 1, "kind": "fieldsurvey device key"}
_SEALED_AS = "device.key"


class Purpose(StrEnum):
    """What a signature is for; it stands before what is signed, so that none passes for another."""

    BUNDLE = "bundle"
    """Under the header of a bundle, and so under the head it names."""
    RECEIPT = "receipt"
    """Under what a lead has taken in."""
    PICTURES = "pictures"
    """Under the pictures a lead has taken in."""
    ERASURE = "erasure"
    """Under what a laptop is to erase."""
    ENROLMENT = "enrolment"
    """Under a laptop's request to be enrolled."""
    KIT = "kit"
    """Under what a lead's kit holds."""


@dataclass(frozen=True, slots=True)
class DeviceKey:
    """The key pair of one laptop (or of the lead's)."""

    seed: bytes = field(repr=False)
    """32 bytes; secret."""
    public: bytes
    """32 bytes."""

    @classmethod
    def make(cls, random_bytes: RandomBytes) -> "DeviceKey":
        """Return a new key pair."""
        return cls.of_seed(random_bytes(_KEY_BYTES))

    @classmethod
    def of_seed(cls, seed: bytes) -> "DeviceKey":
        """Return the key pair that grows from 32 secret bytes."""
        from nacl.signing import SigningKey

        return cls(seed, bytes(SigningKey(seed).verify_key))

    @property
    def device(self) -> str:
        """Id of the device, `d` and 8 hex digits, made from the public key."""
        return device_of(self.public)

    def sign(self, message: bytes) -> bytes:
        """Return the 64 bytes of the signature over `message`."""
        from nacl.signing import SigningKey

        return SigningKey(self.seed).sign(message).signature

    def save(self, path: Path, lock: WorkspaceKey | None = None) -> None:
        """Write the key where only its owner may read it; an existing key is never replaced.

        With the key of an encrypted workspace its secret is encrypted.

        Raises:
            ChainError: There is a key already, or the place cannot be written.
        """
        text = dump_json({**_FORMAT, "public": self.public.hex(), **self._secret(lock)})
        temporary = path.with_name(f".{path.name}.new")
        try:
            if path.exists():
                raise ChainError(
                    _("There is a key already."),
                    where=str(path),
                    to_do=_("Use it, or join in another folder."),
                )
            make_folder(path.parent)
            temporary.unlink(missing_ok=True)
            with os.fdopen(_open_private(temporary), "wb") as file:
                file.write(text.encode() + b"\n")
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(path)
            sync_folder(path.parent)
        except OSError as error:
            raise ChainError(
                _("The key cannot be written: {reason}.").format(reason=error.strerror),
                where=str(path),
                to_do=_("Choose a folder you may write to."),
            ) from error

    def _secret(self, lock: WorkspaceKey | None) -> dict[str, str]:
        if lock is None:
            return {"wrapping": "none", "seed": self.seed.hex()}
        sealed = lock.seal(self.seed, _SEALED_AS, secrets.token_bytes)
        return {"wrapping": "survey key", "sealed": sealed.hex()}

    @classmethod
    def load(cls, path: Path, lock: WorkspaceKey | None = None) -> "DeviceKey":
        """Read a key that `save` wrote.

        Raises:
            ChainError: It is missing, unreadable or damaged, or was encrypted under another key.
        """
        try:
            key, public = _read_key(path, lock)
        except OSError as error:
            raise ChainError(
                _("The key of this laptop cannot be read: {reason}.").format(reason=error.strerror),
                where=str(path),
                to_do=_("Join the laptop to its kit again."),
            ) from error
        except (ValueError, KeyError, TypeError, RecursionError, CampaignError):
            key, public = None, b""
        if key is None or key.public != public:
            raise ChainError(
                _("The key of this laptop is damaged."),
                where=str(path),
                to_do=_("Join the laptop to its kit again."),
            )
        return key


def device_of(public: bytes) -> str:
    """Return the device id that belongs to a public key: `d3f9a1c2e`."""
    return "d" + hashlib.sha256(public).hexdigest()[:8]


def device_in(path: Path) -> str:
    """Return the id of the laptop whose key a file holds, without opening the key.

    Raises:
        ChainError: It is missing or damaged.
    """
    try:
        return device_of(bytes.fromhex(json.loads(path.read_text(encoding="utf-8"))["public"]))
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise ChainError(_("The key of this laptop is damaged."), where=str(path)) from error


def fingerprint(public: bytes) -> str:
    """Return what two people compare by eye: `K3DA-77QX-…`, 80 bits of the key's SHA-256."""
    letters = base64.b32encode(hashlib.sha256(public).digest()[:10]).decode("ascii")
    return "-".join(letters[start : start + 4] for start in range(0, len(letters), 4))


def is_signed(public: bytes, message: bytes, signature: bytes) -> bool:
    """Tell whether the owner of `public` signed `message`."""
    from nacl.exceptions import CryptoError
    from nacl.signing import VerifyKey

    try:
        VerifyKey(public).verify(message, signature)
    except (CryptoError, ValueError, TypeError):
        return False
    return True


def sign_text(key: DeviceKey, purpose: Purpose, text: str) -> bytes:
    """Return the signature under a text that serves one purpose."""
    return key.sign(_context(purpose) + text.encode())


def is_signed_text(public: bytes, purpose: Purpose, text: str, signature: bytes) -> bool:
    """Tell whether the owner of `public` signed a text for this purpose."""
    return is_signed(public, _context(purpose) + text.encode(), signature)


def _context(purpose: Purpose) -> bytes:
    return f"fieldsurvey {purpose.value} 1\n".encode()


def _open_private(path: Path) -> int:
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)


def _read_key(path: Path, lock: WorkspaceKey | None) -> tuple[DeviceKey, bytes]:
    record = json.loads(path.read_text(encoding="utf-8"))
    if lock is None:
        seed = bytes.fromhex(record["seed"])
    else:
        seed = lock.open(bytes.fromhex(record["sealed"]), _SEALED_AS)
    return DeviceKey.of_seed(seed), bytes.fromhex(record["public"])
