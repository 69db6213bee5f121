"""The workbook, read back with calamine: annex 6's columns, and text that stays text."""

import zipfile
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from fieldsurvey.report.edition import Edition
from fieldsurvey.report.problem_row import COLUMNS
from fieldsurvey.report.workbook import render_workbook
from fieldsurvey.report.workbook.sheet import LONGEST_CELL, lines_of

HEADING_ROW = 4


def read(edition: Edition, language: str = "en") -> CalamineWorkbook:
    """Render a workbook and open it."""
    return CalamineWorkbook.from_filelike(BytesIO(render_workbook(edition, language)))


def sheet_xml(edition: Edition) -> str:
    """Return the XML of the first sheet and of the shared strings."""
    with zipfile.ZipFile(BytesIO(render_workbook(edition, "en"))) as parts:
        names = ("xl/worksheets/sheet1.xml", "xl/sharedStrings.xml")
        return "".join(parts.read(name).decode() for name in names)


def test_the_sheets_follow_the_reading_order(edition: Edition) -> None:
    """The list comes first; ranking and hints are there because the edition has them."""
    assert read(edition).sheet_names == ["Problem list", "Summary", "Hints", "Ranking", "Notes"]


def test_sheets_with_nothing_to_say_are_left_out(quiet_edition: Edition) -> None:
    """No ranking, no hints, no corrections: no sheets for them."""
    assert read(quiet_edition).sheet_names == ["Problem list", "Summary", "Notes"]


def test_the_list_has_the_twenty_columns_and_one_row_a_problem(edition: Edition) -> None:
    """Row by row what the edition says, in words."""
    rows = read(edition).get_sheet_by_index(0).to_python()
    body = rows[HEADING_ROW + 1 :]

    assert len(rows[HEADING_ROW]) == len(COLUMNS) == 20
    assert len(body) == len(edition.rows)
    first = dict(zip(COLUMNS, body[0], strict=True))
    assert first["sequence"] == 1
    assert first["number"] == "0103-07-AAAAA"
    assert first["head"] == "王**"
    assert first["household_type"] == "lifted (monitored)"
    assert first["severity"] == "critical"
    assert first["category"] == "Water"
    assert first["block"] == "Policy"
    assert first["sector"] == "Water bureau"
    assert first["description"] == "Drinking water not secured; 水井旱季断水，自5月起"
    assert first["source"] == "Annex 2, item 1"
    assert "late" in dict(zip(COLUMNS, body[2], strict=True))["date"]


def test_a_village_problem_shows_a_dash_for_its_household(edition: Edition) -> None:
    """“—” where there is no group, head or type."""
    last = dict(zip(COLUMNS, read(edition).get_sheet_by_index(0).to_python()[-1], strict=True))

    assert [last["group"], last["head"], last["household_type"]] == ["—", "—", "—"]


def test_who_is_missing_stands_above_the_list(edition: Edition) -> None:
    """Team, village, must-visit household and bundle, all four."""
    top = str(read(edition).get_sheet_by_index(0).to_python()[3])

    for word in ("Team 3", "石桥村", "0201-16", "d5-1-40.fsb", "Document review"):
        assert word in top


def test_a_day_without_problems_says_so(quiet_edition: Edition) -> None:
    """The list is not just empty."""
    rows = read(quiet_edition).get_sheet_by_index(0).to_python()

    assert "No problems today." in rows[HEADING_ROW + 1]


def test_corrections_say_what_was_and_what_is(edition: Edition) -> None:
    """A sheet of its own, one row each."""
    from fieldsurvey.report.edition import Correction, CorrectionKind

    row = edition.rows[0]
    gone = Correction(
        kind=CorrectionKind.VANISHED, number=row.number, edition=1, before=row, after=None
    )
    changed = gone.model_copy(
        update={
            "kind": CorrectionKind.CHANGED,
            "columns": ("team",),
            "after": row.model_copy(update={"team": "5"}),
        }
    )
    corrected = edition.model_copy(update={"corrections": (gone, changed)})

    said = str(read(corrected).get_sheet_by_name("Corrections").to_python())
    assert "No longer a problem" in said
    assert "Team: 1 → 5" in said


def test_the_ranking_gives_points_as_numbers(edition: Edition) -> None:
    """Two decimals, provisional townships without a rank, villages below."""
    rows = read(edition).get_sheet_by_name("Ranking").to_python()

    assert [1, "河湾镇", "★", 91.08, 88.08, "Fairly good", 1, 5.92, 3] in rows
    assert ["provisional", "青石乡", "", 93.5, 93.5, "", 0, 0, 6.5] in rows
    assert ["0103", "柳林村", "河湾镇", 88.75, 85.25, "", 0, 7, 4.25] in rows


def test_the_notes_carry_versions_and_heads(edition: Edition) -> None:
    """What it was made with and from can be checked."""
    said = str(read(edition).get_sheet_by_name("Notes").to_python())

    assert all(version.digest in said for version in edition.versions)
    assert all(head.head in said for head in edition.covers)
    assert "Proposed by this tool" in said


HOSTILE = [
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "http://example.org/x",
    "mailto:a@example.org",
    "<script>alert(1)</script>",
    "_x0041_ &amp; {{ 7*7 }}",
    "a\tb\nc",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_text_stays_text(edition: Edition, text: str) -> None:
    """Whatever people type in, a cell holds those signs: no formula, no link."""
    row = edition.rows[0].model_copy(
        update={
            **dict.fromkeys(("team", "township", "village", "group", "head", "evidence"), text),
            "inspectors": (text,),
            "category": text,
            "sector": text,
            "statement": {},
            "description": text,
            "detail": "",
        }
    )
    hostile = edition.model_copy(update={"rows": (row,), "title": {"en": text}})

    body = read(hostile).get_sheet_by_index(0).to_python()[HEADING_ROW + 1]
    said = dict(zip(COLUMNS, body, strict=True))
    for column in ("team", "village", "head", "evidence", "description", "category", "sector"):
        assert said[column] == text
    xml = sheet_xml(hostile)
    assert "<f>" not in xml
    assert "<hyperlink" not in xml


def test_a_text_longer_than_a_cell_is_cut_with_a_mark(edition: Edition) -> None:
    """Excel would drop it; the list shows all that fits."""
    row = edition.rows[0].model_copy(
        update={"statement": {}, "detail": "", "description": "长" * 40_000}
    )
    body = read(edition.model_copy(update={"rows": (row,)})).get_sheet_by_index(0).to_python()
    said = dict(zip(COLUMNS, body[HEADING_ROW + 1], strict=True))["description"]

    assert len(said) == LONGEST_CELL
    assert said.endswith("长…")


def test_the_sheet_is_ready_to_print(edition: Edition) -> None:
    """A4 landscape, one page wide, header repeated and frozen, filter, page numbers."""
    with zipfile.ZipFile(BytesIO(render_workbook(edition, "en"))) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
        book = parts.read("xl/workbook.xml").decode()

    assert 'paperSize="9"' in sheet
    assert 'orientation="landscape"' in sheet
    assert 'fitToHeight="0"' in sheet
    assert 'ySplit="5"' in sheet
    assert '<autoFilter ref="A5:T9"/>' in sheet
    assert "&amp;P" in sheet
    assert "Print_Titles" in book


def test_both_languages_have_the_same_shape(edition: Edition) -> None:
    """As many sheets, rows and columns in Chinese as in English."""
    shapes = [
        [[len(row) for row in book.get_sheet_by_index(n).to_python()] for n in range(5)]
        for book in (read(edition, "zh"), read(edition, "en"))
    ]

    assert shapes[0] == shapes[1]


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [("", 10, 1), ("abc", 10, 1), ("水" * 20, 22, 2), ("a\nb\nc", 10, 3), ("x" * 100, 22, 5)],
)
def test_a_row_is_as_high_as_its_text(text: str, width: float, lines: int) -> None:
    """A Chinese character takes the room of two."""
    assert lines_of(text, width) == lines
