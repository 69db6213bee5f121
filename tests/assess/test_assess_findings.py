"""Codes are for ever: each is explained, and each explanation is of use."""

import re
from pathlib import Path

from fieldsurvey import assess
from fieldsurvey.assess.findings import CODES


def test_every_code_is_explained_and_every_explanation_is_used() -> None:
    """The codes in the package's source are those of the list."""
    folder = Path(assess.__file__).parent
    sources = [path for path in folder.rglob("*.py") if path.name != "findings.py"]
    text = "".join(path.read_text(encoding="utf-8") for path in sources)

    assert set(re.findall(r'"(T[0-9]{3}|[PX]-[0-9]{2})"', text)) == CODES.keys()
