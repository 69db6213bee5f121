"""An edition in, an Excel workbook out: the list, and what an office looks up beside it.

Every text is written as a text: nothing that people typed in becomes a formula or a link.
"""

from datetime import datetime
from io import BytesIO

from xlsxwriter import Workbook

from fieldsurvey.i18n import pgettext
from fieldsurvey.report.frozen.edition import Edition
from fieldsurvey.report.phrasing.voice import voice_of
from fieldsurvey.report.speaking import speaking
from fieldsurvey.report.wording import Wording
from fieldsurvey.report.workbook.checks_sheet import add_checks_sheet
from fieldsurvey.report.workbook.corrections_sheet import add_corrections_sheet
from fieldsurvey.report.workbook.coverage_sheet import add_coverage_sheet
from fieldsurvey.report.workbook.grouped_sheets import add_bureau_sheet, add_township_sheet
from fieldsurvey.report.workbook.list_sheet import add_hints_sheet, add_list_sheet
from fieldsurvey.report.workbook.notes_sheet import add_notes_sheet
from fieldsurvey.report.workbook.ranking_sheet import add_ranking_sheet
from fieldsurvey.report.workbook.scores_sheet import add_scores_sheet
from fieldsurvey.report.workbook.section_sheets import add_section_sheets
from fieldsurvey.report.workbook.sheet import Book
from fieldsurvey.report.workbook.styles import Styles
from fieldsurvey.report.workbook.summary_sheet import SUMMED_UP, add_summary_sheet
from fieldsurvey.report.workbook.words_sheet import add_words_sheet, fixed_words

_ROWS_KEPT_IN_MEMORY = 5_000
"""Above it rows go to disk as they are written, each with its own texts: a larger file, and some
viewers on telephones show no such texts, but 100,000 rows take no more memory than one."""


def render_workbook(edition: Edition, language: str) -> bytes:
    """Return the workbook of `edition` in `language`; the same edition makes the same bytes."""
    file = BytesIO()
    options = {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "constant_memory": len(edition.rows) > _ROWS_KEPT_IN_MEMORY,
    }
    with speaking(language), Workbook(file, options) as workbook:
        wording = Wording(language, edition.names, edition.language)
        voice = voice_of(edition, wording)
        words = fixed_words(wording, _townships(edition))
        book = Book(workbook, Styles(workbook, language), edition, wording, voice, words)
        _set_properties(book)
        add_list_sheet(book)
        add_summary_sheet(book)
        if edition.rows:
            add_township_sheet(book)
            add_bureau_sheet(book)
        if edition.coverage.by_village:
            add_coverage_sheet(book)
        add_section_sheets(book, [each for each in voice.sections if each.key not in SUMMED_UP])
        if edition.corrections:
            add_corrections_sheet(book)
        if edition.hints:
            add_hints_sheet(book)
        if edition.rankings:
            add_ranking_sheet(book)
            add_scores_sheet(book)
        if edition.checks:
            add_checks_sheet(book)
        add_section_sheets(book, voice.annexed)
        add_notes_sheet(book)
        add_words_sheet(book)
    return file.getvalue()


def _townships(edition: Edition) -> set[str]:
    listed = {row.township for row in (*edition.rows, *edition.hints)}
    return listed | {village.township for village in edition.coverage.by_village}


def _set_properties(book: Book) -> None:
    book.workbook.set_properties(
        {
            "title": book.voice.title,
            "subject": pgettext("workbook", "Problem list"),
            "author": "fieldsurvey",
            # Of the edition, not of the clock: the same edition makes the same bytes.
            "created": datetime.fromisoformat(book.edition.made_at).replace(tzinfo=None),
        }
    )
