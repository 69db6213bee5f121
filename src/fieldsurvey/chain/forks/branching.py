"""The links of a forked chain in, its branches out; pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from fieldsurvey.chain.survey_file import SurveyFile


@dataclass(frozen=True, slots=True)
class Branch:
    """One of the ways a chain goes on after it forked."""

    device: str
    tip: str
    """Hash of its last line, hex."""
    first: int
    """Seq of its first line that other branches do not share."""
    last: int
    """Seq of its last line."""
    hashes: frozenset[str]
    """Hex, of its lines from the fork on."""


def fork_branches(
    device: str, links: Iterable[tuple[int, bytes, bytes]], forked_at: int
) -> tuple[Branch, ...]:
    """Return the branches of a chain given as (seq, hash, previous hash), by their last hash.

    Lines after a gap hang on nothing known, and make a branch of their own.
    """
    late = {hash_: (seq, previous) for seq, hash_, previous in links if seq >= forked_at}
    parents = {previous for _seq, previous in late.values()}
    tips = sorted(hash_ for hash_ in late if hash_ not in parents)
    return tuple(_branch(device, tip, late) for tip in tips)


def branches_in(survey_file: SurveyFile) -> dict[str, tuple[Branch, ...]]:
    """Return the branches of every chain that has forked, by device."""
    forked = survey_file.connection.execute(
        "SELECT device, forked_at FROM device WHERE forked_at IS NOT NULL ORDER BY device"
    ).fetchall()
    return {
        device: fork_branches(
            device,
            survey_file.connection.execute(
                "SELECT seq, hash, previous FROM line WHERE device = ?", (device,)
            ),
            forked_at,
        )
        for device, forked_at in forked
    }


def _branch(device: str, tip: bytes, late: dict[bytes, tuple[int, bytes]]) -> Branch:
    hashes: list[bytes] = []
    at = tip
    while at in late:
        hashes.append(at)
        at = late[at][1]
    return Branch(
        device=device,
        tip=tip.hex(),
        first=late[hashes[-1]][0],
        last=late[tip][0],
        hashes=frozenset(hash_.hex() for hash_ in hashes),
    )
