"""The sample's files carry it whole, and a row changed by hand is named."""

import json
import re

import pytest

from fieldsurvey.campaign.model import Category, Flag
from fieldsurvey.campaign.plan import SamplePlan
from fieldsurvey.campaign.sample.drawing import draw_sample
from fieldsurvey.campaign.sample.file import read_sample, write_sample
from fieldsurvey.errors import CampaignError


@pytest.fixture
def roster(county, make_households, make_roster):
    """A county one of whose villages has too few poor households."""
    short = [
        household
        for household in county.households.values()
        if household.category is not Category.POOR or int(household.code[-1]) % 4 == 0
    ]
    return make_roster(short, villages=county.villages, exited=["0101"], key_townships=["01"])


@pytest.fixture
def sample(roster):
    """What is drawn from it, shifts included."""
    return draw_sample(roster, SamplePlan(), "2020")


def test_a_sample_written_is_the_sample_read(roster, sample, folder):
    """Visits, reserves, full coverage, shifts and the seed all come back."""
    write_sample(folder, sample, roster)

    assert sample.shifts
    assert any(Flag.MONITORED in visit.household.flags for visit in sample.visits)
    assert read_sample(folder, roster) == sample


@pytest.mark.parametrize(
    ("pattern", "by", "what"),
    [
        (r"0101-01,[^,]*", "0101-01,0101-9999999", "0101-9999999"),
        (r"0101-01,", "0202-01,", "0202-01"),
        (r",poor,", ",lifted,", "category"),
    ],
)
def test_a_row_changed_by_hand_is_named(pattern, by, what, county, folder):
    """A household of nowhere, a wrong number, a wrong category: file, line and reason."""
    write_sample(folder, draw_sample(county, SamplePlan(), "1"), county)
    table = folder / "sample.csv"
    village = table.read_text(encoding="utf-8-sig").splitlines()[1][:4]
    pattern, by = pattern.replace("0101", village), by.replace("0101", village)
    text = table.read_text(encoding="utf-8-sig")
    table.write_text(re.sub(pattern, by, text, count=1), encoding="utf-8")

    with pytest.raises(CampaignError) as caught:
        read_sample(folder, county)

    assert [finding.where for finding in caught.value.findings] == ["sample.csv:2"]
    assert what.replace("0101", village) in caught.value.findings[0].what


def test_before_the_draw_it_says_what_to_do(county, folder):
    """No sample yet is no damage."""
    with pytest.raises(CampaignError, match="sample draw"):
        read_sample(folder, county)


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", '{"format": 1}', "[" * 100_000, '{"format": "x"}']
)
def test_a_damaged_file_is_refused_in_words(text, county, folder):
    """Nothing in sample.json can make a traceback."""
    write_sample(folder, draw_sample(county, SamplePlan(), "1"), county)
    (folder / "sample.json").write_text(text, encoding="utf-8")

    with pytest.raises(CampaignError, match="damaged"):
        read_sample(folder, county)


@pytest.mark.parametrize("households", ["1e999", "-1e999", "NaN", '"many"', "null", "9" * 5000])
def test_a_count_that_is_none_is_refused_in_words(households, roster, sample, folder):
    """How many households were shifted is a number, and one that can be counted."""
    write_sample(folder, sample, roster)
    path = folder / "sample.json"
    text, count = re.subn(
        r'"households": ?\d+', f'"households": {households}', path.read_text(encoding="utf-8")
    )
    path.write_text(text, encoding="utf-8")

    assert count
    with pytest.raises(CampaignError, match="damaged"):
        read_sample(folder, roster)


def test_a_newer_format_is_refused_in_words(county, folder):
    """A sample of a later version says that it is one."""
    write_sample(folder, draw_sample(county, SamplePlan(), "1"), county)
    about = json.loads((folder / "sample.json").read_text(encoding="utf-8"))
    (folder / "sample.json").write_text(json.dumps(about | {"format": 2}), encoding="utf-8")

    with pytest.raises(CampaignError, match="newer version"):
        read_sample(folder, county)
