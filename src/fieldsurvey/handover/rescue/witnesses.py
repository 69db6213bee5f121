"""Finds in, who stands for which hash of a chain out: signatures, receipts, codes on paper."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from fieldsurvey.chain.devices.keys import Purpose, device_of, is_signed_text
from fieldsurvey.chain.devices.register import Receipt
from fieldsurvey.chain.lines.finish_code import finish_code
from fieldsurvey.chain.lines.line import Kind, Line
from fieldsurvey.handover.bundle import Header, read_header
from fieldsurvey.handover.rescue.finds import Finds
from fieldsurvey.handover.verdict import BundleError

_COSTS_LOG2 = (14, *range(13, 3, -1))
"""What a campaign may have its finish codes cost, the usual first."""


class Witness(StrEnum):
    """Who stands for a line besides the file it was found in."""

    SIGNATURE = "signature"
    """The laptop's key, under a bundle."""
    RECEIPT = "receipt"
    """The lead's key, under a receipt."""
    CODE = "code"
    """A finish code that was read off a paper form."""


@dataclass(frozen=True, slots=True)
class Head:
    """A hash that somebody stands for."""

    device: str
    hash: bytes
    witness: Witness


def signed_headers(finds: Finds) -> Iterator[tuple[str, Header]]:
    """Yield the headers of bundles that their devices signed, each after its text."""
    for text, signature in sorted(finds.headers):
        try:
            header = read_header(text)
            public = bytes.fromhex(header.public_key)
        except (BundleError, ValueError):
            continue
        if device_of(public) == header.device and is_signed_text(
            public, Purpose.BUNDLE, text, signature
        ):
            yield text, header


def signed_receipts(finds: Finds, lead_keys: Sequence[bytes]) -> Iterator[Receipt]:
    """Yield the receipts that one of the leads signed."""
    for text, signature in sorted(finds.receipts):
        try:
            said = json.loads(text)
            receipt = Receipt(
                str(said["device"]),
                int(said["seq"]),
                bytes.fromhex(said["head"]),
                str(said["witness"]),
                text,
                signature,
            )
            witness = bytes.fromhex(receipt.witness)
        except (ValueError, KeyError, TypeError, OverflowError, RecursionError):
            continue
        if witness in lead_keys and is_signed_text(witness, Purpose.RECEIPT, text, signature):
            yield receipt


def heads_of(headers: Iterable[Header], receipts: Iterable[Receipt]) -> Iterator[Head]:
    """Yield the hashes that proven headers and receipts stand for."""
    for header in headers:
        yield Head(header.device, header.head, Witness.SIGNATURE)
        yield Head(header.device, header.previous, Witness.SIGNATURE)
    for receipt in receipts:
        yield Head(receipt.device, receipt.head, Witness.RECEIPT)


def code_heads(device: str, lines: Iterable[Line], codes: set[str]) -> Iterator[Head]:
    """Yield the hash before each finish whose code stands on paper, too, and belongs to it."""
    for line in lines:
        if line.entry.kind is not Kind.FINISH or plain(code_of(line)) not in codes:
            continue
        wanted = plain(code_of(line))
        if any(plain(finish_code(line.previous, cost)) == wanted for cost in _COSTS_LOG2):
            yield Head(device, line.previous, Witness.CODE)


def code_of(line: Line) -> str:
    """Return the finish code that a line says; blank where it says none."""
    value = line.entry.value
    code = value.get("finish_code") if isinstance(value, dict) else ""
    return code if isinstance(code, str) else ""


def plain(code: str) -> str:
    """Return a code as it is compared, however it was typed."""
    return "".join(letter for letter in code.upper() if letter.isalnum())
