"""Hashes that were found and texts that may be lines in, the links of a chain between them out."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from fieldsurvey.chain.lines.line import GENESIS, Line
from fieldsurvey.chain.lines.text import read_line
from fieldsurvey.handover.bundle import Header
from fieldsurvey.handover.rescue.finds import Finds, Link
from fieldsurvey.handover.rescue.witnesses import Head

_WAYS_MAX = 32
"""Versions of one place in a chain that are followed; a chain forks once or twice."""


@dataclass(slots=True)
class Known:
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
    def of(cls, finds: Finds, headers: Iterable[Header], heads: Iterable[Head]) -> "Known":
        """Gather them from everything that was found and from what somebody stands for."""
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


Edges = dict[bytes, tuple[bytes, bytes]]
"""Hash → the hash before and the digest of the line between."""


def links_of(device: str, lines: Mapping[bytes, Line], known: Known) -> Edges:
    """Return every link of the device's chain: those stored, and those that texts make."""
    edges = {link.hash: (link.previous, link.digest) for link in known.links.get(device, ())}
    by_seq: dict[int, list[bytes]] = {}
    for digest, line in lines.items():
        by_seq.setdefault(line.seq, []).append(digest)
    trial: Edges = {}
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


def _accept(hash_: bytes, trial: Edges, edges: Edges) -> None:
    """Take over what was tried, from a hash that is known back to another that is."""
    while hash_ in trial and hash_ not in edges:
        edges[hash_] = trial[hash_]
        hash_ = trial[hash_][0]


def provable_lines(lines: Mapping[bytes, Line], edges: Edges) -> dict[bytes, Line]:
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
