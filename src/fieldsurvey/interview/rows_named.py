"""What a row of a repeat is called: its number, and the first that was said of it. Pure."""

from collections.abc import Iterator

from fieldsurvey.expressions.values import AnswerValue
from fieldsurvey.interview.evaluation import Evaluation
from fieldsurvey.interview.paths import repeat_of, row_of
from fieldsurvey.interview.places import paths_in_row, row_number
from fieldsurvey.interview.wording import value_in_words
from fieldsurvey.questionnaire.model import Question


def row_name(evaluation: Evaluation, row: str, language: str) -> str:
    """Return what a row is called: its first text answered, else its first answer in words."""
    said = [path for path in _own_paths(evaluation, row) if _is_said(evaluation.values.get(path))]
    texts = (path for path in said if evaluation.question(path).base_type == "text")
    answered = (path for path in said if path in evaluation.answers and evaluation.is_asked(path))
    path = next(texts, next(answered, ""))
    return " ".join(value_in_words(evaluation, path, language).split()) if path else ""


def rows_in_words(evaluation: Evaluation, path: str, language: str) -> str:
    """Return which rows a path stands in, outermost first: `2 文秀 · 1 本县`; '' outside rows."""
    rows = []
    while row := row_of(path):
        name = row_name(evaluation, row, language)
        rows.append(f"{row_number(row)} {name}".rstrip())
        path = repeat_of(row)
    return " · ".join(rows[::-1])


def _own_paths(evaluation: Evaluation, row: str) -> Iterator[str]:
    """Yield the questions of a row, without those of rows inside it."""
    for path in paths_in_row(evaluation, row):
        if row_of(path) == row and isinstance(evaluation.node(path).item, Question):
            yield path


def _is_said(value: AnswerValue | None) -> bool:
    return isinstance(value, str) and bool(value.strip())
