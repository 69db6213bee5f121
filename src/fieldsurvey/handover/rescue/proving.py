"""Finds in, what is true of them out: pure, and total, whatever was found.

A line is *provable* when its text hashes into a chain: `hash = sha256(previous + sha256(text))` is
a hash that was stored beside it, that the line after it names, or that somebody signed. A line is
*witnessed* when a signed head, a receipt or a finish code on paper stands at it or after it, with
every link between. What is provable but not witnessed is nobody's word but the file's: whoever
held the file could have written it.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from fieldsurvey.chain.finish_code import finish_code
from fieldsurvey.chain.keys import Purpose, device_of, is_signed_text
from fieldsurvey.chain.line import GENESIS, Kind, Line
from fieldsurvey.chain.line_text import read_line
from fieldsurvey.chain.register import Receipt
from fieldsurvey.errors import ChainError, NewerFormatError
from fieldsurvey.handover.bundle import Header, read_header
from fieldsurvey.handover.rescue.finds import Finds, Link
from fieldsurvey.handover.verdict import BundleError

_WAYS_MAX = 32
"""Versions of one place in a chain that are followed; a chain forks once or twice."""

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


@dataclass(frozen=True, slots=True)
class DeviceFinds:
    """What was found of one device."""

    device: str
    public_key: str
    """Hex; blank where neither its chain nor a bundle named it."""
    team: str
    campaign: str
    lines: tuple[Line, ...]
    """Every provable line, by seq and hash."""
    witnessed: Mapping[bytes, Witness]
    """By hash, those that somebody stands for."""
    unprovable: tuple[str, ...]
    """Texts that are lines and fit into no chain."""
    gaps: tuple[tuple[int, int], ...]
    """First and last seq of each run that is not provable."""

    @property
    def unwitnessed(self) -> int:
        """How many lines are provable, and nobody stands for them."""
        return len(self.lines) - len(self.witnessed)

    def count(self, witness: Witness) -> int:
        """Return how many lines one kind of witness stands for."""
        return sum(each is witness for each in self.witnessed.values())

    def codes(self) -> list[str]:
        """Return the finish codes that paper forms can still witness lines by.

        A code stands for every line before it as far as they are linked, so of each run only the
        last is named.
        """
        last: dict[bytes, str] = {}
        """By the hash a run has come to."""
        for line in self.lines:
            code = last.pop(line.previous, "")
            if line.entry.kind is Kind.FINISH and line.previous not in self.witnessed:
                code = _code_of(line)
            last[line.hash] = code
        return [code for code in last.values() if code]


@dataclass(frozen=True, slots=True)
class Proof:
    """What is true of the finds."""

    devices: tuple[DeviceFinds, ...]
    headers: Mapping[str, Header]
    """Headers of bundles whose signature fits, by their text."""
    receipts: tuple[Receipt, ...]
    """Receipts whose signature fits."""
    damaged: tuple[str, ...]
    """What only a person can read."""
    newer: int
    """Lines of a newer program: provable by it."""

    @property
    def line_count(self) -> int:
        """How many lines are provable."""
        return sum(len(each.lines) for each in self.devices)


def prove(finds: Finds, *, lead_keys: Sequence[bytes] = (), codes: Iterable[str] = ()) -> Proof:
    """Decide what of the finds is true.

    Args:
        finds: What was found.
        lead_keys: Public keys whose receipts count.
        codes: Finish codes read off paper forms.
    """
    headers = dict(_headers(finds))
    receipts = tuple(_receipts(finds, lead_keys))
    lines, newer, other = _lines(finds)
    heads = [*_heads(headers.values(), receipts)]
    known = _Known.of(finds, headers.values(), heads)
    wanted = {_plain(code) for code in codes if _plain(code)}
    devices = [
        _device(device, lines[device], known, heads, headers, wanted) for device in sorted(lines)
    ]
    damaged = tuple(sorted(finds.damaged | set(other)))
    return Proof(tuple(devices), headers, receipts, damaged, newer)


def _headers(finds: Finds) -> Iterator[tuple[str, Header]]:
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


def _receipts(finds: Finds, lead_keys: Sequence[bytes]) -> Iterator[Receipt]:
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
        except (ValueError, KeyError, TypeError, RecursionError):
            continue
        if witness in lead_keys and is_signed_text(witness, Purpose.RECEIPT, text, signature):
            yield receipt


def _lines(finds: Finds) -> tuple[dict[str, dict[bytes, Line]], int, list[str]]:
    """Return the lines that can be read, by device and digest; how many are newer; other texts."""
    lines: dict[str, dict[bytes, Line]] = {}
    newer = 0
    other = []
    for digest, text in finds.texts.items():
        try:
            line = read_line(text)
            lines.setdefault(line.device, {})[digest] = line
        except NewerFormatError:
            newer += 1
            other.append(text)
        except ChainError:
            other.append(text)
    return lines, newer, other


def _heads(headers: Iterable[Header], receipts: Iterable[Receipt]) -> Iterator[Head]:
    for header in headers:
        yield Head(header.device, header.head, Witness.SIGNATURE)
        yield Head(header.device, header.previous, Witness.SIGNATURE)
    for receipt in receipts:
        yield Head(receipt.device, receipt.head, Witness.RECEIPT)


@dataclass(slots=True)
class _Known:
    """Hashes that were found, whatever they are worth."""

    links: dict[str, list[Link]] = field(default_factory=dict)
    """By device, those that fit."""
    claims: set[bytes] = field(default_factory=set)
    """Every hash that stands anywhere as that of a chain."""
    digests: set[bytes] = field(default_factory=set)
    """Every digest that stands anywhere."""
    before: dict[tuple[str, int], set[bytes]] = field(default_factory=dict)
    """By device and seq, hashes of the chain before that line."""

    @classmethod
    def of(cls, finds: Finds, headers: Iterable[Header], heads: Iterable[Head]) -> "_Known":
        known = cls(claims={head.hash for head in heads})
        for link in finds.links:
            known.claims |= {link.hash, link.previous}
            known.digests.add(link.digest)
            if link.fits:
                known.links.setdefault(link.device, []).append(link)
                known._begin(link.device, link.seq, link.previous)
                known._begin(link.device, link.seq + 1, link.hash)
        for header in headers:
            known._begin(header.device, header.first, header.previous)
            known._begin(header.device, header.last + 1, header.head)
        return known

    def _begin(self, device: str, seq: int, hash_: bytes) -> None:
        if (seq == 1) == (hash_ == GENESIS):
            self.before.setdefault((device, seq), set()).add(hash_)


_Edges = dict[bytes, tuple[bytes, bytes]]
"""Hash → the hash before and the digest of the line between."""


def _device(
    device: str,
    lines: Mapping[bytes, Line],
    known: _Known,
    heads: Iterable[Head],
    headers: Mapping[str, Header],
    codes: set[str],
) -> DeviceFinds:
    edges = _edges(device, lines, known)
    provable = _provable(lines, edges)
    own = [head for head in heads if head.device == device]
    own += _code_heads(device, provable.values(), codes)
    witnessed = _witnessed(own, edges, provable)
    taken = {digest for hash_ in provable for digest in [edges[hash_][1]]}
    public_key, team, campaign = _who(device, provable, headers.values())
    ordered = sorted(provable.values(), key=lambda line: (line.seq, line.hash))
    return DeviceFinds(
        device=device,
        public_key=public_key,
        team=team,
        campaign=campaign,
        lines=tuple(ordered),
        witnessed=witnessed,
        unprovable=tuple(
            sorted(line.text for digest, line in lines.items() if digest not in taken)
        ),
        gaps=_gaps(ordered, [header for header in headers.values() if header.device == device]),
    )


def _edges(device: str, lines: Mapping[bytes, Line], known: _Known) -> _Edges:
    """Return every link of the device's chain: those stored, and those that texts make."""
    edges = {link.hash: (link.previous, link.digest) for link in known.links.get(device, ())}
    by_seq: dict[int, list[bytes]] = {}
    for digest, line in lines.items():
        by_seq.setdefault(line.seq, []).append(digest)
    trial: _Edges = {}
    last = max(by_seq, default=0)
    placed = {digest for _previous, digest in edges.values()}
    reached: set[bytes] = set()
    for seq in sorted(by_seq):
        if seq - 1 not in by_seq:
            reached = set()
        before = reached | known.before.get((device, seq), set())
        before |= {GENESIS} if seq == 1 else set()
        reached = set()
        for digest in by_seq[seq]:
            for previous in before:
                hash_ = hashlib.sha256(previous + digest).digest()
                trial[hash_] = (previous, digest)
                is_end = seq == last and len(before) == 1 and digest not in placed
                if hash_ in known.claims or (is_end and digest in known.digests):
                    _accept(hash_, trial, edges)
                if len(reached) < _WAYS_MAX:
                    reached.add(hash_)
    return edges


def _accept(hash_: bytes, trial: _Edges, edges: _Edges) -> None:
    """Take over what was tried, from a hash that is known back to another that is."""
    while hash_ in trial and hash_ not in edges:
        edges[hash_] = trial[hash_]
        hash_ = trial[hash_][0]


def _provable(lines: Mapping[bytes, Line], edges: _Edges) -> dict[bytes, Line]:
    """Return the lines that stand in the chain, by hash, each with its place."""
    provable: dict[bytes, Line] = {}
    for hash_, (previous, digest) in edges.items():
        line = lines.get(digest)
        if line is None or (line.seq == 1) != (previous == GENESIS):
            continue
        before = edges.get(previous)
        earlier = lines.get(before[1]) if before else None
        if earlier is None or earlier.seq == line.seq - 1:
            provable[hash_] = read_line(line.text, previous=previous)
    return provable


def _witnessed(
    heads: Iterable[Head], edges: _Edges, provable: Mapping[bytes, Line]
) -> dict[bytes, Witness]:
    witnessed: dict[bytes, Witness] = {}
    seen: set[bytes] = set()
    for head in heads:
        hash_ = head.hash
        while hash_ in edges and hash_ not in seen:
            seen.add(hash_)
            if hash_ in provable:
                witnessed[hash_] = head.witness
            hash_ = edges[hash_][0]
    return witnessed


def _code_heads(device: str, lines: Iterable[Line], codes: set[str]) -> Iterator[Head]:
    for line in lines:
        if line.entry.kind is not Kind.FINISH or _plain(_code_of(line)) not in codes:
            continue
        wanted = _plain(_code_of(line))
        if any(_plain(finish_code(line.previous, cost)) == wanted for cost in _COSTS_LOG2):
            yield Head(device, line.previous, Witness.CODE)


def _code_of(line: Line) -> str:
    value = line.entry.value
    code = value.get("finish_code") if isinstance(value, dict) else ""
    return code if isinstance(code, str) else ""


def _plain(code: str) -> str:
    return "".join(letter for letter in code.upper() if letter.isalnum())


def _who(
    device: str, provable: Mapping[bytes, Line], headers: Iterable[Header]
) -> tuple[str, str, str]:
    """Return public key, team and campaign of a device, as a bundle or its first line says."""
    for header in headers:
        if header.device == device:
            return header.public_key, header.team, header.campaign
    for line in provable.values():
        value = line.entry.value
        if line.entry.kind is Kind.KEY and isinstance(value, dict):
            key, team, campaign = (
                str(value.get(name, "")) for name in ("public_key", "team", "campaign")
            )
            if _is_key_of(device, key):
                return key, team, campaign
    return "", "", ""


def _is_key_of(device: str, public_key: str) -> bool:
    try:
        return device_of(bytes.fromhex(public_key)) == device
    except ValueError:
        return False


def _gaps(lines: Sequence[Line], headers: Sequence[Header]) -> tuple[tuple[int, int], ...]:
    """Return the runs that are missing, up to the last line that was signed."""
    gaps = []
    before = 0
    for line in lines:
        if line.seq > before + 1:
            gaps.append((before + 1, line.seq - 1))
        before = line.seq
    signed = max((header.last for header in headers), default=0)
    if signed > before:
        gaps.append((before + 1, signed))
    return tuple(gaps)
