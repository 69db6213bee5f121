"""The workbook, read back with calamine: annex 6's columns, and text that stays text."""

import re
import zipfile
from dataclasses import fields, replace
from io import BytesIO
from xml.etree import ElementTree

import pytest
from python_calamine import CalamineWorkbook

from fieldsurvey.report.frozen.edition import CheckLine, Edition
from fieldsurvey.report.frozen.problem_row import COLUMNS, ProblemRow
from fieldsurvey.report.frozen.ranked_list import DeductionLine, IndicatorStanding
from fieldsurvey.report.frozen.tally import TallyLine
from fieldsurvey.report.phrasing.row_words import say_cells
from fieldsurvey.report.speaking import speaking
from fieldsurvey.report.wording import Wording
from fieldsurvey.report.workbook import render_workbook
from fieldsurvey.report.workbook.measuring import lines_of
from fieldsurvey.report.workbook.sheet import LONGEST_CELL

HEADING_ROW = 4
ROWS_ON_DISK = 5_001
"""So many that they are not kept in memory while they are written."""


def read(edition: Edition, language: str = "en") -> CalamineWorkbook:
    """Render a workbook and open it."""
    return CalamineWorkbook.from_filelike(BytesIO(render_workbook(edition, language)))


def whole_xml(edition: Edition) -> str:
    """Return the XML of all parts; each of them is well-formed."""
    with zipfile.ZipFile(BytesIO(render_workbook(edition, "en"))) as parts:
        texts = [parts.read(name) for name in parts.namelist()]
    for text in texts:
        ElementTree.fromstring(text)
    return b"".join(texts).decode()


def test_the_sheets_follow_the_reading_order(edition: Edition) -> None:
    """The list comes first; ranking and hints are there because the edition has them."""
    assert read(edition).sheet_names == [
        *("Problem list", "Summary", "By township", "By bureau", "Coverage"),
        *("Hints", "Ranking", "Notes", "Words"),
    ]


def test_sheets_with_nothing_to_say_are_left_out(quiet_edition: Edition) -> None:
    """No ranking, no hints, no corrections: no sheets for them."""
    assert read(quiet_edition).sheet_names == ["Problem list", "Summary", "Notes", "Words"]


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


def test_where_much_is_missing_each_thing_has_a_row_and_the_list_can_be_scrolled(
    edition: Edition,
) -> None:
    """A row is no higher than a page, and what stays in sight must leave room for the rows."""
    gaps = tuple(f"d{n:08}: lines {n} to {n + 40} are not here yet." for n in range(60))
    much = edition.model_copy(
        update={"missing": edition.missing.model_copy(update={"further": gaps})}
    )
    rows = read(much).get_sheet_by_index(0).to_python()
    with zipfile.ZipFile(BytesIO(render_workbook(much, "en"))) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()

    first = [str(row[0]) for row in rows]
    assert all(any(gap in said for said in first) for gap in gaps)
    heading = next(n for n, row in enumerate(rows) if row[0] == "No.")
    assert heading > len(gaps) and rows[heading + 1][1] == edition.rows[0].number
    assert "ySplit" not in sheet and f'<autoFilter ref="A{heading + 1}:' in sheet


def test_a_day_without_problems_says_so(quiet_edition: Edition) -> None:
    """The list is not just empty."""
    rows = read(quiet_edition).get_sheet_by_index(0).to_python()

    assert "No problems today." in rows[HEADING_ROW + 1]


def test_corrections_say_what_was_and_what_is(edition: Edition) -> None:
    """A sheet of its own, one row each."""
    from fieldsurvey.report.frozen.edition import Correction, CorrectionKind

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
    "\t=1+1",
    "<r></si><si><f>1+1</f></r>",
    "\x00\x0b\ufffe]]>",
]


def hostile_row(row: ProblemRow, text: str) -> ProblemRow:
    """Return a row that has `text` wherever people or files give one."""
    typed = dict.fromkeys(("team", "township", "village", "group", "head", "evidence"), text)
    return replace(
        row,
        **typed,
        inspectors=(text,),
        category=text,
        sector=text,
        statement={},
        description=text,
        detail="",
    )


@pytest.mark.parametrize("copies", [1, ROWS_ON_DISK], ids=["in memory", "on disk"])
def test_text_stays_text(edition: Edition, copies: int) -> None:
    """Whatever people type in, a cell holds those signs: no formula, no link, no markup."""
    rows = [hostile_row(edition.rows[0], text) for text in HOSTILE]
    title = {"en": "".join(row.team for row in rows)}
    more = tuple(edition.rows[:1] * copies)
    hostile = edition.model_copy(update={"rows": (*rows, *more), "title": title})

    body = read(hostile).get_sheet_by_index(0).to_python()[HEADING_ROW + 1 :]
    for row, cells in zip(rows, body, strict=False):
        said = dict(zip(COLUMNS, cells, strict=True))
        for column in ("team", "village", "head", "evidence", "description", "category", "sector"):
            # One blank is put behind what XlsxWriter would take for its own markup.
            assert str(said[column]).removesuffix(" ") == row.team
    xml = whole_xml(hostile)
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
        [[len(row) for row in book.get_sheet_by_index(n).to_python()] for n in range(9)]
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


def body_of(edition: Edition, sheet: str, heading: str) -> list[list[object]]:
    """Return what stands below the row that begins with `heading`, up to a blank line."""
    rows = read(edition).get_sheet_by_name(sheet).to_python()
    begin = next(n for n, row in enumerate(rows) if row[0] == heading) + 1
    ends = [n for n, row in enumerate(rows) if n > begin and not any(map(str, row))]
    return rows[begin : ends[0] if ends else None]


@pytest.mark.parametrize(
    ("sheet", "groups"),
    [
        ("By township", ["河湾镇: 3 problems: 1 critical, 2 major, 0 minor.", "青石乡: 1 problem"]),
        ("By bureau", ["Transport bureau: 1 problem: ", "Water bureau: 3 problems: "]),
    ],
)
def test_every_problem_is_in_one_block_of_each_sheet(
    edition: Edition, sheet: str, groups: list[str]
) -> None:
    """Township by township, bureau by bureau: the same problems, each once, each block counted."""
    body = body_of(edition, sheet, "No.")
    numbers = sorted(str(row[1]) for row in body if isinstance(row[0], float))
    heads = [str(row[0]) for row in body if isinstance(row[0], str)]

    assert numbers == sorted(row.number for row in edition.rows)
    assert len(heads) == len(groups)
    assert all(head.startswith(group) for head, group in zip(heads, groups, strict=True))


def test_coverage_is_summed_by_township_and_team(edition: Edition) -> None:
    """Villages, those complete, households planned and visited, their share."""
    assert body_of(edition, "Coverage", "Township") == [
        ["河湾镇", 1, 1, 15, 15, 1, 0, "", ""],
        ["青石乡", 1, 0, 15, 11, pytest.approx(11 / 15), 1, "", ""],
        ["All", 2, 1, 30, 26, pytest.approx(26 / 30), 1, "", ""],
    ]
    assert [row[0] for row in body_of(edition, "Coverage", "Team")] == ["1", "2", "All"]


def test_columns_with_fixed_words_offer_them(edition: Edition) -> None:
    """Category, severity, state, township and bureau are chosen from a hidden sheet."""
    words = read(edition).get_sheet_by_name("Words").to_python()
    columns = {str(c[0]): [v for v in c[1:] if v] for c in zip(*words, strict=True)}
    with zipfile.ZipFile(BytesIO(render_workbook(edition, "en"))) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
        book = parts.read("xl/workbook.xml").decode()

    assert columns["Severity"] == ["critical", "major", "minor", "hint"]
    assert columns["Township"] == ["河湾镇", "青石乡"]
    assert columns["Responsible bureau"] == ["Transport bureau", "Water bureau"]
    assert "sqref=\"M6:M9\"><formula1>'Words'!$F$2:$F$5</formula1>" in sheet
    assert 'name="Words" sheetId="9" state="hidden"' in book


def test_charts_know_their_numbers_before_anybody_opens_them(edition: Edition) -> None:
    """Also where rows are not kept in memory: a viewer that calculates nothing shows them."""
    many = edition.model_copy(update={"rows": edition.rows[:1] * ROWS_ON_DISK})
    for shown in (edition, many):
        with zipfile.ZipFile(BytesIO(render_workbook(shown, "zh"))) as parts:
            charts = [name for name in parts.namelist() if name.startswith("xl/charts/chart")]
            xml = "".join(parts.read(name).decode() for name in charts)

        assert len(charts) == 4
        assert "<c:v>饮水</c:v>" in xml
        assert "Microsoft YaHei" in xml
        assert "majorGridlines" not in xml


def many_townships(edition: Edition, count: int) -> Edition:
    """Return the edition with so many townships in its ranking and in what is counted by them."""
    [ranked] = edition.rankings
    names = [f"{n:02}镇" for n in range(count)]
    standings = tuple(ranked.townships[0].model_copy(update={"name": name}) for name in names)
    lines = tuple(TallyLine(key=name, name=name, minor=1) for name in names)
    return edition.model_copy(
        update={
            "rankings": (ranked.model_copy(update={"townships": standings}),),
            "today": edition.today.model_copy(update={"by_township": lines}),
        }
    )


def printed_parts(edition: Edition, sheet: str) -> tuple[list[int], list[tuple[int, int]]]:
    """Return below which rows pages of a sheet end, and from which to which row charts stand."""
    content = render_workbook(edition, "en")
    number = CalamineWorkbook.from_filelike(BytesIO(content)).sheet_names.index(sheet) + 1
    with zipfile.ZipFile(BytesIO(content)) as parts:
        xml = parts.read(f"xl/worksheets/sheet{number}.xml").decode()
        links = parts.read(f"xl/worksheets/_rels/sheet{number}.xml.rels").decode()
        [drawing] = re.findall(r"drawings/drawing\d+\.xml", links)
        rows = re.findall(r"<xdr:row>(\d+)</xdr:row>", parts.read(f"xl/{drawing}").decode())
    assert "fitToHeight" not in xml
    ends = [int(end) for end in re.findall(r'<brk id="(\d+)"', xml)]
    numbers = list(map(int, rows))
    return ends, list(zip(numbers[::2], numbers[1::2], strict=True))


@pytest.mark.parametrize(("townships", "is_broken"), [(2, False), (4, False), (18, True)])
def test_a_page_of_the_ranking_ends_before_its_chart_and_not_in_it(
    edition: Edition, townships: int, is_broken: bool
) -> None:
    """Where table and chart go on one page, they stay there."""
    ends, [(first, last)] = printed_parts(many_townships(edition, townships), "Ranking")

    assert (first in ends) is is_broken
    assert not [end for end in ends if end < first or first < end <= last]
    assert last - first > townships


@pytest.mark.parametrize("townships", [18, 60])
def test_pages_of_the_summary_end_between_its_charts(edition: Edition, townships: int) -> None:
    """A chart of more townships than a page has room for is as high as a page, and begins one."""
    ends, charts = printed_parts(many_townships(edition, townships), "Summary")

    assert not [(end, chart) for end in ends for chart in charts if chart[0] < end <= chart[1]]
    assert charts[1][0] in ends
    assert charts[1][1] - charts[1][0] < 40


def test_the_working_of_the_scores_has_a_sheet(edition: Edition) -> None:
    """What was held against a village leads to the problem by its number."""
    line = DeductionLine(
        number="0103-07-AAAAA", asked_hundredths=300, taken_hundredths=300, standing="counted"
    )
    indicator = IndicatorStanding(
        code="B4",
        label={"en": "Water", "zh": "饮水"},
        points_hundredths=0,
        possible_hundredths=300,
        deductions=(line,),
    )
    [ranked] = edition.rankings
    town = ranked.townships[0]
    village = town.villages[0].model_copy(update={"indicators": (indicator,)})
    town = town.model_copy(update={"villages": (village,)})
    ranked = ranked.model_copy(update={"townships": (town,)})
    scored = edition.model_copy(update={"rankings": (ranked,)})

    assert body_of(scored, "How the scores came about", "Code") == [
        ["0103", "柳林村", "河湾镇", "B4 Water", 3, 3, "0103-07-AAAAA", ""]
    ]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_words_looked_up_once_are_those_of_each_row(edition: Edition, language: str) -> None:
    """Rows that differ in one field only: every cell is what it is without a memory."""
    others = {"severity": "critical", "state": "merged", "form": {"zh": "别表", "en": "Other"}}
    rows = [*edition.rows]
    for field in fields(ProblemRow):
        value = getattr(rows[0], field.name)
        if isinstance(value, bool):
            other: object = not value
        else:
            other = {str: "w", int: 9, tuple: ("x", "y")}.get(type(value), {"zh": "甲", "en": "a"})
        rows.append(replace(rows[0], **{field.name: others.get(field.name, other)}))
    wording = Wording(language, edition.names, edition.language)

    with speaking(language):
        say = say_cells(wording)
        for row in rows:
            assert say(row) == [wording.cell(row, column) for column in COLUMNS]


def test_checks_have_a_sheet_and_their_kinds_are_words(edition: Edition) -> None:
    """What does not go together, where, what to do about it, and what was said to it."""
    check = CheckLine(
        code="C-06", kind="W", where="0103-07", village="柳林村", text="收入不稳定", reason="已核实"
    )
    checked = edition.model_copy(update={"checks": (check,)})

    assert body_of(checked, "Checks", "Check") == [
        ["C-06", "explain", "0103-07", "柳林村", "收入不稳定", "", "已核实"]
    ]
