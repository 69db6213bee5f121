import re
from pathlib import Path

import fieldsurvey
from fieldsurvey.chain import findings
from fieldsurvey.chain.findings import CODES


def test_every_code_is_explained_and_none_is_left_over() -> None:
    """What verifying and receipts can find is in the list that docs/errors.md is printed from."""
    package = Path(fieldsurvey.__file__).parent
    said = "".join(
        path.read_text(encoding="utf-8")
        for path in package.rglob("*.py")
        if path != Path(findings.__file__)
    )

    assert set(re.findall(r'"(V[0-9]{3})"', said)) == CODES.keys()
