"""Tonight's list as PDF: where it is asked for, and only where it can be made."""

import json
import sys
from pathlib import Path

import pytest

NEXT_DAY = ["--date", "2020-07-01"]


def test_the_list_is_written_as_pdf_where_that_is_asked_for(lead: Path, command) -> None:
    """Beside the other files, witnessed like them."""
    night = command("-w", lead, "nightly", *NEXT_DAY, "--pdf")
    made = lead / "editions" / "0004-2020-07-01"

    assert night.exit_code == 0
    assert str(made / "problem-list.pdf") in night.out
    assert (made / "problem-list.pdf").read_bytes().startswith(b"%PDF")
    assert (made / "problem-list.docx").is_file()
    assert command("-w", lead, "verify").exit_code == 0
    (made / "problem-list.pdf").write_bytes(b"%PDF another")
    altered = command("-w", lead, "verify")

    assert altered.exit_code == 1
    assert "problem-list.pdf" in altered.err


def test_a_campaign_whose_mail_brings_it_has_it_made_every_evening(lead: Path, command) -> None:
    """Nobody need remember the option."""
    path = lead / "campaign.yaml"
    text = path.read_text(encoding="utf-8")
    plan = {
        "host": "localhost",
        "security": "none",
        "from": "lead@example.org",
        "to": ["office@example.org"],
        "attach": ["workbook", "pdf"],
    }
    before = text[text.rindex("\nmail: ") :]
    path.write_text(text.replace(before, f"\nmail: {json.dumps(plan)}\n"), encoding="utf-8")

    assert command("-w", lead, "nightly", *NEXT_DAY).exit_code == 0
    assert (lead / "editions" / "0004-2020-07-01" / "problem-list.pdf").is_file()


def test_without_the_extra_nothing_is_begun(
    lead: Path, command, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It says what to install, and no edition is frozen that lacks what was asked for."""
    monkeypatch.setitem(sys.modules, "typst", None)
    refused = command("-w", lead, "nightly", *NEXT_DAY, "--pdf")

    assert refused.exit_code == 2
    assert "pip install 'fieldsurvey[pdf]'" in refused.err
    assert not (lead / "editions" / "0004-2020-07-01").exists()
    assert command("-w", lead, "nightly", *NEXT_DAY).exit_code == 0
