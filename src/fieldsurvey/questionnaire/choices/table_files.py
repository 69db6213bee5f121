"""A questionnaire and its folder in; the CSV files it asks for, and what is wrong with them, out.

A file lies beside the form or in the folder `media` beside it, as on phones.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from fieldsurvey.errors import Finding
from fieldsurvey.expressions import compile_expression
from fieldsurvey.i18n import _
from fieldsurvey.questionnaire.choices.file_table import LARGEST_TABLE_BYTES, FileTable, parse_table
from fieldsurvey.questionnaire.choices.lists import ITEMSETS, columns_of
from fieldsurvey.questionnaire.findings import Code
from fieldsurvey.questionnaire.logic.form import Form, form_of
from fieldsurvey.questionnaire.logic.formulas import Formula
from fieldsurvey.questionnaire.model import Question, Questionnaire
from fieldsurvey.questionnaire.nearest import suggestion
from fieldsurvey.questionnaire.question_types import CHOOSING_FROM_FILE
from fieldsurvey.questionnaire.yaml.decoding import UnreadableFileError, read_bytes
from fieldsurvey.questionnaire.yaml.places import subject_of
from fieldsurvey.questionnaire.yaml.source import DataPath, SourceMap

_FILE_NAME = re.compile(r"[^\W_][^/\\:*?\"<>|\x00-\x1f]*\.csv", re.IGNORECASE)
_MOST_FINDINGS = 50


@dataclass(frozen=True, slots=True)
class TableFiles:
    """The CSV files of one form, as far as they could be read."""

    tables: dict[str, FileTable] = field(default_factory=dict)
    """By file name."""
    contents: dict[str, bytes] = field(default_factory=dict)
    """The bytes of each file that is there, by file name, in the order of the names."""
    findings: list[Finding] = field(default_factory=list)


def wanted_files(questionnaire: Questionnaire) -> dict[str, DataPath]:
    """Return the CSV files that `questionnaire` asks for, and where it does so first."""
    wanted: dict[str, DataPath] = {}
    for name, path in _wishes(form_of(questionnaire)):
        wanted.setdefault(name, path)
    return wanted


def table_path(folder: Path, name: str) -> Path:
    """Return where the file `name` of a form in `folder` lies, or would lie."""
    in_media = folder / "media" / name
    return in_media if in_media.is_file() and not (folder / name).is_file() else folder / name


def read_tables(questionnaire: Questionnaire, folder: Path, source: SourceMap) -> TableFiles:
    """Read every CSV file that `questionnaire` asks for; faults are findings, nothing is raised."""
    files = TableFiles()
    for name, path in sorted(wanted_files(questionnaire).items()):
        if not _FILE_NAME.fullmatch(name):
            files.findings.append(_not_a_name(name, source.place(path)))
            continue
        try:
            content = read_bytes(table_path(folder, name), LARGEST_TABLE_BYTES)
        except UnreadableFileError as error:
            files.findings.append(
                Code.TABLE_NOT_THERE.finding(
                    source.place(path),
                    _("The file '{name}' cannot be read: {why}").format(
                        name=name, why=error.finding.what
                    ),
                    _("Put it beside the form, or into the folder 'media' beside it."),
                    subject_of(questionnaire, path),
                )
            )
            continue
        files.contents[name] = content
        table, findings = _parsed(content, name)
        files.findings.extend(findings)
        if table is not None:
            files.tables[name] = table
    files.findings.extend(_use_faults(questionnaire, files.tables, source))
    return files


@lru_cache(maxsize=8)
def _parsed(content: bytes, name: str) -> tuple[FileTable | None, tuple[Finding, ...]]:
    """Read a file once, however many forms of a folder ask for it."""
    table, findings = parse_table(content, name)
    return table, tuple(findings)


def _wishes(form: Form) -> Iterator[tuple[str, DataPath]]:
    for question, placed in form.questions:
        path = (*placed.path, "type")
        if question.base_type == "select_one_external":
            yield ITEMSETS, path
        elif question.base_type in CHOOSING_FROM_FILE and question.list_name:
            yield question.list_name, path
        elif question.base_type == "csv-external":
            yield f"{question.name}.csv", path
    lists = form.questionnaire.choices
    for formula in form.formulas:
        if formula.tree is not None and ("instance(" in formula.text or "pulldata" in formula.text):
            facts = compile_expression(formula.text).facts
            for name in sorted((facts.lists | facts.tables) - lists.keys()):
                yield name if name.endswith(".csv") else f"{name}.csv", formula.path


def _not_a_name(name: str, where: str) -> Finding:
    if name.endswith((".xml", ".geojson")):
        return Code.TABLE_NAME.finding(
            where,
            _("'{name}' is no CSV file, and only those are read.").format(name=name),
            _("Save the table as CSV, with the columns name and label."),
        )
    return Code.TABLE_NAME.finding(
        where,
        _("'{name}' is not the name of a CSV file beside the form.").format(name=name),
        _("Write a file name without folders, such as villages.csv."),
    )


def _use_faults(
    questionnaire: Questionnaire, tables: dict[str, FileTable], source: SourceMap
) -> Iterator[Finding]:
    """Yield columns that are asked for and not there, and codes that cannot be told apart."""
    codes: dict[tuple[str, str], None] = {}
    for question, placed in form_of(questionnaire).questions:
        if question.base_type not in CHOOSING_FROM_FILE:
            continue
        is_external = question.base_type == "select_one_external"
        table = tables.get(ITEMSETS if is_external else question.list_name)
        if table is None:
            continue
        value, label = columns_of(question)
        wanted = [(name, (*placed.path, _parameter_key(question))) for name in (value, label)]
        wanted += [
            (word, formula.path)
            for formula in placed.formulas
            for word in _columns_asked(formula, is_external)
            if word not in ("name", "label")
        ]
        for name, path in wanted:
            if name not in table.header:
                yield _no_column(table, name, source.place(path), subject_of(questionnaire, path))
        if value in table.header and not is_external:
            codes[table.name, value] = None
    for name, value in codes:
        yield from _code_faults(tables[name], value)


def _parameter_key(question: Question) -> str:
    return "parameters" if question.parameters else "type"


def _columns_asked(formula: Formula, is_external: bool) -> tuple[str, ...]:
    if formula.key != "choice_filter":
        return ()
    return (*formula.bare_words, "list_name") if is_external else formula.bare_words


def _no_column(table: FileTable, name: str, where: str, subject: str) -> Finding:
    return Code.TABLE_COLUMN.finding(
        where,
        _("The file '{file}' has no column '{name}'.").format(file=table.name, name=name),
        suggestion(name, table.header) or _("Name a column of its first line."),
        subject,
    )


def _code_faults(table: FileTable, column: str) -> Iterator[Finding]:
    cells = [row.get(column, "") for row in table.rows]
    counts = Counter(cells)
    if len(counts) == len(cells) and all(len(c.split()) == 1 and c == c.strip() for c in cells):
        return
    seen: set[str] = set()
    found = 0
    for cell, line in zip(cells, table.lines, strict=True):
        where = f"{table.name}:{line}"
        if len(cell.split()) != 1 or cell != cell.strip():
            found += 1
            yield Code.CHOICE_NAME.finding(
                where,
                _("'{name}' cannot be the name of a choice: it is empty or has a blank.").format(
                    name=cell
                ),
                _("Write a code without blanks in the column '{name}'.").format(name=column),
            )
        elif cell in seen:
            found += 1
            yield Code.CHOICE_TWICE.finding(
                where,
                _("The code '{name}' is in the file twice.").format(name=cell),
                _("Give each row a code of its own in the column '{name}'.").format(name=column),
            )
        seen.add(cell)
        if found >= _MOST_FINDINGS:
            return
