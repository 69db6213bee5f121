"""The notice as PDF: what the Word document says, as data that is never read as markup."""

import json
import sys
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
import typst

from fieldsurvey.errors import ReportError, UsageError
from fieldsurvey.report.frozen.edition import Edition
from fieldsurvey.report.notice import compose_notice
from fieldsurvey.report.notice.blocks import Heading, Table
from fieldsurvey.report.pdf import need_typesetter, render_pdf
from fieldsurvey.report.pdf.rendering import MOST_ROWS, notice_data
from fieldsurvey.report.pdf.typesetter import (
    BUNDLED,
    FONTS,
    chinese_font,
    inputs_of,
    known_fonts,
    pick_font,
    template,
)
from fieldsurvey.report.speaking import speaking

MARKUP = '#panic("typed in") $x^2$ *bold* _it_ @here <label> \\ // and `code`'


def with_description(edition: Edition, text: str) -> Edition:
    """Return the edition with one row that says `text`."""
    row = edition.rows[0].model_copy(
        update={"statement": {}, "detail": "", "description": text, "head": text}
    )
    return edition.model_copy(update={"rows": (row,)})


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_table_and_heading_of_the_notice_is_typeset(edition: Edition, language: str) -> None:
    """What stands in the PDF is what the notice says, cell by cell."""
    with speaking(language):
        blocks = list(compose_notice(edition, language).blocks)
    cells = [
        text
        for block in blocks
        if isinstance(block, Table)
        for text in (*(c.heading for c in block.columns), *(c for row in block.rows for c in row))
    ]
    data = notice_data(edition, language)
    headings = [block.text for block in blocks if isinstance(block, Heading)]

    assert [one_line(text) for text in set_words(data, "<listed>")] == list(map(one_line, cells))
    assert [text for text in headings if text not in set_words(data, "heading")] == []


def set_words(notice: Mapping[str, Any], selector: str) -> list[str]:
    """Return the words of each table cell (`<listed>`) or `heading`, as Typst has laid them out."""
    inputs, fonts = inputs_of(notice), known_fonts()
    found = typst.query(template(), selector, font_paths=fonts, sys_inputs=inputs, format="json")
    return [text for each in json.loads(found) for text in texts_of(each)]


def texts_of(content: Any) -> Iterator[str]:
    """Yield the text of each cell of a table, or of a heading."""
    if content["func"] == "table":
        for child in content["children"]:
            yield from (words_of(each) for each in child.get("children", [child]))
    else:
        yield words_of(content)


def words_of(content: Any) -> str:
    """Return the words of a piece of content, whatever it is made of."""
    if isinstance(content, str):
        return content
    if isinstance(content, list):
        return "".join(map(words_of, content))
    parts = (content.get(name, "") for name in ("text", "body", "child", "children"))
    return "".join(map(words_of, parts))


def one_line(text: str) -> str:
    """Return a text without line breaks and places to break."""
    return "".join(text.replace("\u200b", "").split())


def test_the_same_edition_makes_the_same_bytes(edition: Edition) -> None:
    """Nothing in it is of the clock or of the computer."""
    made = render_pdf(edition, "zh")

    assert made.startswith(b"%PDF-1.")
    assert made == render_pdf(edition, "zh")
    assert b"D:20200629" in made


def test_what_people_typed_is_never_markup(edition: Edition) -> None:
    """Words that would be commands in a template stand on paper as they were typed."""
    typed = with_description(edition, MARKUP)

    assert render_pdf(typed, "en").startswith(b"%PDF")
    assert one_line(MARKUP) in map(one_line, set_words(notice_data(typed, "en"), "<listed>"))


@pytest.mark.parametrize(
    "text",
    ["", "\n\n", "a" * 5000, "很长" * 5000, "😀 مرحبا བོད", "\tone\n two", "\x00\ufffe\u202e"],
    ids=["nothing", "line ends", "one word", "long", "scripts", "blanks", "unseen"],
)
def test_any_text_is_typeset(edition: Edition, text: str) -> None:
    """Empty, endless, unbroken or in another script: there is a PDF of it."""
    assert render_pdf(with_description(edition, text), "zh").startswith(b"%PDF")


def test_a_list_too_long_for_paper_says_where_it_is(edition: Edition) -> None:
    """A laptop must not run out of memory over pages that nobody reads."""
    rows = edition.rows[:1] * (MOST_ROWS + 1)
    data = notice_data(edition.model_copy(update={"rows": rows}), "en")
    said = [each["text"] for each in data["across"] if each["kind"] == "paragraph"]

    assert any(text.startswith(f"{MOST_ROWS + 1} rows, too many to print here") for text in said)
    assert all(len(each.get("rows", ())) <= MOST_ROWS for each in data["across"])


def test_a_day_without_problems_is_typeset(quiet_edition: Edition) -> None:
    """Nothing to show is no fault, and there are no charts of it."""
    words = set_words(notice_data(quiet_edition, "en"), "heading")

    assert render_pdf(quiet_edition, "en").startswith(b"%PDF")
    assert words[-1] == "What this list was made from"
    assert "Charts" not in words


def test_the_charts_of_the_page_are_an_annex(edition: Edition) -> None:
    """Each drawing is whole in itself: its colours are those of the page by day."""
    data = notice_data(edition, "en")
    [drawings] = [each for each in data["across"] if each["kind"] == "drawings"]

    assert "Charts" in set_words(data, "heading")
    for figure in drawings["figures"]:
        assert figure["svg"].startswith('<svg xmlns="http://www.w3.org/2000/svg"')
        assert "rect.critical{ fill: #b42318; }" in figure["svg"]
        assert "var(" not in figure["svg"]
        assert figure["legend"]


def test_the_font_is_the_one_that_comes_with_the_extra() -> None:
    """So that every computer makes the same bytes; without it one of the computer's own."""
    assert chinese_font() == BUNDLED
    assert pick_font(["DejaVu Sans", "SimSun", "SimHei"]) == "SimHei"


def test_without_a_chinese_font_it_says_what_to_do() -> None:
    """Boxes instead of signs would be worse than no PDF."""
    with pytest.raises(ReportError, match="no font with Chinese signs") as refused:
        pick_font(["DejaVu Sans"])
    assert "pip install 'fieldsurvey[pdf]'" in refused.value.to_do
    assert all(font in refused.value.to_do for font in FONTS)


def test_without_the_extra_it_says_what_to_install(
    edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before any work is done."""
    monkeypatch.setitem(sys.modules, "typst", None)

    for refused in (need_typesetter, lambda: render_pdf(edition, "zh")):
        with pytest.raises(UsageError, match="not installed") as said:
            refused()
        assert "pip install 'fieldsurvey[pdf]'" in said.value.to_do
