"""The bytes of a CSV file beside a form in; its rows, and every fault with file and line, out.

As strict as a form: UTF-8, cells parted by commas, as many in each row as in the header.
"""

import csv
import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass, field

from fieldsurvey.errors import Finding
from fieldsurvey.expressions import Table
from fieldsurvey.i18n import _, ngettext
from fieldsurvey.questionnaire.findings import Code
from fieldsurvey.questionnaire.yaml.decoding import decode

LARGEST_TABLE_BYTES = 64_000_000
"""All villages of China, with code, name and county, have about 50 MB."""

_MOST_FINDINGS = 50


@dataclass(frozen=True, slots=True)
class FileTable:
    """A CSV file beside a form."""

    name: str
    """Of the file: `villages.csv`."""
    digest: str
    """SHA-256 of its bytes, in hex."""
    header: tuple[str, ...]
    """Names of the columns."""
    rows: Table = field(compare=False, repr=False)
    lines: tuple[int, ...] = field(compare=False, repr=False)
    """The line of the file on which each row begins."""

    @property
    def stem(self) -> str:
        """The name that `pulldata` and `instance` call it by: `villages`."""
        return self.name.rpartition(".")[0]


def parse_table(content: bytes, name: str) -> tuple[FileTable | None, list[Finding]]:
    """Return the table that `content` holds, None where it has none, and what is wrong with it."""
    text, findings = decode(content, name)
    reading = _Reading(name, findings)
    rows = list(reading.rows(text))
    table = None
    if reading.header:
        columns = reading.header
        table = FileTable(
            name,
            hashlib.sha256(content).hexdigest(),
            columns,
            Table(dict(zip(columns, cells, strict=False)) for _line, cells in rows),
            tuple(line for line, _cells in rows),
        )
    return table, reading.findings[:_MOST_FINDINGS]


class _Reading:
    """Goes through one file, and collects its faults."""

    def __init__(self, name: str, findings: list[Finding]) -> None:
        self.name = name
        self.findings = findings
        self.header: tuple[str, ...] = ()

    def rows(self, text: str) -> Iterator[tuple[int, list[str]]]:
        """Yield the line and the cells of each row below the header; empty rows are passed over."""
        reader = csv.reader(io.StringIO(text, newline=""), strict=True)
        line = 1
        try:
            for cells in reader:
                if any(cells):
                    if self.header:
                        if len(cells) != len(self.header):
                            self._row_fault(line, len(cells))
                        yield line, cells
                    else:
                        self._take_header(line, cells)
                line = reader.line_num + 1
        except csv.Error as broken:
            self._fault(
                Code.TABLE_SYNTAX,
                line,
                _("The line is not CSV: {why}.").format(why=broken),
                _("Open the file in a spreadsheet program and save it as CSV again."),
            )
        if not self.header:
            self._fault(
                Code.FILE_EMPTY,
                1,
                _("The file is empty."),
                _("Write the names of the columns in its first line."),
            )

    def _take_header(self, line: int, cells: list[str]) -> None:
        self.header = tuple(cell.strip() for cell in cells)
        if not all(self.header):
            self._fault(
                Code.TABLE_HEADER,
                line,
                _("A column has no name."),
                _("Name each column in the first line, or delete it."),
            )
        for column in sorted({name for name in self.header if self.header.count(name) > 1}):
            self._fault(
                Code.TABLE_HEADER,
                line,
                _("Two columns have the name '{name}'.").format(name=column),
                _("Give each column a name of its own."),
            )
        if len(self.header) == 1 and (sign := next((s for s in ";\t" if s in cells[0]), "")):
            self._fault(
                Code.TABLE_HEADER,
                line,
                _("The columns are parted by {sign}.").format(
                    sign={";": ";", "\t": _("tabs")}[sign]
                ),
                _("Save the file with commas between the columns."),
            )

    def _row_fault(self, line: int, count: int) -> None:
        self._fault(
            Code.TABLE_ROW,
            line,
            ngettext(
                "The row has {count} cell, the header has {wanted}.",
                "The row has {count} cells, the header has {wanted}.",
                count,
            ).format(count=count, wanted=len(self.header)),
            _('Put a text with a comma in quotes: "a, b"; give a blank cell its comma.'),
        )

    def _fault(self, code: Code, line: int, what: str, to_do: str) -> None:
        self.findings.append(code.finding(f"{self.name}:{line}", what, to_do))
