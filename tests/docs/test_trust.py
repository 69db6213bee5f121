"""What trust.md promises is held by tests that are there."""

import re
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "trust.md"


def test_each_promise_names_tests_that_exist() -> None:
    """Every row names a test and links to the file that has it."""
    promised = PAGE.read_text(encoding="utf-8").partition("\n## Promised\n")[2]
    promised = promised.partition("\n## ")[0]
    rows = re.findall(r"^\| (.+) \| (.+) \|$", promised, re.MULTILINE)[1:]

    assert len(rows) > 10
    for promise, held_by in rows:
        files = re.findall(r"\]\((\S+)\)", held_by)
        source = "".join((PAGE.parent / file).read_text(encoding="utf-8") for file in files)
        tests = re.findall(r"`(test_\w+)`", held_by)
        assert tests, promise
        assert [test for test in tests if f"def {test}(" not in source] == [], promise
