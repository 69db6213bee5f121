"""Lines that somebody was told are saved in; where each of them is, or that it is nowhere, out.

This is the one measure of “nothing lost”. A list of acknowledgements has one line for each::

    ACK DEVICE SEQ HASH

`ACK` may be left out; the hash is that of the chain at that line, hex. Of an erased line the hash
still stands. A bundle that nobody can open here proves nothing of what its name promises: what may
lie in it is told apart.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from fieldsurvey.chain.devices.age_keys import AgeIdentity
from fieldsurvey.chain.erasing import buried
from fieldsurvey.chain.files import disk_words
from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.errors import HandoverError
from fieldsurvey.handover.bundle import BUNDLE_BYTES_MAX, read_bundle
from fieldsurvey.handover.verdict import BundleError
from fieldsurvey.i18n import _

_ACK = re.compile(r"(?:ACK )?(d[0-9a-f]{8}) ([1-9][0-9]{0,14}) ([0-9a-f]{64})")
_NAME = re.compile(r"(d[0-9a-f]{8})-([0-9]{1,15})-([0-9]{1,15})\.fsb")


@dataclass(frozen=True, order=True, slots=True)
class Ack:
    """A line that somebody was told is saved."""

    device: str
    seq: int
    hash: str
    """Hex."""


@dataclass(slots=True)
class Whereabouts:
    """Where acknowledged lines are."""

    in_file: int = 0
    """Proven in the survey file, or erased there."""
    in_bundles: int = 0
    """Proven in a bundle, and not in the survey file."""
    sealed: list[Ack] = field(default_factory=list)
    """In no place that can be read here; a bundle that cannot be opened here says it holds them."""
    missing: list[Ack] = field(default_factory=list)
    """Nowhere."""


def read_acks(path: Path) -> list[Ack]:
    """Read a list of acknowledgements; the same one twice counts once.

    Raises:
        HandoverError: It cannot be read, or one of its lines is none; it says which.
    """
    try:
        rows = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        why = disk_words(error) if isinstance(error, OSError) else _("it is no text")
        raise HandoverError(
            _("The list cannot be read: {why}.").format(why=why), where=str(path)
        ) from error
    return sorted({_ack(row, f"{path}:{number}") for number, row in enumerate(rows, start=1)})


def find_acks(
    acks: Iterable[Ack],
    survey_file: SurveyFile,
    folders: Sequence[Path],
    identities: Sequence[AgeIdentity] = (),
) -> Whereabouts:
    """Look for acknowledged lines in a survey file, then in the bundles of some folders.

    Args:
        acks: Lines of any devices.
        survey_file: A laptop's or a lead's.
        folders: Outbox, inbox, sticks; whatever lies in them.
        identities: Keys that may open the bundles.
    """
    left = set(acks)
    found = Whereabouts()
    here = {ack for ack in left if _stands(survey_file, ack)}
    left -= here
    found.in_file = len(here)
    promised: list[tuple[str, int, int]] = []
    for path in (path for folder in folders for path in sorted(folder.rglob("*.fsb"))):
        if not left:
            break
        try:
            proven = {*_lines(path, identities)}
        except (BundleError, OSError):
            promised += _promise(path)
            continue
        found.in_bundles += len(left & proven)
        left -= proven
    found.sealed = sorted(
        ack for ack in left if any(d == ack.device and a <= ack.seq <= b for d, a, b in promised)
    )
    found.missing = sorted(left - {*found.sealed})
    return found


def _ack(row: str, where: str) -> Ack:
    fields = _ACK.fullmatch(row)
    if fields is None:
        raise HandoverError(
            _("This is no acknowledgement."),
            where=where,
            to_do=_("Write device, number and hash of the line: ACK d3f9a1c2e 17 9c0d…"),
        )
    return Ack(fields[1], int(fields[2]), fields[3])


def _stands(survey_file: SurveyFile, ack: Ack) -> bool:
    hash_ = bytes.fromhex(ack.hash)
    row = survey_file.connection.execute(
        "SELECT previous, digest, line FROM line WHERE device = ? AND seq = ? AND hash = ?",
        (ack.device, ack.seq, hash_),
    ).fetchone()
    if row is None:
        return False
    previous, digest, text = row
    if text is not None:
        digest = sha256(text.encode()).digest()
    elif hash_ not in buried(survey_file, ack.device, ack.seq, ack.seq):
        return False
    return sha256(previous + digest).digest() == hash_


def _lines(path: Path, identities: Sequence[AgeIdentity]) -> Iterator[Ack]:
    with path.open("rb") as file:
        content = file.read(BUNDLE_BYTES_MAX)
    for line in read_bundle(content, identities).lines:
        yield Ack(line.device, line.seq, line.hash.hex())


def _promise(path: Path) -> list[tuple[str, int, int]]:
    found = _NAME.fullmatch(path.name)
    return [(found[1], int(found[2]), int(found[3]))] if found else []
