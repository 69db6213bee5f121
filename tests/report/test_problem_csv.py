"""The rows of an edition as CSV: the words of the list, safe in any spreadsheet."""

import csv
import io

from fieldsurvey.report.edition import Edition
from fieldsurvey.report.problem_csv import render_csv
from fieldsurvey.report.problem_row import COLUMNS


def read(edition: Edition, language: str) -> list[list[str]]:
    """Render an edition's CSV and read it back."""
    text = render_csv(edition, language).decode("utf-8-sig")
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
