"""The engine for provinces and nations: the same functions over partitioned Parquet on Dask.

Takes rows of interviews and a folder that every worker sees, gives what each village comes to.
Needs the extra `cluster`: pip install 'fieldsurvey[cluster]'.
"""

import logging
import pickle
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fieldsurvey.assess.engines import Job, Row, batches, totals_of
from fieldsurvey.assess.village_total import VillageTotal
from fieldsurvey.chain.rows import INTERVIEW_COLUMNS
from fieldsurvey.errors import UsageError
from fieldsurvey.i18n import _

if TYPE_CHECKING:
    from distributed import Client

ROWS_A_PARTITION = 5_000

_UNWATCHED = {
    "distributed.worker.profile.enabled": False,
    "distributed.admin.tick.interval": "1s",
    "distributed.admin.system-monitor.interval": "10s",
}
"""Dask watches itself for a dashboard that is not there: a third of its processor time."""


def write_partitions(
    rows: Iterable[Row], folder: Path, most: int = ROWS_A_PARTITION
) -> Iterator[Path]:
    """Lay rows out as Parquet, whole villages to a file; yield each file once it is whole."""
    import pyarrow
    import pyarrow.parquet

    for number, batch in enumerate(batches(rows, most)):
        columns = dict(zip(INTERVIEW_COLUMNS, map(list, zip(*batch, strict=True)), strict=True))
        path = folder / f"interviews-{number:06}.parquet"
        pyarrow.parquet.write_table(pyarrow.table(columns), path, compression="lz4")
        yield path


def read_partition(path: Path) -> Iterator[Row]:
    """Yield the rows of one file."""
    import pyarrow.parquet

    with pyarrow.parquet.ParquetFile(path) as file:
        for batch in file.iter_batches(batch_size=1_000):
            yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)


def run_dask(
    client: "Client", job: Job, rows: Iterable[Row], folder: Path, most: int = ROWS_A_PARTITION
) -> Iterator[VillageTotal]:
    """Yield the total of each village in the same order, worked out on a cluster.

    Args:
        client: Of the cluster.
        job: What they are assessed by; every worker gets it once.
        rows: In the order of their subjects.
        folder: Empty; every worker sees it under the same path.
        most: Rows from which on a partition is full.
    """
    spread = client.scatter(job, broadcast=True, hash=False)
    # The first partitions are assessed while the last are written.
    tasks = [
        client.submit(_totals_of_file, spread, str(path), pure=False)
        for path in write_partitions(rows, folder, most)
    ]
    for task in tasks:
        yield from pickle.loads(task.result())  # said by this cluster's own workers
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
            dashboard_address=None,
            processes=True,
            silence_logs=logging.CRITICAL,  # nobody waits for a worker that is told to go
        )


def _totals_of_file(job: Job, path: str) -> bytes:
    # Of a list Dask sends each element by itself, with a score table of its own in each.
    return pickle.dumps(totals_of(job, read_partition(Path(path))))
