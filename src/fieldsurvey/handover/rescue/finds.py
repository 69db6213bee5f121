"""What was found in the bytes of a file, before anything of it is proven."""

import hashlib
from dataclasses import dataclass, field

from fieldsurvey.chain.devices.register import BundleRecord, QuestionnaireVersion


@dataclass(frozen=True, slots=True)
class Link:
    """The place of one line in its chain, as it was stored; the text may be lost."""

    device: str
    seq: int
    previous: bytes
    digest: bytes
    hash: bytes

    @property
    def fits(self) -> bool:
        """Whether its three hashes belong together: damage cannot make such a link."""
        return hashlib.sha256(self.previous + self.digest).digest() == self.hash


@dataclass(slots=True)
class Finds:
    """All that was found, each thing once, however often and wherever it was found."""

    texts: dict[bytes, str] = field(default_factory=dict)
    """What may be the text of a line, by its digest."""
    links: set[Link] = field(default_factory=set)
    headers: set[tuple[str, bytes]] = field(default_factory=set)
    """Headers of bundles and the signature that stood with each; not looked at yet."""
    receipts: set[tuple[str, bytes]] = field(default_factory=set)
    """Texts of receipts and the signature that stood with each; not looked at yet."""
    damaged: set[str] = field(default_factory=set)
    """What begins like a line and can be read by a person only."""
    questionnaires: dict[str, QuestionnaireVersion] = field(default_factory=dict)
    """By digest; each is what its digest says."""
    bundles: dict[str, BundleRecord] = field(default_factory=dict)
    """By SHA-256; nothing of them is proven."""
    devices: set[str] = field(default_factory=set)
    """Whose survey files these are, as they say."""

    def add_text(self, text: str) -> bytes:
        """Keep a text, and return its digest."""
        digest = hashlib.sha256(text.encode()).digest()
        self.texts.setdefault(digest, text)
        return digest
