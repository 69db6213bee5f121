"""Forms written inline, in files of their own."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from fieldsurvey.errors import Finding
from fieldsurvey.i18n import set_language
from fieldsurvey.questionnaire import check_file

HEAD = """\
settings: {form_id: water, form_title: {zh: 饮水, en: Water}, version: "1", subject: household}
choices:
  yes_no:
  - {name: "1", label: {zh: 是, en: "Yes"}}
  - {name: "2", label: {zh: 否, en: "No"}}
survey:
"""
"""Six lines that a form may begin with; its first question stands on line 7."""


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Say everything in English, whatever the machine speaks."""
    set_language("en")
    yield
    set_language(None)


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Save a text as a file and return its path."""

    def save(text: str | bytes, name: str = "water.yaml") -> Path:
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return save


@pytest.fixture
def faults_of(write: Callable[..., Path]) -> Callable[[str], list[Finding]]:
    """Check the questions given, below a head that is in order, and return what was found."""

    def check(survey: str, head: str = HEAD) -> list[Finding]:
        return check_file(write(head + survey))

    return check


@pytest.fixture
def codes_of(faults_of: Callable[..., list[Finding]]) -> Callable[[str], list[tuple[str, str]]]:
    """Check the questions given and return `line code` of what was found."""

    def check(survey: str, head: str = HEAD) -> list[tuple[str, str]]:
        return [(f.where.rpartition(":")[2], f.code) for f in faults_of(survey, head)]

    return check
