"""Takes rows of interviews, gives what each village comes to: here or in many processes.

A third engine, for clusters, stands in `cluster`. Every engine calls `totals_of` on the same rows,
so they cannot come to different points.
"""

import pickle
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import groupby
from multiprocessing import get_context
from typing import Any, TypeAlias

from fieldsurvey.assess.deciding import Decisions
from fieldsurvey.assess.settling import Known, settle_interviews
from fieldsurvey.assess.village import Rulebook, assess_village
from fieldsurvey.assess.village_total import VillageTotal, total_of
from fieldsurvey.campaign.model import village_of
from fieldsurvey.chain.interview import Interview, Keying
from fieldsurvey.chain.rows import SUBJECT_COLUMN, row_interview

Row: TypeAlias = Sequence[Any]
"""One row of the survey file's `interview`, as `SurveyFile.each_interview_row` gives it."""

ROWS_A_BATCH = 2_000
"""Enough that sending a batch costs little beside assessing it; small enough to hold many."""


class Engine(StrEnum):
    """Where villages are assessed."""

    ONE = "one"
    """In this process."""
    PROCESSES = "processes"
    """In as many processes as there are processors."""
    DASK = "dask"
    """On a Dask cluster, over partitioned Parquet."""


@dataclass(frozen=True, slots=True)
class Job:
    """Everything but the rows that villages are assessed by."""

    rulebook: Rulebook
    known: Known
    """What is decided about conflicts and forks."""
    decided: Decisions
    """What is decided about problems."""


def totals_of(job: Job, rows: Iterable[Row]) -> list[VillageTotal]:
    """Assess whole villages.

    Args:
        job: What they are assessed by.
        rows: In the order of their subjects.
    """
    made = map(row_interview, rows)
    return [
        total_of(assess_village(job.rulebook, village, settled(job.known, known), job.decided))
        for village, known in groupby(made, lambda each: village_of(each.subject))
    ]


def settled(known: Known, interviews: Iterable[Interview]) -> tuple[Interview, ...]:
    """Return the interviews of a village that count, and those nobody decided about."""
    firsts = (each for each in interviews if each.keying is not Keying.SECOND)
    return settle_interviews(firsts, known).interviews


def batches(rows: Iterable[Row], most: int = ROWS_A_BATCH) -> Iterator[list[Row]]:
    """Yield whole villages together, until there are `most` rows or more."""
    batch: list[Row] = []
    for _village, of_village in groupby(rows, lambda row: village_of(row[SUBJECT_COLUMN])):
        batch += of_village
        if len(batch) >= most:
            yield batch
            batch = []
    if batch:
        yield batch


def run_here(job: Job, rows: Iterable[Row]) -> Iterator[VillageTotal]:
    """Yield the total of each village, one after the other."""
    for batch in batches(rows, most=1):
        yield from totals_of(job, batch)


def run_processes(job: Job, rows: Iterable[Row], workers: int) -> Iterator[VillageTotal]:
    """Yield the total of each village in the same order, worked out by a pool of processes.

    Args:
        job: What they are assessed by.
        rows: In the order of their subjects; read as fast as the pool works, not faster.
        workers: How many processes.
    """
    sent = pickle.dumps(job)
    # Started afresh: a copy of this process would hold its survey file open.
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:

        def submit(batch: list[Row]) -> Future[list[VillageTotal]]:
            return pool.submit(totals_sent, sent, batch)

        yield from _in_order(submit, batches(rows), 2 * workers)


def _in_order(
    submit: Callable[[list[Row]], "Future[list[VillageTotal]]"],
    given: Iterable[list[Row]],
    most: int,
) -> Iterator[VillageTotal]:
    """Yield what futures give, in the order of the batches, with at most `most` under way."""
    under_way: deque[Future[list[VillageTotal]]] = deque()
    for batch in given:
        under_way.append(submit(batch))
        if len(under_way) >= most:
            yield from under_way.popleft().result()
    while under_way:
        yield from under_way.popleft().result()


def totals_sent(sent: bytes, rows: Iterable[Row]) -> list[VillageTotal]:
    """Do the same as `totals_of` in another process, which reads the job once."""
    return totals_of(_job(sent), rows)


@lru_cache(maxsize=1)
def _job(sent: bytes) -> Job:
    job: Job = pickle.loads(sent)  # made by the process that started this one
    return job
