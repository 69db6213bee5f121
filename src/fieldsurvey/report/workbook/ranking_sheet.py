"""The sheet 排名: townships in order, with the points taken by block, then their villages."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from fieldsurvey.i18n import _, pgettext
from fieldsurvey.report.frozen.ranked_list import RankedList, TownshipStanding, VillageStanding
from fieldsurvey.report.phrasing.phrases import ranked_list_name, ranking_note
from fieldsurvey.report.wording import headings
from fieldsurvey.report.workbook.charts import Series, Stack, insert_stack
from fieldsurvey.report.workbook.paging import break_pages
from fieldsurvey.report.workbook.sheet import Book, Value
from fieldsurvey.report.workbook.styles import BLOCKS, INK

_WIDTHS = [9, 16, 12, 12, 12, 12, 12]
_BLOCK_WIDTH = 13
_CHART_WIDTH = 760
_VILLAGES_BEGIN = 3
"""Rows that are not parted: the title of the villages, their headings, and the first of them."""


def add_ranking_sheet(book: Book) -> None:
    """Add scores and ranking."""
    title = pgettext("sheet", "Ranking")
    lists = book.edition.rankings
    blocks = sorted({block for ranked in lists for block in ranked.blocks})
    sheet = book.add_sheet(title, [*_WIDTHS, *[_BLOCK_WIDTH] * len(blocks)])
    row = book.write_title(sheet, title)
    ends = [0]
    for ranked in lists:
        first, row = _write_townships(book, sheet, row, ranked, blocks)
        ends.append(row)
        row = _add_chart(book, sheet, (first, row), ranked, blocks)
        ends.append(row)
    row = book.write_line(sheet, row, ranking_note(), book.styles.text) + 1
    ends += [row, row + _VILLAGES_BEGIN]
    _write_villages(book, sheet, row, blocks)
    break_pages(book, sheet, list(pairwise(ends)))


def _write_townships(
    book: Book, sheet: Worksheet, row: int, ranked: RankedList, blocks: Sequence[str]
) -> tuple[int, int]:
    """Write the table; return its first row below the heading, and the row to go on at."""
    if name := ranked_list_name(ranked.of):
        row = book.write_section(sheet, row, name)
    titles = [
        pgettext("column", "Rank"),
        headings()["township"],
        pgettext("column", "Key township"),
        pgettext("column", "Score, confirmed"),
        pgettext("column", "Score, with suspected"),
        pgettext("column", "Grade"),
        pgettext("column", "Confirmed critical problems"),
    ]
    first = book.write_heading(sheet, row, [*titles, *_block_titles(book, blocks)])
    row, looks = first, _looks(book, len(blocks))
    for township in ranked.townships:
        row = book.write_row(sheet, row, _township(book, township, blocks), looks)
    return first, row + 1


def _add_chart(
    book: Book, sheet: Worksheet, rows: tuple[int, int], ranked: RankedList, blocks: Sequence[str]
) -> int:
    """Put the chart of the points each township lost below its table; return the row below it."""
    title = pgettext("figure", "Points lost by township")
    if name := ranked_list_name(ranked.of):
        title = f"{name}: {title}"
    series = [
        Series(
            book.wording.block(block),
            BLOCKS[place % len(BLOCKS)],
            INK,
            [township.lost_hundredths.get(block, 0) / 100 for township in ranked.townships],
        )
        for place, block in enumerate(blocks)
    ]
    stack = Stack(
        title,
        [township.name for township in ranked.townships],
        series,
        rows[0],
        label_column=1,
        first_column=len(_WIDTHS),
        number="0.0;;;",
    )
    return insert_stack(book, sheet, stack, (rows[1], 0), width=_CHART_WIDTH)


def _write_villages(book: Book, sheet: Worksheet, row: int, blocks: Sequence[str]) -> int:
    row = book.write_section(sheet, row, pgettext("section", "Scores by village"))
    titles = [
        pgettext("column", "Code"),
        headings()["village"],
        headings()["township"],
        pgettext("column", "Score, confirmed"),
        pgettext("column", "Score, with suspected"),
        pgettext("column", "Grade"),
        pgettext("column", "Confirmed critical problems"),
    ]
    sheet.repeat_rows(row)
    row = book.write_heading(sheet, row, [*titles, *_block_titles(book, blocks)])
    looks = _looks(book, len(blocks))
    for ranked in book.edition.rankings:
        for township in ranked.townships:
            for village in township.villages:
                values = _village(book, township.name, village, blocks)
                row = book.write_row(sheet, row, values, looks)
    return row


def _township(book: Book, township: TownshipStanding, blocks: Sequence[str]) -> list[Value]:
    return [
        _rank(township),
        township.name,
        "★" if township.is_key else "",
        township.confirmed_hundredths / 100,
        township.suspected_hundredths / 100,
        book.wording.text(township.grade),
        township.critical,
        *_lost(township.lost_hundredths, blocks),
    ]


def _rank(township: TownshipStanding) -> Value:
    provisional = pgettext("ranking", "provisional")
    if township.rank is None:
        return provisional
    return f"{township.rank} {provisional}" if township.is_provisional else township.rank


def _village(
    book: Book, township: str, village: VillageStanding, blocks: Sequence[str]
) -> list[Value]:
    return [
        village.code,
        village.name,
        township,
        village.confirmed_hundredths / 100,
        village.suspected_hundredths / 100,
        book.wording.text(village.grade),
        village.critical,
        *_lost(village.lost_hundredths, blocks),
    ]


def _looks(book: Book, blocks: int) -> list[Format]:
    styles = book.styles
    points = [styles.points] * blocks
    return [
        styles.middle,
        styles.cell,
        styles.middle,
        styles.points,
        styles.points,
        styles.middle,
        styles.count,
        *points,
    ]


def _block_titles(book: Book, blocks: Sequence[str]) -> list[str]:
    return [_("Points lost: {block}").format(block=book.wording.block(code)) for code in blocks]


def _lost(lost_hundredths: Mapping[str, int], blocks: Sequence[str]) -> list[Value]:
    return [lost_hundredths.get(block, 0) / 100 for block in blocks]
