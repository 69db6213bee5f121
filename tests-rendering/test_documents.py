"""Every form of an edition on paper, as each program prints it: everything there, nothing cut."""

import re
from collections.abc import Mapping
from itertools import product

import pytest
from papers import LANGUAGES, Key, Printed, Written, without_blanks

from fieldsurvey.i18n import pgettext
from fieldsurvey.report.phrasing.phrases import tally_names
from fieldsurvey.report.speaking import speaking
from fieldsurvey.report.wording import Wording, severities

NAMES = ("plain", "ranked", "awkward")
ENDINGS = ("xlsx", "docx", "pdf", "html")

KEYS = list(product(NAMES, ENDINGS, LANGUAGES))

every_document = pytest.mark.parametrize("key", KEYS, ids="-".join)
every_sheet = pytest.mark.parametrize("key", [k for k in KEYS if k[1] != "html"], ids="-".join)


@every_document
def test_every_problem_is_on_paper_with_its_whole_text(
    key: Key, printed: Mapping[Key, Printed], written: Mapping[str, Written]
) -> None:
    """Number, household and description of every row stand there, to the last sign."""
    name, _ending, language = key
    edition = written[name].edition
    with speaking(language):
        wording = Wording(language, edition.names, edition.language)
        wanted = [
            without_blanks(wording.cell(row, column))
            for row in (*edition.rows, *edition.hints)
            for column in ("number", "head", "description", "evidence", "inspectors", "sector")
        ]

    assert len(wanted) > 50
    assert [text for text in wanted if text not in printed[key].text] == []


@every_document
def test_no_sign_is_replaced_and_no_number_is_too_wide(
    key: Key, printed: Mapping[Key, Printed]
) -> None:
    """No cell full of hashes, no box where a font lacks the sign."""
    assert "###" not in printed[key].text
    assert not re.search("[\ufffd\u25a1]", printed[key].text)


@every_document
def test_every_font_is_in_the_file(key: Key, printed: Mapping[Key, Printed]) -> None:
    """Chinese signs look the same on a computer that has no Chinese font."""
    fonts = printed[key].fonts

    assert all(fonts.values())
    # Chromium puts the signs of these fonts in as drawings without a name.
    assert any("CJK" in font for font in fonts) or (key[1] == "html" and "[none]" in fonts)


@every_sheet
def test_no_word_stands_on_another(key: Key, printed: Mapping[Key, Printed]) -> None:
    """Where a row was too low or a column too narrow, words would run into their neighbours."""
    found = {n: list(page.overlaps())[:5] for n, page in enumerate(printed[key].pages, start=1)}

    assert {n: words for n, words in found.items() if words} == {}


@every_document
def test_pages_are_a4_and_none_is_empty(key: Key, printed: Mapping[Key, Printed]) -> None:
    """As many pages as the content needs."""
    pages = printed[key].pages

    assert {tuple(sorted(map(round, (p.width, p.height)))) for p in pages} == {(595, 842)}
    assert all(page.words for page in pages)
    assert 3 <= len(pages) <= 80


@every_sheet
def test_every_page_has_its_number(key: Key, printed: Mapping[Key, Printed]) -> None:
    """At its foot; a browser adds its own to the page."""
    feet = [
        "".join(word.text for word in page.words if word.bottom > page.height - 110)
        for page in printed[key].pages
    ]

    assert [n for n, foot in enumerate(feet, start=1) if str(n) not in foot] == []


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_chart_of_the_workbook_is_cut_by_the_end_of_a_page(
    name: str, language: str, printed: Mapping[Key, Printed]
) -> None:
    """Where its title is, below that of its section, is its legend, beside the table's heading."""
    with speaking(language):
        titles = [without_blanks(tally_names()[what]) for what in ("category", "township")]
        severity = severities()["critical"]
    pages = printed[name, "xlsx", language].pages

    for title in titles:
        [page] = [page for page in pages if page.text.count(title) == 2]
        charts = sum(page.text.count(each) == 2 for each in titles)
        named = sum(word.text == severity for word in page.words)
        assert named >= 2 * charts


@pytest.mark.parametrize("name", ["ranked", "awkward"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_chart_of_the_ranking_is_on_one_page(
    name: str, language: str, printed: Mapping[Key, Printed], written: Mapping[str, Written]
) -> None:
    """Its title, each township, and its legend at the end, of eleven townships and of eighteen."""
    edition = written[name].edition
    [ranked] = edition.rankings
    with speaking(language):
        title = without_blanks(pgettext("figure", "Points lost by township"))
        wording = Wording(language, edition.names, edition.language)
        legend = [wording.block(block).split()[0] for block in ranked.blocks]
    [page] = [page for page in printed[name, "xlsx", language].pages if title in page.text]

    words = page.words
    top = next(
        word.top
        for n, word in enumerate(words)
        if "".join(each.text for each in words[n:]).startswith(title)
    )
    below = [word for word in words if word.top > top]

    assert [each for each in legend if each not in {word.text for word in below}] == []
    end = min(word.top for word in below if word.text in legend)
    bars = {word.text for word in below if word.top < end}
    assert [town.name for town in ranked.townships if town.name not in bars] == []
