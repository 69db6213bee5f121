"""Scoring a large campaign in one process, in two, and on a Dask cluster of two workers.

    .venv/bin/python benchmarks/engines.py                 200,000 interviews
    .venv/bin/python benchmarks/engines.py --of 1000000    another number

Each engine reads the same survey file and must give the same totals; the processes and the workers
read their own parts of it, and the workers lay them out as Parquet first. Starting the cluster is
not counted, it stays up in a province; starting the pool and writing Parquet are. Beside the time
on the clock stands the processor time of this process and of the workers: on a machine that others
use, too, the clock says little, and what two free processors would take is half of all processor
time, or that of the busiest process. Beside it stands what bare reading takes, one process that
reads the same rows and gives their JSON to json.loads. Ends with 1 where totals differ, where Dask
would not be 1.6 times as fast as one process then, or where the two processes, which the program
takes by itself from 50,000 interviews on, would take more than twice the bare reading.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from assessing import JSON_COLUMNS, bare
from made_campaign import County, make_county, save

from fieldsurvey.assess.cluster import ROWS_A_PARTITION, run_dask, start_cluster
from fieldsurvey.assess.deciding import Decisions
from fieldsurvey.assess.engines import Job, run_processes, spare_what_stays, totals_of
from fieldsurvey.assess.settling import Known
from fieldsurvey.assess.village import Rulebook
from fieldsurvey.assess.village_total import VillageTotal
from fieldsurvey.chain.portions import portions_of
from fieldsurvey.chain.survey_file import SurveyFile

OF_THE_DEMO = 575
WORKERS = 2
DASK_WANTED, READING_MOST = 1.6, 2.0


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
        took = Took()
        spare_what_stays()
        took.add("bare reading", lambda: bare(path, JSON_COLUMNS))
        with SurveyFile.open(path) as survey_file:
            run_engines(Job(rulebook, Known(), Decisions()), survey_file, Path(folder), took)
        return took.verdict()


def run_engines(job: Job, survey_file: SurveyFile, folder: Path, took: "Took") -> None:
    """Run each engine once."""
    each = survey_file.each_interview
    took.add("one process", lambda: [*totals_of(job, each())])
    portions = portions_of(survey_file)
    took.add("two processes", lambda: [*run_processes(job, portions, WORKERS)], children_s)
    partitions = folder / "parquet"
    partitions.mkdir()
    with start_cluster(WORKERS) as cluster, cluster.get_client() as client:
        portions = portions_of(survey_file, ROWS_A_PARTITION)
        took.add(
            "dask, two workers",
            lambda: [*run_dask(client, job, portions, partitions)],
            lambda: [*client.run(time.process_time).values()],
        )


class Took:
    """What was run, what it came to, and how long it took."""

    def __init__(self) -> None:
        self.free_s: dict[str, float] = {}
        """On two free processors: half of all processor time, or that of the busiest process."""
        self.totals: dict[str, list[VillageTotal] | None] = {}

    def add(
        self,
        name: str,
        run: Callable[[], list[VillageTotal] | None],
        workers_s: Callable[[], list[float]] = list,
    ) -> None:
        """Run something; `workers_s` gives the processor time of each worker so far."""
        before, own, started = workers_s(), time.process_time(), time.perf_counter()
        self.totals[name] = run()
        took_s, here = time.perf_counter() - started, time.process_time() - own
        workers = [late - early for late, early in zip(workers_s(), before, strict=True)]
        free = max(here, *workers, (here + sum(workers)) / 2) if workers else here
        self.free_s[name] = free
        told = " + ".join(f"{each:.1f}" for each in workers) or "0"
        ratio = free / self.free_s["bare reading"]
        print(f"  {name:18} {took_s:6.1f} s by the clock; processor s: {here:.1f}, workers {told}")
        print(f"  {'':18} on free processors {free:.1f} s, {ratio:.2f} × bare reading")

    def verdict(self) -> int:
        """Say how much faster two are than one; return 1 where it is not as wanted."""
        del self.totals["bare reading"]
        one, two, dask = (self.free_s[name] for name in self.totals)
        first, *others = self.totals.values()
        same = all(other == first for other in others)
        print(
            f"  two processes: {one / two:.2f} times as fast as one; Dask: {one / dask:.2f} times"
        )
        print(f"  all totals are the same: {same}")
        too_slow = two > READING_MOST * self.free_s["bare reading"] or one / dask < DASK_WANTED
        return int(not same or too_slow)


def children_s() -> list[float]:
    """Return the processor time of the processes that have ended, shared by two."""
    times = os.times()
    return [(times.children_user + times.children_system) / WORKERS] * WORKERS


if __name__ == "__main__":
    sys.exit(main())
