"""Takes two versions of a questionnaire; gives what changed, and what that does to answers."""

from fieldsurvey.questionnaire.differences.comparing import compare
from fieldsurvey.questionnaire.differences.difference import (
    Difference,
    DifferenceCode,
    DifferenceKind,
    Differences,
)
from fieldsurvey.questionnaire.differences.old_interviews import RuleStanding, Standing

__all__ = [
    "Difference",
    "DifferenceCode",
    "DifferenceKind",
    "Differences",
    "RuleStanding",
    "Standing",
    "compare",
]
