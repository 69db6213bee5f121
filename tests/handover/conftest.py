"""A campaign's laptops and its lead: chains, bundles of any part of them, survey files to merge."""

import ctypes
import os
import random
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from tests.handover.evenings import TEAM_KEY, Evening
from tests.handover.new_files import CAMPAIGN, EVENING, new_file

from fieldsurvey.chain.devices.age_keys import AgeIdentity
from fieldsurvey.chain.devices.keys import DeviceKey, Purpose, sign_text
from fieldsurvey.chain.lines.clock import SimulatedClock
from fieldsurvey.chain.lines.line import GENESIS, Entry, Kind, Line
from fieldsurvey.chain.lines.text import read_line, write_line
from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.handover.bundle import Header, write_bundle


@dataclass
class Laptop:
    """A laptop without a file: what is said on it becomes lines, any run of them a bundle."""

    key: DeviceKey
    lines: list[Line] = field(default_factory=list)
    nonces: random.Random = field(default_factory=lambda: random.Random(7))
    team: str = "2"
    recipients: tuple[str, ...] = ()

    def say(self, *entries: Entry) -> "Laptop":
        """Append entries."""
        for entry in entries:
            text = write_line(
                entry,
                device=self.key.device,
                seq=len(self.lines) + 1,
                clock=SimulatedClock(EVENING),
                random_bytes=self.nonces.randbytes,
            )
            previous = self.lines[-1].hash if self.lines else GENESIS
            self.lines.append(read_line(text, previous=previous))
        return self

    def interview(self, subject: str = "0103-07", answers: int = 3) -> "Laptop":
        """Say one interview."""
        name = f"{self.key.device}-{len(self.lines) + 1}"
        said = {"subject": subject, "form": "registered-household"}
        asked = (Entry(Kind.ANSWER, name, f"q{number}", "1") for number in range(answers))
        return self.say(Entry(Kind.INTERVIEW_START, name, value=said), *asked)

    def clone(self, seed: int = 1) -> "Laptop":
        """Return a copy of the laptop, as an image of its disk would be."""
        return Laptop(self.key, list(self.lines), random.Random(seed), self.team, self.recipients)

    def header(self, first: int = 1, last: int = 0, campaign: str = CAMPAIGN) -> Header:
        """Return the header of the lines `first` to `last`; 0 is the last one."""
        run = self.lines[first - 1 : last or len(self.lines)]
        return Header(
            campaign=campaign,
            team=self.team,
            device=self.key.device,
            public_key=self.key.public.hex(),
            first=run[0].seq,
            last=run[-1].seq,
            previous=run[0].previous,
            head=run[-1].hash,
            made_at="2026-03-02T18:00:00+00:00",
        )

    def bundle(self, first: int = 1, last: int = 0, campaign: str = CAMPAIGN) -> bytes:
        """Return the bundle of the lines `first` to `last`, signed, sealed to its recipients."""
        header = self.header(first, last, campaign)
        run = self.lines[header.first - 1 : header.last]
        signature = sign_text(self.key, Purpose.BUNDLE, header.text())
        return write_bundle(header.text(), signature, run, recipients=self.recipients)


@pytest.fixture(scope="session")
def lead_age() -> AgeIdentity:
    """The lead's key that opens what is sealed."""
    return AgeIdentity.make()


@pytest.fixture(scope="session")
def recovery_age() -> AgeIdentity:
    """The key in the safe."""
    return AgeIdentity.make()


@pytest.fixture(scope="session")
def recipients(lead_age: AgeIdentity, recovery_age: AgeIdentity) -> tuple[str, ...]:
    """To whom laptops seal."""
    return lead_age.recipient, recovery_age.recipient


@pytest.fixture(scope="session")
def laptop() -> Callable[..., Laptop]:
    """Make a laptop whose key grows from a number."""
    return lambda number=1: Laptop(DeviceKey.of_seed(bytes([number]) * 32))


@pytest.fixture(scope="session")
def empty_lead(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], SurveyFile]:
    """Make an empty survey file of the lead in a folder, quickly: as a copy of one."""
    template = tmp_path_factory.mktemp("lead") / "survey.db"
    key = DeviceKey.of_seed(bytes(32))
    SurveyFile.create(template, device=key.device, public_key=key.public, campaign=CAMPAIGN).close()
    content = template.read_bytes()

    def make(folder: Path) -> SurveyFile:
        path = folder / "survey.db"
        path.write_bytes(content)
        return SurveyFile.open(path, clock=SimulatedClock(EVENING))

    return make


@pytest.fixture
def lead(tmp_path: Path, empty_lead: Callable[[Path], SurveyFile]) -> Iterator[SurveyFile]:
    """The lead's survey file, before the first merge."""
    with empty_lead(tmp_path) as opened:
        yield opened


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """The lead's inbox, which the first merge makes."""
    return tmp_path / "inbox"


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """A stick."""
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


@pytest.fixture
def obeyed_permissions() -> Iterator[None]:
    """Let a permission that forbids something forbid it to root, too, while a test runs."""
    if sys.platform == "win32" or (sys.platform != "linux" and os.geteuid() == 0):
        pytest.skip("here nobody can be kept from reading where a permission says no")
    if os.geteuid() != 0:
        yield
        return
    system, about = ctypes.CDLL(None), (ctypes.c_uint32 * 2)(0x20080522, 0)
    held = (ctypes.c_uint32 * 6)()
    assert system.capget(about, held) == 0
    bound = (ctypes.c_uint32 * 6)(*held)
    bound[0] &= ~0b110  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
    assert system.capset(about, bound) == 0
    yield
    assert system.capset(about, held) == 0


SmallDisk = Callable[[int], AbstractContextManager[None]]


@pytest.fixture
def small_disk() -> SmallDisk:
    """Let no file grow beyond some bytes, as on a disk that is full."""
    resource = pytest.importorskip("resource", reason="Windows has no such limit")
    signal = pytest.importorskip("signal")

    @contextmanager
    def limited(size_bytes: int) -> Iterator[None]:
        soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        told = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size_bytes, hard))
        try:
            yield
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
            signal.signal(signal.SIGXFSZ, told)

    return limited


@pytest.fixture
def evening(tmp_path: Path, lead: SurveyFile, stick: Path) -> Iterator[Evening]:
    """A laptop in the evening, before its first hand-over."""
    home = tmp_path / "laptop"
    for name in ("photos", "outbox", "keys"):
        (home / name).mkdir(parents=True)
    with new_file(home / "survey.db", TEAM_KEY) as opened:
        yield Evening(opened, lead, home, tmp_path / "office", stick)
