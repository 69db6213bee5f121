"""What is kept of a village once it is assessed: its points, without anybody's answers.

Takes and gives JSON values, strict in what it reads: points as exact fractions, codes and counts,
nothing that anybody said.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from fieldsurvey.assess.scores.grading import grade_of
from fieldsurvey.assess.scores.score import Basis, BlockScore, Score, VillageScore
from fieldsurvey.assess.scores.scoring_rules import Scoring
from fieldsurvey.assess.village import VillageAssessment


@dataclass(frozen=True, slots=True)
class VillageTotal:
    """What one village comes to, without the working."""

    village: str
    score: VillageScore | None
    """Its indicators are left out; None where nobody finished an interview."""
    done: tuple[tuple[str, str], ...]
    """Subject and form of each interview that counts."""
    problems: int
    """How many there are, hints and dismissed ones, too."""


def total_of(assessed: VillageAssessment) -> VillageTotal:
    """Return what is kept of an assessed village."""
    score = assessed.score
    if score is not None:
        score = replace(
            score,
            with_suspected=replace(score.with_suspected, indicators=()),
            confirmed=replace(score.confirmed, indicators=()),
        )
    return VillageTotal(assessed.village, score, assessed.done, len(assessed.problems))


def write_total(total: VillageTotal) -> dict[str, Any]:
    """Return a total as JSON says it."""
    said: dict[str, Any] = {
        "village": total.village,
        "done": [list(each) for each in total.done],
        "problems": total.problems,
    }
    if total.score is not None:
        said["score"] = {
            "visited": total.score.households_visited,
            "scale": list(total.score.scale.as_integer_ratio()),
            "with_suspected": _write_points(total.score.with_suspected),
            "confirmed": _write_points(total.score.confirmed),
            "critical": total.score.critical,
            "is_barred": total.score.is_barred,
        }
    return said


def read_total(scoring: Scoring, said: Mapping[str, Any]) -> VillageTotal:
    """Return the total that JSON says.

    Args:
        scoring: What it was scored by.
        said: As `write_total` gives it.

    Raises:
        ValueError: It is no total by this scoring.
    """
    try:
        score = _read_score(scoring, said["village"], said["score"]) if "score" in said else None
        done = tuple((str(subject), str(form)) for subject, form in said["done"])
        return VillageTotal(str(said["village"]), score, done, int(said["problems"]))
    except (KeyError, TypeError, AttributeError, ZeroDivisionError) as error:
        raise ValueError(str(error)) from error


def _write_points(score: Score) -> list[list[int]]:
    return [
        [*block.points.as_integer_ratio(), *block.possible.as_integer_ratio()]
        for block in score.blocks
    ]


def _read_score(scoring: Scoring, village: str, said: Mapping[str, Any]) -> VillageScore:
    confirmed = _read_points(scoring, Basis.CONFIRMED, said["confirmed"])
    is_barred = bool(said["is_barred"])
    return VillageScore(
        village=village,
        households_visited=int(said["visited"]),
        scale=Fraction(*said["scale"]),
        with_suspected=_read_points(scoring, Basis.WITH_SUSPECTED, said["with_suspected"]),
        confirmed=confirmed,
        critical=int(said["critical"]),
        is_barred=is_barred,
        grade=grade_of(scoring, confirmed.score, is_barred=is_barred),
    )


def _read_points(scoring: Scoring, basis: Basis, said: Any) -> Score:
    blocks = tuple(
        BlockScore(block, Fraction(got, got_of), Fraction(possible, possible_of))
        for block, (got, got_of, possible, possible_of) in zip(scoring.blocks, said, strict=True)
    )
    return Score(
        basis=basis,
        indicators=(),
        blocks=blocks,
        points=sum((block.points for block in blocks), Fraction(0)),
        possible=sum((block.possible for block in blocks), Fraction(0)),
    )
