"""Workbook and Word document as LibreOffice prints them: everything there, nothing cut."""

import re
from collections.abc import Mapping

import pytest
from papers import LANGUAGES, Printed, Written, without_blanks

from fieldsurvey.report.speaking import speaking
from fieldsurvey.report.wording import Wording

NAMES = ("plain", "ranked")
ENDINGS = ("xlsx", "docx")
AcrossAll = Mapping[tuple[str, str, str], Printed]

every_document = pytest.mark.parametrize(
    "key",
    [(name, ending, language) for name in NAMES for ending in ENDINGS for language in LANGUAGES],
    ids="-".join,
)


@every_document
def test_every_problem_is_on_paper_with_its_whole_text(
    key: tuple[str, str, str], printed: AcrossAll, written: Mapping[str, Written]
) -> None:
    """Number, household and description of every row stand there, to the last sign."""
    name, _ending, language = key
    edition = written[name].edition
    with speaking(language):
        wording = Wording(language, edition.names, edition.language)
        wanted = [
            without_blanks(wording.cell(row, column))
            for row in (*edition.rows, *edition.hints)
            for column in ("number", "head", "description", "inspectors", "sector")
        ]

    assert len(wanted) > 50
    assert [text for text in wanted if text not in printed[key].text] == []


@every_document
def test_no_sign_is_replaced_and_no_number_is_too_wide(
    key: tuple[str, str, str], printed: AcrossAll
) -> None:
    """No cell full of hashes, no box where a font lacks the sign."""
    assert "###" not in printed[key].text
    assert not re.search("[\ufffd\u25a1]", printed[key].text)


@every_document
def test_chinese_is_drawn_with_a_chinese_font_in_the_file(
    key: tuple[str, str, str], printed: AcrossAll
) -> None:
    """Every font is embedded, and one of them is for Chinese."""
    fonts = printed[key].fonts

    assert all(fonts.values())
    assert any("CJK" in font for font in fonts)


@every_document
def test_no_word_stands_on_another(key: tuple[str, str, str], printed: AcrossAll) -> None:
    """Where a row was too low or a column too narrow, words would run into their neighbours."""
    found = {n: list(page.overlaps())[:5] for n, page in enumerate(printed[key].pages, start=1)}

    assert {n: words for n, words in found.items() if words} == {}


@every_document
def test_pages_are_a4_numbered_and_none_is_empty(
    key: tuple[str, str, str], printed: AcrossAll
) -> None:
    """As many pages as the content needs, each with its number."""
    pages = printed[key].pages

    assert {tuple(sorted(map(round, (p.width, p.height)))) for p in pages} == {(595, 842)}
    assert all(len(page.words) > 5 for page in pages)
    assert 3 <= len(pages) <= 40
    foots = ["".join(w.text for w in p.words if w.bottom > p.height - 110) for p in pages]
    assert [n for n, foot in enumerate(foots, start=1) if str(n) not in foot] == []
