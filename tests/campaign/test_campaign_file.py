"""campaign.yaml is written with its explanations, read strictly, and every fault has its line."""

import re
from datetime import date, time

import pytest

from fieldsurvey.campaign.campaign_file import (
    COMMENTS,
    campaign_yaml,
    read_campaign,
    template_campaign,
    write_campaign,
)
from fieldsurvey.campaign.model import Category, SubjectKind
from fieldsurvey.campaign.plan import Campaign
from fieldsurvey.errors import CampaignError

SMALLEST = """\
id: trial
name: 试点
county: {name: 青屏区, is_delisted: true}
days: [2020-06-28]
teams:
  - {code: "1", members: [晏禾, 阮稼]}
"""


def read(folder, text: str) -> Campaign:
    """Read a campaign.yaml of this text."""
    path = folder / "campaign.yaml"
    path.write_text(text, encoding="utf-8")
    return read_campaign(path)


def test_the_smallest_campaign_follows_the_work_plan(folder):
    """What is not said is as the plan has it."""
    campaign = read(folder, SMALLEST)

    assert campaign.days == (date(2020, 6, 28),)
    assert campaign.deadline == time(20, 0)
    assert (campaign.poverty_line, campaign.monitor_line) == (4000, 6000)
    assert campaign.sample.villages_in(is_key=True) == 3
    assert campaign.sample.villages_in(is_key=False) == 2
    assert [campaign.sample.households.of(category) for category in Category] == [5, 5, 5]
    assert campaign.forms[SubjectKind.POOR] == ("registered-household",)
    assert campaign.interviews_wanted("village-interview") == 3
    assert campaign.interviews_wanted("registered-household") == 1


def test_the_monitor_line_follows_the_poverty_line(folder):
    """One and a half times, unless it is given."""
    assert read(folder, SMALLEST + "poverty_line: 3218\n").monitor_line == 4827
    assert read(folder, SMALLEST + "monitor_line: 5000\n").monitor_line == 5000


def test_what_is_written_is_what_is_read(folder, campaign):
    """Dates, times, codes and every default come back equal."""
    write_campaign(folder / "campaign.yaml", campaign)

    assert read_campaign(folder / "campaign.yaml") == campaign


def test_the_template_can_be_used_as_it_is(folder):
    """`new` gives a campaign that loads: five teams of seven."""
    campaign = read(folder, campaign_yaml(template_campaign("trial")))

    assert [len(team.members) for team in campaign.teams] == [7] * 5


def test_every_key_is_explained_in_both_languages():
    """No key of the file is without its comment."""
    assert COMMENTS.keys() == Campaign.model_fields.keys()
    assert all(re.search("[\u4e00-\u9fff].* · [a-z0-9]", text) for text in COMMENTS.values())


@pytest.mark.parametrize(
    ("instead_of", "written", "line"),
    [
        ("id: trial", "id: ../trial", 1),
        ("is_delisted: true", 'is_delisted: "yes"', 3),
        ("[2020-06-28]", "[2020-06-31]", 4),
        ('code: "1"', "code: a/b", 6),
        ("[晏禾, 阮稼]", "[晏禾]", 6),
        ("teams:", "timezone: Mars/Olympus\nteams:", 5),
        ("teams:", "poverty_line: 0\nteams:", 5),
        ("teams:", "teem: 1\nteams:", 5),
        ("teams:", "forms: {rich: [x]}\nteams:", 5),
    ],
)
def test_a_fault_has_its_line(instead_of, written, line, folder):
    """Every kind of wrong value is refused at its place, and the file is named."""
    with pytest.raises(CampaignError) as caught:
        read(folder, SMALLEST.replace(instead_of, written))

    assert [finding.where for finding in caught.value.findings] == [f"campaign.yaml:{line}"]


def test_faults_are_listed_all_at_once(folder):
    """Three faults, one error."""
    text = SMALLEST.replace("id: trial", "id: a b").replace("[晏禾, 阮稼]", "[晏禾]")

    with pytest.raises(CampaignError) as caught:
        read(folder, text + "language: fr\n")

    assert len(caught.value.findings) == 3


@pytest.mark.parametrize(
    ("instead_of", "written"),
    [
        ("[2020-06-28]", "[2020-06-28, 2020-06-28]"),
        ("[2020-06-28]", "[2020-06-28, 2020-06-27]"),
        ("[晏禾, 阮稼]}", '[晏禾, 阮稼]}\n  - {code: "1", members: [晏禾, 阮稼]}'),
    ],
)
def test_nothing_may_stand_twice(instead_of, written, folder):
    """Days in disorder and two teams of one code are refused."""
    with pytest.raises(CampaignError):
        read(folder, SMALLEST.replace(instead_of, written))


@pytest.mark.parametrize("content", [b"", b"\xc7\xe0\xc6\xc1", b"- 1", b"a: &x 1\nb: *x\n"])
def test_no_file_makes_a_traceback(content, folder):
    """Empty, GBK, a list, an alias: refused in words."""
    (folder / "campaign.yaml").write_bytes(content)

    with pytest.raises(CampaignError):
        read_campaign(folder / "campaign.yaml")


def test_a_missing_file_is_refused_in_words(folder):
    """So is a folder of that name."""
    with pytest.raises(CampaignError):
        read_campaign(folder / "campaign.yaml")
    (folder / "campaign.yaml").mkdir()
    with pytest.raises(CampaignError):
        read_campaign(folder / "campaign.yaml")
