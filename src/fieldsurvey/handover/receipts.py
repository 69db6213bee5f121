"""What a lead has taken in, signed and put on the stick; and read by the laptop it is for.

A receipt is a witness: from then on a laptop whose chain was rewritten or rolled back is found out,
and what is receipted need not be copied to the next stick again.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from fieldsurvey.chain.devices.keys import DeviceKey, Purpose, sign_text
from fieldsurvey.chain.devices.own_chains import own_chains
from fieldsurvey.chain.devices.register import Receipt, devices, keep_receipt
from fieldsurvey.chain.devices.register import receipts as kept_receipts
from fieldsurvey.chain.erasing import buried, known_lines
from fieldsurvey.chain.files import disk_words
from fieldsurvey.chain.forks.branches import Shape
from fieldsurvey.chain.forks.kept_branches import kept_branch
from fieldsurvey.chain.lines.line import GENESIS, Entry, Kind, dump_json
from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.chain.union import shape_of
from fieldsurvey.errors import Finding, HandoverError
from fieldsurvey.handover.signed_text import SignedText
from fieldsurvey.i18n import _

_FORMAT = 1
_RECEIPT_BYTES_MAX = 4096


@dataclass(frozen=True, slots=True)
class ReceiptsReport:
    """What a laptop found on a stick."""

    taken: tuple[Receipt, ...]
    findings: tuple[Finding, ...]
    """Receipts that do not fit this laptop's chain."""
    disputed: tuple[Receipt, ...] = ()
    """Those the lead did sign, for lines that stand otherwise here, or not at all."""


def write_receipts(survey_file: SurveyFile, key: DeviceKey, stick: Path) -> list[Path]:
    """Sign for every laptop's chain as far as it is whole, and put the receipts on the stick.

    Of a chain that forked that is the branch which was decided to count; for two of them nobody
    signs under the one name.

    What is signed for now for the first time is also said in the lead's own chain.

    Raises:
        HandoverError: The stick cannot be written.
        ChainError: The survey file cannot be written.
    """
    receipts = list(_due(survey_file, key))
    given = {(one.device, one.head) for one in kept_receipts(survey_file)}
    new = [one for one in receipts if (one.device, one.head) not in given]
    with survey_file.transaction():
        survey_file.append([_entry(receipt) for receipt in new])
        for receipt in new:
            keep_receipt(survey_file, receipt)
    return [_write(receipt, stick) for receipt in receipts]


def take_receipts(survey_file: SurveyFile, stick: Path, lead_key: bytes) -> ReceiptsReport:
    """Take in the receipts on a stick that are for this laptop and signed with the lead's key.

    Raises:
        ChainError: The survey file cannot be written.
    """
    taken: list[Receipt] = []
    findings: list[Finding] = []
    disputed: list[Receipt] = []
    for device, path in _found(survey_file, stick):
        receipt = _read(path, lead_key)
        if receipt is None or receipt.device != device:
            findings.append(_no_receipt(path))
        elif not _stands(survey_file, receipt):
            findings.append(_other_chain(receipt))
            disputed.append(receipt)
        else:
            keep_receipt(survey_file, receipt)
            taken.append(receipt)
    return ReceiptsReport(tuple(taken), tuple(findings), tuple(disputed))


def _found(survey_file: SurveyFile, stick: Path) -> Iterator[tuple[str, Path]]:
    for device in sorted(own_chains(survey_file)):
        for path in sorted(stick.glob(f"{device}-*.receipt")):
            yield device, path


def _due(survey_file: SurveyFile, key: DeviceKey) -> Iterator[Receipt]:
    for seen in devices(survey_file):
        if seen.device == survey_file.device:
            continue
        shape = shape_of(survey_file, seen.device)
        if shape.forked_at is None:
            end = _end_of_whole(survey_file, seen.device, shape)
        else:
            end = _end_of_branch(survey_file, seen.device, shape.forked_at)
        if end:
            yield _sign(survey_file, key, seen.device, *end)


def _end_of_whole(survey_file: SurveyFile, device: str, shape: Shape) -> tuple[int, bytes] | None:
    """Return seq and hash of the last line before the first gap of a chain that never forked."""
    whole = min(
        shape.gaps[0][0] - 1 if shape.gaps else 2**62,
        _first_without_text(survey_file, device) - 1,
    )
    end: tuple[int, bytes] | None = survey_file.connection.execute(
        "SELECT seq, hash FROM line WHERE device = ? AND seq <= ? ORDER BY seq DESC LIMIT 1",
        (device, whole),
    ).fetchone()
    return end


def _end_of_branch(
    survey_file: SurveyFile, device: str, forked_at: int
) -> tuple[int, bytes] | None:
    """Return seq and hash of the last line that hangs together on the branch that counts."""
    branch = kept_branch(survey_file, device)
    if branch is None:
        return None
    gone = buried(survey_file, device)
    seq, head = 0, GENESIS
    for line in known_lines(survey_file, device):
        is_here = not line.erased or line.hash in gone
        is_on_it = line.seq < forked_at or line.hash.hex() in branch.hashes
        if line.previous == head and is_here and is_on_it:
            seq, head = line.seq, line.hash
    return (seq, head) if seq else None


def _first_without_text(survey_file: SurveyFile, device: str) -> int:
    """Return the first seq of which only the digest came: nobody signs for what is not here."""
    (seq,) = survey_file.connection.execute(
        "SELECT coalesce(min(seq), ?) FROM line WHERE device = ? AND line IS NULL AND NOT EXISTS"
        " (SELECT 1 FROM tombstone t WHERE t.device = line.device AND t.seq = line.seq"
        " AND t.hash = line.hash)",
        (2**62, device),
    ).fetchone()
    return int(seq)


def _sign(survey_file: SurveyFile, key: DeviceKey, device: str, seq: int, head: bytes) -> Receipt:
    text = dump_json(
        {
            "format": _FORMAT,
            "campaign": survey_file.campaign,
            "device": device,
            "seq": seq,
            "head": head.hex(),
            "witness": key.public.hex(),
            "at": survey_file.clock.now().isoformat(timespec="seconds"),
        }
    )
    return Receipt(device, seq, head, key.public.hex(), text, sign_text(key, Purpose.RECEIPT, text))


def _entry(receipt: Receipt) -> Entry:
    said = {"device": receipt.device, "seq": receipt.seq, "head": receipt.head.hex()}
    return Entry(Kind.RECEIPT, value=said)


def _write(receipt: Receipt, stick: Path) -> Path:
    path = stick / f"{receipt.device}-{receipt.seq:06d}.receipt"
    put_on_stick(SignedText(Purpose.RECEIPT, receipt.text, receipt.signature), path)
    return path


def put_on_stick(receipt: SignedText, path: Path) -> None:
    """Write a receipt, of lines or of pictures, to a stick.

    Raises:
        HandoverError: The stick cannot be written.
    """
    try:
        receipt.write(path)
    except OSError as error:
        raise HandoverError(
            _("The receipt cannot be written to the stick: {why}.").format(why=disk_words(error)),
            where=str(path),
            to_do=_("Nothing is lost. Merge again with another stick to get the receipts."),
        ) from error


def _read(path: Path, lead_key: bytes) -> Receipt | None:
    try:
        signed = SignedText.read(path, Purpose.RECEIPT, _RECEIPT_BYTES_MAX)
        if not signed.is_signed_by(lead_key):
            return None
        said = json.loads(signed.text)
        return Receipt(
            str(said["device"]),
            int(said["seq"]),
            bytes.fromhex(said["head"]),
            lead_key.hex(),
            signed.text,
            signed.signature,
        )
    except (OSError, ValueError, KeyError, TypeError, OverflowError, RecursionError):
        return None


def _stands(survey_file: SurveyFile, receipt: Receipt) -> bool:
    row = survey_file.connection.execute(
        "SELECT 1 FROM line WHERE device = ? AND seq = ? AND hash = ?",
        (receipt.device, receipt.seq, receipt.head),
    ).fetchone()
    return row is not None


def _no_receipt(path: Path) -> Finding:
    return Finding(
        "V040",
        path.name,
        _("This receipt is damaged, or not signed by this campaign's lead."),
        _("Ask the lead to merge the stick again."),
    )


def _other_chain(receipt: Receipt) -> Finding:
    what = _("The lead has line {seq} of this laptop otherwise than it stands here, or it is gone.")
    return Finding(
        "V041",
        receipt.device,
        what.format(seq=receipt.seq),
        _("Say nothing more here; hand over, and ask the lead which copy is the true one."),
    )
