"""What saving one answer costs, plain and encrypted, in turns in one run.

Run it: `python benchmarks/saving.py [ANSWERS]`. Encrypted may cost a quarter more than plain.
"""

import statistics
import sys
import tempfile
import time
from pathlib import Path

from fieldsurvey.chain.lines.line import Entry, Kind
from fieldsurvey.chain.survey_file import SurveyFile

ANSWERS = 1_000
MOST_RATIO = 1.25


def main() -> int:
    """Print median and 95th percentile of both, and their ratio."""
    answers = int(sys.argv[1]) if len(sys.argv) > 1 else ANSWERS
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as folder:
        files = {
            "plain": SurveyFile.create(Path(folder) / "plain.db", device="d0000000a"),
            "encrypted": SurveyFile.create(
                Path(folder) / "encrypted.db", device="d0000000a", database_key=bytes(range(32))
            ),
        }
        took_ms: dict[str, list[float]] = {name: [] for name in files}
        interviews = {name: _begin(survey_file) for name, survey_file in files.items()}
        for number in range(answers):
            for name, survey_file in files.items():
                said = Entry(
                    Kind.ANSWER, interviews[name], f"q{number % 90}", f"answer {number}", who="A"
                )
                started = time.perf_counter()
                survey_file.append([said])
                took_ms[name].append((time.perf_counter() - started) * 1000)
        for survey_file in files.values():
            survey_file.close()
    ratios = []
    for words, figure in (("median", statistics.median), ("p95", _p95)):
        plain, encrypted = figure(took_ms["plain"]), figure(took_ms["encrypted"])
        ratios.append(encrypted / plain)
        print(f"{words}: plain {plain:.2f} ms, encrypted {encrypted:.2f} ms, {ratios[-1]:.2f} ×")
    return 0 if ratios[0] <= MOST_RATIO else 1


def _begin(survey_file: SurveyFile) -> str:
    start = Entry(Kind.INTERVIEW_START, value={"subject": "0103-07", "form_id": "f"})
    [line] = survey_file.append([start])
    return line.entry.interview


def _p95(values: list[float]) -> float:
    return statistics.quantiles(values, n=20)[-1]


if __name__ == "__main__":
    raise SystemExit(main())
