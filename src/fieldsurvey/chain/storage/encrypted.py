"""A path and a key in, a connection to an encrypted survey file out (SQLCipher).

The driver is another than Python's own and raises classes of its own. They are turned into those of
`sqlite3` here, so that nothing else in the program, sqlite-utils included, need know which file is
encrypted; plain files are opened by Python's own driver in the same process.
"""

import sqlite3
from collections.abc import Callable
from functools import cache
from typing import Any, ParamSpec, TypeVar, cast

from fieldsurvey.errors import ChainError
from fieldsurvey.i18n import _

KEY_BYTES = 32

_Arguments = ParamSpec("_Arguments")
_Result = TypeVar("_Result")


def has_cipher() -> bool:
    """Tell whether this computer can open encrypted survey files: whether `[secure]` is there."""
    try:
        import sqlcipher3  # noqa: F401
    except ImportError:
        return False
    return True


def need_cipher() -> None:
    """Refuse to go on where no encrypted survey file can be opened.

    Raises:
        ChainError: The extra is not installed.
    """
    if not has_cipher():
        raise ChainError(
            _("Encrypted survey files cannot be opened on this computer."),
            to_do=_("Install the program with its extra: pip install 'fieldsurvey[secure]'"),
        )


def connect_encrypted(uri: str, key: bytes) -> sqlite3.Connection:
    """Connect to an encrypted file as `sqlite3.connect` would to a plain one.

    Args:
        uri: As for `sqlite3.connect`.
        key: 32 bytes; with any other key the first statement that reads fails with NOTADB.

    Raises:
        ChainError: The extra is not installed.
        sqlite3.Error: It cannot be opened.
    """
    need_cipher()
    if len(key) != KEY_BYTES:
        raise ValueError("a key has 32 bytes")
    from sqlcipher3 import dbapi2

    connect = _in_words_of_sqlite3(dbapi2.connect)
    connection = connect(uri, uri=True, isolation_level=None, timeout=0, factory=_connection())
    # Before the key: a wrong one would be told on stderr, past the program's own words.
    connection.execute("PRAGMA cipher_log_level = NONE")
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    return cast(sqlite3.Connection, connection)


@cache
def _connection() -> Any:
    """Return the driver's Connection, whose cursors raise the errors of `sqlite3`."""
    from sqlcipher3 import dbapi2

    class Cursor(dbapi2.Cursor):  # type: ignore[misc]
        execute = _in_words_of_sqlite3(dbapi2.Cursor.execute)
        executemany = _in_words_of_sqlite3(dbapi2.Cursor.executemany)
        executescript = _in_words_of_sqlite3(dbapi2.Cursor.executescript)
        fetchone = _in_words_of_sqlite3(dbapi2.Cursor.fetchone)
        fetchmany = _in_words_of_sqlite3(dbapi2.Cursor.fetchmany)
        fetchall = _in_words_of_sqlite3(dbapi2.Cursor.fetchall)
        __next__ = _in_words_of_sqlite3(dbapi2.Cursor.__next__)

    class Connection(dbapi2.Connection):  # type: ignore[misc]
        def cursor(self) -> Any:
            return super().cursor(Cursor)

        execute = _in_words_of_sqlite3(dbapi2.Connection.execute)
        executemany = _in_words_of_sqlite3(dbapi2.Connection.executemany)
        executescript = _in_words_of_sqlite3(dbapi2.Connection.executescript)
        commit = _in_words_of_sqlite3(dbapi2.Connection.commit)
        rollback = _in_words_of_sqlite3(dbapi2.Connection.rollback)
        close = _in_words_of_sqlite3(dbapi2.Connection.close)

    return Connection


def _in_words_of_sqlite3(call: Callable[_Arguments, _Result]) -> Callable[_Arguments, _Result]:
    from sqlcipher3 import dbapi2

    driver_error = dbapi2.Error

    def calling(*arguments: _Arguments.args, **named: _Arguments.kwargs) -> _Result:
        try:
            return call(*arguments, **named)
        except driver_error as error:
            raise _same_in_sqlite3(error) from error

    return calling


def _same_in_sqlite3(error: Exception) -> sqlite3.Error:
    kind = getattr(sqlite3, type(error).__name__, sqlite3.DatabaseError)
    same: sqlite3.Error = kind(*error.args)
    for name in ("sqlite_errorcode", "sqlite_errorname"):
        if hasattr(error, name):
            setattr(same, name, getattr(error, name))
    return same
