"""What a program must know to read the CSV of an edition, in W3C's form for CSV on the Web."""

from typing import Any

from fieldsurvey.i18n import LANGUAGES
from fieldsurvey.report.frozen.problem_row import COLUMNS, problem_list_schema
from fieldsurvey.report.speaking import speaking
from fieldsurvey.report.wording import NOTHING, headings

_KINDS: dict[str, Any] = {
    "sequence": {"base": "integer", "minimum": 1},
    "date": {"base": "date", "format": "yyyy-MM-dd"},
}
_NOTE = (
    "The rows of one edition, in words of the file's language; codes are in problem-list.json. "
    "UTF-8 with a byte order mark. A cell that a spreadsheet would calculate begins with an "
    "apostrophe that is not part of it."
)


def csv_metadata() -> dict[str, Any]:
    """Return the description of `problem-list.csv`: dialect, and each column with its titles."""
    described = problem_list_schema()["$defs"]["ProblemRow"]["properties"]
    titles: dict[str, dict[str, str]] = {}
    for language in LANGUAGES:
        with speaking(language):
            titles[language] = dict(headings())
    return {
        "@context": "http://www.w3.org/ns/csvw",
        "url": "problem-list.csv",
        "dc:description": _NOTE,
        "dialect": {
            "encoding": "utf-8",
            "delimiter": ",",
            "quoteChar": '"',
            "doubleQuote": True,
            "header": True,
            "lineTerminators": ["\r\n"],
        },
        "tableSchema": {
            "columns": [
                {
                    "name": column,
                    "titles": {language: titles[language][column] for language in LANGUAGES},
                    "dc:description": described[column]["description"],
                    "datatype": _KINDS.get(column, "string"),
                    "null": NOTHING,
                }
                for column in COLUMNS
            ],
            "primaryKey": "sequence",
        },
    }
