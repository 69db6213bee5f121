"""Takes interviews, or portions of a survey file, gives what each village comes to.

In this process `totals_of` does it, in many `run_processes`, and on a cluster `cluster.run_dask`:
those call `totals_of` on the same interviews, so they cannot come to different points.
"""

import gc
import pickle
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from itertools import groupby
from multiprocessing import get_context

from fieldsurvey.assess.deciding import Decisions
from fieldsurvey.assess.settling import Known, settle_interviews
from fieldsurvey.assess.village import Rulebook, assess_village
from fieldsurvey.assess.village_total import VillageTotal, total_of
from fieldsurvey.campaign.model import village_of
from fieldsurvey.chain.interview import Interview, Keying
from fieldsurvey.chain.portions import Portion, portion_interviews
from fieldsurvey.i18n import language, set_language


class Engine(StrEnum):
    """Where villages are assessed."""

    AUTO = "auto"
    """In many processes where that is sooner, else in this one."""
    ONE = "one"
    """In this process."""
    PROCESSES = "processes"
    """In as many processes as there are processors."""
    DASK = "dask"
    """On a Dask cluster, over partitioned Parquet."""


INTERVIEWS_FOR_PROCESSES = 50_000
"""Fewer take this process some seconds at most, and starting others takes one of them."""


def engine_for(interviews: int, processors: int) -> Engine:
    """Return where so many interviews are assessed soonest on this machine."""
    if processors > 1 and interviews >= INTERVIEWS_FOR_PROCESSES:
        return Engine.PROCESSES
    return Engine.ONE


@dataclass(frozen=True, slots=True)
class Job:
    """Everything but the interviews that villages are assessed by."""

    rulebook: Rulebook
    known: Known
    """What is decided about conflicts and forks."""
    decided: Decisions
    """What is decided about problems."""
    language: str = field(default_factory=language)
    """What another process says is in the language of this one."""


def spare_what_stays() -> None:
    """Keep the garbage collector from all there is now.

    The plan of a province is hundreds of thousands of objects that stay to the end: looking through
    them for rings again and again takes a tenth of all the time.
    """
    gc.freeze()


def totals_of(job: Job, interviews: Iterable[Interview]) -> Iterator[VillageTotal]:
    """Yield what each village comes to, one after the other.

    Args:
        job: What they are assessed by.
        interviews: In the order of their subjects.
    """
    for village, known in groupby(interviews, lambda each: village_of(each.subject)):
        yield total_of(
            assess_village(job.rulebook, village, settled(job.known, known), job.decided)
        )


def settled(known: Known, interviews: Iterable[Interview]) -> tuple[Interview, ...]:
    """Return the interviews of a village that count, and those nobody decided about."""
    firsts = (each for each in interviews if each.keying is not Keying.SECOND)
    return settle_interviews(firsts, known).interviews


def run_processes(job: Job, portions: Iterable[Portion], workers: int) -> Iterator[VillageTotal]:
    """Yield the total of each village in the same order, worked out by a pool of processes.

    Args:
        job: What they are assessed by.
        portions: In the order of their subjects; handed out as fast as the pool works, not faster.
        workers: How many processes.
    """
    # Started afresh: a copy of this process would hold its survey file open.
    with ProcessPoolExecutor(
        workers,
        mp_context=get_context("spawn"),
        initializer=_begin,
        initargs=(pickle.dumps(job),),
    ) as pool:
        yield from _in_order(lambda portion: pool.submit(_totals, portion), portions, 2 * workers)


def _in_order(
    submit: Callable[[Portion], "Future[bytes]"], portions: Iterable[Portion], most: int
) -> Iterator[VillageTotal]:
    """Yield what futures give, in the order of the portions, with at most `most` under way."""
    under_way: deque[Future[bytes]] = deque()
    for portion in portions:
        under_way.append(submit(portion))
        if len(under_way) >= most:
            yield from totals_received(under_way.popleft().result())
    while under_way:
        yield from totals_received(under_way.popleft().result())


def totals_sent(sent: bytes, portion: Portion) -> bytes:
    """Do the same as `totals_of` in another process, which reads the pickled job once; pickled."""
    job = _job(sent)
    set_language(job.language)
    return pickle.dumps([*totals_of(job, portion_interviews(portion))])


def totals_received(said: bytes) -> list[VillageTotal]:
    """Return what `totals_sent` gave in a process that this one started."""
    totals: list[VillageTotal] = pickle.loads(said)
    spare_what_stays()
    return totals


@lru_cache(maxsize=1)
def _job(sent: bytes) -> Job:
    job: Job = pickle.loads(sent)  # made by the process that started this one
    spare_what_stays()
    return job


_sent: list[bytes] = []
"""The job of a process of a pool: megabytes, so it is not sent with each portion."""


def _begin(sent: bytes) -> None:
    _sent.append(sent)


def _totals(portion: Portion) -> bytes:
    return totals_sent(_sent[-1], portion)
