"""A text and who signs it in, a file of the two out; and read again.

Its first line is the text, its second the signature in hex. Receipts, orders to erase and requests
to be enrolled travel so; whoever reads one proves it anew.
"""

from dataclasses import dataclass
from pathlib import Path

from fieldsurvey.chain.devices.keys import DeviceKey, Purpose, is_signed_text, sign_text
from fieldsurvey.chain.files import write_file


@dataclass(frozen=True, slots=True)
class SignedText:
    """A text of one line, and the signature under it."""

    purpose: Purpose
    """A signature for another one does not count."""
    text: str
    signature: bytes

    @classmethod
    def sign(cls, key: DeviceKey, purpose: Purpose, text: str) -> "SignedText":
        """Sign a text of one line."""
        return cls(purpose, text, sign_text(key, purpose, text))

    @classmethod
    def read(cls, path: Path, purpose: Purpose, bytes_max: int) -> "SignedText":
        """Read a file of at most some bytes; nothing is proven yet.

        Raises:
            OSError: It cannot be read.
            ValueError: It is none, or was cut short.
        """
        with path.open("rb") as file:
            text, signature, rest = file.read(bytes_max).decode().split("\n")
        if rest:
            raise ValueError(rest)
        return cls(purpose, text, bytes.fromhex(signature))

    def is_signed_by(self, public: bytes) -> bool:
        """Tell whether the owner of a public key signed the text, for this purpose."""
        return is_signed_text(public, self.purpose, self.text, self.signature)

    def write(self, path: Path) -> None:
        """Write it to a file, whole or not at all.

        Raises:
            OSError: The disk refused.
        """
        write_file(path, f"{self.text}\n{self.signature.hex()}\n".encode())
