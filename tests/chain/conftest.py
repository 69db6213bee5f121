"""A laptop of a campaign: its key, its clock, its survey file, and what is said in an interview."""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from fieldsurvey.chain.devices.keys import DeviceKey, Purpose, sign_text
from fieldsurvey.chain.devices.register import BundleRecord, Device, know_device, record_bundle
from fieldsurvey.chain.lines.clock import SimulatedClock
from fieldsurvey.chain.lines.line import GENESIS, Entry, Kind, Line, dump_json
from fieldsurvey.chain.lines.text import read_line, write_line
from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.chain.union import Added, add_lines

MORNING = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@dataclass
class Chain:
    """A chain without a file: what it is told becomes lines."""

    key: DeviceKey
    lines: list[Line] = field(default_factory=list)
    nonces: random.Random = field(default_factory=lambda: random.Random(7))

    def say(self, *entries: Entry) -> Sequence[Line]:
        """Append entries; a start gets the id of its interview, which later ones take."""
        for entry in entries:
            seq = len(self.lines) + 1
            self.lines.append(
                read_line(
                    write_line(
                        entry,
                        device=self.key.device,
                        seq=seq,
                        clock=SimulatedClock(MORNING, elapsed_ms=seq * 1000),
                        random_bytes=self.nonces.randbytes,
                    ),
                    previous=self.lines[-1].hash if self.lines else GENESIS,
                )
            )
        return self.lines

    def start(self, subject: str = "0103-07") -> str:
        """Start an interview and return its id."""
        interview = f"{self.key.device}-{len(self.lines) + 1}"
        self.say(Entry(Kind.INTERVIEW_START, interview, value=start_value(subject)))
        return interview

    def sealed(self, first: int = 1, last: int = 0) -> BundleRecord:
        """Return the note of a bundle of the lines `first` to `last` (0: all), signed."""
        run = self.lines[first - 1 : last or len(self.lines)]
        about = {
            "campaign": "dongshan-2026",
            "device": self.key.device,
            "from": run[0].seq,
            "to": run[-1].seq,
            "head": run[-1].hash.hex(),
            "team": "2",
        }
        header = dump_json(about)
        return BundleRecord(
            sha256=run[-1].hash.hex(),
            direction="in",
            name=f"{self.key.device}-{run[0].seq:06d}-{run[-1].seq:06d}.fsb",
            device=self.key.device,
            first=run[0].seq,
            last=run[-1].seq,
            head=run[-1].hash,
            header=header,
            signature=sign_text(self.key, Purpose.BUNDLE, header),
            at="2026-03-02T18:00:00+00:00",
        )

    def hand_in(self, survey_file: SurveyFile, first: int = 1, last: int = 0) -> Added:
        """Let a survey file take in the lines `first` to `last`, with what was signed for them."""
        know_device(survey_file, Device(self.key.device, self.key.public.hex(), "2", ""))
        record_bundle(survey_file, self.sealed(first, last))
        run = self.lines[first - 1 : last or len(self.lines)]
        return add_lines(survey_file, self.key.device, run)

    def clone(self, seed: int) -> "Chain":
        """Return a copy of the whole laptop, as an image of its disk would be."""
        return Chain(self.key, list(self.lines), random.Random(seed))


def start_value(subject: str) -> dict[str, object]:
    """What an `interview_start` says."""
    return {
        "subject": subject,
        "form": "registered-household",
        "team": "2",
        "inspectors": ["周远", "何静"],
        "preload": {"household.head": "王守田"},
    }


@pytest.fixture(scope="session")
def chain() -> Callable[..., Chain]:
    """Make a chain of a device whose key grows from a number."""
    return lambda number=1: Chain(DeviceKey.of_seed(bytes([number]) * 32))


@pytest.fixture(scope="session")
def start() -> Callable[..., Entry]:
    """Make the entry that starts an interview of a subject."""
    return lambda subject="0103-07": Entry(Kind.INTERVIEW_START, value=start_value(subject))


@pytest.fixture
def clock() -> SimulatedClock:
    """A clock that stands at nine in the morning."""
    return SimulatedClock(MORNING)


@pytest.fixture
def survey_file(tmp_path: Path, clock: SimulatedClock) -> Iterator[SurveyFile]:
    """The survey file of a laptop that has just joined."""
    key = DeviceKey.of_seed(bytes(32))
    with SurveyFile.create(
        tmp_path / "survey.db",
        device=key.device,
        public_key=key.public,
        campaign="dongshan-2026",
        team="2",
        clock=clock,
        random_bytes=random.Random(3).randbytes,
        finish_cost_log2=4,
    ) as opened:
        yield opened


@pytest.fixture
def lead(tmp_path: Path, clock: SimulatedClock) -> Iterator[SurveyFile]:
    """The survey file of a lead, of no team."""
    key = DeviceKey.of_seed(bytes(32))
    with SurveyFile.create(
        tmp_path / "lead.db",
        device=key.device,
        public_key=key.public,
        campaign="dongshan-2026",
        clock=clock,
        random_bytes=random.Random(5).randbytes,
    ) as opened:
        yield opened
