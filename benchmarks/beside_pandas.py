"""A survey file and what it is judged by in; what the pandas script takes and finds, out.

The script runs in a process of its own, by the Python of `make peers`, and writes down everything
it came to. Here that is held against what the program comes to, cell by cell.
"""

import json
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from pathlib import Path
from typing import Any

from rules_for_pandas import rules_for_pandas

from fieldsurvey.assess.problems.problem import Problem
from fieldsurvey.assess.scores.score import Basis, VillageScore
from fieldsurvey.assess.village import Rulebook, VillageAssessment

PANDAS = Path(__file__).parents[1] / ".venv-peers/bin/python"
SCRIPT = Path(__file__).parent / "assessing_with_pandas.py"
PROBLEM_COLUMNS = (
    *("number", "question_number", "severity", "category", "indicator", "sector", "support"),
    *("description", "quantity", "subject", "form_id", "head", "state", "instance", "section"),
    *("block", "also_in", "is_free_text"),
)
EXACTLY = 6
"""Decimals in which points are the same: pandas reckons in binary fractions."""

Table = Mapping[tuple[str, ...], tuple[object, ...]]


@dataclass(frozen=True, slots=True)
class PandasRun:
    """What one run of the pandas script says."""

    cpu_s: float
    """Processor time from opening the survey file to the last point."""
    wall_s: float
    stages: Mapping[str, float]
    """Processor seconds of each stage."""


def run_pandas(rulebook: Rulebook, path: Path, result: Path | None = None) -> PandasRun:
    """Assess a survey file with pandas, twice, and return the faster run.

    Args:
        rulebook: What it is judged by.
        path: The survey file.
        result: Where the script writes what it came to.
    """
    rules = path.with_suffix(".rules.json")
    rules.write_text(json.dumps(rules_for_pandas(rulebook)), encoding="utf-8")
    command = [str(PANDAS), str(SCRIPT), str(path), str(rules), *([str(result)] if result else [])]
    runs = [subprocess.run(command, check=True, stdout=subprocess.PIPE) for _ in range(2)]
    return min((PandasRun(**json.loads(run.stdout)) for run in runs), key=lambda run: run.cpu_s)


def agrees(assessed: Iterable[VillageAssessment], result: Path) -> bool:
    """Print how much of what the program finds pandas finds, too; say whether it is all."""
    known = list(assessed)
    scores = [village.score for village in known if village.score is not None]
    theirs = json.loads(result.read_text(encoding="utf-8"))
    problems = (problem for village in known for problem in village.problems)
    same = [
        _compare(
            "problems", dict(map(_problem, problems)), map(_their_problem, theirs["problems"])
        ),
        _compare(
            "points of villages",
            {key: cells for score in scores for key, cells in _points(score)},
            (each for village in theirs["villages"] for each in _their_points(village)),
        ),
        _compare(
            "deductions",
            {key: cells for score in scores for key, cells in _deductions(score)},
            map(_their_deduction, theirs["deductions"]),
        ),
    ]
    return all(same)


def _compare(
    what: str, ours: Table, theirs: Iterable[tuple[tuple[str, ...], tuple[object, ...]]]
) -> bool:
    found = dict(theirs)
    alike = sum(found.get(key) == cells for key, cells in ours.items())
    print(f"    {what}: {len(ours):,} here, {len(found):,} with pandas, {alike:,} the same")
    differing = [key for key in ours.keys() | found.keys() if ours.get(key) != found.get(key)]
    for key in sorted(differing)[:3]:
        print(f"      {key}: here {ours.get(key)}, with pandas {found.get(key)}")
    return not differing


def _problem(problem: Problem) -> tuple[tuple[str, ...], tuple[object, ...]]:
    cells = (_plain(getattr(problem, column)) for column in PROBLEM_COLUMNS)
    key = (problem.interview, problem.question, problem.rule)
    return key, (*cells, problem.text["zh"], problem.text["en"])


def _plain(value: object) -> object:
    if isinstance(value, Enum):
        return value.value
    return ",".join(value) if isinstance(value, tuple) else value


def _their_problem(row: Mapping[str, Any]) -> tuple[tuple[str, ...], tuple[object, ...]]:
    cells = (row[column] for column in (*PROBLEM_COLUMNS, "text_zh", "text_en"))
    return (row["interview"], row["question"], row["rule"]), tuple(cells)


def _points(score: VillageScore) -> Iterable[tuple[tuple[str, ...], tuple[object, ...]]]:
    grade = score.grade.label["zh"] if score.grade else ""
    for basis in Basis:
        own = score.on(basis)
        blocks = ((_decimal(each.points), _decimal(each.possible)) for each in own.blocks)
        indicators = (_decimal(each.points) for each in own.indicators)
        cells = (own.score_hundredths, *blocks, *indicators, score.critical, grade)
        yield (score.village, basis.value), (*cells, score.households_visited)


def _their_points(
    village: Mapping[str, Any],
) -> Iterable[tuple[tuple[str, ...], tuple[object, ...]]]:
    for basis in Basis:
        own = f"{basis.value}_"
        names = [name.removeprefix(own) for name in village if name.startswith(own)]
        blocks = [name for name in names if f"{name}_possible" in names]
        indicators = [name for name in names if name not in blocks and "_possible" not in name]
        cells = (
            village[basis.value],
            *(
                (_decimal(village[own + name]), _decimal(village[f"{own}{name}_possible"]))
                for name in blocks
            ),
            *(_decimal(village[own + name]) for name in indicators),
        )
        said = (village["critical"], village["grade"], village["households_visited"])
        yield (village["village"], basis.value), (*cells, *said)


def _deductions(score: VillageScore) -> Iterable[tuple[tuple[str, ...], tuple[object, ...]]]:
    for basis in Basis:
        for indicator in score.on(basis).indicators:
            parts = indicator.indicator.parts
            for each in indicator.deductions:
                place = (indicator.indicator.code, str(parts.index(each.part)))
                key = (score.village, basis.value, *place, each.problem.number)
                points = (_decimal(each.asked), _decimal(each.taken))
                yield key, (*points, each.standing.value, each.instead)


def _their_deduction(row: Mapping[str, Any]) -> tuple[tuple[str, ...], tuple[object, ...]]:
    place = (row["indicator"], str(row["part"]), row["number"])
    points = (_decimal(row["asked"]), _decimal(row["taken"]))
    return (row["village"], row["basis"], *place), (*points, row["standing"], row["instead"])


def _decimal(points: Fraction | float) -> float:
    return round(float(points), EXACTLY)
