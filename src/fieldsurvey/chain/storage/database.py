"""A connection in, steps kept whole or not at all out; what the disk did is said in words."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from fieldsurvey.chain.storage.disk import is_disk_full, opening_error, saving_error, unusable_error
from fieldsurvey.errors import ChainError


class Database:
    """The opened database of a survey file; use it in a `with` block."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self.path = path
        self.connection = connection
        """For the modules of this package only."""
        self.usable = True
        """False once the disk has failed: what was ticked is safe, more cannot be said."""

    def close(self) -> None:
        """Close it; others may open it now."""
        self.connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()
        mistakes = (sqlite3.ProgrammingError, sqlite3.IntegrityError)
        if isinstance(error, sqlite3.Error) and not isinstance(error, mistakes):
            raise opening_error(error, self.path) from error

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Keep everything done inside, or nothing of it; inside another one it is part of that.

        Raises:
            ChainError: The disk refused; nothing done inside is kept.
        """
        if self.connection.in_transaction:
            yield
            return
        if not self.usable:
            raise unusable_error(self.path)
        try:
            self.connection.execute("BEGIN IMMEDIATE")
            yield
            self.connection.execute("COMMIT")
        except (sqlite3.ProgrammingError, sqlite3.IntegrityError):
            self._roll_back()
            raise
        except sqlite3.Error as error:
            self._roll_back()
            raise self._saving_error(error) from error
        except BaseException:
            self._roll_back()
            raise

    def _rows(self, sql: str, *parameters: object) -> Iterator[tuple[Any, ...]]:
        try:
            # Not `yield from`: let go of after the file is closed, that would close its cursor.
            for row in self.connection.execute(sql, parameters):  # noqa: UP028
                yield row
        except (sqlite3.ProgrammingError, sqlite3.IntegrityError):
            raise
        except (sqlite3.Error, UnicodeDecodeError) as error:
            raise opening_error(error, self.path) from error

    def _roll_back(self) -> None:
        # Where the file was closed in the middle of a step, that has taken it back.
        with suppress(sqlite3.ProgrammingError):
            self.connection.rollback()

    def _saving_error(self, error: sqlite3.Error) -> ChainError:
        if not is_disk_full(error):
            # After a failed sync Linux calls the pages clean: trying again could "succeed"
            # without the data. So the session ends here.
            self.usable = False
        return saving_error(error, self.path)
