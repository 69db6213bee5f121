"""A database in, the device whose it is and the lines of every device out."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from fieldsurvey.chain.lines.line import GENESIS, Kind, Line
from fieldsurvey.chain.storage.database import Database
from fieldsurvey.chain.storage.rows import SELECT_LINE, row_line
from fieldsurvey.chain.storage.schema import OFTEN, SELDOM
from fieldsurvey.errors import ChainError
from fieldsurvey.i18n import _


class KeptLines(Database):
    """Lines as they were said: those of its own device, and those that were merged."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        super().__init__(connection, path)
        self._meta: dict[str, str] = dict(self._rows("SELECT name, value FROM meta"))
        if not self._meta.keys() >= {"device", "campaign", "team"}:
            raise ChainError(
                _("The survey file is damaged: {reason}.").format(
                    reason=_("it does not say whose it is")
                ),
                where=str(path),
                to_do=_("Keep it; the outbox, the inbox and the sticks hold what was sealed."),
            )

    @property
    def device(self) -> str:
        """The device whose chain this file goes on with."""
        return self._meta["device"]

    @property
    def campaign(self) -> str:
        """Id of the campaign; bundles of another are not taken in."""
        return self._meta["campaign"]

    @property
    def team(self) -> str:
        """The team this laptop belongs to; blank for the lead."""
        return self._meta["team"]

    @property
    def head(self) -> bytes:
        """Hash of the last line of this device's chain."""
        return self.tip()[1]

    @property
    def last_seq(self) -> int:
        """Seq of the last line of this device's chain; 0 before the first."""
        return self.tip()[0]

    def tip(self, device: str = "") -> tuple[int, bytes]:
        """Return seq and hash of the last line of a device (of this one by default).

        Before its first line they are 0 and the hash every chain begins with.
        """
        rows = self._rows(
            "SELECT seq, hash FROM line WHERE device = ? ORDER BY seq DESC, hash DESC LIMIT 1",
            device or self.device,
        )
        seq, hash_ = next(rows, (0, GENESIS))
        return seq, hash_

    def lines(self, device: str = "", first: int = 1, last: int | None = None) -> Iterator[Line]:
        """Yield the lines of a device (of this one by default) in the order of their seq.

        A forked chain yields the lines of all its branches.
        """
        yield from self._lines(
            "device = ? AND seq BETWEEN ? AND ? ORDER BY seq, hash",
            device or self.device,
            first,
            last if last is not None else 2**62,
        )

    def lines_of_kind(self, *kinds: Kind) -> Iterator[Line]:
        """Yield the lines of some kinds, of every device, by device and seq."""
        places = ", ".join("?" * len(kinds))
        seldom = "" if any(kind in OFTEN for kind in kinds) else f" AND {SELDOM}"
        yield from self._lines(
            f"kind IN ({places}){seldom} ORDER BY device, seq, hash",
            *(kind.value for kind in kinds),
        )

    def history(self, interview: str) -> list[Line]:
        """Return every line that names an interview, whoever said it."""
        return list(self._lines("interview = ? ORDER BY device, seq, hash", interview))

    def _lines(self, where: str, *parameters: object) -> Iterator[Line]:
        return map(row_line, self._rows(f"{SELECT_LINE} AND {where}", *parameters))
