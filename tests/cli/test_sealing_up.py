"""Finished means sealed: on a laptop, after a crash, and in the lead's hands."""

import json
import shutil

import pytest

from fieldsurvey.campaign.campaign_file import read_campaign
from fieldsurvey.campaign.workspace import Workspace, create_workspace
from fieldsurvey.chain.devices.age_keys import AgeIdentity
from fieldsurvey.chain.lines.line import Kind
from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.cli.workplace.equipping import equip


@pytest.fixture
def crashed(laptop):
    """A laptop that was switched off between its last finish and the bundle; and the subject."""
    with SurveyFile.open(laptop / "survey.db") as survey_file:
        *_others, last = survey_file.lines_of_kind(Kind.FINISH)
        finished = survey_file.interview(last.entry.interview)
        name, first = survey_file.connection.execute(
            "SELECT name, first FROM bundle WHERE ? BETWEEN first AND last", (last.seq,)
        ).fetchone()
        survey_file.connection.execute("DELETE FROM bundle WHERE first >= ?", (first,))
    (laptop / "outbox" / name).unlink()
    return finished


def words_of(finished):
    """Return how an interview is asked for on the command line."""
    return finished.subject, "--form", finished.form_id


def standing_of(laptop, finished, command):
    """Return what `show --json` says of an interview."""
    shown = json.loads(command("-w", laptop, "show", *words_of(finished), "--json").out)
    [one] = [each for each in shown if each["id"] == finished.id]
    return one["status"], one["finish_code"]


def test_what_is_not_sealed_is_not_shown_as_finished(laptop, crashed, command):
    """Neither `show` nor `today` gives the code; the same command as before seals and gives it."""
    assert standing_of(laptop, crashed, command) == ("started", "")

    again = command("-w", laptop, "interview", *words_of(crashed))

    assert again.exit_code == 0
    assert "Finished and sealed." in again.out
    assert " ".join(crashed.finish_code) in again.out
    assert standing_of(laptop, crashed, command) == ("finished", crashed.finish_code)


def test_while_sealing_fails_it_is_not_finished(laptop, crashed, command):
    """In words, with what was kept and the command that tries again; then it is finished."""
    shutil.move(laptop / "outbox", laptop / "aside")
    (laptop / "outbox").write_text("a file in its place", encoding="utf-8")

    failed = command("-w", laptop, "interview", *words_of(crashed))

    assert failed.exit_code == 1
    assert "NOT finished yet" in failed.err
    assert "Every answer is kept on this laptop." in failed.err
    assert f"fieldsurvey interview {crashed.subject}" in failed.err
    assert crashed.finish_code not in failed.said
    assert " ".join(crashed.finish_code) not in failed.said
    (laptop / "outbox").unlink()
    shutil.move(laptop / "aside", laptop / "outbox")
    assert "Finished and sealed." in command("-w", laptop, "interview", *words_of(crashed)).out


def test_every_command_that_writes_seals_what_a_crash_left(laptop, crashed, command):
    """Here the list of photos of another interview, which may attach some."""
    command("-w", laptop, "photo", crashed.subject, "--form", crashed.form_id)

    assert standing_of(laptop, crashed, command) == ("finished", crashed.finish_code)


def test_a_kit_without_its_keys_is_not_worked_with(laptop, crashed, command):
    """Whoever puts in a key of their own, or takes the file away, is refused."""
    for spoil in (lambda path: path.write_text('{"lead": "x"}'), lambda path: path.unlink()):
        spoil(laptop / "recipients.json")
        refused = command("-w", laptop, "hand-over", laptop.parent)
        assert refused.exit_code == 1
        assert "recipients.json" in refused.err
        assert "Join again with the kit" in refused.err


def planted(demo):
    """Return names and codes that a finder of a stick must not read."""
    plan = Workspace(demo.lead)
    heads = [visit.household.head for visit in plan.sample.visits if len(visit.household.head) > 2]
    members = [name for team in plan.campaign.teams for name in team.members]
    numbers = [visit.number for visit in plan.sample.visits]
    return {word.encode() for word in (*heads, *members, *numbers, plan.campaign.id)}


def test_a_finder_of_a_stick_or_an_outbox_reads_nothing(demo):
    """No name, no household's number, not even the campaign: names of files say the device."""
    words = planted(demo)
    places = [demo.folder / "sticks", *(laptop / "outbox" for laptop in demo.laptops)]
    sealed = [p for place in places for p in place.rglob("*.fs[bp]")]

    assert len(words) > 300
    assert len([path for path in sealed if path.suffix == ".fsp"]) > 100
    for path in sealed:
        content = path.name.encode() + path.read_bytes()
        assert not [word for word in words if word in content]


def test_pictures_of_the_demo_reach_the_lead(demo, command):
    """Every one that a line names is in the lead's workspace, and `verify` has looked at it."""
    verified = command("-w", demo.lead, "verify", "--json")

    pictures = json.loads(verified.out)["photos"]
    assert pictures["here"] == pictures["attached"] > 100


def test_the_recovery_key_opens_what_a_dead_lead_left(demo, tmp_path, command, another_lead):
    """The drill: another computer, a stick, and the key from the safe."""
    stick = shutil.copytree(demo.laptops[0] / "outbox", tmp_path / "stick")
    safe = shutil.copyfile(demo.lead / "keys" / "recovery.age", tmp_path / "recovery.age")
    spare = another_lead(tmp_path / "spare")
    AgeIdentity.make().save(tmp_path / "own.age")
    (tmp_path / "own.age").replace(spare / "keys" / "lead.age")

    closed = command("-w", spare, "merge", stick)
    opened = command("-w", spare, "merge", stick, "--identity", safe)

    assert "sealed for somebody else" in closed.out
    assert "merge with --identity FILE" in closed.out
    assert opened.exit_code == 0
    assert "pictures taken in." in opened.err
    (spare / "keys" / "lead.age").unlink()
    other = shutil.copytree(demo.laptops[1] / "outbox", tmp_path / "other")
    waiting = command("-w", spare, "merge", other)
    assert "no key that opens bundles is here" in waiting.out
    assert "pictures taken in." in command("-w", spare, "merge", "--identity", safe).err
    assert command("-w", spare, "merge", "--identity", safe).exit_code == 0


def test_a_lead_is_reminded_of_the_safe_until_the_key_is_there(lead, command):
    """`status` and `doctor` say it; once it is moved they do not, and kits are made with it."""
    for words in (["status"], ["doctor"]):
        assert "lock the stick in a safe" in command("-w", lead, *words).err
    recipients = (lead / "keys" / "recipients.json").read_bytes()
    (lead / "keys" / "recovery.age").rename(lead.parent / "recovery.age")
    made = command("-w", lead, "kit", "make", lead.parent / "kits", "--no-codes")

    assert made.exit_code == 0
    assert "safe" not in made.err + command("-w", lead, "status").err
    kit = lead.parent / "kits" / "team-1"
    assert json.loads((kit / "recipients.json").read_bytes()) == json.loads(recipients)
    assert "recipients.json" in json.loads((kit / "kit.json").read_text("utf-8"))["files"]
    assert not list(kit.rglob("*.age"))


def test_a_workspace_from_before_gets_its_keys_with_the_next_kits(lead, laptop, command):
    """A laptop joined unsealed seals from the day it joins the newer kit, and never goes back."""
    for name in ("lead.age", "recovery.age", "recipients.json"):
        (lead / "keys" / name).unlink()
    assert command("-w", lead, "kit", "make", lead.parent / "new", "--no-codes").exit_code == 0

    assert (lead / "keys" / "recovery.age").exists()
    assert command("join", lead.parent / "new" / "team-1", laptop).exit_code == 0
    theirs = json.loads((laptop / "recipients.json").read_text("utf-8"))
    assert theirs == json.loads((lead / "keys" / "recipients.json").read_text("utf-8"))


def test_keys_are_made_once(tmp_path, demo):
    """Equipping again, or after a crash before recipients.json, changes no key."""
    workspace = create_workspace(tmp_path / "office", read_campaign(demo.lead / "campaign.yaml"))
    equip(workspace)
    keys = {path.name: path.read_bytes() for path in workspace.keys.iterdir()}
    workspace.recipients_json.unlink()
    equip(Workspace(workspace.folder))

    assert keys.keys() >= {"lead.age", "recovery.age", "recipients.json"}
    assert {path.name: path.read_bytes() for path in workspace.keys.iterdir()} == keys
