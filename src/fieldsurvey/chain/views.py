"""A questionnaire in, a SQL view with one row an interview and one column a question out.

For people with Datasette, DB Browser or a notebook; the program itself never reads a view.
"""

import sqlite3
from collections.abc import Iterator

from fieldsurvey.questionnaire.model import Questionnaire, Repeat

_ABOUT = (
    "id",
    "subject",
    "status",
    "team",
    "inspectors",
    "started_at",
    "finished_at",
    "device",
    "questionnaire",
    "forked",
)
_COLUMNS_MAX = 1990
"""SQLite takes 2,000 columns; a longer questionnaire is cut here and whole in `interview`."""


def view_questionnaire(questionnaire: Questionnaire) -> str:
    """Return the SELECT of the view: about the interview (`_status` …), then each question.

    A second keying of a paper form has no row: it is compared, not counted.
    A special answer shows as `{"special":"refused"}`. Questions in repeats have no column of
    their own; they stand in `interview.answers`.
    """
    about = [f"{name} AS {_name('_' + name)}" for name in _ABOUT]
    asked = [
        f"json_extract(answers, {_text(_json_path(name))}) AS {_name(name)}"
        for name in _single_questions(questionnaire)
    ]
    columns = ",\n  ".join([*about, *asked][:_COLUMNS_MAX])
    return (
        f"SELECT\n  {columns}\nFROM interview"
        f" WHERE form_id = {_text(questionnaire.form_id)} AND keying <> 'second'"
    )


def create_view(connection: sqlite3.Connection, questionnaire: Questionnaire) -> None:
    """Make the view `form FORM_ID`, in place of that of another version; nothing if it is there."""
    name = _view_name(questionnaire)
    sql = view_statement(questionnaire)
    there = connection.execute(
        "SELECT sql FROM sqlite_master WHERE type = 'view' AND name = ?", (name,)
    ).fetchone()
    if there != (sql,):
        connection.execute(f"DROP VIEW IF EXISTS {_name(name)}")
        connection.execute(sql)


def view_statement(questionnaire: Questionnaire) -> str:
    """Return the statement that makes the view."""
    return f"CREATE VIEW {_name(_view_name(questionnaire))} AS {view_questionnaire(questionnaire)}"


def _view_name(questionnaire: Questionnaire) -> str:
    return f"form {questionnaire.form_id}"


def _single_questions(questionnaire: Questionnaire) -> Iterator[str]:
    repeated = {
        item.name
        for item, above in questionnaire.walk()
        if any(isinstance(outer, Repeat) for outer in above)
    }
    for name, question in questionnaire.questions.items():
        if name not in repeated and question.base_type != "note":
            yield name


def _name(text: str) -> str:
    return '"' + text.replace("\0", "").replace('"', '""') + '"'


def _text(text: str) -> str:
    return "'" + text.replace("\0", "").replace("'", "''") + "'"


def _json_path(name: str) -> str:
    return '$."' + name.replace('"', "") + '"'
