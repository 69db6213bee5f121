"""A survey file in, portions of its interviews out: whole villages, for other processes to read.

The file stays open here meanwhile, for this program alone. So nobody writes it, and another process
that this one waits for may read it without asking for the lock. An encrypted file is read here, and
its rows are sent: its key stays where it is. So are those of single villages: they are few.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from fieldsurvey.campaign.model import village_of
from fieldsurvey.chain.interview import Interview
from fieldsurvey.chain.storage.disk import opening_error
from fieldsurvey.chain.storage.reading_rows import read_interviews
from fieldsurvey.chain.storage.rows import SELECT_INTERVIEW, SUBJECT_COLUMN, Row

if TYPE_CHECKING:
    from fieldsurvey.chain.survey_file import SurveyFile

ROWS_A_PORTION = 2_000
"""Enough that handing a portion over costs little beside assessing it; few enough to hold many."""

_FROM_TO = f"{SELECT_INTERVIEW} WHERE subject >= ? AND subject < ? ORDER BY subject, form_id, id"
_NTH_SUBJECT = "SELECT subject FROM interview WHERE subject >= ? ORDER BY subject LIMIT 1 OFFSET ?"
_LAST_SUBJECT = "SELECT max(subject) FROM interview WHERE subject >= ?"


class Portion(Protocol):
    """Interviews of whole villages; can be sent to another process, and read there."""

    @property
    def path(self) -> Path:
        """Of the survey file they are from."""

    def rows(self) -> Iterable[Row]:
        """Give them as they lie in the table, by subject, form and id."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Interviews that stand one after the other in a survey file."""

    path: Path
    first: str
    """The subject it begins with, or one before that."""
    end: str
    """It ends before this subject."""

    def rows(self) -> Iterator[Row]:
        """Yield its rows, read without the lock that the program holds which sent it.

        Raises:
            ChainError: The file is damaged.
        """
        uri = f"{self.path.absolute().as_uri()}?mode=ro&immutable=1"
        try:
            with closing(sqlite3.connect(uri, uri=True)) as connection:
                yield from connection.execute(_FROM_TO, (self.first, self.end))
        except (sqlite3.Error, UnicodeDecodeError) as error:
            raise opening_error(error, self.path) from error


@dataclass(frozen=True, slots=True)
class Batch:
    """Interviews whose rows are sent."""

    path: Path
    sent: Sequence[Row]

    def rows(self) -> Sequence[Row]:
        """Return the rows."""
        return self.sent


def portion_interviews(portion: Portion) -> Iterator[Interview]:
    """Yield the interviews of a portion; raises ChainError where the file was altered."""
    return read_interviews(portion.rows(), portion.path)


def portions_of(survey_file: "SurveyFile", most: int = ROWS_A_PORTION) -> Iterator[Portion]:
    """Yield all interviews in portions, each of whole villages, by subject.

    Args:
        survey_file: Open, and open until all portions are read.
        most: Rows from which on a portion is full.
    """
    return (
        _batches(survey_file, most) if survey_file.is_encrypted else _stretches(survey_file, most)
    )


def village_portions(survey_file: "SurveyFile", villages: Iterable[str]) -> Iterator[Portion]:
    """Yield the interviews of some villages, a portion each."""
    for village in villages:
        yield Batch(survey_file.path, [*survey_file.each_interview_row(village)])


def _stretches(survey_file: "SurveyFile", most: int) -> Iterator[Stretch]:
    first = ""
    while True:
        found = survey_file.connection.execute(_NTH_SUBJECT, (first, most - 1)).fetchone()
        last = found or survey_file.connection.execute(_LAST_SUBJECT, (first,)).fetchone()
        if last[0] is None:
            return
        # `.` comes right after `-`: so it stands behind whatever starts with the code and a dash.
        end = f"{village_of(last[0])}."
        yield Stretch(survey_file.path, first, end)
        first = end


def _batches(survey_file: "SurveyFile", most: int) -> Iterator[Batch]:
    batch: list[Row] = []
    rows = survey_file.each_interview_row()
    for _village, of_village in groupby(rows, lambda row: village_of(row[SUBJECT_COLUMN])):
        batch += of_village
        if len(batch) >= most:
            yield Batch(survey_file.path, batch)
            batch = []
    if batch:
        yield Batch(survey_file.path, batch)
