"""Finds in, what is true of them out: pure, and total, whatever was found.

A line is *provable* when its text hashes into a chain: `hash = sha256(previous + sha256(text))` is
a hash that was stored beside it, that the line after it names, or that somebody signed. A line is
*witnessed* when a signed head, a receipt or a finish code on paper stands at it or after it, with
every link between. What is provable but not witnessed is nobody's word but the file's: whoever
held the file could have written it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from fieldsurvey.chain.devices.keys import device_of
from fieldsurvey.chain.devices.register import Receipt
from fieldsurvey.chain.lines.line import Kind, Line
from fieldsurvey.chain.lines.text import read_line
from fieldsurvey.errors import ChainError, NewerFormatError
from fieldsurvey.handover.bundle import Header
from fieldsurvey.handover.rescue.finds import Finds
from fieldsurvey.handover.rescue.linking import Edges, Known, links_of, provable_lines
from fieldsurvey.handover.rescue.witnesses import (
    Head,
    Witness,
    code_heads,
    code_of,
    heads_of,
    plain,
    signed_headers,
    signed_receipts,
)


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
                code = code_of(line)
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

    @property
    def unproven(self) -> tuple[str, ...]:
        """Every text that counts for nothing, and may tell a person something."""
        unprovable = (text for each in self.devices for text in each.unprovable)
        return (*unprovable, *self.damaged)


def prove(finds: Finds, *, lead_keys: Sequence[bytes] = (), codes: Iterable[str] = ()) -> Proof:
    """Decide what of the finds is true.

    Args:
        finds: What was found.
        lead_keys: Public keys whose receipts count.
        codes: Finish codes read off paper forms.
    """
    headers = dict(signed_headers(finds))
    receipts = tuple(signed_receipts(finds, lead_keys))
    lines, newer, other = _lines(finds)
    heads = [*heads_of(headers.values(), receipts)]
    known = Known.of(finds, headers.values(), heads)
    wanted = {plain(code) for code in codes if plain(code)}
    devices = [
        _device(device, lines[device], known, heads, headers, wanted) for device in sorted(lines)
    ]
    damaged = tuple(sorted(finds.damaged | set(other)))
    return Proof(tuple(devices), headers, receipts, damaged, newer)


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


def _device(
    device: str,
    lines: Mapping[bytes, Line],
    known: Known,
    heads: Iterable[Head],
    headers: Mapping[str, Header],
    codes: set[str],
) -> DeviceFinds:
    edges = links_of(device, lines, known)
    provable = provable_lines(lines, edges)
    own = [head for head in heads if head.device == device]
    own += code_heads(device, provable.values(), codes)
    witnessed = _witnessed(own, edges, provable)
    taken = {edges[hash_][1] for hash_ in provable}
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


def _witnessed(
    heads: Iterable[Head], edges: Edges, provable: Mapping[bytes, Line]
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
