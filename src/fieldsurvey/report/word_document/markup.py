"""Texts in, WordprocessingML out: paragraphs, headings, captions, tables, sections.

Every text passes `runs`: nothing that people typed in becomes markup, a field or a break of XML.
Lengths are twentieths of a point, as the format has them; `twips` makes them of millimetres.
"""

from collections.abc import Iterator, Sequence
from html import escape
from typing import Literal

from fieldsurvey.report.notice.blocks import Column
from fieldsurvey.report.notice.sheets import Sheet
from fieldsurvey.report.text import clean_text

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

_TOO_LONG_TO_KEEP = 400
"""Characters of a cell above which its row may be parted: it could be higher than a page."""

_ROWS_KEPT_TOGETHER = 8


def twips(millimetres: float) -> int:
    """Return a length in twentieths of a point."""
    return round(millimetres * 1440 / 25.4)


def runs(text: str) -> str:
    """Return `text` as one run; line feeds and tabs are its breaks and tabs."""
    lines = clean_text(text).split("\n")
    return f"<w:r>{'<w:br/>'.join(map(_line, lines))}</w:r>"


def _line(text: str) -> str:
    parts = (
        f'<w:t xml:space="preserve">{escape(part, quote=False)}</w:t>' if part else ""
        for part in text.split("\t")
    )
    return "<w:tab/>".join(parts)


def paragraph(text: str, style: str = "BodyText", *, keep: bool = False) -> str:
    """Return a paragraph in a style of `styles`; `keep` it on the page of the next."""
    kept = "<w:keepNext/>" * keep
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{kept}</w:pPr>{runs(text)}</w:p>'


def heading(text: str, level: Literal[1, 2, 3] = 1) -> str:
    """Return a heading; Word numbers it."""
    return paragraph(text, f"Heading{level}")


def caption(template: str, number: int, title: str) -> str:
    """Return the caption of a table; `template` says where `{number}` and `{title}` stand.

    The number is a field, so that Word counts again when somebody adds a table.
    """
    before, after = template.format(number="\n", title="{title}").split("\n")
    number_run = field("SEQ Table \\* ARABIC", number)
    said = runs(before) + number_run + runs(after.replace("{title}", title))
    return f'<w:p><w:pPr><w:pStyle w:val="Caption"/></w:pPr>{said}</w:p>'


def field(instruction: str, value: int) -> str:
    """Return a field that Word counts anew, with the value that others show."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{runs(str(value))}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def table(
    columns: Sequence[Column], rows: Sequence[Sequence[str]], *, small: bool = False
) -> Iterator[str]:
    """Yield, row by row, a table whose heading stands again on each page, and a small gap below it.

    Rows stay whole on a page, but for those with a very long text; so do short tables, but for
    `small` ones: they hold much in few rows, and would leave half pages empty.
    """
    kept = len(rows) - 1 if len(rows) <= _ROWS_KEPT_TOGETHER and not small else 1
    suffix = "Small" if small else ""
    widths = [twips(column.width_mm) for column in columns]
    heads = ["TableHead" + suffix] * len(columns)
    head = _row([c.heading for c in columns], widths, heads, is_head=True, is_kept=True)
    looks = [column.look + suffix for column in columns]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    yield (
        '<w:tbl><w:tblPr><w:tblStyle w:val="ListTable"/>'
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        '<w:tblLayout w:type="fixed"/><w:tblLook w:val="0020" w:firstRow="1"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{head}"
    )
    yield from (_row(row, widths, looks, is_kept=n < kept) for n, row in enumerate(rows))
    yield f"</w:tbl>{paragraph('', 'Gap')}"


def _row(
    texts: Sequence[str],
    widths: Sequence[int],
    looks: Sequence[str],
    *,
    is_head: bool = False,
    is_kept: bool = False,
) -> str:
    """Return a row; `is_kept` keeps it on the page of the next, unless it is too long for that."""
    is_whole = max(map(len, texts)) <= _TOO_LONG_TO_KEEP
    properties = "<w:cantSplit/>" * is_whole + "<w:tblHeader/>" * is_head
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
        f"{paragraph(text, look, keep=is_kept and is_whole)}</w:tc>"
        for text, width, look in zip(texts, widths, looks, strict=True)
    )
    return f"<w:tr>{f'<w:trPr>{properties}</w:trPr>' if properties else ''}{cells}</w:tr>"


def section_properties(sheet: Sheet) -> str:
    """Return the properties of a section on this sheet, with both footers."""
    width, height = ("16838", "11906") if sheet.is_landscape else ("11906", "16838")
    across = ' w:orient="landscape"' if sheet.is_landscape else ""
    return (
        '<w:sectPr><w:footerReference w:type="default" r:id="rIdFooterOdd"/>'
        '<w:footerReference w:type="even" r:id="rIdFooterEven"/><w:type w:val="nextPage"/>'
        f'<w:pgSz w:w="{width}" w:h="{height}"{across}/>'
        f'<w:pgMar w:top="{twips(sheet.top_mm)}" w:right="{twips(sheet.right_mm)}"'
        f' w:bottom="{twips(sheet.bottom_mm)}" w:left="{twips(sheet.left_mm)}"'
        f' w:header="567" w:footer="{twips(sheet.footer_mm)}" w:gutter="0"/></w:sectPr>'
    )


def section_end(sheet: Sheet) -> str:
    """Return the paragraph that ends a section which another follows."""
    return f'<w:p><w:pPr><w:pStyle w:val="Gap"/>{section_properties(sheet)}</w:pPr></w:p>'
