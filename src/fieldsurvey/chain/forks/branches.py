"""All known lines of one device in, its interviews out, be its chain whole, gappy or forked.

A chain forks where two lines claim one seq, or one parent: a cloned laptop, a restored backup or
an altered history. Every branch is kept and folded by itself; what is said from the fork on is
marked, and counts for nothing until the lead decides.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from fieldsurvey.chain.folding import Draft, start_draft
from fieldsurvey.chain.interview import Interview
from fieldsurvey.chain.lines.line import Line

_Drafts = dict[str, Draft]


@dataclass(frozen=True, slots=True)
class Shape:
    """How the known lines of a device hang together."""

    forked_at: int | None = None
    """The first seq that is known to be claimed twice; None in a chain without forks."""
    gaps: tuple[tuple[int, int], ...] = ()
    """First and last seq of each run that is missing below the last known line."""


def chain_shape(links: Iterable[tuple[int, bytes, bytes]]) -> Shape:
    """Return the shape of a chain given as (seq, hash, previous hash), by seq, each once."""
    forks: list[int] = []
    gaps: list[tuple[int, int]] = []
    seq_before, hashes_before = 0, {b""}
    seq_now, hashes_now = 0, {b""}
    for seq, hash_, previous in links:
        if seq != seq_now:
            seq_before, hashes_before = seq_now, hashes_now
            seq_now, hashes_now = seq, set()
            if seq > seq_before + 1:
                gaps.append((seq_before + 1, seq - 1))
        else:
            forks.append(seq)
        hashes_now.add(hash_)
        if seq > 1 and seq_before == seq - 1 and previous not in hashes_before:
            forks.append(seq_before)
    return Shape(min(forks, default=None), tuple(gaps))


def following(lines: Iterable[Line], head: bytes) -> Iterator[Line]:
    """Yield the lines that go on from `head`, one after the other, and leave other branches out."""
    for line in lines:
        if line.previous == head:
            head = line.hash
            yield line


def fold_chain(lines: Sequence[Line], forked_at: int | None) -> list[Interview]:
    """Return every interview that one device's lines tell of; the lines are ordered by seq.

    In a forked chain an interview that goes on after the fork gives one version for each branch,
    with its head in the id: of a branch that says no more of it as it stood when the chain forked.
    """
    if forked_at is None:
        drafts: _Drafts = {}
        for line in lines:
            _take(drafts, line)
        return [draft.interview() for draft in drafts.values()]
    return _tell_apart(_fold_branches(lines), forked_at)


def _take(drafts: _Drafts, line: Line) -> None:
    interview = line.entry.interview
    if not interview:
        return
    draft = drafts.get(interview)
    if draft is not None:
        draft.take(line)
        return
    started = start_draft(line)
    if started is not None:
        drafts[interview] = started


def _fold_branches(lines: Sequence[Line]) -> list[Interview]:
    children = _children(lines)
    interviews: dict[tuple[str, str], Interview] = {}
    waiting: list[tuple[Line, _Drafts]] = [(root, {}) for root in children[None]]
    while waiting:
        line, drafts = waiting.pop()
        _take(drafts, line)
        below = children.get(line.hash, [])
        if not below:
            for draft in drafts.values():
                interviews[draft.id, draft.head] = draft.interview()
        for child in below[1:]:
            waiting.append((child, {id_: draft.copy() for id_, draft in drafts.items()}))
        if below:
            waiting.append((below[0], drafts))
    return list(interviews.values())


def _children(lines: Sequence[Line]) -> dict[bytes | None, list[Line]]:
    """Return the lines after each line, by its hash; those that follow nothing known under None.

    After a gap a line follows the one line before the gap; where there are several, nothing.
    """
    by_seq: dict[int, list[Line]] = {}
    for line in lines:
        by_seq.setdefault(line.seq, []).append(line)
    children: dict[bytes | None, list[Line]] = {None: []}
    before: list[Line] = []
    seq_before = 0
    for seq, at_seq in by_seq.items():
        hashes = {line.hash for line in before}
        for line in at_seq:
            parent: bytes | None = None
            if line.previous in hashes:
                parent = line.previous
            elif seq > seq_before + 1 and len(before) == 1:
                parent = before[0].hash
            children.setdefault(parent, []).append(line)
        before, seq_before = at_seq, seq
    return children


def _tell_apart(versions: Sequence[Interview], forked_at: int) -> list[Interview]:
    late = {version.id for version in versions if version.last_seq >= forked_at}
    told: dict[str, Interview] = {}
    for version in versions:
        if version.id not in late:
            told[version.id] = version
        else:
            id_ = f"{version.id}~{version.head[:12]}"
            told[id_] = version._replace(id=id_, forked=True)
    return list(told.values())
