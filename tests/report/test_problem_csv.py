"""The rows of an edition as CSV: the words of the list, safe in any spreadsheet."""

import csv
import io
import re

import pytest

from fieldsurvey.report.csv_metadata import csv_metadata
from fieldsurvey.report.frozen.edition import Edition
from fieldsurvey.report.frozen.problem_row import COLUMNS
from fieldsurvey.report.problem_csv import as_text, csv_pieces
from fieldsurvey.report.speaking import speaking
from fieldsurvey.report.wording import Wording


def read(edition: Edition, language: str) -> list[list[str]]:
    """Render an edition's CSV and read it back."""
    text = b"".join(csv_pieces(edition, language)).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


def test_an_edition_as_csv_has_the_twenty_columns_in_words(edition: Edition) -> None:
    """One line of headings, one line a row, in the language asked for."""
    zh, en = read(edition, "zh"), read(edition, "en")
    first = dict(zip(COLUMNS, en[1], strict=True))

    assert [len(line) for line in zh] == [20] * (1 + len(edition.rows))
    assert zh[0][:3] == ["序号", "问题编号", "检查日期"]
    assert first["head"] == "王**"
    assert first["category"] == "Water"
    assert zh[1] != en[1]


def test_a_quiet_day_is_the_headings_alone(quiet_edition: Edition) -> None:
    """A table without rows still says what its columns are."""
    assert len(read(quiet_edition, "en")) == 1


def test_nothing_typed_in_becomes_a_formula(edition: Edition) -> None:
    """A cell that a spreadsheet would calculate begins with an apostrophe."""
    row = edition.rows[0].model_copy(update={"evidence": "=1+1", "team": "@SUM(A1)"})
    said = read(edition.model_copy(update={"rows": (row,)}), "en")[1]

    assert "'=1+1" in said and "'@SUM(A1)" in said


AWKWARD = [
    'says "no", twice',
    "first line\nsecond line",
    "一、二，三；四",
    "=1+1",
    "'=1+1",
    " padded ",
    "comma, semicolon; tab\t.",
    "",
]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_is_read_back_is_what_the_list_says(edition: Edition, language: str) -> None:
    """Cell by cell, whatever was typed; only a formula has an apostrophe before it."""
    rows = tuple(
        edition.rows[0].model_copy(update={"description": text, "statement": {}, "detail": ""})
        for text in AWKWARD
    )
    said = read(edition.model_copy(update={"rows": rows}), language)[1:]
    wording = Wording(language, edition.names, edition.language)
    with speaking(language):
        wanted = [[wording.cell(row, column) for column in COLUMNS] for row in rows]

    for cells, expected in zip(said, wanted, strict=True):
        assert [re.sub("^'(?=[=+@-])", "", cell) for cell in cells] == [
            re.sub("^'(?=[=+@-])", "", cell) for cell in expected
        ]


def test_a_spreadsheet_knows_that_it_is_utf8(edition: Edition) -> None:
    """A byte order mark, once; every record ends as Excel writes it."""
    content = b"".join(csv_pieces(edition, "zh"))
    records = content.decode("utf-8").split("\r\n")

    assert content.startswith(b"\xef\xbb\xbf")
    assert content.count(b"\xef\xbb\xbf") == 1
    assert len(records) == len(edition.rows) + 2
    assert records[-1] == ""


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_column_is_what_its_metadata_says(edition: Edition, language: str) -> None:
    """Titles, numbers and dates; a dash where there is nothing."""
    columns = csv_metadata()["tableSchema"]["columns"]
    heads, *rows = read(edition, language)

    assert heads == [column["titles"][language] for column in columns]
    assert all(column["dc:description"] for column in columns)
    for row in rows:
        said = dict(zip([column["name"] for column in columns], row, strict=True))
        assert re.fullmatch("[1-9][0-9]*", said["sequence"])
        assert re.fullmatch(r"\d{4}-\d\d-\d\d|—", said["date"])
        assert all(said.values())


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t=", "\n=", " =", "＝", "＋", "－", "＠"])
def test_every_sign_that_begins_a_formula_is_known(begin: str) -> None:
    """Also the wide ones, which spreadsheets for Chinese take for the narrow, and behind blanks."""
    assert as_text(f"{begin}1+1").startswith("'")
    assert as_text(f"户{begin}1").startswith("户")
