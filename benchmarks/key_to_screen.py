"""How long a person waits after a key: from the key press to the next question on the screen.

Run: .venv/bin/python benchmarks/key_to_screen.py

The real program runs in a terminal of 80 by 24 and is driven key by key through a registered
household, and through a form of 1,000 questions. Timed is each key that takes an answer: the
answer is read, judged, written to the disk with all its syncs, and the next screen is drawn, until
its last byte has arrived. The median is to stay under 30 ms and the 95th of 100 under 60 ms.

The bare limit beside it is a program that only reads a key, commits a row to a database with the
same settings, and prints 24 lines; the ratio to it is the number to watch.
"""

import statistics
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import pexpect  # noqa: E402 - the tests' terminal stands in the root of the repository
from tests.journeys.inspector import answer_next  # noqa: E402
from tests.journeys.terminal import Terminal  # noqa: E402

from fieldsurvey.campaign.kit.joining import join_kit  # noqa: E402
from fieldsurvey.campaign.kit.making import make_kits  # noqa: E402
from fieldsurvey.campaign.model import Category  # noqa: E402
from fieldsurvey.campaign.sample.drawing import draw_sample  # noqa: E402
from fieldsurvey.campaign.sample.schedule import plan_schedule  # noqa: E402
from fieldsurvey.campaign.workspace import Workspace, create_workspace  # noqa: E402
from fieldsurvey.cli.start.demo.county import make_county  # noqa: E402
from fieldsurvey.cli.workplace.equipping import equip  # noqa: E402

LONG_FORM = 1_000
LONG_FORM_ANSWERS = 150
BARE_KEYS = 150
IN_WORDS = {"Describe it": "so the family says", "photo": "not wanted", "say why": "seen by both"}
"""What is written where words are asked for."""

BARE = """
import os, sqlite3, sys, tty
tty.setraw(0)
disk = sqlite3.connect(sys.argv[1], isolation_level=None)
for pragma in ("journal_mode=TRUNCATE", "synchronous=EXTRA", "locking_mode=EXCLUSIVE"):
    disk.execute("PRAGMA " + pragma)
disk.execute("CREATE TABLE line (text TEXT)")
os.write(1, b"ready")
while os.read(0, 1) != b"q":
    disk.execute("INSERT INTO line VALUES (?)", ("x" * 400,))
    os.write(1, (("\\x1b[2K" + "-" * 60 + "\\r\\n") * 23 + "done").encode())
"""


class TimedTerminal(Terminal):
    """A terminal that notes when each key was sent and when the last byte came back."""

    def __init__(self, workspace: Path, *words: str) -> None:
        self.waits_ms: list[float] = []
        """Of every key that took an answer."""
        self._sent_at = self._arrived_at = 0.0
        self._ticks = self._ticks_before = 0
        super().__init__(workspace, *words)

    def send(self, key: str) -> "TimedTerminal":
        """Press one key."""
        self.settle()
        self._ticks_before, self._sent_at = self._ticks, time.perf_counter()
        super().send(key)
        return self

    def settle(self) -> None:
        """Note how long the last key took, if it took an answer."""
        if self._ticks > self._ticks_before:
            self.waits_ms.append((self._arrived_at - self._sent_at) * 1e3)
        self._ticks_before = self._ticks

    def _received_bytes(self, received: bytes) -> None:
        self._arrived_at = time.perf_counter()
        self._ticks += received.count("✓".encode())
        super()._received_bytes(received)


def joined_laptop(folder: Path, long_form: str = "") -> Workspace:
    """Return a laptop joined to the kit of a made-up county; its household form may be another."""
    campaign, roster = make_county("benchmark")
    lead = create_workspace(folder / "lead", campaign)
    if long_form:
        path = lead.questionnaires / "registered-household.yaml"
        path.write_text(long_form, encoding="utf-8")
    lead.save_roster(roster)
    sample = draw_sample(roster, campaign.sample, "benchmark")
    schedule = plan_schedule(
        sample, roster, campaign.teams, campaign.days, campaign.villages_per_day
    )
    lead.save_sample(sample, tuple(schedule))
    kits = make_kits(
        lead,
        folder / "kits",
        made_at=datetime(2020, 6, 28, 7, tzinfo=campaign.zone),
        lead_public_key=equip(lead).public.hex(),
    )
    equip(join_kit(kits[0], folder / "laptop"), team=campaign.teams[0].code)
    return Workspace(folder / "laptop")


def long_form(count: int) -> str:
    """Return the text of a form of `count` questions, each with a condition on the one before."""
    lines = [
        "settings: {form_id: registered-household, form_title: Long, version: '1',",
        "  default_language: en, subject: household}",
        "choices:",
        "  yes_no: [{name: '1', label: 'Yes'}, {name: '2', label: 'No'}]",
        "survey:",
    ]
    for number in range(count):
        relevant = f", relevant: \"${{q{number - 1}}} != ''\"" if number else ""
        lines.append(
            f"  - {{name: q{number}, type: select_one yes_no,"
            f" label: 'Question {number}', required: true{relevant}}}"
        )
    return "\n".join(lines) + "\n"


def time_interview(laptop: Workspace, most: int) -> list[float]:
    """Return the milliseconds of each answering key, through one household up to its review."""
    subject = next(
        visit.number
        for visit in laptop.sample.visits
        if visit.household.category is Category.POOR and not visit.is_reserve
    )
    terminal = TimedTerminal(laptop.folder, "interview", subject)
    terminal.begin(1, 3)
    while len(terminal.waits_ms) < most and "F1" in "".join(terminal.lines()[-2:]):
        if any("1  Finish" in line for line in terminal.asked()):
            break
        answer_next(terminal, IN_WORDS)
        terminal.settle()
    terminal.kill()
    return terminal.waits_ms


def time_bare(folder: Path) -> list[float]:
    """Return the milliseconds of each key of the bare limit."""
    child = pexpect.spawn(sys.executable, ["-c", BARE, str(folder / "bare.db")], timeout=10)
    child.delaybeforesend = None
    child.expect_exact("ready")
    waits = []
    for _nth in range(BARE_KEYS):
        began = time.perf_counter()
        child.send("1")
        child.expect_exact("done")
        waits.append((time.perf_counter() - began) * 1e3)
    child.sendline("q")
    child.close(force=True)
    return waits


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "shipped").mkdir()
        (folder / "long").mkdir()
        timed = {
            "bare limit": time_bare(folder),
            "shipped form": time_interview(joined_laptop(folder / "shipped"), 200),
            f"{LONG_FORM:,} questions": time_interview(
                joined_laptop(folder / "long", long_form(LONG_FORM)), LONG_FORM_ANSWERS
            ),
        }
    bare = statistics.median(timed["bare limit"])
    print(f"{'':<16} {'keys':>5} {'median':>10} {'95th of 100':>12} {'beside bare':>12}")
    for name, waits in timed.items():
        median = statistics.median(waits)
        slow = statistics.quantiles(waits, n=100)[94]
        print(
            f"{name:<16} {len(waits):>5} {median:>7.1f} ms {slow:>9.1f} ms {median / bare:>10.1f} x"
        )


if __name__ == "__main__":
    main()
