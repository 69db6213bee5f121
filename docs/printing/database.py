"""The migrations in, the tables of a survey file with their columns out."""

import re
import sqlite3
from collections.abc import Iterator

from fieldsurvey.chain.storage.schema import SCHEMA_VERSION, bring_up_to_date
from fieldsurvey.chain.views import view_questionnaire
from fieldsurvey.questionnaire import load_questionnaires, shipped_folder
from printing.markdown import code, table

PURPOSES = {
    "line": "The truth: every line of every device, exactly as it was hashed."
    " Guards refuse to change or delete a row.",
    "interview": "One row each, folded from lines in the same transaction that adds them."
    " `rebuild` makes all of it again.",
    "questionnaire": "Every version of a questionnaire that an interview was made with,"
    " as its YAML text.",
    "device": "Every laptop whose lines are here, with its key.",
    "bundle": "Every bundle made or taken in, with what was signed.",
    "receipt": "Who has signed for having a chain up to which line.",
    "tombstone": "The lines whose text a lead erased, or that this laptop let go once the lead had"
    " signed for them. A line with a tombstone has no text, and never gets one again.",
    "meta": "Whose file this is: device, campaign, team.",
    "_sqlite_migrations": "Which of the migrations this file has seen; kept by sqlite-utils.",
}
"""What each table is for."""

_COLUMN = re.compile(r"^\s+(?P<name>\w+) (?P<type>TEXT|INTEGER|BLOB)[^\n]*?(?:-- (?P<about>.*))?$")


def tables() -> list[str]:
    """Print every table of a new survey file: what it is for, and its columns."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    try:
        bring_up_to_date(connection)
        made = dict(connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'"))
    finally:
        connection.close()
    if made.keys() != PURPOSES.keys():
        raise ValueError(f"say in PURPOSES what this is for: {made.keys() ^ PURPOSES.keys()}")
    lines = [f"Schema version {SCHEMA_VERSION} (`PRAGMA user_version`)."]
    for name, purpose in PURPOSES.items():
        lines += ["", f"### {name}", "", purpose, ""]
        lines += table(("column", "type", ""), _columns(made[name]))
    return lines


def _columns(sql: str) -> Iterator[tuple[str, str, str]]:
    for line in sql.split("\n"):
        if match := _COLUMN.match(line.replace('"', "")):
            yield code(match["name"]), match["type"], match["about"] or ""


def views() -> list[str]:
    """Print the views of the shipped questionnaires with their columns."""
    lines: list[str] = []
    for form_id, questionnaire in load_questionnaires(shipped_folder()).items():
        columns = re.findall(r' AS "([^"]+)"', view_questionnaire(questionnaire))
        about = [name for name in columns if name.startswith("_")]
        if not lines:
            lines = [f"About the interview: {', '.join(map(code, about))}.", ""]
            lines += ["| view | questions |", "|---|---|"]
        asked = [name for name in columns if name not in about]
        shown = ", ".join(map(code, asked[:8]))
        lines.append(f"| `form {form_id}` | {shown} … ({len(asked)} in all) |")
    return lines
