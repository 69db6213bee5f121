"""Editions of a whole campaign, in every format and both languages, made once for all tests.

Nothing here is skipped: where a program is missing, the run ends at once and says which.
"""

import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from fieldsurvey.cli.start.demo.campaign import run_demo
from fieldsurvey.i18n import set_language
from fieldsurvey.report.keeping.writing import (
    FORMATS,
    PDF,
    folder_name,
    read_editions,
    write_edition,
)

sys.path.insert(0, str(Path(__file__).parent))

from awkward import awkward_edition
from papers import LANGUAGES, Key, Printed, Written, print_all, read_written
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
    """The demo's editions, and one more, in both languages and every format.

    `plain` is its second evening; `ranked` its last, with the ranking; `awkward` is full of what
    people might type in.
    """
    set_language("en")
    folder = tmp_path_factory.mktemp("campaign")
    demo = run_demo(folder / "demo", "2020", lambda _stage: None)
    _first, plain, ranked = read_editions(demo.lead.editions)
    editions = {"plain": plain, "ranked": ranked, "awkward": awkward_edition(ranked)}
    for name, edition in editions.items():
        write_edition(edition, folder / name, languages=LANGUAGES, formats=(*FORMATS, PDF))
    return {name: read_written(folder / name / folder_name(e)) for name, e in editions.items()}


@pytest.fixture(scope="session")
def printed(
    written: Mapping[str, Written], office: Office, tmp_path_factory: pytest.TempPathFactory
) -> Mapping[Key, Printed]:
    """All editions on paper, by edition, format and language, as each program prints them."""
    return print_all(written, office, tmp_path_factory.mktemp("printed"))
