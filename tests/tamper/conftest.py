"""One small survey that nobody has tampered with, for all tests of tampering."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.tamper.world import World, make_world

from fieldsurvey.i18n import set_language


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("FIELDSURVEY_LANG", "en")
    monkeypatch.setenv("COLUMNS", "200")
    yield
    set_language(None)


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> World:
    """Make the survey once for each process of the tests."""
    return make_world(tmp_path_factory.mktemp("survey"))


@pytest.fixture
def world(made: World) -> World:
    """The survey; to tamper with it, take a copy."""
    return made


@pytest.fixture(scope="session")
def quick_folder() -> Path | None:
    """A folder in memory where there is one: these tests do not ask what a disk keeps."""
    memory = Path("/dev/shm")
    return memory if memory.is_dir() else None
