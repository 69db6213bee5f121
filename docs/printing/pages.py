"""All printed pages: what each should say, and which are out of date.

A page written by hand holds printed parts between `<!-- printed: NAME -->` and `<!-- end -->`;
every NAME is one of `PARTS`. A schema is printed whole.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from fieldsurvey.i18n import set_language
from fieldsurvey.questionnaire.json_schema import questionnaire_schema
from fieldsurvey.report.csv_metadata import csv_metadata
from fieldsurvey.report.frozen.edition_json import edition_schema
from fieldsurvey.report.frozen.problem_row import problem_list_schema
from printing import codes, commands, database, imports, keys, language

DOCS = Path(__file__).parents[1]

PARTS: Mapping[str, Callable[[], list[str]]] = {
    "imports": imports.imports,
    "global options": commands.global_options,
    "commands": commands.commands,
    "keys of a questionnaire": language.keys,
    "keys of a test": language.test_keys,
    "types": language.types,
    "functions": language.functions,
    "facts": language.preloads,
    "codes": codes.codes,
    "verdicts": codes.verdicts,
    "tables": database.tables,
    "views": database.views,
    "command keys": keys.command_key_table,
}
"""What is printed into a page, by the name in its marker."""

SCHEMAS: Mapping[str, Callable[[], dict[str, Any]]] = {
    "problem-list.schema.json": problem_list_schema,
    "edition.schema.json": edition_schema,
    "problem-list.csv-metadata.json": csv_metadata,
    "questionnaire.schema.json": questionnaire_schema,
}

_MARKED = re.compile(r"(<!-- printed: (.+?) -->\n)(.*?)(<!-- end -->)", re.DOTALL)


def printed() -> Iterator[tuple[Path, str]]:
    """Yield every page that holds something printed, and what it should say, in English.

    Raises:
        KeyError: A marker names no part.
        ValueError: A part stands in no page.
    """
    set_language("en")
    placed: set[str] = set()
    for path in sorted(DOCS.glob("*.md")):
        text = path.read_text(encoding="utf-8")
        if names := {match[2] for match in _MARKED.finditer(text)}:
            placed |= names
            yield path, _MARKED.sub(_with_part, text)
    if placed != PARTS.keys():
        raise ValueError(f"in no page: {sorted(PARTS.keys() - placed)}")
    for name, schema in SCHEMAS.items():
        yield DOCS / name, json.dumps(schema(), ensure_ascii=False, indent=2) + "\n"


def _with_part(match: re.Match[str]) -> str:
    opening, name, _old, closing = match.groups()
    lines = PARTS[name]()
    return "\n".join([f"{opening}", *lines, "", closing])


def stale() -> list[tuple[Path, str]]:
    """Return every page that is out of date, with what it should say."""
    return [
        (path, text)
        for path, text in printed()
        if not path.exists() or path.read_text(encoding="utf-8") != text
    ]
