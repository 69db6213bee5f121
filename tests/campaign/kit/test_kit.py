"""A kit holds what one team needs, and a laptop takes it whole or not at all."""

import json
import shutil
from datetime import datetime, timedelta, timezone

import pytest

from fieldsurvey.campaign.campaign_file import write_campaign
from fieldsurvey.campaign.kit.joining import join_kit, renew_kit
from fieldsurvey.campaign.kit.making import make_kits
from fieldsurvey.campaign.kit.manifest import read_manifest
from fieldsurvey.campaign.model import SubjectKind
from fieldsurvey.campaign.sample.drawing import draw_sample
from fieldsurvey.campaign.sample.schedule import plan_schedule
from fieldsurvey.campaign.workspace import Workspace, WorkspaceKind
from fieldsurvey.errors import CampaignError, QuestionnaireError
from fieldsurvey.questionnaire import load_questionnaires

MADE_AT = datetime(2020, 6, 27, 18, 30, tzinfo=timezone(timedelta(hours=8)))
LEAD_KEY = "ab" * 32
WATER = """\
settings:
  form_id: water
  form_title: {zh: 饮水, en: Water}
  version: "1"
  subject: household
survey:
  - {name: safe, type: text, label: {zh: 饮水安全吗?, en: Is the water safe?}}
"""


@pytest.fixture
def lead(folder, county, campaign):
    """A lead's workspace, everything drawn and planned."""
    workspace = Workspace(folder / "lead")
    workspace.folder.mkdir()
    forms = dict.fromkeys(SubjectKind, ("water",))
    write_campaign(workspace.campaign_yaml, campaign.model_copy(update={"forms": forms}))
    (workspace.questionnaires / "lists").mkdir(parents=True)
    (workspace.questionnaires / "water.yaml").write_text(WATER, encoding="utf-8")
    (workspace.questionnaires / "lists" / "crops.csv").write_text("name\n", encoding="utf-8")
    workspace.save_roster(county)
    sample = draw_sample(county, campaign.sample, "seed")
    schedule = plan_schedule(sample, county, campaign.teams, campaign.days, 2)
    workspace.save_sample(sample, tuple(schedule))
    return workspace


@pytest.fixture
def kits(lead, folder):
    """The kits of both teams on a stick."""
    return make_kits(lead, folder / "stick", made_at=MADE_AT, lead_public_key=LEAD_KEY)


def test_files_that_a_form_chooses_from_come_along(lead, folder):
    """A laptop has the lead's version of the form, whose digest is over its CSV files, too."""
    asks = "  - {name: crop, type: select_one_from_file crops.csv, label: {zh: 什么?, en: What?}}\n"
    (lead.questionnaires / "water.yaml").write_text(WATER + asks, encoding="utf-8")
    with pytest.raises(QuestionnaireError):
        make_kits(lead, folder / "no", made_at=MADE_AT, lead_public_key=LEAD_KEY)

    (lead.questionnaires / "media").mkdir()
    crops = lead.questionnaires / "media" / "crops.csv"
    crops.write_text("name,label\n1,麦\n", encoding="utf-8")
    kit = make_kits(lead, folder / "stick", made_at=MADE_AT, lead_public_key=LEAD_KEY)[0]
    laptop = join_kit(kit, folder / "laptop")

    there = load_questionnaires(laptop.questionnaires)["water"]
    assert there == load_questionnaires(lead.questionnaires)["water"]
    assert there.tables["crops.csv"].rows[0]["label"] == "麦"


def test_each_team_gets_its_own_villages(kits, lead):
    """Both kits together hold every visit and reserve of the sample, none twice."""
    parts = [Workspace(kit) for kit in kits]

    assert [kit.name for kit in kits] == ["team-1", "team-2"]
    numbers = [visit.number for part in parts for visit in part.sample.visits]
    assert sorted(numbers) == sorted(visit.number for visit in lead.sample.visits)
    for part in parts:
        assert {a.village for a in part.schedule} == set(part.sample.villages)


def test_a_kit_holds_no_household_that_is_not_drawn(kits, lead):
    """Minimum of personal data: no name of a household outside the team's sample."""
    for kit in kits:
        inside = Workspace(kit)
        drawn = {visit.household.code for visit in inside.sample.visits}
        assert set(inside.roster.households) == drawn
        assert set(inside.roster.villages) == set(inside.sample.villages)
        left_out = set(lead.roster.households) - drawn
        text = "".join(p.read_text(encoding="utf-8-sig") for p in kit.rglob("*.*"))
        assert not any(f"{code}," in text for code in left_out)


def test_a_laptop_joined_knows_its_team_and_the_leads_key(kits, folder):
    """Everything of the kit is there, with an outbox for what comes back."""
    laptop = join_kit(kits[0], folder / "laptop")

    assert laptop.kind is WorkspaceKind.LAPTOP
    assert (laptop.team, laptop.manifest.lead_key) == ("1", LEAD_KEY)
    assert laptop.manifest.made_at == "2020-06-27T18:30:00+08:00"
    assert laptop.campaign == Workspace(kits[0]).campaign
    assert laptop.sample == Workspace(kits[0]).sample
    assert (laptop.questionnaires / "lists" / "crops.csv").read_text(encoding="utf-8") == "name\n"
    assert laptop.outbox.is_dir()


def test_the_same_campaign_gives_the_same_kit(lead, kits, folder):
    """Byte for byte, so that two kits can be compared."""
    again = make_kits(lead, folder / "other", made_at=MADE_AT, lead_public_key=LEAD_KEY)

    for one, other in zip(kits, again, strict=True):
        files = {p.relative_to(one): p.read_bytes() for p in one.rglob("*") if p.is_file()}
        assert files == {
            p.relative_to(other): p.read_bytes() for p in other.rglob("*") if p.is_file()
        }


def change(kit):
    """Change one byte."""
    path = kit / "questionnaires" / "water.yaml"
    path.write_bytes(path.read_bytes() + b" ")
    return "questionnaires/water.yaml"


def lose(kit):
    """Lose a file."""
    (kit / "schedule.csv").unlink()
    return "schedule.csv"


def gain(kit):
    """Gain a file."""
    (kit / "roster" / "more.csv").write_text("name\n", encoding="utf-8")
    return "roster/more.csv"


def become_a_folder(kit):
    """A folder stands where a file was."""
    (kit / "sample.csv").unlink()
    (kit / "sample.csv").mkdir()
    return "sample.csv"


def link(kit):
    """A file is a link to one outside."""
    outside = kit.parent / "outside.yaml"
    shutil.move(kit / "questionnaires" / "water.yaml", outside)
    try:
        (kit / "questionnaires" / "water.yaml").symlink_to(outside)
    except OSError:
        pytest.skip("this system makes no links")
    return "questionnaires/water.yaml"


@pytest.mark.parametrize("damage", [change, lose, gain, become_a_folder, link])
def test_a_damaged_kit_is_refused_naming_the_file(damage, kits, folder):
    """Nothing is copied, nothing is left behind."""
    name = damage(kits[0])

    with pytest.raises(CampaignError) as caught:
        join_kit(kits[0], folder / "laptop")

    assert [finding.where for finding in caught.value.findings] == [name]
    assert not (folder / "laptop").exists()
    assert not list(folder.glob(".laptop*"))


def test_all_damage_is_named_at_once(kits, folder):
    """Three files, one refusal."""
    names = sorted([change(kits[0]), lose(kits[0]), gain(kits[0])])

    with pytest.raises(CampaignError) as caught:
        join_kit(kits[0], folder / "laptop")

    assert [finding.where for finding in caught.value.findings] == names


def test_what_windows_and_macos_leave_behind_is_no_damage(kits, folder):
    """Their litter is not copied either."""
    for litter in ("desktop.ini", "Thumbs.db", ".DS_Store", "questionnaires/._water.yaml"):
        (kits[0] / litter).write_bytes(b"\x00")

    laptop = join_kit(kits[0], folder / "laptop")

    assert not (laptop.folder / "desktop.ini").exists()


@pytest.mark.parametrize(
    "name", ["../escaped", "/escaped", "a/../../escaped", "C:\\escaped", "a\nb"]
)
def test_a_kit_cannot_write_outside_of_its_folder(name, kits, folder):
    """A manifest made by a foe names files elsewhere; it is refused."""
    manifest = json.loads((kits[0] / "kit.json").read_text(encoding="utf-8"))
    manifest["files"][name] = "00" * 32
    (kits[0] / "kit.json").write_text(json.dumps(manifest), encoding="utf-8")

    with pytest.raises(CampaignError, match="leads out of the kit"):
        join_kit(kits[0], folder / "laptop")

    assert not list(folder.rglob("*escaped*"))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "damaged"),
        ("[]", "damaged"),
        ('{"format": 1, "files": 3}', "damaged"),
        ('{"format": 9}', "newer version"),
    ],
)
def test_a_broken_manifest_is_refused_in_words(text, words, kits, folder):
    """Empty, of another shape, of a later version."""
    (kits[0] / "kit.json").write_text(text, encoding="utf-8")

    with pytest.raises(CampaignError, match=words):
        join_kit(kits[0], folder / "laptop")


def test_a_kit_of_another_campaign_is_refused(kits, folder):
    """kit.json and campaign.yaml must speak of the same campaign and team."""
    text = (kits[0] / "kit.json").read_text(encoding="utf-8")
    (kits[0] / "kit.json").write_text(text.replace('"trial"', '"other"'), encoding="utf-8")

    with pytest.raises(CampaignError, match="another campaign"):
        join_kit(kits[0], folder / "laptop")


def test_what_is_no_kit_says_so(folder):
    """An empty folder, or none at all, as when the wrong stick is in."""
    for place in (folder, folder / "nowhere"):
        with pytest.raises(CampaignError, match="not a kit"):
            join_kit(place, folder / "laptop")


def test_a_laptop_is_not_joined_twice_into_one_folder(kits, folder):
    """The workspace with its interviews stays as it is."""
    laptop = join_kit(kits[0], folder / "laptop")
    (laptop.folder / "survey.db").write_bytes(b"interviews")

    with pytest.raises(CampaignError, match="already"):
        join_kit(kits[1], folder / "laptop")

    assert (laptop.folder / "survey.db").read_bytes() == b"interviews"


def test_a_newer_kit_replaces_the_plan_and_nothing_that_was_said(lead, kits, folder):
    """A new version of a questionnaire comes with the next kit; lines, keys and outbox stay."""
    laptop = join_kit(kits[0], folder / "laptop")
    laptop.survey_db.write_bytes(b"what was said")
    (laptop.outbox / "sealed.fsb").write_bytes(b"sealed")
    form = lead.questionnaires / "water.yaml"
    text = WATER.replace('version: "1"', 'version: "2"')
    form.write_text(text, encoding="utf-8")
    newer = make_kits(
        lead, folder / "newer", made_at=MADE_AT, lead_public_key=laptop.manifest.lead_key
    )[0]

    renewed = renew_kit(newer, laptop)

    assert (renewed.questionnaires / form.name).read_text(encoding="utf-8") == text
    assert renewed.manifest.files == read_manifest(newer).files
    assert renewed.survey_db.read_bytes() == b"what was said"
    assert (renewed.outbox / "sealed.fsb").read_bytes() == b"sealed"


def test_a_kit_of_another_team_renews_nothing(kits, folder):
    """A stick for the wrong team is noticed before anything is changed."""
    laptop = join_kit(kits[0], folder / "laptop")
    before = laptop.kit_json.read_bytes()

    with pytest.raises(CampaignError, match="another campaign, team or team lead"):
        renew_kit(kits[1], laptop)
    assert laptop.kit_json.read_bytes() == before


def test_kits_are_not_made_over_others(lead, kits, folder):
    """An old kit on the stick stays, and no new one is half made beside it."""
    shutil.rmtree(kits[0])

    with pytest.raises(CampaignError, match="already"):
        make_kits(lead, folder / "stick", made_at=MADE_AT, lead_public_key=LEAD_KEY)

    assert not kits[0].exists()


def test_no_kit_from_a_roster_changed_since_the_draw(lead, county, folder):
    """The sample would speak of another frame."""
    drawn = {visit.household.code for visit in lead.sample.visits}
    somebody = next(code for code in county.households if code not in drawn)
    fewer = {code: h for code, h in county.households.items() if code != somebody}
    lead.save_roster(type(county)(county.townships, county.villages, fewer))

    with pytest.raises(CampaignError, match="roster has changed"):
        make_kits(lead, folder / "stick", made_at=MADE_AT, lead_public_key=LEAD_KEY)


def test_no_kit_without_a_questionnaire_it_needs(lead, campaign, folder):
    """What campaign.yaml names must be there."""
    write_campaign(lead.campaign_yaml, campaign)

    with pytest.raises(CampaignError, match="document-review, registered-household"):
        make_kits(Workspace(lead.folder), folder, made_at=MADE_AT, lead_public_key=LEAD_KEY)


def test_no_kit_with_a_faulty_questionnaire(lead, folder):
    """Its faults are listed before it goes into the field."""
    path = lead.questionnaires / "water.yaml"
    path.write_text(WATER.replace("type: text", "typ: text"), encoding="utf-8")

    with pytest.raises(QuestionnaireError) as caught:
        make_kits(lead, folder, made_at=MADE_AT, lead_public_key=LEAD_KEY)

    assert caught.value.findings


def test_no_kit_from_a_schedule_that_leaves_a_village_out(lead, folder):
    """A village nobody visits is named."""
    lead.save_sample(lead.sample, lead.schedule[:-1])

    with pytest.raises(CampaignError) as caught:
        make_kits(lead, folder / "stick", made_at=MADE_AT, lead_public_key=LEAD_KEY)

    assert [finding.code for finding in caught.value.findings] == ["P-07"]
