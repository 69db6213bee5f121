"""The income card: its own cases hold, and the form has no fault."""

from pathlib import Path

import pytest

from fieldsurvey.cli.app import run
from fieldsurvey.questionnaire import check_file

FORM = Path(__file__).parents[2] / "examples" / "income-card" / "income-card.yaml"


def test_the_form_has_no_fault() -> None:
    """Not even advice is left."""
    assert list(check_file(FORM)) == []


def test_the_card_of_the_domain_note_comes_out(capsys: pytest.CaptureFixture[str]) -> None:
    """26,800 less 4,400 is 22,400; 5,600 for each of four persons."""
    code = run(["questionnaire", "test", str(FORM)])

    assert code == 0
    assert "2 cases passed" in capsys.readouterr().err
