"""The survey file: what is said goes in and stays, lines and the interviews they tell come out.

One file a workspace, open in one program at a time. What `append` has returned from survives a
killed program, a flat battery and a full disk.
"""

import secrets
import sqlite3
from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Any, Self

from fieldsurvey.chain.folding import fold_lines
from fieldsurvey.chain.interview import Interview
from fieldsurvey.chain.lines.clock import Clock, RandomBytes, system_clock
from fieldsurvey.chain.lines.finish_code import COST_LOG2
from fieldsurvey.chain.lines.line import GENESIS, Entry, Kind, Line
from fieldsurvey.chain.lines.writing import Writer
from fieldsurvey.chain.storage.imprint import is_altered, keep_imprint
from fieldsurvey.chain.storage.kept_lines import KeptLines
from fieldsurvey.chain.storage.opening import build_file, open_connection
from fieldsurvey.chain.storage.reading_rows import read_interviews
from fieldsurvey.chain.storage.rows import (
    INSERT_LINE,
    SAVE_INTERVIEW,
    SELECT_INTERVIEW,
    interview_row,
    line_rows,
)
from fieldsurvey.errors import ChainError
from fieldsurvey.i18n import _

_interview_of = attrgetter("entry.interview")


class SurveyFile(KeptLines):
    """An open survey file; use it in a `with` block."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        path: Path,
        *,
        clock: Clock,
        random_bytes: RandomBytes,
        finish_cost_log2: int,
        altered_at_rest: bool | None,
    ) -> None:
        super().__init__(connection, path)
        self.clock = clock
        self.altered_at_rest = altered_at_rest
        """Whether its bytes changed while it was closed, and it was not written anew since; None of
        an encrypted file, each page of which proves itself."""
        self._writer = Writer(self.device, clock, random_bytes, finish_cost_log2)

    @classmethod
    def create(  # noqa: PLR0913 - the facts a chain is born with
        cls,
        path: Path,
        *,
        device: str,
        public_key: bytes = b"",
        campaign: str = "",
        team: str = "",
        clock: Clock | None = None,
        random_bytes: RandomBytes = secrets.token_bytes,
        finish_cost_log2: int = COST_LOG2,
        database_key: bytes = b"",
    ) -> Self:
        """Make the survey file of one device, complete from its first moment, and open it.

        With a public key its first line is a `key` line that ties the key to the chain; with a
        database key of 32 bytes the file is encrypted.

        Raises:
            ChainError: There is a file already, or the folder cannot be written.
        """
        clock = clock or system_clock()
        meta = {"device": device, "campaign": campaign, "team": team}
        said = {"public_key": public_key.hex(), "campaign": campaign, "team": team}
        key = Entry(Kind.KEY, value=said)

        def fill(connection: sqlite3.Connection) -> None:
            connection.executemany("INSERT INTO meta VALUES (?, ?)", list(meta.items()))
            connection.execute(
                "INSERT INTO device (device, public_key, team, first_seen_at) VALUES (?, ?, ?, ?)",
                (device, public_key.hex(), team, clock.now().isoformat(timespec="seconds")),
            )
            if public_key:
                writer = Writer(device, clock, random_bytes, finish_cost_log2)
                lines = writer.write([key], seq=0, previous=GENESIS)
                connection.executemany(INSERT_LINE, line_rows(lines))

        build_file(path, fill, database_key)
        return cls.open(
            path,
            clock=clock,
            random_bytes=random_bytes,
            finish_cost_log2=finish_cost_log2,
            database_key=database_key,
        )

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        clock: Clock | None = None,
        random_bytes: RandomBytes = secrets.token_bytes,
        finish_cost_log2: int = COST_LOG2,
        database_key: bytes = b"",
    ) -> Self:
        """Open an existing survey file, for this program alone.

        A file that is encrypted needs its database key.

        Raises:
            NewerFormatError: A newer program made it.
            ChainError: It is missing, no survey file, damaged, open elsewhere or read-only.
        """
        altered_at_rest = None if database_key else is_altered(path)
        connection = open_connection(path, database_key)
        try:
            return cls(
                connection,
                path,
                clock=clock or system_clock(),
                random_bytes=random_bytes,
                finish_cost_log2=finish_cost_log2,
                altered_at_rest=altered_at_rest,
            )
        except BaseException:
            connection.close()
            raise

    def close(self) -> None:
        """Close the file, and keep its imprint; others may open it now."""
        super().close()
        if self.usable and self.altered_at_rest is not None:
            keep_imprint(self.path, altered=self.altered_at_rest)

    @property
    def is_encrypted(self) -> bool:
        """Whether each page is encrypted, and proves itself."""
        return self.altered_at_rest is None

    def append(self, entries: Sequence[Entry]) -> list[Line]:
        """Say something: once this returns, it is on the disk, with its effect on the interviews.

        An `interview_start` gets its interview's id here; entries after it that name no interview
        belong to it. A `finish` gets the code of the chain before it, at the cost given to `open`.
        All entries are saved, or none.

        Raises:
            ChainError: Nothing of it was saved; `usable` tells whether to try again.
        """
        with self.transaction():
            self._check_not_forked()
            # The tip is read from the file each time: after an interrupted append nothing in
            # memory can disagree with what was kept.
            seq, previous = self.tip()
            lines = self._writer.write(entries, seq=seq, previous=previous)
            self.connection.executemany(INSERT_LINE, line_rows(lines))
            self.fold(lines)
        return lines

    def interviews(self) -> list[Interview]:
        """Return every interview, as it stands, ordered by subject, form and id."""
        return list(self.each_interview())

    def count_interviews(self) -> int:
        """Return how many interviews there are."""
        (count,) = next(self._rows("SELECT count(*) FROM interview"))
        return int(count)

    def each_interview(self, village: str = "") -> Iterator[Interview]:
        """Yield every interview in the same order, one at a time: a campaign may hold millions.

        Of one village if it is named.
        """
        return read_interviews(self.each_interview_row(village), self.path)

    def each_interview_row(self, village: str = "") -> Iterator[tuple[Any, ...]]:
        """Yield the rows of the same, as they lie in the table; of one village if it is named."""
        # `.` comes right after `-`: so this is whatever starts with the village's code and a dash.
        where = "WHERE subject = ? OR (subject >= ? AND subject < ?)" if village else ""
        named = (village, f"{village}-", f"{village}.") if village else ()
        return self._rows(f"{SELECT_INTERVIEW} {where} ORDER BY subject, form_id, id", *named)

    def interview(self, interview: str) -> Interview | None:
        """Return one interview as it stands, or None."""
        return next(self._interviews("WHERE id = ?", interview), None)

    def write_anew(self) -> None:
        """Write every page of the file anew, with what its tables hold and nothing else.

        Raises:
            ChainError: The disk refused; the file is as it was.
        """
        try:
            self.connection.execute("VACUUM")
        except sqlite3.Error as error:
            raise self._saving_error(error) from error
        if self.altered_at_rest:
            self.altered_at_rest = False

    def fold(self, lines: Sequence[Line]) -> None:
        """Fold lines that stand after all that is known of their device into its interviews."""
        by_interview: dict[str, list[Line]] = {}
        for name, run in groupby(lines, key=_interview_of):
            by_interview.setdefault(name, []).extend(run)
        folded = (self._fold_on(name, said) for name, said in by_interview.items() if name)
        self.connection.executemany(
            SAVE_INTERVIEW, [interview_row(interview) for interview in folded if interview]
        )

    def _interviews(self, where: str, *parameters: object) -> Iterator[Interview]:
        return read_interviews(self._rows(f"{SELECT_INTERVIEW} {where}", *parameters), self.path)

    def _fold_on(self, name: str, said: Sequence[Line]) -> Interview | None:
        before = self.interview(name)
        if before is not None and before.device != said[0].device:
            # Only the laptop that started an interview can go on with it.
            return None
        return fold_lines(before, said)

    def _check_not_forked(self) -> None:
        forked = self.connection.execute(
            "SELECT 1 FROM device WHERE device = ? AND forked_at IS NOT NULL", (self.device,)
        ).fetchone()
        if forked:
            raise ChainError(
                _("The chain of this laptop has two ends: a copy of it was used elsewhere."),
                where=str(self.path),
                to_do=_("Hand over what is here, and join again in a new folder."),
            )
