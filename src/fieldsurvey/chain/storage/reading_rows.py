"""Rows of a survey file's interviews in, interviews out; or the refusal of a file that was altered.

Takes rows from wherever they were sent, so that the file, a portion of it in another process and a
partition on a cluster all say the same of a row that this program did not write.
"""

from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

from fieldsurvey.chain.interview import Interview
from fieldsurvey.chain.storage.rows import Row, row_interview
from fieldsurvey.errors import ChainError
from fieldsurvey.i18n import _


def read_interviews(rows: Iterable[Row], path: Path) -> Iterator[Interview]:
    """Yield the interviews of rows of `SELECT_INTERVIEW`.

    Args:
        rows: As they lie in the table.
        path: Of the survey file they are from.

    Raises:
        ChainError: A row is none that this program writes.
    """
    altered = partial(_altered_error, path)
    try:
        for row in rows:
            yield row_interview(row, altered)
    except (ValueError, TypeError, AttributeError, KeyError, RecursionError) as error:
        raise altered() from error


def _altered_error(path: Path) -> ChainError:
    return ChainError(
        _("An interview is not as this program writes it: the file was altered."),
        where=str(path),
        to_do=_("Run fieldsurvey verify, and keep the file as it is."),
    )
