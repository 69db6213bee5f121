"""The Word document, opened as what it is: parts of XML in a zip file."""

import time
import zipfile
from io import BytesIO
from xml.etree import ElementTree

import pytest

from fieldsurvey.report.frozen.edition import Correction, CorrectionKind, Edition
from fieldsurvey.report.frozen.edition_json import edition_digest
from fieldsurvey.report.frozen.problem_row import COLUMNS
from fieldsurvey.report.frozen.tally import tally_rows
from fieldsurvey.report.notice.annexes import LIST_COLUMNS
from fieldsurvey.report.notice.sheets import ACROSS, UPRIGHT
from fieldsurvey.report.word_document import render_word_document
from fieldsurvey.report.wording import Wording

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


class Opened:
    """A document that was rendered and opened again."""

    def __init__(self, edition: Edition, language: str) -> None:
        self.content = render_word_document(edition, language)
        with zipfile.ZipFile(BytesIO(self.content)) as package:
            self.parts = {name: package.read(name) for name in package.namelist()}
            self.dates = {entry.date_time for entry in package.infolist()}
        self.trees = {name: ElementTree.fromstring(part) for name, part in self.parts.items()}
        self.body = self.trees["word/document.xml"][0]

    def said(self, style: str = "") -> list[str]:
        """Return the texts of all paragraphs, or of those in one style."""
        return [
            text_of(each)
            for each in self.body.iter(f"{W}p")
            if not style or style_of(each) == style
        ]

    @property
    def tables(self) -> list[list[list[str]]]:
        """Rows of cells of each table."""
        return [
            [[text_of(cell) for cell in row.iter(f"{W}tc")] for row in table.iter(f"{W}tr")]
            for table in self.body.iter(f"{W}tbl")
        ]

    @property
    def text(self) -> str:
        """Everything it says."""
        return "\n".join(self.said())


def text_of(part: ElementTree.Element) -> str:
    """Return what a part says, with its breaks and tabs."""
    signs = {f"{W}br": "\n", f"{W}tab": "\t"}
    return "".join(
        signs.get(each.tag, each.text or "")
        for each in part.iter()
        if each.tag in (f"{W}t", *signs)
    )


def style_of(each: ElementTree.Element) -> str:
    """Return the style of a paragraph."""
    return each.find(f"{W}pPr/{W}pStyle").get(f"{W}val")


def test_it_is_a_notice_in_the_order_of_an_official_paper(edition: Edition) -> None:
    """Mark, title, addressee and summary; headings; annexes, name and date."""
    opened = Opened(edition, "en")

    assert [style_of(each) for each in opened.body[:5]] == [
        "Mark",
        "Title",
        "Salutation",
        "BodyText",
        "Heading1",
    ]
    assert opened.said("Heading1") == [
        "Not in this list",
        "In figures",
        "Problems by township",
        "Coverage",
        "Ranking",
        "How to read this list",
    ]
    assert opened.said("Heading2") == ["河湾镇", "青石乡"]
    assert "Critical problems" in opened.said("Heading3")
    assert opened.said("AnnexTitle") == ["Problem list", "Hints", "What this list was made from"]
    assert opened.said("Signature")[-1] == edition.date


def test_what_is_missing_is_named_before_anything_else(edition: Edition) -> None:
    """Team, village, must-visit household and bundle stand before the first table."""
    opened = Opened(edition, "en")
    top = "\n".join(
        text_of(each) for each in opened.body[: [e.tag for e in opened.body].index(f"{W}tbl")]
    )

    for word in ("Team 3", "石桥村", "0201-16", "d5-1-40.fsb", "4 things that were due"):
        assert word in top


def test_the_summary_says_the_figures(edition: Edition) -> None:
    """How many problems, how bad, and how far the campaign is."""
    summary = Opened(edition, "en").said("BodyText")[0]

    assert f"{edition.today.total} problems: {edition.today.critical} critical" in summary
    assert "26 of 420" in summary


def test_every_column_of_the_list_is_in_the_annex(edition: Edition) -> None:
    """Columns 1 to 20 share ten of the paper; every row is there, in words."""
    listed = [
        row
        for table in Opened(edition, "en").tables
        for row in table[1:]
        if len(row) == len(LIST_COLUMNS)
    ]

    assert {column for together, _width in LIST_COLUMNS for column in together} == set(COLUMNS)
    assert [row[1] for row in listed] == [r.number for r in (*edition.rows, *edition.hints)]
    assert listed[0][2:5] == [
        "河湾镇\n柳林村\n3组",
        "王**\nlifted (monitored)",
        "household\nPolicy\nWater",
    ]
    assert any("(late)" in row[8] for row in listed)


def test_tables_stand_below_numbered_captions_and_repeat_their_heading(edition: Edition) -> None:
    """Each table has its caption right above, its heading on every page, and fits the paper."""
    opened = Opened(edition, "en")
    tables = [n for n, each in enumerate(opened.body) if each.tag == f"{W}tbl"]
    captions = [opened.body[n - 1] for n in tables]
    annexes = next(n for n, each in enumerate(opened.body) if text_of(each) == "Annex 1")

    assert [style_of(each) for each in captions] == ["Caption"] * len(tables)
    assert [text_of(each).split(".")[0] for each in captions] == [
        f"Table {n}" for n in range(1, len(tables) + 1)
    ]
    for n in tables:
        first, *others = opened.body[n].findall(f"{W}tr")
        assert first.find(f"{W}trPr/{W}tblHeader") is not None
        assert all(row.find(f"{W}trPr/{W}tblHeader") is None for row in others)
        widths = [int(each.get(f"{W}w")) for each in opened.body[n].iter(f"{W}gridCol")]
        sheet = UPRIGHT if n < annexes else ACROSS
        assert sum(widths) <= sheet.text_mm * 1440 / 25.4 + len(widths)


def test_pages_are_a4_upright_then_across_and_numbered(edition: Edition) -> None:
    """Two sections, each with a footer for odd and for even pages that counts."""
    opened = Opened(edition, "en")
    sizes = [(e.get(f"{W}w"), e.get(f"{W}h")) for e in opened.body.iter(f"{W}pgSz")]

    assert sizes == [("11906", "16838"), ("16838", "11906")]
    assert len(list(opened.body.iter(f"{W}footerReference"))) == 4
    assert all(b"PAGE" in opened.parts[f"word/footer{n}.xml"] for n in (1, 2))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_style_has_its_chinese_font_and_another_for_it(
    edition: Edition, language: str
) -> None:
    """Styles that are used are there; each names a font for Chinese that the table knows."""
    opened = Opened(edition, language)
    styles = opened.trees["word/styles.xml"]
    known = {each.get(f"{W}styleId") for each in styles.iter(f"{W}style")}
    used = {each.get(f"{W}val") for each in opened.body.iter(f"{W}pStyle")}
    fonts = {
        each.get(f"{W}name"): each.find(f"{W}altName").get(f"{W}val")
        for each in opened.trees["word/fontTable.xml"]
    }
    chinese = {each.get(f"{W}eastAsia") for each in styles.iter(f"{W}rFonts")}

    assert used <= known
    assert chinese == {"方正小标宋简体", "仿宋", "黑体", "楷体", "宋体"}
    assert chinese <= set(fonts) and all(fonts.values())


def test_headings_are_numbered_in_the_manner_of_each_language(edition: Edition) -> None:
    """一、（一） in Chinese papers, 1. and 1.1 in English ones."""
    numbering = [Opened(edition, lang).trees["word/numbering.xml"] for lang in ("zh", "en")]
    forms = [[each.get(f"{W}val") for each in tree.iter(f"{W}lvlText")] for tree in numbering]

    assert forms == [["%1、", "（%2）", "%3."], ["%1.", "%1.%2", "%1.%2.%3"]]


def test_both_languages_have_the_same_shape(edition: Edition) -> None:
    """As many tables, rows and headings in Chinese as in English."""
    zh, en = Opened(edition, "zh"), Opened(edition, "en")

    assert [[len(r) for r in t] for t in zh.tables] == [[len(r) for r in t] for t in en.tables]
    assert len(zh.said("Heading1")) == len(en.said("Heading1"))
    assert "王**" in zh.text and "河湾镇" in zh.text
    assert zh.said("Signature")[-1] == "2020年6月29日"


def test_the_same_edition_makes_the_same_bytes(edition: Edition) -> None:
    """Nothing in the package is of the clock or of the computer."""
    first, second = Opened(edition, "zh"), Opened(edition, "zh")

    assert first.content == second.content
    assert first.dates == {(1980, 1, 1, 0, 0, 0)}
    assert b"2020-06-29T" in first.parts["docProps/core.xml"]


def test_a_day_without_problems_says_so(quiet_edition: Edition) -> None:
    """No list is annexed; what it was made from is."""
    opened = Opened(quiet_edition, "en")

    assert "No problems today." in opened.said("BodyText")
    assert "Everything that was due is in." in opened.said("BodyText")
    assert opened.said("AnnexTitle") == ["What this list was made from"]
    assert edition_digest(quiet_edition) in opened.text


def test_corrections_say_what_was_and_what_is(edition: Edition) -> None:
    """A part of its own, one row each."""
    row = edition.rows[0]
    gone = Correction(kind=CorrectionKind.VANISHED, number=row.number, edition=1, before=row)
    opened = Opened(edition.model_copy(update={"corrections": (gone,)}), "en")

    assert "Corrections" in opened.said("Heading1")
    assert "No longer a problem" in opened.text


HOSTILE = [
    "<w:p/>&amp;]]>&#0;",
    "{number}{title}{0} %s",
    "a\tb\nc",
    'DDEAUTO c:\\windows\\cmd.exe "/k calc"',
    "\x00\x01\x0b\x1f\x7f\u0085\u2028\ufffe\uffff",
    "\u202egnp.exe\u2066\u200b",
    "𠮷👩\u200d🌾",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_text_stays_text(edition: Edition, text: str) -> None:
    """Whatever people type in: no markup, no field, nothing that XML cannot hold or hides."""
    row = edition.rows[0].model_copy(
        update={
            **dict.fromkeys(("team", "township", "village", "group", "head", "evidence"), text),
            "category": text,
            "statement": {},
            "description": text,
            "detail": "",
        }
    )
    rows = (row,)
    changes = {"rows": rows, "today": tally_rows(rows), "title": {"en": text}, "hints": ()}
    opened = Opened(edition.model_copy(update=changes), "en")
    instructions = {e.text.split()[0] for e in opened.body.iter(f"{W}instrText")}

    assert instructions == {"SEQ"}
    assert not set(opened.text) & set("\x00\x0b\x7f\u0085\u2028\ufffe\uffff\u202e\u2066\u200b")
    if text.isprintable() and text.isascii():
        assert opened.text.count(text) >= 8


def test_a_row_longer_than_a_page_may_be_parted(edition: Edition) -> None:
    """All of a very long text is there; other rows stay whole."""
    long = edition.rows[0].model_copy(
        update={"statement": {}, "description": "长" * 40_000, "detail": ""}
    )
    opened = Opened(edition.model_copy(update={"rows": (long, *edition.rows[1:])}), "zh")
    rows = opened.body.iter(f"{W}tr")
    parted = [text_of(row) for row in rows if row.find(f"{W}trPr/{W}cantSplit") is None]

    assert len(parted) == 1
    assert "长" * 40_000 in parted[0]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_name_and_date_never_stand_alone_on_a_page(edition: Edition, language: str) -> None:
    """From the list of annexes down to the date each paragraph keeps to the next."""
    opened = Opened(edition, language)
    styles = {
        each.get(f"{W}styleId")
        for each in opened.trees["word/styles.xml"].iter(f"{W}style")
        if each.find(f"{W}pPr/{W}keepNext") is not None
    }
    upright = list(opened.body)
    last = max(n for n, e in enumerate(upright) if e.tag == f"{W}p" and style_of(e) == "Signature")
    first = next(
        n for n, e in enumerate(upright) if e.tag == f"{W}p" and style_of(e) == "AnnexList"
    )

    for each in upright[first:last]:
        assert style_of(each) in styles or each.find(f"{W}pPr/{W}keepNext") is not None


def test_a_thousand_rows_are_quick(edition: Edition) -> None:
    """All are listed, in seconds."""
    rows = tuple(
        row.model_copy(update={"number": f"{row.number}-{n}"})
        for row in edition.rows
        for n in range(1000 // len(edition.rows))
    )
    began = time.process_time()
    content = render_word_document(edition.model_copy(update={"rows": rows}), "zh")
    took_s = time.process_time() - began

    with zipfile.ZipFile(BytesIO(content)) as package:
        said = package.read("word/document.xml").decode()
    assert all(row.number in said for row in rows)
    assert took_s < 5


@pytest.mark.parametrize(
    ("day", "language", "written"),
    [
        ("2020-06-09", "zh", "2020年6月9日"),
        ("2020-06-09", "en", "2020-06-09"),
        ("no day", "zh", "no day"),
    ],
)
def test_a_date_is_written_as_the_language_has_it(day: str, language: str, written: str) -> None:
    """Without a nought before month and day; what is no date stays."""
    assert Wording(language).day(day) == written
