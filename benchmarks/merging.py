"""Merging a night's bundles, beside hashing and inserting the same lines with nothing else.

    .venv/bin/python benchmarks/merging.py            20 laptops × 60 interviews × 90 answers
    .venv/bin/python benchmarks/merging.py --growth   a tenth of it and five times as well

Both sides start from what travels: the merge from bundles that are not sealed (age costs the same
on any side), the bare one from the same lines as text. The bare side makes digests and hashes with
hashlib and inserts with one executemany a laptop into the same table on the same disk. Each figure
is the best of three, in turns; the memory is the largest of a process of its own. Ends with 1 where
the merge takes more than twice the bare time, or more than 500 MB.
"""

import argparse
import hashlib
import json
import random
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from fieldsurvey.chain.devices.keys import DeviceKey, Purpose, sign_text
from fieldsurvey.chain.lines.clock import SimulatedClock
from fieldsurvey.chain.lines.line import GENESIS, Entry, Kind
from fieldsurvey.chain.lines.text import read_line, write_line
from fieldsurvey.chain.storage.schema import bring_up_to_date
from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.handover.bundle import Header, write_bundle
from fieldsurvey.handover.merging import merge

LAPTOPS, INTERVIEWS, ANSWERS = 20, 60, 90
RATIO_WANTED, MEGABYTES_WANTED = 2.0, 500
ROUNDS = 3
EVENING = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)
CAMPAIGN = "benchmark"


def main() -> int:
    """Measure what is asked for, and say whether it is what is wanted."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--growth", action="store_true", help="other sizes, too")
    parser.add_argument("--only-merge", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.only_merge:
        with tempfile.TemporaryDirectory() as folder:
            took = merge_once(asked.only_merge, Path(folder))
        print(json.dumps([took, peak_megabytes()]))
        return 0
    sizes = [(20, 6), (20, 60), (20, 300)] if asked.growth else [(LAPTOPS, INTERVIEWS)]
    return max(measure(laptops, interviews) for laptops, interviews in sizes)


def measure(laptops: int, interviews: int) -> int:
    """Compare the two sides at one size; return 1 where the merge takes too much."""
    with tempfile.TemporaryDirectory() as folder:
        stick = Path(folder) / "stick"
        stick.mkdir()
        texts = [make_bundle(stick, number, interviews) for number in range(laptops)]
        lines = sum(map(len, texts))
        bare, merged, peak = [], [], []
        for number in range(ROUNDS):
            bare.append(bare_once(texts, Path(folder) / f"bare-{number}.db"))
            command = [sys.executable, __file__, "--only-merge", str(stick)]
            said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
            took, megabytes = json.loads(said)
            merged.append(took)
            peak.append(megabytes)
    ratio = min(merged) / min(bare)
    print(
        f"{lines:>8,} lines: bare {min(bare):.2f} s, merge {min(merged):.2f} s,"
        f" ratio {ratio:.2f}, {max(peak):.0f} MB"
    )
    return int(ratio > RATIO_WANTED or max(peak) > MEGABYTES_WANTED)


def make_bundle(stick: Path, number: int, interviews: int) -> list[str]:
    """Put one laptop's bundle on the stick, and return its lines."""
    key = DeviceKey.of_seed(bytes([number + 1]) * 32)
    lots = random.Random(number)
    texts: list[str] = []
    lines = []
    previous = GENESIS
    for entry in said(key.device, interviews, lots):
        text = write_line(
            entry,
            device=key.device,
            seq=len(texts) + 1,
            clock=SimulatedClock(EVENING, elapsed_ms=len(texts) * 9000),
            random_bytes=lots.randbytes,
        )
        line = read_line(text, previous=previous)
        previous = line.hash
        texts.append(text)
        lines.append(line)
    header = Header(
        campaign=CAMPAIGN,
        team="2",
        device=key.device,
        public_key=key.public.hex(),
        first=1,
        last=len(texts),
        previous=GENESIS,
        head=previous,
        made_at=EVENING.isoformat(),
    )
    signature = sign_text(key, Purpose.BUNDLE, header.text())
    (stick / header.name).write_bytes(write_bundle(header.text(), signature, lines))
    return texts


def said(device: str, interviews: int, lots: random.Random) -> list[Entry]:
    """Return what is said in some interviews."""
    entries: list[Entry] = []
    for number in range(interviews):
        name = f"{device}-{len(entries) + 1}"
        about = {"subject": f"01{number:04}", "form": "registered-household", "team": "2"}
        entries.append(Entry(Kind.INTERVIEW_START, name, value=about, questionnaire="ab" * 32))
        for question in range(ANSWERS):
            path, value = f"question_number_{question}", str(lots.randrange(5))
            entries.append(Entry(Kind.ANSWER, name, path, value, who="陈静"))
        entries.append(Entry(Kind.FINISH, name, value={"signatures": ["陈静", "李强"]}))
    return entries


def bare_once(texts: list[list[str]], path: Path) -> float:
    """Hash and insert all lines, and return the seconds."""
    connection = sqlite3.connect(path, isolation_level=None)
    bring_up_to_date(connection)
    connection.execute("PRAGMA journal_mode = TRUNCATE")
    connection.execute("PRAGMA synchronous = EXTRA")
    begun = time.perf_counter()
    for number, laptop in enumerate(texts):
        previous = bytes(32)
        rows = []
        for seq, text in enumerate(laptop, start=1):
            digest = hashlib.sha256(text.encode()).digest()
            hash_ = hashlib.sha256(previous + digest).digest()
            rows.append((f"d{number:08}", seq, hash_, previous, digest, text, "answer", ""))
            previous = hash_
        connection.execute("BEGIN")
        connection.executemany("INSERT INTO line VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)
        connection.execute("COMMIT")
    took = time.perf_counter() - begun
    connection.close()
    return took


def merge_once(stick: Path, folder: Path) -> float:
    """Merge a stick into a new survey file, and return the seconds."""
    key = DeviceKey.of_seed(bytes(32))
    with SurveyFile.create(
        folder / "survey.db", device=key.device, public_key=key.public, campaign=CAMPAIGN
    ) as survey_file:
        begun = time.perf_counter()
        report = merge(survey_file, [stick], inbox=folder / "inbox")
        took = time.perf_counter() - begun
        if report.refused:
            raise SystemExit(str(report.refused[0]))
    return took


def peak_megabytes() -> float:
    """Return the largest memory of this process so far."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)


if __name__ == "__main__":
    sys.exit(main())
