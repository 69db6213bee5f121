"""The sheet 排名: townships in order, with the points taken by block, then their villages."""

from collections.abc import Mapping

from xlsxwriter.worksheet import Worksheet

from fieldsurvey.i18n import _, pgettext
from fieldsurvey.report.edition import Ranking, TownshipStanding
from fieldsurvey.report.phrases import ranking_note
from fieldsurvey.report.wording import headings
from fieldsurvey.report.workbook.sheet import Book, Value, merge_text, write_text


def add_ranking_sheet(book: Book, ranking: Ranking) -> None:
    """Add scores and ranking."""
    title = pgettext("sheet", "Ranking")
    blocks = ranking_blocks(ranking)
    sheet = book.add_sheet(title, [8, 16, 10, 12, 12, 10, 10, *[13] * len(blocks)])
    row = book.write_title(sheet, title)
    row = _write_townships(book, sheet, row, ranking)
    merge_text(sheet, row + 1, (0, 6 + len(blocks)), ranking_note(), book.styles.text)
    sheet.set_row(row + 1, 32)
    _write_villages(book, sheet, row + 3, ranking)
    sheet.freeze_panes(4, 2)


def ranking_blocks(ranking: Ranking) -> list[str]:
    """Return the blocks any township has, in order."""
    return sorted({block for township in ranking.townships for block in township.lost_hundredths})


def _write_townships(book: Book, sheet: Worksheet, row: int, ranking: Ranking) -> int:
    titles = [
        pgettext("column", "Rank"),
        headings()["township"],
        pgettext("column", "Key township"),
        pgettext("column", "Score, confirmed"),
        pgettext("column", "Score, with suspected"),
        pgettext("column", "Grade"),
        pgettext("column", "Critical problems"),
        *_block_titles(book, ranking),
    ]
    sheet.set_row(row, 34)
    first = book.write_heading(sheet, row, titles)
    row = first
    for township in ranking.townships:
        row = _write_township(book, sheet, row, ranking, township)
    bar = {"type": "data_bar", "bar_solid": True, "bar_color": "#DDA9A4", "min_type": "num"}
    if row > first:
        sheet.conditional_format(first, 3, row - 1, 3, {**bar, "min_value": 0})
    return row


def _write_township(
    book: Book, sheet: Worksheet, row: int, ranking: Ranking, township: TownshipStanding
) -> int:
    styles = book.styles
    rank: Value = pgettext("ranking", "provisional") if township.rank is None else township.rank
    values: list[Value] = [
        rank,
        township.name,
        "★" if township.is_key else "",
        township.confirmed_hundredths / 100,
        township.suspected_hundredths / 100,
        book.wording.text(ranking.grades.get(township.grade, {})) or township.grade,
        township.critical,
        *_lost(township.lost_hundredths, ranking),
    ]
    points = styles.points
    looks = [
        styles.middle,
        styles.cell,
        styles.middle,
        points,
        points,
        styles.middle,
        styles.count,
        *[points] * (len(values) - 7),
    ]
    return book.write_row(sheet, row, values, looks)


def _write_villages(book: Book, sheet: Worksheet, row: int, ranking: Ranking) -> None:
    write_text(sheet, row, 0, pgettext("section", "Scores by village"), book.styles.section)
    titles = [
        pgettext("column", "Code"),
        headings()["village"],
        headings()["township"],
        pgettext("column", "Score, confirmed"),
        pgettext("column", "Score, with suspected"),
        pgettext("column", "Households visited"),
        "",
        *_block_titles(book, ranking),
    ]
    row = book.write_heading(sheet, row + 1, titles)
    styles = book.styles
    for township in ranking.townships:
        for village in township.villages:
            values: list[Value] = [
                village.code,
                village.name,
                township.name,
                village.confirmed_hundredths / 100,
                village.suspected_hundredths / 100,
                village.visited,
                "",
                *_lost(village.lost_hundredths, ranking),
            ]
            looks = [
                *[styles.cell] * 3,
                styles.points,
                styles.points,
                styles.count,
                styles.cell,
                *[styles.points] * (len(values) - 7),
            ]
            row = book.write_row(sheet, row, values, looks)


def _block_titles(book: Book, ranking: Ranking) -> list[str]:
    return [
        _("Points lost: {block}").format(block=book.wording.block(code))
        for code in ranking_blocks(ranking)
    ]


def _lost(lost_hundredths: Mapping[str, int], ranking: Ranking) -> list[Value]:
    return [lost_hundredths.get(block, 0) / 100 for block in ranking_blocks(ranking)]
