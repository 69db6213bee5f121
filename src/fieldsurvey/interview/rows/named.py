"""What a row of a repeat is called: its number, and the first that was said of it. Pure."""

from functools import lru_cache

from fieldsurvey.expressions.values import AnswerValue
from fieldsurvey.interview.logic.evaluation import Evaluation
from fieldsurvey.interview.logic.paths import name_of, repeat_of, row_of
from fieldsurvey.interview.logic.plan import Plan
from fieldsurvey.interview.logic.wording import value_in_words
from fieldsurvey.interview.places import row_number
from fieldsurvey.questionnaire.model import Question


def row_name(evaluation: Evaluation, row: str, language: str) -> str:
    """Return what a row is called: its first text answered, else its first answer in words."""
    texts, others = _own_questions(evaluation.plan, name_of(repeat_of(row)))
    for path in (row + name for name in texts):
        if _is_said(evaluation.values.get(path)):
            return _in_words(evaluation, path, language)
    for path in (row + name for name in others):
        if path in evaluation.answers and _is_said(evaluation.values.get(path)):
            return _in_words(evaluation, path, language)
    return ""


def rows_in_words(evaluation: Evaluation, path: str, language: str) -> str:
    """Return which rows a path stands in, outermost first: `2 文秀 · 1 本县`; '' outside rows."""
    rows = []
    while row := row_of(path):
        name = row_name(evaluation, row, language)
        rows.append(f"{row_number(row)} {name}".rstrip())
        path = repeat_of(row)
    return " · ".join(rows[::-1])


@lru_cache(maxsize=256)
def _own_questions(plan: Plan, repeat: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the texts of a repeat, and what else a person is asked in it; not in its repeats."""
    own = [
        plan.nodes[name]
        for name in plan.inside.get(repeat, ())
        if plan.nodes[name].repeats[-1] == repeat
    ]
    texts = [n for n in own if isinstance(n.item, Question) and n.item.base_type == "text"]
    others = [n for n in own if isinstance(n.item, Question) and n.asks is not None]
    return tuple(n.name for n in texts), tuple(n.name for n in others)


def _in_words(evaluation: Evaluation, path: str, language: str) -> str:
    return " ".join(value_in_words(evaluation, path, language).split())


def _is_said(value: AnswerValue | None) -> bool:
    return isinstance(value, str) and bool(value.strip())
