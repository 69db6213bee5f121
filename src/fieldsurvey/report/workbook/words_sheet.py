"""The words that columns of the list may hold: a hidden sheet, and lists to choose from it.

A sheet, because Excel takes no more than 255 characters for a list that stands in the rule itself.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from fieldsurvey.i18n import _, pgettext
from fieldsurvey.report.wording import (
    Wording,
    headings,
    household_types,
    levels,
    severities,
    states,
)
from fieldsurvey.report.workbook.measuring import width_for
from fieldsurvey.report.workbook.sheet import Book, write_text


def offer_words(
    book: Book, sheet: Worksheet, columns: Sequence[str], first: int, last: int
) -> None:
    """Let whoever types into rows `first` to `last` choose words; others are asked about."""
    for place, (column, words) in enumerate(book.words.items()):
        if column in columns and words:
            letter = xl_col_to_name(place, col_abs=True)
            position = columns.index(column)
            sheet.data_validation(
                *(first, position, last, position),
                {
                    "validate": "list",
                    "source": f"='{_name()}'!{letter}$2:{letter}${len(words) + 1}",
                    # A cell may say more than the word, such as 脱贫户（监测户）: no stop.
                    "error_type": "warning",
                    "error_title": headings()[column][:32],
                    "error_message": _("This is not one of the words of the list."),
                },
            )


def add_words_sheet(book: Book) -> None:
    """Add the words, one column of the list each."""
    names = headings()
    widths = [width_for([names[column], *words], 10, 60) for column, words in book.words.items()]
    sheet = book.add_sheet(_name(), widths)
    book.write_heading(sheet, 0, [names[column] for column in book.words])
    for row in range(max(map(len, book.words.values()))):
        for place, words in enumerate(book.words.values()):
            if row < len(words):
                write_text(sheet, row + 1, place, words[row], book.styles.cell)
    sheet.hide()


def fixed_words(wording: Wording, townships: Iterable[str]) -> dict[str, list[str]]:
    """Return what each column with fixed words may hold, in the order of the list."""
    names = wording.names
    named = sorted(set(filter(None, townships)))
    return {
        "township": named,
        "household_type": [*household_types().values()],
        "level": [*levels().values()],
        "block": _named(names.blocks, wording.block),
        "category": _named(names.categories, wording.category),
        "severity": [*severities().values()],
        "state": [*states().values()],
        "sector": _named(names.sectors, wording.sector),
        "responsible_township": named,
    }


def _named(codes: Mapping[str, object], say: Callable[[str], str]) -> list[str]:
    return [say(code) for code in codes]


def _name() -> str:
    return pgettext("sheet", "Words")
