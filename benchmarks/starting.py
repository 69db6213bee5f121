"""How long an inspector waits for the first question, unlocking included, on an encrypted laptop.

Run it: `python benchmarks/starting.py [INTERVIEWS] [PHOTOS]`. The campaign of the tutorial is made
with laptops encrypted; the laptop gets finished interviews of 90 answers, each with photos, sealed
in its outbox. Then the real program is started: asked for the day, and for an interview, which
ends at its first question. At most 2 s are wanted, the passphrase tried at its full cost. The
first start compares every byte of the outbox, later ones only what changed.
"""

import os
import secrets
import subprocess
import sys
import tempfile
import time
from hashlib import sha256
from pathlib import Path

from fieldsurvey.campaign.workspace import Workspace
from fieldsurvey.chain.interview import Photo
from fieldsurvey.chain.lines.line import Entry, Kind
from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.cli.app import run
from fieldsurvey.cli.workplace.sealing_up import seal_up
from fieldsurvey.cli.workplace.unlocking import PASSPHRASE_FILE, unlock
from fieldsurvey.interview.photos.album import Album
from fieldsurvey.interview.photos.photo_files import photo_value

INTERVIEWS, PHOTOS = 60, 3
ANSWERS, PHOTO_BYTES = 90, 1_000_000
GOAL_S, STARTS = 2.0, 5
TUTORIAL = Path(__file__).parents[1] / "docs" / "tutorial"


def main() -> int:
    """Print the first start and the median of later ones, of two commands."""
    interviews, photos = map(int, [*sys.argv[1:], *[INTERVIEWS, PHOTOS][len(sys.argv) - 1 :]])
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as folder:
        laptop = _make(Path(folder))
        _fill(laptop, interviews, photos)
        question = ("interview", "0101-02", "--inspectors", "陈知行,林若水", "--plain")
        took = {"to the first question, everything read again": _started_s(laptop, *question)}
        for name, words in (("to the first question", question), ("to today's list", ("today",))):
            starts = [_started_s(laptop, *words) for _nth in range(STARTS)]
            took[name] = sorted(starts)[STARTS // 2]
    print(f"{interviews} interviews, {interviews * photos} photos of {PHOTO_BYTES // 1_000} kB")
    for name, (taken_s, busy_s) in took.items():
        print(f"{name}: {taken_s:.2f} s, of which the processor was busy {busy_s:.2f} s")
    return 0 if took["to the first question"][0] <= GOAL_S else 1


def _make(folder: Path) -> Workspace:
    lead, kits, laptop = (folder / name for name in ("lead", "kits", "laptop"))
    (folder / "passphrase").write_text("mule kettle ninety harbour\n", encoding="utf-8")
    os.environ[PASSPHRASE_FILE] = str(folder / "passphrase")
    plan = (TUTORIAL / "campaign.yaml").read_text(encoding="utf-8")
    plan = plan.replace("id: tutorial", "id: lead") + "\nat_rest:\n  encrypted: required\n"
    _do("new", lead, "--encrypted")
    (lead / "campaign.yaml").write_text(plan, encoding="utf-8")
    _do("-w", lead, "roster", "import", *sorted(TUTORIAL.glob("*.csv")))
    _do("-w", lead, "sample", "draw", "--seed", "starting")
    _do("-w", lead, "kit", "make", kits, "--no-codes")
    _do("join", kits / "team-1", laptop)
    return Workspace(laptop, unlock)


def _do(*words: object) -> None:
    if run([str(word) for word in words]):
        raise SystemExit(f"{words[:4]} failed")


def _fill(laptop: Workspace, interviews: int, photos: int) -> None:
    key = laptop.key
    assert key is not None
    album = Album(laptop.photos, key=key)
    with SurveyFile.open(
        laptop.survey_db, database_key=key.database, finish_cost_log2=4
    ) as survey_file:
        for number in range(interviews):
            survey_file.append([*_interview(f"0101-{number + 10}", photos, album)])
            seal_up(laptop, survey_file)


def _interview(subject: str, photos: int, album: Album) -> list[Entry]:
    said = {"subject": subject, "form": "registered-household"}
    entries = [Entry(Kind.INTERVIEW_START, value=said)]
    entries += [Entry(Kind.ANSWER, question=f"q{nth}", value="1") for nth in range(ANSWERS)]
    for _nth in range(photos):
        content = secrets.token_bytes(PHOTO_BYTES)
        photo = Photo(sha256(content).hexdigest(), "IMG.jpg", len(content), extension="jpg")
        album.keep(photo, content)
        entries.append(Entry(Kind.PHOTO, question="q1", value=photo_value(photo)))
    return [*entries, Entry(Kind.FINISH, value={"signatures": ["陈知行", "林若水"]})]


def _started_s(laptop: Workspace, *words: str) -> tuple[float, float]:
    """Return how long a command takes that finds no more lines to read, and its processor time."""
    started, before = time.perf_counter(), os.times()
    subprocess.run(
        [sys.executable, "-m", "fieldsurvey", "-w", str(laptop.folder), *words],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=True,
    )
    after = os.times()
    busy_s = sum(after[2:4]) - sum(before[2:4])
    return time.perf_counter() - started, busy_s


if __name__ == "__main__":
    raise SystemExit(main())
