"""A laptop's folder with a survey file to damage, and what is true of it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.handover.new_files import new_file

from fieldsurvey.chain.devices.keys import DeviceKey
from fieldsurvey.chain.lines.line import Entry, Kind
from fieldsurvey.handover.handing_over import seal_pending
from fieldsurvey.handover.rescue.finds import Finds
from fieldsurvey.handover.rescue.gathering import Source, gather
from fieldsurvey.handover.rescue.proving import Proof, prove

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Whole:
    """A survey file before it is damaged."""

    path: Path
    key: DeviceKey
    texts: tuple[str, ...]
    """Every line of it."""
    hashes: tuple[bytes, ...]
    signed: int
    """How many lines are under a signature."""
    code: str
    """The finish code of the interview after those."""

    @property
    def content(self) -> bytes:
        """Its bytes."""
        return self.path.read_bytes()


def make_whole(folder: Path, interviews: int = 6, answers: int = 12) -> Whole:
    """Make a laptop's survey file: all but the last interview are sealed in the outbox."""
    key = DeviceKey.of_seed(bytes([5]) * 32)
    folder.mkdir(parents=True, exist_ok=True)
    with new_file(folder / "survey.db", key, at=NOON) as survey_file:
        for number in range(interviews):
            if number == interviews - 1:
                seal_pending(survey_file, key, folder / "outbox")
            said = {"subject": f"0103-{number:02}", "form": "registered-household"}
            long = Entry(Kind.ANSWER, question="story", value="水" * 2500)
            survey_file.append(
                [
                    Entry(Kind.INTERVIEW_START, value=said),
                    *(Entry(Kind.ANSWER, question=f"q{n}", value=str(n)) for n in range(answers)),
                    *([long] if number == 1 else []),
                    Entry(Kind.FINISH, value={}),
                ]
            )
        lines = list(survey_file.lines())
        code = survey_file.interviews()[-1].finish_code
    return Whole(
        folder / "survey.db",
        key,
        tuple(line.text for line in lines),
        tuple(line.hash for line in lines),
        len(lines) - answers - 2,
        code,
    )


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Whole:
    """A laptop's survey file, with its outbox beside it; not to be changed."""
    return make_whole(tmp_path_factory.mktemp("laptop"))


@pytest.fixture
def rescued(tmp_path: Path) -> Callable[..., tuple[Proof, Finds, list[Source]]]:
    """Prove what is in some bytes, as a file that lies alone in a folder."""

    def rescue(
        content: bytes, codes: tuple[str, ...] = (), name: str = "survey.db"
    ) -> tuple[Proof, Finds, list[Source]]:
        alone = tmp_path / "alone"
        alone.mkdir(exist_ok=True)
        path = alone / name
        path.write_bytes(content)
        before = path.stat()
        finds, sources = gather([path])
        after = path.stat()
        assert path.read_bytes() == content
        assert (before.st_mtime_ns, before.st_size) == (after.st_mtime_ns, after.st_size)
        assert [each.name for each in alone.iterdir()] == [name]
        return prove(finds, codes=codes), finds, sources

    return rescue
