"""Assessing a campaign, beside reading its rows with nothing else, and beside pandas.

    .venv/bin/python benchmarks/assessing.py            575, 2,000, 20,000 and 200,000 interviews
    .venv/bin/python benchmarks/assessing.py --quick    no 200,000
    .venv/bin/python benchmarks/assessing.py --memory   10,000 and 1,000,000: the largest memory

The bare side reads the same rows from the same file in the same order and gives each JSON column
to json.loads; the line below it only the answers. The other lines go on from there with what the
program does: interviews as objects, their problems by all rules, and the whole of assessing,
village by village, with evidence and scores. The garbage collector is kept from the plan on every
side, as the program does it. All run in one process, in turns; a figure is the best of four to
fifteen in processor time, because other work on the machine does not count there. After `make
peers` a pandas script does the same on the same file as the whole of assessing does, and at the
smaller sizes every cell of both is compared. It goes column by column, so it gains as they grow
longer; a fifth of its time is wanted at the size of a county's campaign, 575 interviews. Ends with
1 where something takes more than is wanted, and where the two differ.
"""

import argparse
import json
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import groupby
from pathlib import Path

from beside_pandas import PANDAS, agrees, run_pandas
from made_campaign import County, make_county, save

from fieldsurvey.assess.deciding import Decisions
from fieldsurvey.assess.engines import spare_what_stays
from fieldsurvey.assess.problems.gathering import gather_problems
from fieldsurvey.assess.village import Rulebook, assess_villages
from fieldsurvey.campaign.model import village_of
from fieldsurvey.chain.interview import Interview
from fieldsurvey.chain.storage.rows import SELECT_INTERVIEW
from fieldsurvey.chain.survey_file import SurveyFile

OF_THE_DEMO = 575
"""Interviews of the campaign that the program was asked for: 28 villages, 15 households each."""
RATIO_WANTED, PANDAS_WANTED, MEMORY_WANTED = 2.0, 5.0, 1.2
ORDER = " ORDER BY subject, form_id, id"
COLUMNS = Interview._fields
ANSWERS = (COLUMNS.index("answers"),)
JSON_COLUMNS = tuple(
    COLUMNS.index(name)
    for name in (
        *("inspectors", "preload", "answers", "descriptions", "remarks", "signatures"),
        *("photos", "photos_absent"),
    )
)
COMPARED_MOST = 5_000
"""Interviews up to which what pandas comes to is held against what the program comes to."""


def main() -> int:
    """Measure what is asked for, and say whether it is what is wanted."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--quick", action="store_true", help="no 200,000")
    parser.add_argument("--memory", action="store_true", help="the largest memory only")
    parser.add_argument("--county", type=Path, help="a demo's lead's folder, to save a minute")
    parser.add_argument("--peak-of", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        county = County(asked.county) if asked.county else make_county(Path(folder) / "demo")
        if asked.peak_of:
            print(peak_of(county, asked.peak_of))
            return 0
        if asked.memory:
            return measure_memory(county, Path(folder))
        sizes = (OF_THE_DEMO, 2_000, 20_000, *(() if asked.quick else (200_000,)))
        return max(measure(county, Path(folder) / f"{size}.db", size) for size in sizes)


def measure(county: County, path: Path, size: int) -> int:
    """Compare the sides at one size; return 1 where assessing takes too much."""
    copies = range(-(-size // OF_THE_DEMO))
    count = save(county, copies, path)
    rulebook = Rulebook(
        county.questionnaires, county.scoring, county.plan(len(copies)).roster.villages
    )
    spare_what_stays()
    sides: dict[str, Callable[[], object]] = {
        "rows, json.loads": lambda: bare(path, JSON_COLUMNS),
        "rows, json.loads of answers": lambda: bare(path, ANSWERS),
        "interviews": lambda: sum(1 for _each in interviews(path)),
        "problems": lambda: problems(path, rulebook),
        "whole assessment": lambda: assess(path, rulebook),
    }
    took: dict[str, list[float]] = {name: [] for name in sides}
    for _round in range(rounds_for(count)):
        for name, side in sides.items():
            started = time.process_time()
            side()
            took[name].append(time.process_time() - started)
    least = min(took["rows, json.loads"])
    print(f"{count:,} interviews, {path.stat().st_size / 1e6:,.0f} MB")
    for name, times in took.items():
        each = min(times) / count * 1e6
        print(f"  {name:28} {each:7.1f} µs each {min(times):8.2f} s  × {min(times) / least:5.2f}")
    ratio = min(took["problems"]) / least
    too_slow = ratio > RATIO_WANTED
    if PANDAS.exists():
        too_slow |= not is_beside_pandas(rulebook, path, count, min(took["whole assessment"]))
    return int(too_slow)


def rounds_for(count: int) -> int:
    """Return how often each side runs: often enough that the quiet moments of a machine are met."""
    return min(15, max(4, 180_000 // count))


def bare(path: Path, columns: tuple[int, ...]) -> None:
    """Read the rows and load JSON, nothing else."""
    connection = sqlite3.connect(path)
    for row in connection.execute(SELECT_INTERVIEW + ORDER):
        for column in columns:
            json.loads(row[column])
    connection.close()


def interviews(path: Path) -> Iterator[Interview]:
    """Yield the interviews of a survey file."""
    with SurveyFile.open(path) as survey_file:
        yield from survey_file.each_interview()


def problems(path: Path, rulebook: Rulebook) -> int:
    """Find all problems, village by village."""
    villages = groupby(interviews(path), lambda each: village_of(each.subject))
    return sum(
        len(gather_problems(rulebook.questionnaires, known).problems) for _code, known in villages
    )


def assess(path: Path, rulebook: Rulebook) -> int:
    """Assess all villages."""
    assessed = assess_villages(rulebook, interviews(path), Decisions())
    return sum(len(village.problems) for village in assessed)


def is_beside_pandas(rulebook: Rulebook, path: Path, count: int, own_s: float) -> bool:
    """Let pandas do the same; say whether it takes as much longer as is wanted and agrees."""
    compared = path.with_suffix(".pandas.json") if count <= COMPARED_MOST else None
    run = run_pandas(rulebook, path, compared)
    each, factor = run.cpu_s / count * 1e6, run.cpu_s / own_s
    print(
        f"  {'pandas':28} {each:7.1f} µs each {run.cpu_s:8.2f} s  {factor:.1f} times as long as the"
        f" whole assessment ({run.wall_s:.2f} s by the clock)"
    )
    stages = (f"{stage} {took_s / count * 1e6:.1f}" for stage, took_s in run.stages.items())
    print(f"    µs each: {', '.join(stages)}")
    fast_enough = factor >= PANDAS_WANTED or count > OF_THE_DEMO
    if compared is None:
        return fast_enough
    assessed = assess_villages(rulebook, interviews(path), Decisions())
    return agrees(assessed, compared) and fast_enough


def measure_memory(county: County, folder: Path) -> int:
    """Compare the largest memory of a small and a large campaign; the plan is the same."""
    peaks = []
    for size in (10_000, 1_000_000):
        path = folder / "memory.db"
        done = 0 if not peaks else 10_000 // OF_THE_DEMO + 1
        for first in range(done, -(-size // OF_THE_DEMO), 100):
            count = save(county, range(first, min(first + 100, -(-size // OF_THE_DEMO))), path)
        command = [sys.executable, __file__, "--county", str(county.folder), "--peak-of", str(path)]
        said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        peaks.append(float(said))
        print(f"{count:>9,} interviews: {peaks[-1]:.0f} MB")
    return int(peaks[1] > peaks[0] * MEMORY_WANTED)


def peak_of(county: County, path: Path) -> float:
    """Assess a survey file and return the largest memory of this process in megabytes."""
    villages = county.villages(1_000_000 // OF_THE_DEMO + 1)
    assess(path, Rulebook(county.questionnaires, county.scoring, villages))
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    sys.exit(main())
