"""The engine for provinces and nations: the same functions over partitioned Parquet on Dask.

Takes portions of a survey file and a folder, both of which every worker sees, gives what each
village comes to. Each portion is laid out as Parquet by one task and assessed by the next.
Needs the extra `cluster`: pip install 'fieldsurvey[cluster]'.
"""

import logging
import pickle
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fieldsurvey.assess.engines import Job, totals_received, totals_sent
from fieldsurvey.assess.village_total import VillageTotal
from fieldsurvey.chain.interview import Interview
from fieldsurvey.chain.portions import Portion
from fieldsurvey.chain.storage.rows import INTERVIEW_COLUMNS, Row
from fieldsurvey.errors import UsageError
from fieldsurvey.i18n import _

if TYPE_CHECKING:
    from distributed import Client

ROWS_A_PARTITION = 5_000
"""Fewer and larger than for processes: a task of a cluster costs more to hand out."""

_NUMBERS = frozenset(
    name for name, kind in Interview.__annotations__.items() if kind in {int, bool}
)
"""Columns that hold whole numbers; all others hold texts."""

_UNWATCHED = {
    "distributed.worker.profile.enabled": False,
    "distributed.admin.tick.interval": "1s",
    "distributed.admin.system-monitor.interval": "10s",
}
"""Dask watches itself for a dashboard that is not there: a third of its processor time."""


@dataclass(frozen=True, slots=True)
class Partition:
    """A portion that lies in a Parquet file."""

    path: Path
    """Of the survey file it is from."""
    parquet: Path

    def rows(self) -> Iterator[Row]:
        """Yield its rows."""
        import pyarrow.parquet

        with pyarrow.parquet.ParquetFile(self.parquet) as file:
            for batch in file.iter_batches(batch_size=1_000):
                yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)


def write_partition(portion: Portion, parquet: Path) -> Partition:
    """Lay a portion out as Parquet."""
    import pyarrow
    import pyarrow.parquet

    columns = zip(*portion.rows(), strict=True)
    arrays = [
        pyarrow.array(column, pyarrow.int64() if name in _NUMBERS else pyarrow.string())
        for name, column in zip(INTERVIEW_COLUMNS, columns, strict=True)
    ]
    pyarrow.parquet.write_table(
        pyarrow.table(arrays, names=INTERVIEW_COLUMNS),
        parquet,
        compression="lz4",
        # Hardly a text stands in two interviews, and nobody asks for a range of them.
        use_dictionary=False,
        write_statistics=False,
    )
    return Partition(portion.path, parquet)


def run_dask(
    client: "Client", job: Job, portions: Iterable[Portion], folder: Path
) -> Iterator[VillageTotal]:
    """Yield the total of each village in the same order, worked out on a cluster.

    Args:
        client: Of the cluster.
        job: What they are assessed by; every worker gets it once.
        portions: In the order of their subjects; every worker sees their survey file.
        folder: Empty; every worker sees it under the same path.
    """
    spread = client.scatter(pickle.dumps(job), broadcast=True, hash=False)
    tasks = []
    for number, portion in enumerate(portions):
        parquet = folder / f"interviews-{number:06}.parquet"
        written = client.submit(write_partition, portion, parquet, pure=False)
        tasks.append(client.submit(totals_sent, spread, written, pure=False))
    for task in tasks:
        yield from totals_received(task.result())
        task.release()


def start_cluster(workers: int) -> Any:
    """Return a cluster on this machine, to be closed by the caller.

    Raises:
        UsageError: The extra is not installed.
    """
    try:
        import dask
        from distributed import LocalCluster
    except ImportError as error:
        raise UsageError(
            _("Dask is not installed here."),
            to_do=_("pip install 'fieldsurvey[cluster]', or leave out --engine dask."),
        ) from error
    with dask.config.set(_UNWATCHED):
        return LocalCluster(
            n_workers=workers,
            threads_per_worker=1,
            # Without an address it would be port 8787, of every network, and of one cluster only.
            dashboard_address="127.0.0.1:0",
            scheduler_kwargs={"dashboard": False},
            processes=True,
            silence_logs=logging.CRITICAL,  # nobody waits for a worker that is told to go
        )
