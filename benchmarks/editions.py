"""Writing an edition of many problems, beside bare XlsxWriter writing the same cells.

    .venv/bin/python benchmarks/editions.py              1,000, 10,000 and 100,000 problems
    .venv/bin/python benchmarks/editions.py --quick      no 100,000
    .venv/bin/python benchmarks/editions.py --memory     the largest memory only

The bare side reads nothing and knows no words: it writes the cells of the finished workbook, sheet
by sheet and row by row, with constant_memory and one format. Both run in one process, in turns; a
figure is the best of three in processor time, because other work on the machine does not count
there. The largest memory is that of a process that makes the edition and writes one format; the
edition alone is said beside it. Ends with 1 where the largest size takes more than is wanted.
"""

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path

from made_edition import make_edition
from python_calamine import CalamineWorkbook
from xlsxwriter import Workbook

from fieldsurvey.report.frozen.edition import Edition
from fieldsurvey.report.keeping.writing import FORMATS, write_edition
from fieldsurvey.report.workbook import render_workbook

ROUNDS = 3
RATIO_WANTED, MEGABYTES_WANTED = 1.3, 300
SIZES = (1_000, 10_000, 100_000)
MEASURED = ("edition", *FORMATS)

Cells = Sequence[tuple[str, list[list[object]]]]


def main() -> int:
    """Measure what is asked for, and say whether it is what is wanted."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--quick", action="store_true", help="no 100,000")
    parser.add_argument("--memory", action="store_true", help="the largest memory only")
    parser.add_argument("--peak-of", nargs=2, metavar=("WHAT", "SIZE"), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.peak_of:
        print(peak_of(asked.peak_of[0], int(asked.peak_of[1])))
        return 0
    sizes = SIZES[:-1] if asked.quick else SIZES
    is_more = False
    for size in sizes:
        if not asked.memory:
            is_more = measure_time(size) > RATIO_WANTED
        is_more |= measure_memory(size) > MEGABYTES_WANTED
    return int(is_more)


def measure_time(size: int) -> float:
    """Compare the two sides at one size; return their ratio."""
    edition = make_edition(size)
    cells = read_cells(render_workbook(edition, "zh"))
    count = sum(len(row) for _name, rows in cells for row in rows)
    took = in_turns(lambda: render_workbook(edition, "zh"), lambda: write_bare(cells))
    ours, bare = map(min, took)
    print(
        f"{size:>7,} problems, {len(cells)} sheets, {count:,} cells: "
        f"{ours:.2f} s, bare {bare:.2f} s, × {ours / bare:.2f}"
    )
    return ours / bare


def in_turns(*sides: Callable[[], object]) -> list[list[float]]:
    """Return the processor times of each side, each run in turn with the others."""
    took: list[list[float]] = [[] for _side in sides]
    for _round in range(ROUNDS):
        for side, times in zip(sides, took, strict=True):
            started = time.process_time()
            side()
            times.append(time.process_time() - started)
    return took


def read_cells(content: bytes) -> Cells:
    """Return the cells of every sheet of a workbook."""
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    return [
        (name, book.get_sheet_by_name(name).to_python(skip_empty_area=False))
        for name in book.sheet_names
    ]


def write_bare(cells: Cells) -> bytes:
    """Write cells with XlsxWriter and nothing else."""
    file = BytesIO()
    with Workbook(file, {"constant_memory": True}) as workbook:
        look = workbook.add_format({"text_wrap": True, "border": 1})
        for name, rows in cells:
            sheet = workbook.add_worksheet(name)
            for row, values in enumerate(rows):
                for column, value in enumerate(values):
                    if isinstance(value, str):
                        sheet.write_string(row, column, value, look)
                    else:
                        sheet.write_number(row, column, value, look)
    return file.getvalue()


def measure_memory(size: int) -> float:
    """Say the largest memory of making and writing an edition; return that of the workbook."""
    peaks = {}
    for what in MEASURED:
        command = [sys.executable, __file__, "--peak-of", what, str(size)]
        said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        peaks[what] = float(said)
    listed = ", ".join(f"{what} {peak:.0f}" for what, peak in peaks.items())
    print(f"{size:>7,} problems, largest memory in MB: {listed}")
    return peaks["xlsx"]


def peak_of(what: str, size: int) -> float:
    """Return the largest memory of this process in megabytes, once it has made one thing."""
    make_one(what, make_edition(size))
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def make_one(what: str, edition: Edition) -> None:
    """Write one format of an edition (and its JSON, as always); nothing for the edition itself."""
    if what in FORMATS:
        with tempfile.TemporaryDirectory() as folder:
            write_edition(edition, Path(folder), formats=[what])


if __name__ == "__main__":
    sys.exit(main())
