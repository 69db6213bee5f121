"""Lines that were erased: what says so, what is left of them, and that they never come back.

Of an erased line its digest and hash stay, so the chain still proves that it was said; its text is
gone. What says so is a line of kind `erase` (`Entry.value`)::

    {"device": …, "seq": …, "hash": hex, "reason": …}                 a lead's, one for each line
    {…, "picture": sha256}                      a lead's, where the line attached a picture
    {"about": "order", "device": …, "lines": [[seq, hex], …], "order": …, "signature": hex}
                                                a laptop's: it did what a lead had signed
    {"about": "purge", "device": …, "interview": id, "subject": …, "form": …, "started_at": …,
     "finished_at": …, "finish_code": …, "lines": [[seq, hex], …]}
                                                a laptop's: the lead has them, it no longer does

A lead's is obeyed wherever it is merged; a laptop's holds on that laptop only, for its chain that
goes on and for those it goes on from; without `device` it is about the chain it stands in. Only
lines of interviews can be erased: what was decided and witnessed stays.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from fieldsurvey.chain.devices.leads import leads_in
from fieldsurvey.chain.devices.own_chains import own_chains
from fieldsurvey.chain.lines.line import Entry, Kind, Line
from fieldsurvey.chain.lines.said import said_by
from fieldsurvey.chain.lines.text import read_line
from fieldsurvey.chain.survey_file import SurveyFile

ORDER = "order"
PURGE = "purge"
_KINDS = {kind.value: kind for kind in Kind}
_is_sha256 = re.compile(r"[0-9a-f]{64}").fullmatch
_COLUMNS = "device, seq, hash, previous, digest, line, kind, interview"


class Cause(StrEnum):
    """Why the text of a line is gone."""

    ERASED = "erased"
    """A lead said so; nobody may have it any longer."""
    PURGED = "purged"
    """Only from this laptop: the lead has it."""


@dataclass(frozen=True, slots=True)
class Tombstone:
    """A line whose text is gone, or must not come."""

    device: str
    seq: int
    hash: bytes
    cause: Cause


def tombstones_said(
    lines: Iterable[Line], own: frozenset[str], leads: frozenset[str]
) -> Iterator[Tombstone]:
    """Yield what lines of kind `erase` name, where they are obeyed; total.

    Args:
        lines: Of any kinds and devices.
        own: The device of this survey file, and those whose chains it goes on from.
        leads: Whose `erase` lines are obeyed.
    """
    for line in lines:
        if line.entry.kind is not Kind.ERASE:
            continue
        said = said_by(line)
        about = said.get("about")
        if about is None and line.device in leads:
            yield from _named(
                said.get("device"), [[said.get("seq"), said.get("hash")]], Cause.ERASED
            )
        elif about in (ORDER, PURGE) and line.device in own:
            cause = Cause.ERASED if about == ORDER else Cause.PURGED
            device = said.get("device", line.device)
            if isinstance(device, str) and device in own:
                yield from _named(device, said.get("lines"), cause)


def pictures_erased(survey_file: SurveyFile) -> frozenset[str]:
    """Return the hashes of the pictures that leads erased with their lines."""
    leads = leads_in(survey_file)
    said = (
        said_by(line).get("picture")
        for line in survey_file.lines_of_kind(Kind.ERASE)
        if line.device in leads
    )
    return frozenset(sha256 for sha256 in said if isinstance(sha256, str) and _is_sha256(sha256))


def bury(survey_file: SurveyFile, lines: Iterable[Line]) -> frozenset[str]:
    """Do what new `erase` lines say; return the devices whose interviews must be folded anew."""
    orders = [line for line in lines if line.entry.kind is Kind.ERASE]
    if not orders:
        return frozenset()
    found = list(tombstones_said(orders, own_chains(survey_file), leads_in(survey_file)))
    with survey_file.transaction():
        connection = survey_file.connection
        keys = [(each.device, each.seq, each.hash) for each in found]
        # Erased outweighs purged: a lead's word about a line that only this laptop had let go.
        connection.executemany(
            "INSERT INTO tombstone (device, seq, hash, cause) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (device, seq, hash) DO UPDATE SET cause = excluded.cause"
            " WHERE excluded.cause = 'erased' AND cause = 'purged'",
            [(*key, each.cause.value) for key, each in zip(keys, found, strict=True)],
        )
        connection.executemany(
            "UPDATE line SET line = NULL WHERE device = ? AND seq = ? AND hash = ?"
            " AND line IS NOT NULL AND interview <> ''",
            keys,
        )
    return frozenset(each.device for each in found)


def buried(survey_file: SurveyFile, device: str, first: int = 1, last: int = 2**62) -> set[bytes]:
    """Return the hashes of the lines of a device whose text is gone or must not come."""
    rows = survey_file.connection.execute(
        "SELECT hash FROM tombstone WHERE device = ? AND seq BETWEEN ? AND ?",
        (device, first, last),
    )
    return {hash_ for (hash_,) in rows}


def tombstones(survey_file: SurveyFile) -> list[Tombstone]:
    """Return every tombstone, by device and seq."""
    rows = survey_file.connection.execute(
        "SELECT device, seq, hash, cause FROM tombstone ORDER BY device, seq, hash"
    )
    return [Tombstone(device, seq, hash_, Cause(cause)) for device, seq, hash_, cause in rows]


def known_lines(
    survey_file: SurveyFile, device: str, first: int = 1, last: int = 2**62
) -> Iterator[Line]:
    """Yield the lines of a device by seq; of an erased one what is left of it."""
    rows = survey_file.connection.execute(
        f"SELECT {_COLUMNS} FROM line WHERE device = ? AND seq BETWEEN ? AND ? ORDER BY seq, hash",
        (device, first, last),
    )
    for row in rows.fetchall():
        yield read_line(row[5], previous=row[3]) if row[5] is not None else remains(row)


def remains(row: Sequence[Any]) -> Line:
    """Return what is left of an erased line: its place, its hashes, what kind of line it was.

    A kind that nobody knows stands for nothing, as a session line does.
    """
    device, seq, hash_, previous, digest, _text, kind, interview = row
    return Line(
        text="",
        device=device,
        seq=seq,
        entry=Entry(_KINDS.get(kind, Kind.SESSION), interview),
        at="",
        monotonic_ms=0,
        boot="",
        hash=hash_,
        previous=previous,
        digest=digest,
        erased=digest,
    )


def _named(device: Any, lines: Any, cause: Cause) -> Iterator[Tombstone]:
    if not isinstance(device, str) or not isinstance(lines, list):
        return
    for pair in lines:
        if not isinstance(pair, list) or len(pair) != 2 or type(pair[0]) is not int:
            continue
        try:
            hash_ = bytes.fromhex(pair[1])
        except (ValueError, TypeError):
            continue
        if len(hash_) == 32 and 0 < pair[0] < 2**53:
            yield Tombstone(device, pair[0], hash_, cause)
