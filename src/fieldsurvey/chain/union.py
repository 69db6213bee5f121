"""Lines of any device in; those not had yet are kept, and the interviews they touch folded again.

What a survey file holds after any unions depends only on which lines it was given, not on their
order or number.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter

from fieldsurvey.chain.erasing import buried, bury, known_lines
from fieldsurvey.chain.forks.branches import Shape, chain_shape
from fieldsurvey.chain.forks.folding_devices import fold_device, is_overruled, withdrawn_elsewhere
from fieldsurvey.chain.lines.line import Kind, Line
from fieldsurvey.chain.storage.rows import INSERT_LINE, SAVE_INTERVIEW, interview_row, line_rows
from fieldsurvey.chain.survey_file import SurveyFile

_kind_of, _erased_of = attrgetter("entry.kind"), attrgetter("erased")


@dataclass(frozen=True, slots=True)
class Added:
    """What a union brought."""

    new: int
    """Lines that were not here before."""
    had: int
    shape: Shape
    """Of the device's chain, after it."""


def add_lines(survey_file: SurveyFile, device: str, lines: Sequence[Line]) -> Added:
    """Keep those lines of one device that are not here yet; `lines` follow on each other.

    Raises:
        ChainError: The disk refused; nothing was kept.
    """
    first, last = (lines[0].seq, lines[-1].seq) if lines else (0, 0)
    with survey_file.transaction():
        connection = survey_file.connection
        gone = buried(survey_file, device, first, last)
        if gone:
            lines = [_without_text(line) if line.hash in gone else line for line in lines]
        connection.execute(
            "INSERT OR IGNORE INTO device (device, public_key, team, first_seen_at)"
            " VALUES (?, '', '', '')",
            (device,),
        )
        had = _hashes(survey_file, device, lines)
        new = [line for line in lines if line.hash not in had] if had else lines
        goes_on = _goes_on(survey_file, device, new)
        connection.executemany(INSERT_LINE, line_rows(new))
        known = [line for line in lines if line.hash in had] if had else ()
        filled = fill_texts(survey_file, device, known)
        kinds = set(map(_kind_of, new))
        changed = bury(survey_file, new) if Kind.ERASE in kinds else frozenset()
        if Kind.WITHDRAW in kinds:
            changed |= withdrawn_elsewhere(survey_file, new)
        if goes_on and not filled and device not in changed:
            survey_file.fold(new)
        else:
            refold(survey_file, device)
        for other in sorted(changed - {device}):
            refold(survey_file, other)
    return Added(len(new), len(lines) - len(new), shape_of(survey_file, device))


def refold(survey_file: SurveyFile, device: str) -> None:
    """Fold all interviews of one device anew from its lines, and look for forks again."""
    with survey_file.transaction():
        connection = survey_file.connection
        lines = list(known_lines(survey_file, device))
        shape = chain_shape(_links(survey_file, device))
        connection.execute("DELETE FROM interview WHERE device = ?", (device,))
        connection.executemany(
            SAVE_INTERVIEW,
            [
                interview_row(interview)
                for interview in fold_device(survey_file, device, lines, shape)
            ],
        )
        connection.execute(
            "UPDATE device SET forked_at = ? WHERE device = ?", (shape.forked_at, device)
        )


def rebuild_views(survey_file: SurveyFile) -> None:
    """Throw away all that was folded, and fold every interview anew from the lines."""
    with survey_file.transaction():
        connection = survey_file.connection
        bury(survey_file, survey_file.lines_of_kind(Kind.ERASE))
        connection.execute("DELETE FROM interview")
        devices = connection.execute("SELECT DISTINCT device FROM line").fetchall()
        for (device,) in devices:
            refold(survey_file, device)


def shape_of(survey_file: SurveyFile, device: str) -> Shape:
    """Return where the chain of a device is known to fork, and what is missing of it."""
    forked_at = _forked_at(survey_file, device)
    count, last = survey_file.connection.execute(
        "SELECT count(*), coalesce(max(seq), 0) FROM line WHERE device = ?", (device,)
    ).fetchone()
    if forked_at is None and count == last:
        return Shape()
    rows = survey_file.connection.execute(
        "SELECT before + 1, seq - 1 FROM"
        " (SELECT seq, lag(seq, 1, 0) OVER (ORDER BY seq) AS before FROM line WHERE device = ?)"
        " WHERE seq > before + 1",
        (device,),
    )
    return Shape(forked_at, tuple((first, last) for first, last in rows))


def _goes_on(survey_file: SurveyFile, device: str, new: Sequence[Line]) -> bool:
    """Tell whether new lines stand after all that is known, so that folding can just go on."""
    if not new:
        return True
    if any(map(_erased_of, new)) or is_overruled(survey_file, device):
        return False
    tip = survey_file.connection.execute(
        "SELECT seq, hash FROM line WHERE device = ? ORDER BY seq DESC LIMIT 1", (device,)
    ).fetchone()
    if tip is None:
        return True
    seq, hash_ = tip
    follows = new[0].seq > seq + 1 or (new[0].seq == seq + 1 and new[0].previous == hash_)
    return follows and _forked_at(survey_file, device) is None


def fill_texts(survey_file: SurveyFile, device: str, lines: Sequence[Line]) -> bool:
    """Keep the text of lines of which only the digest was here; tell whether there were any.

    What a lead erased stays erased: for that the guard of the table stands. Such a line goes behind
    all others, as if it came only now: whoever asks what was said since finds it.
    """
    if not lines:
        return False
    rows = survey_file.connection.execute(
        "SELECT hash FROM line WHERE device = ? AND line IS NULL AND NOT EXISTS (SELECT 1 FROM"
        " tombstone t WHERE t.device = line.device AND t.seq = line.seq AND t.hash = line.hash)",
        (device,),
    )
    waiting = {hash_ for (hash_,) in rows}
    filling = [line for line in lines if line.hash in waiting and not line.erased]
    survey_file.connection.executemany(
        "UPDATE line SET line = ?, kind = ?, interview = ?,"
        " rowid = (SELECT max(rowid) + 1 FROM line)"
        " WHERE device = ? AND seq = ? AND hash = ?",
        [
            (line.text, line.entry.kind.value, line.entry.interview, device, line.seq, line.hash)
            for line in filling
        ],
    )
    return bool(filling)


def _without_text(line: Line) -> Line:
    """Return what may be kept of a line that was erased before it came."""
    if not line.entry.interview:
        return line
    return line._replace(text="", erased=line.digest)


def _hashes(survey_file: SurveyFile, device: str, lines: Sequence[Line]) -> set[bytes]:
    if not lines:
        return set()
    rows = survey_file.connection.execute(
        "SELECT hash FROM line WHERE device = ? AND seq BETWEEN ? AND ?",
        (device, lines[0].seq, lines[-1].seq),
    )
    return {hash_ for (hash_,) in rows}


def _forked_at(survey_file: SurveyFile, device: str) -> int | None:
    row: tuple[int | None] | None = survey_file.connection.execute(
        "SELECT forked_at FROM device WHERE device = ?", (device,)
    ).fetchone()
    return row[0] if row else None


def _links(survey_file: SurveyFile, device: str) -> Iterator[tuple[int, bytes, bytes]]:
    yield from survey_file.connection.execute(
        "SELECT seq, hash, previous FROM line WHERE device = ? ORDER BY seq, hash", (device,)
    )
