"""The looks of the workbook: fonts, colours and borders, each format made once."""

from functools import cache
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format

INK = "#1F2933"
LINE = "#C9CED6"
HEADING_FILL = "#8F1D1D"
GROUP_FILL = "#F4E9E7"
SEVERITY_FILLS = {"critical": "#F8D4D0", "major": "#FCE5C5", "minor": "#E3EAF3"}
SEVERITY_INKS = {"critical": "#8F1D1D", "major": "#8A4B08", "minor": "#31475E"}
SERIES = {"critical": "#B42318", "major": "#E08A1E", "minor": "#6B8BB0"}
"""Fills of charts; the same on the page."""
BLOCKS = ("#7FA0C4", "#D9A441", "#86A873", "#B98BB0")
"""Fills of charts of points by block: each light enough for dark figures on it."""


def font_of(language: str) -> str:
    """Return the font of a language; Excel and LibreOffice fall back where it is not there."""
    return "Microsoft YaHei" if language == "zh" else "Calibri"


class Styles:
    """Makes each format of the workbook once."""

    def __init__(self, workbook: Workbook, language: str) -> None:
        self._workbook = workbook
        self._base = {
            "font_name": font_of(language),
            "font_size": 10,
            "font_color": INK,
            "valign": "vcenter",
        }
        self.make = cache(self._make)

    def _make(self, *properties: tuple[str, Any]) -> Format:
        return self._workbook.add_format({**self._base, **dict(properties)})

    def of(self, **properties: Any) -> Format:
        """Return the format with these XlsxWriter properties."""
        return self.make(*sorted(properties.items()))

    @property
    def title(self) -> Format:
        """The title of a sheet."""
        return self.of(bold=True, font_size=16, font_color=HEADING_FILL)

    @property
    def subtitle(self) -> Format:
        """The line below the title."""
        return self.of(font_color="#52606D")

    @property
    def section(self) -> Format:
        """The heading of a part of a sheet."""
        return self.of(bold=True, font_size=12, font_color=HEADING_FILL)

    @property
    def heading(self) -> Format:
        """The heading of a column."""
        return self.of(
            bold=True,
            font_color="#FFFFFF",
            bg_color=HEADING_FILL,
            align="center",
            text_wrap=True,
            border=1,
            border_color=LINE,
        )

    @property
    def cell(self) -> Format:
        """A text in a table."""
        return self.of(text_wrap=True, border=1, border_color=LINE, indent=1)

    @property
    def middle(self) -> Format:
        """A short text or code in a table."""
        return self.of(text_wrap=True, border=1, border_color=LINE, align="center")

    @property
    def count(self) -> Format:
        """A whole number in a table."""
        return self.of(border=1, border_color=LINE, num_format="0", align="right", indent=1)

    @property
    def points(self) -> Format:
        """Points in a table, two decimals."""
        return self.of(border=1, border_color=LINE, num_format="0.00", align="right", indent=1)

    @property
    def share(self) -> Format:
        """A share in a table, in whole percent."""
        return self.of(border=1, border_color=LINE, num_format="0%", align="right", indent=1)

    @property
    def group(self) -> Format:
        """The line above the rows of one township or bureau."""
        return self.of(
            bold=True,
            font_size=11,
            font_color=HEADING_FILL,
            bg_color=GROUP_FILL,
            border=1,
            border_color=LINE,
            indent=1,
        )

    @property
    def text(self) -> Format:
        """A sentence outside any table."""
        return self.of(text_wrap=True)

    @property
    def alarm(self) -> Format:
        """A sentence that must not be overlooked."""
        return self.of(text_wrap=True, bold=True, font_color="#B42318")

    def severity(self, code: str) -> Format:
        """Return the look of a severity in a table."""
        return self.of(
            text_wrap=True,
            border=1,
            border_color=LINE,
            align="center",
            bold=True,
            bg_color=SEVERITY_FILLS.get(code, "#FFFFFF"),
            font_color=SEVERITY_INKS.get(code, INK),
        )
