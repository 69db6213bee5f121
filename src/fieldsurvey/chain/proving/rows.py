"""The rows of a device in, its lines as far as they prove themselves out, and the faults.

Nothing beside the lines is looked at here: digests, hashes, links and the key a chain names are
made anew from what stands in them.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from fieldsurvey.chain.devices.enrolment import is_about_device
from fieldsurvey.chain.devices.keys import device_of
from fieldsurvey.chain.devices.register import Device
from fieldsurvey.chain.erasing import buried, remains
from fieldsurvey.chain.forks.branches import Shape, chain_shape
from fieldsurvey.chain.lines.line import Kind, Line
from fieldsurvey.chain.lines.text import read_line
from fieldsurvey.chain.proving.books import Link, fault
from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.errors import ChainError, Finding, FindingKind
from fieldsurvey.i18n import _


@dataclass(frozen=True, slots=True)
class ProvenChain:
    """What a device has said, as far as it can be believed."""

    lines: tuple[Line, ...]
    """By seq; without those whose text was altered, of erased ones what is left."""
    links: tuple[Link, ...]
    """Of all of them."""
    shape: Shape
    findings: tuple[Finding, ...]


def prove_chain(survey_file: SurveyFile, seen: Device) -> ProvenChain:
    """Prove the lines of a device from nothing but themselves."""
    rows = survey_file.connection.execute(
        "SELECT device, seq, hash, previous, digest, line, kind, interview"
        " FROM line WHERE device = ? ORDER BY seq, hash",
        (seen.device,),
    ).fetchall()
    gone = buried(survey_file, seen.device)
    findings: list[Finding] = []
    lines = tuple(line for row in rows if (line := _line(row, gone, findings)) is not None)
    links = tuple((row[1], row[2], row[3]) for row in rows)
    shape = chain_shape(links)
    findings += _shape(seen, shape)
    findings += _key(seen, lines)
    return ProvenChain(lines, links, shape, tuple(findings))


def _line(row: tuple[Any, ...], gone: set[bytes], findings: list[Finding]) -> Line | None:
    device, seq, hash_, previous, digest, text, kind, interview = row
    where = f"{device}-{seq}"
    if hashlib.sha256(previous + digest).digest() != hash_:
        findings.append(fault("V003", where, _("The line does not fit into its chain.")))
    if text is None:
        if hash_ not in gone:
            what = _("The text of the line is missing, and nobody said that it was erased.")
            findings.append(fault("V007", where, what, _("Merge the bundle that holds it.")))
        left = remains(row)
        if left.entry.kind.value != kind:
            findings.append(_misplaced(where))
        return left
    if hashlib.sha256(text.encode()).digest() != digest:
        findings.append(fault("V004", where, _("The text of the line was altered.")))
        return None
    try:
        line = read_line(text, previous=previous)
    except ChainError as error:
        findings.append(fault("V005", where, error.what, error.to_do))
        return None
    entry = line.entry
    if (line.device, line.seq, entry.kind.value, entry.interview) != (device, seq, kind, interview):
        findings.append(_misplaced(where))
    return line


def _misplaced(where: str) -> Finding:
    return fault("V006", where, _("The line stands in the place of another."))


def _shape(seen: Device, shape: Shape) -> Iterator[Finding]:
    if shape.forked_at is not None:
        what = _("The chain has two versions of line {seq}.").format(seq=shape.forked_at)
        to_do = _("Ask the team which laptop was copied or altered; both versions are kept.")
        yield Finding("V010", seen.device, what, to_do)
    if shape.forked_at != seen.forked_at:
        yield fault("V011", seen.device, _("The note of where the chain forks was altered."))
    for first, last in shape.gaps:
        what = _("Lines {first} to {last} are missing.").format(first=first, last=last)
        to_do = _("Merge the bundle that holds them.")
        yield Finding("V012", seen.device, what, to_do, kind=FindingKind.WARNING)


def _key(seen: Device, lines: Sequence[Line]) -> Iterator[Finding]:
    said = {
        str(line.entry.value.get("public_key"))
        for line in lines
        if line.entry.kind is Kind.KEY
        and isinstance(line.entry.value, dict)
        and not is_about_device(line)
    }
    if seen.public_key and _device_of(seen.public_key) != seen.device:
        yield fault("V020", seen.device, _("The key is not the one the device is named after."))
    if said - {seen.public_key}:
        yield fault("V021", seen.device, _("The chain names another key than is known."))


def _device_of(public_key: str) -> str:
    try:
        return device_of(bytes.fromhex(public_key))
    except ValueError:
        return ""
