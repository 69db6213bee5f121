"""The schema that programs may rely on, held against editions as they are written."""

import json

import pytest
from tests.schema_faults import schema_faults

from fieldsurvey.report.frozen.edition import Edition
from fieldsurvey.report.frozen.edition_json import edition_json, edition_schema


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
