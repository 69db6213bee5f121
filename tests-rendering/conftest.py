"""Editions of a whole campaign, in every format and both languages, made once for all tests.

Nothing here is skipped: where a program is missing, the run ends at once and says which.
"""

import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from fieldsurvey.cli.start.demo.campaign import run_demo
from fieldsurvey.i18n import set_language

sys.path.insert(0, str(Path(__file__).parent))

from papers import Printed, Written, print_with_office, read_written
from programs import Office, missing_programs


def pytest_configure() -> None:
    """End the run where a program is missing: a test that did not run has shown nothing."""
    if missing := missing_programs():
        pytest.exit("\n".join(missing), returncode=1)


@pytest.fixture(autouse=True)
def spoken_english() -> None:
    """Let no test depend on the language of the machine, or of the test before it."""
    set_language("en")


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """LibreOffice with a profile that no other has used."""
    return Office(tmp_path_factory.mktemp("office-profile"))


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Written]:
    """The demo's editions: `plain`, its second evening; `ranked`, its last, with the ranking."""
    set_language("en")
    demo = run_demo(tmp_path_factory.mktemp("campaign") / "demo", "2020", lambda _stage: None)
    _first, plain, ranked = sorted(demo.lead.editions.iterdir())
    return {"plain": read_written(plain), "ranked": read_written(ranked)}


@pytest.fixture(scope="session")
def printed(
    written: Mapping[str, Written], office: Office, tmp_path_factory: pytest.TempPathFactory
) -> Mapping[tuple[str, str, str], Printed]:
    """Workbook and Word document of each edition as PDF, by edition, format and language."""
    return print_with_office(written, office, tmp_path_factory.mktemp("printed"))
