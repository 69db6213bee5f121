"""A workspace is found from anywhere inside it, and born whole."""

import pytest

from fieldsurvey.campaign.campaign_file import template_campaign
from fieldsurvey.campaign.model import Roster
from fieldsurvey.campaign.sample.drawing import draw_sample
from fieldsurvey.campaign.sample.schedule import plan_schedule
from fieldsurvey.campaign.workspace import (
    Workspace,
    WorkspaceKind,
    create_workspace,
    find_workspace,
)
from fieldsurvey.errors import CampaignError, UsageError


@pytest.fixture
def workspace(folder):
    """A new workspace of the lead."""
    return create_workspace(folder / "lead", template_campaign("trial"))


def test_a_new_workspace_has_everything_a_planner_fills_in(workspace):
    """Campaign, questionnaires, empty roster tables with a note in both languages, inbox."""
    assert workspace.campaign.id == "trial"
    assert workspace.kind is WorkspaceKind.LEAD
    assert workspace.team == ""
    assert workspace.roster == Roster()
    assert (workspace.questionnaires / "scoring.yaml").is_file()
    assert (workspace.questionnaires / "village-exit-standard.yaml").is_file()
    assert "花名册" in (workspace.roster_folder / "README.txt").read_text(encoding="utf-8")
    assert workspace.inbox.is_dir()


def test_the_nearest_workspace_at_or_above_is_found(workspace):
    """From the folder itself and from any below."""
    below = workspace.questionnaires / "old"
    below.mkdir()

    for start in (workspace.folder, workspace.inbox, below):
        assert find_workspace(start).folder == workspace.folder.resolve()


def test_outside_of_any_workspace_it_says_what_to_do(folder):
    """The sentence names the commands that make one."""
    with pytest.raises(UsageError, match="fieldsurvey join KIT"):
        find_workspace(folder)
    with pytest.raises(UsageError, match="no such folder"):
        find_workspace(folder / "nowhere")


def test_a_folder_in_use_is_left_alone(workspace):
    """Making a workspace over another is refused."""
    with pytest.raises(CampaignError, match="already"):
        create_workspace(workspace.folder, template_campaign("other"))

    assert Workspace(workspace.folder).campaign.id == "trial"


def test_what_is_saved_is_what_is_read(workspace, county):
    """Roster, sample and schedule come back, also to a workspace opened anew."""
    workspace.save_roster(county)
    sample = draw_sample(workspace.roster, workspace.campaign.sample, "2020")
    campaign = workspace.campaign
    schedule = tuple(plan_schedule(sample, county, campaign.teams, campaign.days, 2))
    workspace.save_sample(sample, schedule)

    for opened in (workspace, find_workspace(workspace.folder)):
        assert opened.roster == county
        assert opened.sample == sample
        assert set(opened.schedule) == set(schedule)

    number = sample.visits[0].number
    assert workspace.subject(number).visit == sample.visits[0]
    assert workspace.facts(number)["household.number"] == number
    assert workspace.forms(number) == ("registered-household",)


def test_before_the_draw_it_says_so(workspace):
    """Sample and schedule are missing in words."""
    with pytest.raises(CampaignError, match="No sample"):
        _sample = workspace.sample
    with pytest.raises(CampaignError):
        _schedule = workspace.schedule
