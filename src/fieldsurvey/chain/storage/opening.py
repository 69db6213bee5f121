"""A path in, a connection set up the one measured way out; or a refusal in words.

The settings are those of the fault and power-cut measurements; do not change one without
measuring again.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from fieldsurvey.campaign.folders import sync_folder
from fieldsurvey.chain.storage.disk import is_disk_full, opening_error, sync_file
from fieldsurvey.chain.storage.encrypted import connect_encrypted
from fieldsurvey.chain.storage.schema import APPLICATION_ID, SCHEMA_VERSION, bring_up_to_date
from fieldsurvey.errors import ChainError, NewerFormatError
from fieldsurvey.i18n import _

_MAGIC = b"SQLite format 3\x00"
_HEADER_BYTES = 100
_PRAGMAS = (
    "locking_mode = EXCLUSIVE",
    "journal_mode = TRUNCATE",
    "synchronous = EXTRA",
    "foreign_keys = ON",
    "trusted_schema = OFF",
    "cell_size_check = ON",
    "mmap_size = 0",
    "secure_delete = ON",
    "temp_store = MEMORY",
)


def open_connection(path: Path, key: bytes = b"") -> sqlite3.Connection:
    """Open an existing survey file for this program alone, and prove that it can be written.

    Args:
        path: Of the file.
        key: 32 bytes where it is encrypted.

    Raises:
        NewerFormatError: A newer program made it.
        ChainError: It is missing, no survey file, damaged, open elsewhere or read-only, or the key
            is another.
    """
    version = check_header(path, key)
    with _in_words(path):
        connection = _connect(path, "rw", key)
        try:
            for pragma in _PRAGMAS:
                connection.execute(f"PRAGMA {pragma}")
            _take_and_try(connection, version)
        except BaseException:
            connection.close()
            raise
    return connection


def build_file(path: Path, fill: Callable[[sqlite3.Connection], None], key: bytes = b"") -> None:
    """Make a survey file that is complete from its first moment: built aside, then renamed.

    With a key it is encrypted from its first byte.

    Raises:
        ChainError: There is a file already, or the folder cannot be written.
    """
    if path.exists() or path.is_symlink():
        raise ChainError(
            _("There is a file already."), where=str(path), to_do=_("Choose another name.")
        )
    temporary = path.with_name(f".{path.name}.new")
    try:
        temporary.unlink(missing_ok=True)
        _build(temporary, fill, key)
        sync_file(temporary)
        temporary.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        raise ChainError(
            _("The survey file cannot be made: {reason}.").format(reason=error.strerror),
            where=str(path),
            to_do=_("Choose a folder you may write to."),
        ) from error
    except sqlite3.Error as error:
        raise opening_error(error, path) from error


def check_header(path: Path, key: bytes = b"") -> int:
    """Return the schema version in the first bytes of a survey file, before SQLite touches it.

    With a key it is what the decrypted first page says.

    Raises:
        NewerFormatError: A newer program made it.
        ChainError: It is missing or no survey file.
    """
    header = _header(path)
    if not header:
        raise ChainError(
            _("The survey file is empty (0 bytes)."),
            where=str(path),
            to_do=_(
                "Put back the last copy of it; the outbox and the sticks hold what was sealed."
            ),
        )
    if key:
        _refuse_plain(header, path)
        application, version = _decrypted_header(path, key)
    else:
        application, version = _plain_header(header)
    if application != APPLICATION_ID:
        raise ChainError(
            _("This is not a survey file."), where=str(path), to_do=_("Choose the survey file.")
        )
    if version > SCHEMA_VERSION:
        raise NewerFormatError(
            _("A newer version of the program made this survey file."),
            where=str(path),
            to_do=_("Update the program; the file was not touched."),
        )
    return version


def _refuse_plain(header: bytes, path: Path) -> None:
    """Refuse a plain file where an encrypted one is kept: it was put there in its place."""
    if header.startswith(_MAGIC):
        raise ChainError(
            _("This survey file is not encrypted, but everything else here is."),
            where=str(path),
            to_do=_("It is not the one that was made here: keep it, and ask the team lead."),
        )


def _plain_header(header: bytes) -> tuple[int, int]:
    """Return application id and schema version; 0 where it is no file of SQLite."""
    if not header.startswith(_MAGIC):
        return 0, 0
    return int.from_bytes(header[68:72]), int.from_bytes(header[60:64])


def _decrypted_header(path: Path, key: bytes) -> tuple[int, int]:
    """Return application id and schema version as an encrypted file says them to its key."""
    # Not read-only: what a killed program left in the journal is put back by whoever opens first.
    with _in_words(path), closing(_connect(path, "rw", key)) as connection:
        (application,) = connection.execute("PRAGMA application_id").fetchone()
        (version,) = connection.execute("PRAGMA user_version").fetchone()
    return application, version


def _connect(path: Path, mode: str, key: bytes) -> sqlite3.Connection:
    uri = f"{path.absolute().as_uri()}?mode={mode}"
    if key:
        return connect_encrypted(uri, key)
    return sqlite3.connect(uri, uri=True, isolation_level=None, timeout=0)


@contextmanager
def _in_words(path: Path) -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, UnicodeDecodeError) as error:
        raise opening_error(error, path) from error


def _take_and_try(connection: sqlite3.Connection, version: int) -> None:
    # Writing the version it has anyway takes the lock at once and shows a read-only place now,
    # not at question 40. A full disk may still be read and handed over.
    try:
        connection.execute("BEGIN EXCLUSIVE")
        connection.execute(f"PRAGMA user_version = {version:d}")
        connection.execute("COMMIT")
    except sqlite3.Error as error:
        if not is_disk_full(error):
            raise
        connection.rollback()
    if version < SCHEMA_VERSION:
        bring_up_to_date(connection)


def _build(temporary: Path, fill: Callable[[sqlite3.Connection], None], key: bytes) -> None:
    connection = _connect(temporary, "rwc", key)
    try:
        # Nobody can see this file yet; it is synced as a whole before it gets its name.
        connection.execute("PRAGMA journal_mode = MEMORY")
        connection.execute("PRAGMA synchronous = OFF")
        bring_up_to_date(connection)
        connection.execute("BEGIN")
        fill(connection)
        connection.execute("COMMIT")
    except BaseException:
        connection.close()
        temporary.unlink(missing_ok=True)
        raise
    connection.close()


def _header(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_HEADER_BYTES)
    except FileNotFoundError as error:
        raise ChainError(
            _("There is no survey file here."),
            where=str(path),
            to_do=_("Join the laptop to its kit first, or go to its folder."),
        ) from error
    except IsADirectoryError as error:
        raise ChainError(
            _("This is a folder, not a survey file."),
            where=str(path),
            to_do=_("Choose the survey file in it."),
        ) from error
    except OSError as error:
        raise ChainError(
            _("The survey file cannot be read: {reason}.").format(reason=error.strerror),
            where=str(path),
            to_do=_("Ask whoever set up this laptop for the right to read it."),
        ) from error
