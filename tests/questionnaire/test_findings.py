"""Codes of faults are kept for ever and explained."""

import re

from fieldsurvey.questionnaire.findings import Code


def test_every_code_is_unique_ordered_and_explained() -> None:
    """No two faults share a code, and each is explained in one sentence."""
    numbers = [code.number for code in Code]

    assert numbers == sorted(set(numbers))
    assert all(re.fullmatch(r"Q\d\d\d", number) for number in numbers)
    assert all(code.meaning.endswith(".") for code in Code)
