"""What docs/ says that programs may rely on, held against editions as they are written."""

import json
from pathlib import Path

import pytest
from tests.schema_faults import schema_faults

from fieldsurvey.report.csv_metadata import csv_metadata
from fieldsurvey.report.edition import Edition, edition_json, edition_schema
from fieldsurvey.report.problem_row import problem_list_schema

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("edition.schema.json", edition_schema),
        ("problem-list.schema.json", problem_list_schema),
        ("problem-list.csv-metadata.json", csv_metadata),
    ],
)
def test_the_schema_in_the_docs_is_the_one_of_the_code(name: str, made) -> None:
    """Nobody keeps it by hand."""
    assert json.loads((DOCS / name).read_text(encoding="utf-8")) == made()


def test_an_edition_is_what_its_schema_says(edition: Edition, quiet_edition: Edition) -> None:
    """Full and empty: every key is there, described, and none besides."""
    schema = edition_schema()

    for each in (edition, quiet_edition):
        assert schema_faults(json.loads(edition_json(each)), schema) == []


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"number": 0}, "$.number: 0 is less than 1"),
        ({"number": "1"}, "$.number: '1' is no integer"),
        ({"format": 2}, "$.format: 2 is not a choice"),
        ({"colour": "red"}, "$: colour is not known"),
        ({"rows": [{}]}, "$.rows[0]: sequence is missing"),
    ],
    ids=["limit", "kind", "choice", "unknown key", "missing key"],
)
def test_what_is_no_edition_is_found_out(edition: Edition, change: dict, fault: str) -> None:
    """The schema is strict enough to be of use."""
    said = json.loads(edition_json(edition)) | change

    assert fault in schema_faults(said, edition_schema())
