"""A question with its answer in, the problem rule that holds against it out. Pure.

The one place that says whether an answer is a problem: the interview says it at once, and the
problem list says the same at night.
"""

from fieldsurvey.expressions import Scope, compile_expression
from fieldsurvey.questionnaire.model import ProblemRule, Question


def firing_rule(question: Question, scope: Scope) -> ProblemRule | None:
    """Return the first rule of `question` that holds for its answer in `scope`; None if none does.

    A blank, a special answer and a question that is not relevant hold nothing.

    Args:
        question: The question judged.
        scope: `current` is its path; `values` hold its answer, and every answer its rules read.
    """
    answer = scope.values.get(scope.current, "")
    if not question.problem or not isinstance(answer, str) or not answer:
        return None
    return next(
        (rule for rule in question.problem if compile_expression(rule.when).truth(scope)), None
    )
