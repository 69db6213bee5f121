"""What the lead keeps and prints of the codes."""

import sys

import pytest

from fieldsurvey.campaign.secrets.code_slips import (
    CODES_FILE,
    in_groups,
    read_known_codes,
    slip_sheet,
    write_codes,
)
from fieldsurvey.errors import CampaignError

CODES = {"1": {"晏禾": "004211", "阮稼": "918273"}}


def test_codes_are_kept_and_read_back(folder):
    """Making the kits again finds what was given out."""
    sheets = write_codes(folder / "keys", CODES, campaign="试点", language="zh")

    assert read_known_codes(folder / "keys") == CODES
    assert [sheet.name for sheet in sheets] == ["codes-team-1.html"]
    assert read_known_codes(folder / "elsewhere") == {}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other permissions")
def test_only_their_owner_may_read_them(folder):
    """Both the codes and the sheets, when written again too."""
    for _again in range(2):
        sheets = write_codes(folder / "keys", CODES, campaign="试点", language="zh")
        for path in (folder / "keys" / CODES_FILE, *sheets):
            assert path.stat().st_mode & 0o077 == 0


def test_a_slip_says_whose_it_is_and_the_code_in_two_groups(folder):
    """Names that look like markup are names."""
    page = slip_sheet("1", {"<b>晏": "004211"}, campaign="A & B", language="en")

    assert "&lt;b&gt;晏" in page
    assert in_groups("004211") == "004 211"
    assert "004 211" in page
    assert "A &amp; B" in page
    assert "<b>" not in page


@pytest.mark.parametrize("text", ["", "{", "[]", '{"codes": []}', '{"codes": {"1": {"a": 5}}}'])
def test_a_damaged_file_stops_the_work(folder, text):
    """Nobody gets a new code while the old slip is in their pocket."""
    (folder / CODES_FILE).write_text(text, encoding="utf-8")

    with pytest.raises(CampaignError, match="damaged"):
        read_known_codes(folder)
