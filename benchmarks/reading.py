"""What reading and checking forms costs beside the bare C YAML loader, and beside pyxform.

Run: .venv/bin/python benchmarks/reading.py

Read are the shipped forms, and a form of 6,700 questions made for this. The bare loader
(`yaml.CSafeLoader`) only builds lists and mappings; reading a form also keeps the line of every
value, refuses what YAML lets pass, fits the model, compiles every expression and runs every check.
At most 3 times the loader is wanted. After `make peers` the large form is written as XLSX as well
and converted by pyxform; less than half of that time is wanted.
"""

import functools
import gc
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import xlsxwriter
import yaml

from fieldsurvey.expressions import expression
from fieldsurvey.questionnaire import read_questionnaire, shipped_folder
from fieldsurvey.questionnaire.choices import lists as choice_lists
from fieldsurvey.questionnaire.logic import dependencies, form, formulas
from fieldsurvey.questionnaire.reading import NOT_FORMS

ROWS = 6_700


def best_ms(work: Callable[[], object], times: int) -> float:
    """Return the milliseconds of the best of several runs, nothing kept from one to the next."""
    best = float("inf")
    for _time in range(times):
        for cached in (form.form_of, dependencies.dependency_graph, choice_lists._cached):
            cached.cache_clear()
        formulas._read.cache_clear()
        expression.compile_expression.cache_clear()
        gc.collect()
        began = time.perf_counter()
        work()
        best = min(best, (time.perf_counter() - began) * 1e3)
    return best


def load_bare(paths: list[Path]) -> None:
    """Load files with the bare loader."""
    for path in paths:
        yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)


def read_forms(paths: list[Path]) -> None:
    """Read and check forms."""
    for path in paths:
        read_questionnaire(path)


def large_rows() -> list[dict[str, str]]:
    """Return the questions of the large form, as a survey sheet has them."""
    rows = []
    for number in range(ROWS):
        row = {
            "type": ("integer", "text", "select_one yes_no", "decimal", "date")[number % 5],
            "name": f"q{number}",
            "label::zh": f"第{number}个问题：家里情况如何？",
            "label::en": f"Question {number}: how do matters stand?",
            "hint::zh": "请如实回答。",
            "hint::en": "As things are.",
            "required": "true" if number % 2 else "",
            "relevant": f"${{q{number - 2}}} != ''" if number % 3 == 2 else "",
            "constraint": ". >= 0 and . <= 100" if number % 5 == 0 else "",
        }
        rows.append(row)
    return rows


def write_yaml(path: Path) -> None:
    """Write the large form as YAML."""
    lines = [
        "settings:",
        "  form_id: large",
        "  form_title: {zh: 大, en: Large}",
        '  version: "1"',
        "  subject: household",
        "choices:",
        "  yes_no:",
        '    - {name: "1", label: {zh: 是, en: "Yes"}}',
        '    - {name: "2", label: {zh: 否, en: "No"}}',
        "survey:",
    ]
    for row in large_rows():
        lines += [
            f"  - name: {row['name']}",
            f"    type: {row['type']}",
            f'    label: {{zh: "{row["label::zh"]}", en: "{row["label::en"]}"}}',
            f'    hint: {{zh: "{row["hint::zh"]}", en: "{row["hint::en"]}"}}',
        ]
        lines += [
            f"    {key}: {row[key] if key == 'required' else chr(34) + row[key] + chr(34)}"
            for key in ("required", "relevant", "constraint")
            if row[key]
        ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


PEER = Path(__file__).parents[1] / ".venv-peers" / "bin" / "python"
"""The environment that `make peers` makes: pyxform stays out of ours."""

CONVERT = """
import sys, time
from pyxform.xls2xform import convert
times = []
for _time in range(2):
    began = time.perf_counter()
    convert(sys.argv[1], validate=False)
    times.append((time.perf_counter() - began) * 1e3)
print(min(times))
"""


def time_pyxform(path: Path) -> float | None:
    """Return the milliseconds of pyxform's conversion of the large form; None without pyxform."""
    if not PEER.exists():
        return None
    rows = large_rows()
    sheets = {
        "survey": [list(rows[0]), *(list(row.values()) for row in rows)],
        "choices": [
            ["list_name", "name", "label::zh", "label::en"],
            ["yes_no", "1", "是", "Yes"],
            ["yes_no", "2", "否", "No"],
        ],
    }
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False}) as book:
        for name, lines in sheets.items():
            sheet = book.add_worksheet(name)
            for number, cells in enumerate(lines):
                sheet.write_row(number, 0, cells)
    said = subprocess.run(
        [PEER, "-c", CONVERT, path], capture_output=True, encoding="utf-8", check=True
    )
    return float(said.stdout)


def main() -> None:
    """Print the table."""
    shipped = [
        path for path in sorted(shipped_folder().glob("*.yaml")) if path.name not in NOT_FORMS
    ]
    with tempfile.TemporaryDirectory() as folder:
        large = Path(folder) / "large.yaml"
        write_yaml(large)
        print(f"{'':<28} {'bare YAML':>10} {'read, checked':>14} {'ratio':>6}")
        read = {}
        for name, paths, times in (
            (f"{len(shipped)} shipped forms", shipped, 5),
            (f"{ROWS:,} questions", [large], 2),
        ):
            bare = best_ms(functools.partial(load_bare, paths), times)
            read[name] = best_ms(functools.partial(read_forms, paths), times)
            print(f"{name:<28} {bare:>7.0f} ms {read[name]:>11.0f} ms {read[name] / bare:>6.2f}")
        converted = time_pyxform(Path(folder) / "large.xlsx")
        if converted is None:
            print("\npyxform is not here to compare with: make peers installs it.")
        else:
            ours = read[f"{ROWS:,} questions"]
            print(f"\npyxform, the same as XLSX: {converted:.0f} ms; ratio {ours / converted:.2f}")


if __name__ == "__main__":
    main()
