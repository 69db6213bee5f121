"""Takes what is known of one village, gives one document that expressions can look at.

Its finished interviews stand in it as repeats named by their forms, its problems as the repeat
`problem`, facts of the plan under their own names. So rules across forms are written in the
language of the questionnaires, and the same compiled functions answer them.
"""

from collections import Counter
from collections.abc import Iterable, Mapping

from fieldsurvey.assess.problems.problem import Problem
from fieldsurvey.campaign.model import Village
from fieldsurvey.chain.interview import Interview
from fieldsurvey.expressions.values import AnswerValue

PROBLEM = "problem"

FACTS = (
    "village.code",
    "village.name",
    "village.is_exited",
    "village.has_team",
    "village.population",
    "village.unregistered_population",
)
"""Names of the facts of the plan."""

PROBLEM_COLUMNS = ("form", "rule", "category", "severity", "subject")


def village_document(
    village: Village, interviews: Iterable[Interview], problems: Iterable[Problem]
) -> dict[str, AnswerValue]:
    """Return the answers of a village by path: `registered-household[2]/water_safe`.

    Args:
        village: Of the plan.
        interviews: Finished ones of the village and its households.
        problems: Its problems that stand, without hints.
    """
    values: dict[str, AnswerValue] = dict(_facts(village))
    count: Counter[str] = Counter()
    for interview in sorted(interviews, key=lambda one: (one.form_id, one.subject, one.id)):
        count[interview.form_id] += 1
        row = f"{interview.form_id}[{count[interview.form_id]}]"
        values |= {f"{row}/{path}": value for path, value in interview.answers.items()}
        values[f"{row}/subject"] = interview.subject
    for nth, problem in enumerate(sorted(problems, key=lambda one: one.number), start=1):
        values |= {f"{PROBLEM}[{nth}]/{name}": text for name, text in _columns(problem).items()}
    return values


def _facts(village: Village) -> Mapping[str, str]:
    said = (
        village.code,
        village.name,
        "1" if village.is_exited else "0",
        "1" if village.has_team else "0",
        str(village.population),
        str(village.unregistered_population),
    )
    return dict(zip(FACTS, said, strict=True))


def _columns(problem: Problem) -> Mapping[str, str]:
    said = (
        problem.form_id,
        problem.rule,
        problem.category,
        problem.severity.value,
        problem.subject,
    )
    return dict(zip(PROBLEM_COLUMNS, said, strict=True))
