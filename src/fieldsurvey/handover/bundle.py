"""Lines in, the bytes of a signed bundle out; bytes of a bundle in, proven lines out.

A bundle `DEVICE-FROM-TO.fsb` is::

    FSB1                                          the envelope (see `envelope`)
    {"bytes":…,"sealing":"age",…}
    payload                                       sealed; inside, zlib of: header, signature
                                                  (hex), lines, questionnaires; one a line

The header is JSON and is what the device's key signs. It names the hash before its first line and
that after its last one, so the signature covers every line between.
"""

import hashlib
import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from operator import attrgetter
from typing import Any

from fieldsurvey.chain.devices.age_keys import AgeIdentity
from fieldsurvey.chain.devices.keys import Purpose, device_of, is_signed_text
from fieldsurvey.chain.devices.register import BundleRecord, QuestionnaireVersion
from fieldsurvey.chain.lines.line import GENESIS, Line, dump_json
from fieldsurvey.chain.lines.text import read_lines
from fieldsurvey.errors import ChainError, NewerFormatError
from fieldsurvey.handover.bundle_rows import line_row, read_row
from fieldsurvey.handover.envelope import Magic, unwrap, wrap
from fieldsurvey.handover.sealing import marks, seal, unseal
from fieldsurvey.handover.verdict import BundleError, VerdictKind, newer, unreadable
from fieldsurvey.i18n import _

BUNDLE_BYTES_MAX = 64 * 1024 * 1024
"""A larger file is not read."""

PAYLOAD_BYTES_MAX = 256 * 1024 * 1024
"""A payload that unpacks to more is not read on."""

LINES_MAX = 100_000
"""Lines in one bundle; a hand-over of more makes several."""

_FORMAT = 1
_seq_of, _device_of = attrgetter("seq"), attrgetter("device")


@dataclass(frozen=True, slots=True)
class Header:
    """What a bundle says of itself, and its device signs."""

    campaign: str
    team: str
    device: str
    public_key: str
    """Hex."""
    first: int
    last: int
    previous: bytes
    """Hash of the chain before its first line."""
    head: bytes
    """Hash of the chain after its last line."""
    made_at: str
    questionnaires: tuple[tuple[str, str, str], ...] = ()
    """Digest, form id and version of those it carries."""

    @property
    def name(self) -> str:
        """The file name of the bundle."""
        return f"{self.device}-{self.first:06d}-{self.last:06d}.fsb"

    def text(self) -> str:
        """Return the JSON that is signed."""
        return dump_json(
            {
                "format": _FORMAT,
                "campaign": self.campaign,
                "team": self.team,
                "device": self.device,
                "public_key": self.public_key,
                "from": self.first,
                "to": self.last,
                "previous": self.previous.hex(),
                "head": self.head.hex(),
                "count": self.last - self.first + 1,
                "made_at": self.made_at,
                "questionnaires": [list(about) for about in self.questionnaires],
            }
        )


@dataclass(frozen=True, slots=True)
class Bundle:
    """A bundle that was read and proven: hashes, signature and every line fit."""

    header: Header
    header_text: str
    signature: bytes
    lines: tuple[Line, ...]
    questionnaires: tuple[QuestionnaireVersion, ...]
    sha256: str
    """Of its bytes, hex."""

    def record(self, name: str, at: str) -> BundleRecord:
        """Return how the ledger names it where it comes in, as a file of a name and at a time."""
        return BundleRecord(
            sha256=self.sha256,
            direction="in",
            name=name,
            device=self.header.device,
            first=self.header.first,
            last=self.header.last,
            head=self.header.head,
            header=self.header_text,
            signature=self.signature,
            at=at,
        )


def write_bundle(
    header_text: str,
    signature: bytes,
    lines: Sequence[Line],
    questionnaires: Sequence[QuestionnaireVersion] = (),
    recipients: Sequence[str] = (),
) -> bytes:
    """Return the bytes of a bundle, sealed to its recipients; to none, it is not sealed.

    Raises:
        HandoverError: Nothing can be sealed here.
    """
    rows = [header_text, signature.hex(), *map(line_row, lines)]
    rows += [dump_json(version.source) for version in questionnaires]
    payload = zlib.compress("\n".join(rows).encode() + b"\n")
    sealed = seal(payload, recipients) if recipients else payload
    return wrap(Magic.BUNDLE, sealed, marks(recipients))


def read_bundle(content: bytes, identities: Sequence[AgeIdentity] = ()) -> Bundle:
    """Read and prove a bundle: nothing of it is used before everything of it fits.

    Args:
        content: Of the file.
        identities: Keys that may open it.

    Raises:
        BundleError: It is refused; `verdict` and `what` say why.
    """
    rows = _unpack(_payload(content, identities))
    texts = _decoded(rows)
    header_text, signature_text = texts[:2]
    header = read_header(header_text)
    signature = _hex(signature_text, 64)
    _check_signature(header, header_text, signature)
    count = header.last - header.first + 1
    if len(rows) != 2 + count + len(header.questionnaires):
        raise unreadable(_("it holds another number of lines than it says."))
    return Bundle(
        header=header,
        header_text=header_text,
        signature=signature,
        lines=_read_lines(header, texts[2 : 2 + count], rows[2 : 2 + count]),
        questionnaires=_read_questionnaires(header, texts[2 + count :]),
        sha256=hashlib.sha256(content).hexdigest(),
    )


def read_header(text: str) -> Header:
    """Read the header of a bundle; its signature is not looked at.

    Raises:
        BundleError: It is no header, or a newer program wrote it.
    """
    try:
        said = json.loads(text)
        if said["format"] > _FORMAT:
            raise newer()
        header = _header_of(said)
    except (
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        OverflowError,
        RecursionError,
    ) as error:
        raise unreadable(_("its header cannot be read.")) from error
    if header.text() != text or not _fits_together(header):
        raise unreadable(_("its header cannot be read."))
    return header


def _payload(content: bytes, identities: Sequence[AgeIdentity]) -> bytes:
    envelope, payload = unwrap(Magic.BUNDLE, content)
    return unseal(payload, identities, envelope.to) if envelope.to else payload


def _unpack(payload: bytes) -> list[bytes]:
    unpacker = zlib.decompressobj()
    try:
        unpacked = unpacker.decompress(payload, PAYLOAD_BYTES_MAX + 1)
    except zlib.error as error:
        raise unreadable(_("it is damaged inside.")) from error
    if len(unpacked) > PAYLOAD_BYTES_MAX:
        raise unreadable(_("it unpacks to more than any bundle holds."))
    rows = unpacked.split(b"\n")
    if not unpacker.eof or unpacker.unused_data or len(rows) < 3 or rows.pop():
        raise unreadable(_("it is damaged inside."))
    return rows


def _decoded(rows: Sequence[bytes]) -> list[str]:
    try:
        return list(map(bytes.decode, rows))
    except UnicodeDecodeError as error:
        raise unreadable(_("it is damaged inside.")) from error


def _header_of(said: dict[str, Any]) -> Header:
    header = Header(
        campaign=said["campaign"],
        team=said["team"],
        device=said["device"],
        public_key=said["public_key"],
        first=int(said["from"]),
        last=int(said["to"]),
        previous=_hex(said["previous"], 32),
        head=_hex(said["head"], 32),
        made_at=said["made_at"],
        questionnaires=tuple(
            (digest, form_id, version) for digest, form_id, version in said["questionnaires"]
        ),
    )
    texts = (header.campaign, header.team, header.device, header.public_key, header.made_at)
    if not all(isinstance(text, str) for text in (*texts, *chain(*header.questionnaires))):
        raise TypeError
    return header


def _fits_together(header: Header) -> bool:
    starts_well = header.first > 1 or (header.first == 1 and header.previous == GENESIS)
    return starts_well and 0 <= header.last - header.first < LINES_MAX


def _hex(text: str, length: int) -> bytes:
    try:
        value = bytes.fromhex(text)
    except ValueError:
        value = b""
    if len(value) != length:
        raise unreadable(_("it is damaged inside."))
    return value


def _check_signature(header: Header, header_text: str, signature: bytes) -> None:
    public = _hex(header.public_key, 32)
    if device_of(public) != header.device or not is_signed_text(
        public, Purpose.BUNDLE, header_text, signature
    ):
        raise BundleError(
            VerdictKind.BAD_SIGNATURE,
            _("the signature of {device} does not fit: it was altered.").format(
                device=header.device
            ),
            to_do=_("Keep the stick as it is, and ask the team to hand over again."),
        )


def _read_lines(header: Header, texts: Sequence[str], rows: Sequence[bytes]) -> tuple[Line, ...]:
    def read_odd(text: str, previous: bytes, number: int) -> Line:
        return read_row(text, header.device, header.first + number, previous)

    try:
        lines = read_lines(texts, rows, header.previous, read_odd)
    except NewerFormatError as error:
        raise BundleError(VerdictKind.NEWER_FORMAT, error.what, to_do=error.to_do) from error
    except ChainError as error:
        raise _altered(header) from error
    wanted = range(header.first, header.last + 1)
    is_run = list(map(_seq_of, lines)) == list(wanted)
    is_own = set(map(_device_of, lines)) == {header.device}
    if not is_run or not is_own or lines[-1].hash != header.head:
        raise _altered(header)
    return tuple(lines)


def _read_questionnaires(header: Header, rows: Sequence[str]) -> tuple[QuestionnaireVersion, ...]:
    versions = []
    for (digest, form_id, version), row in zip(header.questionnaires, rows, strict=True):
        try:
            source = json.loads(row)
            fits = hashlib.sha256(source.encode()).hexdigest() == digest
        except (ValueError, AttributeError, RecursionError):
            fits = False
        if not fits:
            raise _altered(header)
        versions.append(QuestionnaireVersion(digest, form_id, version, source))
    return tuple(versions)


def _altered(header: Header) -> BundleError:
    return BundleError(
        VerdictKind.BAD_SIGNATURE,
        _("its lines are not those that {device} signed: they were altered.").format(
            device=header.device
        ),
        to_do=_("Keep the stick as it is, and ask the team to hand over again."),
    )
