"""Scoring a large campaign in one process, in two, and on a Dask cluster of two workers.

    .venv/bin/python benchmarks/engines.py                 200,000 interviews
    .venv/bin/python benchmarks/engines.py --of 1000000    another number

Each engine reads the same survey file and must give the same totals; the processes and the workers
read their own parts of it, and the workers lay them out as Parquet first. Starting the pool or the
cluster is not counted: it stays up in a province; writing the Parquet files is. Beside the time on
the clock stands the processor time of this process and of the workers: on a machine that others
use, too, the clock says little, and what two free processors would take is half of all processor
time, or that of the busiest process. Ends with 1 where totals differ, or where Dask would not be
1.6 times as fast then.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from made_campaign import County, make_county, save

from fieldsurvey.assess.cluster import ROWS_A_PARTITION, run_dask, start_cluster
from fieldsurvey.assess.deciding import Decisions
from fieldsurvey.assess.engines import Job, run_processes, totals_of
from fieldsurvey.assess.settling import Known
from fieldsurvey.assess.village import Rulebook
from fieldsurvey.assess.village_total import VillageTotal
from fieldsurvey.chain.portions import portions_of
from fieldsurvey.chain.survey_file import SurveyFile

OF_THE_DEMO = 575
WORKERS = 2
DASK_WANTED = 1.6


def main() -> int:
    """Run all three, and say whether they agree and how much faster two are than one."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--of", type=int, default=200_000, help="how many interviews")
    parser.add_argument("--county", type=Path, help="a demo's lead's folder, to save a minute")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        county = County(asked.county) if asked.county else make_county(Path(folder) / "demo")
        copies = -(-asked.of // OF_THE_DEMO)
        path = Path(folder) / "survey.db"
        for first in range(0, copies, 100):
            count = save(county, range(first, min(first + 100, copies)), path)
        rulebook = Rulebook(county.questionnaires, county.scoring, county.villages(copies))
        print(f"{count:,} interviews")
        with SurveyFile.open(path) as survey_file:
            return measure(Job(rulebook, Known(), Decisions()), survey_file, Path(folder))


def measure(job: Job, survey_file: SurveyFile, folder: Path) -> int:
    """Run each engine once; return 1 where something is not as wanted."""
    each = survey_file.each_interview
    one, alone = timed("one process", lambda: totals_of(job, each()), lambda: [])
    processes, pooled = timed(
        "two processes", lambda: run_processes(job, portions_of(survey_file), WORKERS), children_s
    )
    partitions = folder / "parquet"
    partitions.mkdir()
    with start_cluster(WORKERS) as cluster, cluster.get_client() as client:
        dask, free = timed(
            "dask, two workers",
            lambda: run_dask(client, job, portions_of(survey_file, ROWS_A_PARTITION), partitions),
            lambda: [*client.run(time.process_time).values()],
        )
    factor = alone / free
    print(f"  two processes on two free processors: {alone / pooled:.2f} times as fast")
    print(f"  Dask on two free processors: {factor:.2f} times as fast")
    print(f"  all totals are the same: {one == processes == dask}")
    return int(not one == processes == dask or factor < DASK_WANTED)


def timed(
    name: str,
    run: Callable[[], Iterable[VillageTotal]],
    workers_s: Callable[[], list[float]],
) -> tuple[list[VillageTotal], float]:
    """Return all totals, and the seconds they would take on two free processors."""
    before, own, started = workers_s(), time.process_time(), time.perf_counter()
    found = list(run())
    took, here = time.perf_counter() - started, time.process_time() - own
    after = workers_s()
    workers = [late - early for late, early in zip(after, before, strict=True)]
    free = max(here, *workers, (here + sum(workers)) / 2) if workers else here
    told = " + ".join(f"{each:.1f}" for each in workers) or "0"
    print(f"  {name:18} {took:7.1f} s on the clock; processor: here {here:.1f} s, workers {told} s")
    return found, free


def children_s() -> list[float]:
    """Return the processor time of the processes that have ended, shared by two."""
    times = os.times()
    return [(times.children_user + times.children_system) / WORKERS] * WORKERS


if __name__ == "__main__":
    sys.exit(main())
