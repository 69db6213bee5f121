"""sectors.yaml: the names of bureaus and categories are data."""

from pathlib import Path

import pytest

from fieldsurvey.errors import ReportError
from fieldsurvey.questionnaire import shipped_folder
from fieldsurvey.report.sectors import read_sectors


def test_the_shipped_file_names_everything_in_both_languages() -> None:
    """No sector or category lacks a word."""
    sectors = read_sectors(shipped_folder() / "sectors.yaml")

    assert {"water_bureau", "township"} <= set(sectors.sectors)
    for name in (*sectors.sectors.values(), *sectors.categories.values(), sectors.note):
        assert {"zh", "en"} <= set(name)
    assert len(sectors.digest) == 64


def test_a_key_nobody_knows_is_a_fault_with_its_line(tmp_path: Path) -> None:
    """As strict as a questionnaire."""
    path = tmp_path / "sectors.yaml"
    path.write_text("sectors:\n  water: {zh: 水}\ncolour: red\n", encoding="utf-8")

    with pytest.raises(ReportError) as caught:
        read_sectors(path)
    assert "sectors.yaml:3" in caught.value.findings[0].where
