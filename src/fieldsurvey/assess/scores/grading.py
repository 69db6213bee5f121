"""Takes a score and whether a veto stands, gives a grade.

No veto takes points (spec, section 6, rule 9): it only keeps the best grade away.
"""

from fractions import Fraction

from fieldsurvey.assess.problems.problem import Problem, ProblemState
from fieldsurvey.assess.scores.rounding import hundredths
from fieldsurvey.assess.scores.scoring_rules import Grade, Scoring


def grade_of(scoring: Scoring, score: Fraction, *, is_barred: bool) -> Grade | None:
    """Return the best grade a score earns; nothing if it earns none.

    The score is compared as it is published, in hundredths: who reads 95.00 beside "from 95" must
    not find a lower grade.

    Args:
        scoring: Grades from best to worst.
        score: 0 to 100, exact.
        is_barred: A confirmed 错退, 漏评 or unsolved 三保障 problem keeps the best grade away.
    """
    published = Fraction(hundredths(score), 100)
    open_grades = scoring.grades[1:] if is_barred else scoring.grades
    return next((grade for grade in open_grades if published >= grade.at_least), None)


def bars_best_grade(scoring: Scoring, problem: Problem) -> bool:
    """Say whether a problem keeps its village and township from the best grade."""
    is_confirmed = problem.state is ProblemState.CONFIRMED
    return is_confirmed and problem.rule in scoring.best_grade_barred_by
