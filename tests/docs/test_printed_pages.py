"""Pages printed from the code say what the code says."""

import ast
import re
from pathlib import Path

import pytest
from printing.codes import catalogue
from printing.commands import all_commands
from printing.language import _PARTS
from printing.pages import PARTS, stale

from fieldsurvey.expressions import known_functions
from fieldsurvey.handover.verdict import VerdictKind
from fieldsurvey.questionnaire.question_types import KNOWN

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
CODE = re.compile(r"[A-Z]-?[0-9]{2,3}")
A_KIND_OF_CODE = re.compile(r"[ADEKNPQRSTVX](?:-[0-9]{2}|[0-9]{3})")


def test_every_printed_page_is_up_to_date() -> None:
    """`make docs` would change nothing."""
    assert [path.name for path, _text in stale()] == []


def test_every_command_is_described_with_an_example() -> None:
    """Each command has a section in cli.md with its usage and an example."""
    page = (DOCS / "cli.md").read_text(encoding="utf-8")

    for words, command in all_commands():
        section = page.partition(f"\n## {words}\n")[2].partition("\n## ")[0]
        assert f"fieldsurvey {words}" in section, words
        assert "\nExample: `fieldsurvey" in section, f"{words}: {command.epilog}"


def test_every_code_in_the_source_is_explained() -> None:
    """Whatever code a finding can carry stands in errors.md with its meaning."""
    page = (DOCS / "errors.md").read_text(encoding="utf-8")
    used = {
        node.value
        for path in (ROOT / "src").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if A_KIND_OF_CODE.fullmatch(node.value)
    }

    assert len(used) > 100
    assert {code for code in used if f"| `{code}` |" not in page} == set()
    assert used == set(catalogue())


def test_every_key_type_and_function_of_the_language_is_on_its_page() -> None:
    """questionnaires.md names every key with a meaning, every type and every function."""
    page = (DOCS / "questionnaires.md").read_text(encoding="utf-8")

    for part in _PARTS.values():
        for key, field in part.model_fields.items():
            assert field.description, f"{part.__name__}.{key} is not explained"
            assert f"| `{key}` |" in page
    assert {name for name in KNOWN if f"`{name}`" not in page} == set()
    assert {each.name for each in known_functions() if f"| `{each.name}(" not in page} == set()


def test_every_verdict_is_explained() -> None:
    """No verdict that a bundle can get is left without a meaning."""
    page = (DOCS / "errors.md").read_text(encoding="utf-8")
    table = page.partition("<!-- printed: verdicts -->")[2].partition("<!-- end -->")[0]
    rows = [line for line in table.splitlines() if line.startswith("| `")]

    assert len(rows) == len(VerdictKind)
    assert [row for row in rows if row.endswith("|  |")] == []


@pytest.mark.parametrize("name", sorted(PARTS))
def test_no_part_is_empty(name: str) -> None:
    """Every printed part has something to say."""
    assert len("\n".join(PARTS[name]())) > 100
