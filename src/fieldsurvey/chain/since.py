"""A survey file and a place in it in; whose interviews something was said about since, out.

Lines are only ever added to a survey file, and one whose text comes late goes to its end: so the
place is that of the last one there was.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fieldsurvey.chain.lines.line import INTERVIEW_KINDS, Kind
from fieldsurvey.chain.lines.said import said_by, text_at
from fieldsurvey.chain.storage.rows import SELECT_LINE, row_line

if TYPE_CHECKING:
    from fieldsurvey.chain.survey_file import SurveyFile

_ABOUT_NO_INTERVIEW = frozenset(
    {
        *(Kind.SESSION, Kind.ABSENT, Kind.REPLACE, Kind.EDITION, Kind.LEDGER, Kind.RECEIPT),
        Kind.CLOCK_ANOMALY,
    }
)


@dataclass(frozen=True, slots=True)
class LastLine:
    """The line that was added last."""

    place: int
    """0 where there is none."""
    hash: str
    """Its hash, hex: another file, or an older copy, has another one there."""


def last_line(survey_file: "SurveyFile") -> LastLine:
    """Return the line that was added last."""
    row = survey_file.connection.execute(
        "SELECT rowid, hash FROM line ORDER BY rowid DESC LIMIT 1"
    ).fetchone()
    return LastLine(row[0], row[1].hex()) if row else LastLine(0, "")


def subjects_since(survey_file: "SurveyFile", last: LastLine) -> frozenset[str] | None:
    """Return the subjects that something was said about since; None: it may be any of them.

    It may be any after an erasure, a ruling about conflicts, a change of keys, and while a chain
    has forked. A problem's number counts as its subject; a reason said to a check is about none.
    """
    connection = survey_file.connection
    there = connection.execute("SELECT hash FROM line WHERE rowid = ?", (last.place,)).fetchone()
    if there is None or there[0].hex() != last.hash:
        return None
    if connection.execute("SELECT 1 FROM device WHERE forked_at IS NOT NULL").fetchone():
        return None
    # Once over the new lines, of which there are dozens for each interview.
    said = connection.execute(
        "SELECT DISTINCT kind, interview FROM line WHERE rowid > ?", (last.place,)
    ).fetchall()
    kinds = {kind for kind, _interview in said}
    if kinds - INTERVIEW_KINDS - _ABOUT_NO_INTERVIEW - {Kind.DECISION}:
        return None
    decided = set(_decided(survey_file, last)) if Kind.DECISION in kinds else set()
    if "" in decided:
        return None
    return frozenset(decided | _subjects(survey_file, {interview for _kind, interview in said}))


def _subjects(survey_file: "SurveyFile", interviews: Iterable[str]) -> set[str]:
    ask = "SELECT subject FROM interview WHERE id = ?"
    connection = survey_file.connection
    found = (connection.execute(ask, (each,)).fetchone() for each in interviews)
    return {subject for row in found if row for (subject,) in [row]}


def _decided(survey_file: "SurveyFile", last: LastLine) -> Iterator[str]:
    rows = survey_file.connection.execute(
        f"{SELECT_LINE} AND kind = ? AND rowid > ?", (Kind.DECISION.value, last.place)
    )
    for said in (said_by(row_line(row)) for row in rows):
        if not text_at(said, "check"):
            yield text_at(said, "problem")
