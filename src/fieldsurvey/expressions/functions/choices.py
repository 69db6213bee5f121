"""Answers of select questions, and the lists they are chosen from."""

from fieldsurvey.expressions.functions.registry import Kind, Topic
from fieldsurvey.expressions.scope import Scope
from fieldsurvey.expressions.tables import first_where

_topic = Topic("Choices and tables")


@_topic.offer(
    "selected(answer:text, choice:text)",
    Kind.TRUTH,
    "Holds where the choice is among those selected.",
)
def selected(answer: str, choice: str) -> bool:
    """Look for one choice."""
    return choice.strip() in answer.split()


@_topic.offer(
    "selected-at(answer:text, index:number)",
    Kind.TEXT,
    "Gives the selected choice at a place, the first being 0; blank beyond the last.",
)
def selected_at(answer: str, index: float) -> str:
    """Pick one choice by its 0-based place."""
    chosen = answer.split()
    return chosen[int(index)] if 0 <= index < len(chosen) else ""


@_topic.offer("count-selected(answer:text)", Kind.NUMBER, "Says how many choices are selected.")
def count_selected(answer: str) -> float:
    """Count choices."""
    return float(len(answer.split()))


_topic.announce(
    "jr:choice-name(choice:text, question:text)",
    Kind.TEXT,
    "Gives the label of a choice of a question, which is named in quotes: "
    "jr:choice-name(${water}, '${water}').",
)
_topic.announce(
    "choice-label(question:nodes, choice:text)",
    Kind.TEXT,
    "Gives the label of a choice of a question, as SurveyCTO writes it.",
)


def choice_name(scope: Scope, choice: str, question: str) -> str:
    """Return the label of a choice, of several choices the labels with commas between them."""
    rows = scope.choices.get(scope.question_lists.get(question, ""), ())
    whole = first_where(rows, "name", choice)
    if whole is not None:
        return whole.get("label", "")
    found = (first_where(rows, "name", each) for each in choice.split())
    return ", ".join(row.get("label", "") for row in found if row is not None)


@_topic.offer(
    "pulldata(table:text, column:text, key_column:text, key:text)",
    Kind.TEXT,
    "Gives the cell in `column` of the first line of a table whose `key_column` holds the key.",
    scope=True,
)
def pulldata(scope: Scope, table: str, column: str, key_column: str, key: str) -> str:
    """Look up one cell."""
    row = first_where(scope.tables.get(table, scope.choices.get(table, ())), key_column, key)
    return "" if row is None else row.get(column, "")


_topic.announce(
    "instance(list:text)",
    Kind.NODES,
    "Starts a path into a list or table: instance('villages')/root/item[name = ${v}]/label.",
)
