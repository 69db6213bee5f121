"""Whom a laptop believes, and when it refuses to go on: kits of a foe, copies, old copies."""

import json
import shutil
import subprocess
import sys
from datetime import UTC, datetime

import pytest

from fieldsurvey.campaign.kit.manifest import file_digest
from fieldsurvey.campaign.workspace import Workspace
from fieldsurvey.chain.devices.copies import HEAD_FILE, mark_machine
from fieldsurvey.chain.devices.keys import fingerprint
from fieldsurvey.chain.proving.verifying import verify
from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.cli.inspector.sitting import sit_down
from fieldsurvey.cli.workplace.equipping import equip, load_key
from fieldsurvey.cli.workplace.kit_signatures import kit_signer

DAY = "2020-06-28"
MORNING = datetime(2020, 6, 28, 9, tzinfo=UTC)


@pytest.fixture
def kit(demo, tmp_path):
    """A copy of the first team's kit."""
    return shutil.copytree(demo.folder / "kits" / "team-1", tmp_path / "stick" / "team-1")


@pytest.fixture
def fresh(demo, tmp_path, command):
    """A laptop of team 1, joined and not yet used."""
    folder = tmp_path / "fresh"
    assert command("join", demo.folder / "kits" / "team-1", folder).exit_code == 0
    return folder


def rewritten(kit, *, sign=None):
    """Let a foe change a file of a kit, and kit.json so that it fits."""
    form = kit / "questionnaires" / "registered-household.yaml"
    form.write_bytes(form.read_bytes().replace(b"severity: critical", b"severity: minor"))
    about = json.loads((kit / "kit.json").read_text(encoding="utf-8"))
    about["files"]["questionnaires/registered-household.yaml"] = file_digest(form.read_bytes())
    if sign is None:
        about.pop("signature")
    (kit / "kit.json").write_text(json.dumps(about), encoding="utf-8")


def test_a_kit_rewritten_by_somebody_is_not_joined(kit, tmp_path, command):
    """Though every file fits its list: the list is signed. Nor is one whose signature is gone."""
    rewritten(kit, sign="kept")
    altered = command("join", kit, tmp_path / "survey")
    rewritten(kit)
    unsigned = command("join", kit, tmp_path / "survey")

    assert (altered.exit_code, unsigned.exit_code) == (1, 1)
    assert "not signed by the team lead" in altered.err
    assert "The kit is not signed" in unsigned.err
    assert not (tmp_path / "survey").exists()


def test_joining_shows_whose_kit_it_is(demo, kit, tmp_path, command):
    """The lead sees the same fingerprint over the list of laptops."""
    own = fingerprint(load_key(Workspace(demo.lead)).public)

    assert own in command("join", kit, tmp_path / "survey").out
    assert own in command("-w", demo.lead, "devices", "list").err


def test_a_joined_laptop_takes_no_kit_of_another_lead(demo, fresh, kit, tmp_path, command):
    """Well signed, but with another key: nothing is changed."""
    foe = Workspace(tmp_path / "foe")
    foe.folder.mkdir()
    shutil.copy(demo.lead / "campaign.yaml", foe.folder)
    key = equip(foe)
    manifest = Workspace(kit).manifest
    forged = type(manifest)(
        **{name: getattr(manifest, name) for name in ("campaign", "team", "made_at", "files")},
        lead_key=key.public.hex(),
    )
    signature = kit_signer(key)(forged.signed_text())
    about = {**json.loads(forged.to_json()), "signature": signature}
    (kit / "kit.json").write_text(json.dumps(about), encoding="utf-8")
    before = (fresh / "kit.json").read_bytes()

    refused = command("join", kit, fresh)

    assert refused.exit_code == 1
    assert "another campaign, team or team lead" in refused.err
    assert (fresh / "kit.json").read_bytes() == before


def test_a_copied_folder_refuses_and_goes_on_anew(demo, fresh, lead, tmp_path, command):
    """On another laptop nothing is appended; rejoined, it hands over old and new, enrolled anew."""
    household = first_household(command, fresh)
    before = Workspace(fresh)
    device = load_key(before).device
    mark_machine(before.keys, device, "the laptop it was copied from")

    refused = command("-w", fresh, "absent", household, "--reason", "moved")
    told = command("-w", fresh, "today", "--date", DAY).err
    again = command("-w", fresh, "rejoin")
    said = command("-w", fresh, "absent", household, "--reason", "moved")
    stick = tmp_path / "stick"
    stick.mkdir()
    handed = command("-w", fresh, "hand-over", stick)

    assert refused.exit_code == 1
    assert "copied from another laptop" in refused.err
    assert "fieldsurvey rejoin" in refused.err
    assert "copied from another laptop" in told
    assert (again.exit_code, said.exit_code, handed.exit_code) == (0, 0, 0)
    assert command("-w", fresh, "rejoin").exit_code == 2  # nothing is wrong any more
    new = load_key(Workspace(fresh)).device
    assert new != device
    assert {path.name.partition("-")[0] for path in stick.glob("*.fsb")} == {device, new}
    with SurveyFile.open(fresh / "survey.db") as survey_file:
        [first] = survey_file.lines(first=1, last=1)
        assert first.entry.value["follows"]["device"] == device
        assert (first.entry.value["why"], verify(survey_file).is_sound) == ("copied", True)
    requests = sorted(stick.glob("*.enrol"))
    assert command("-w", lead, "devices", "enrol", *requests, "--yes").exit_code == 0
    assert command("-w", lead, "merge", stick).exit_code == 0
    known = {
        row["device"]: row
        for row in json.loads(command("-w", lead, "devices", "list", "--json").out)
    }
    assert (known[new]["follows"], known[device]["state"]) == (device, "enrolled")


def test_a_folder_set_back_refuses_and_loses_nothing(fresh, tmp_path, command):
    """An old survey.db put back: told, refused; what was sealed is handed over after rejoining."""
    household = first_household(command, fresh)
    old = shutil.copy(fresh / "survey.db", tmp_path / "old.db")
    command("-w", fresh, "absent", household, "--reason", "moved")
    command("-w", fresh, "hand-over", make(tmp_path / "first stick"))
    shutil.copy(old, fresh / "survey.db")

    refused = command("-w", fresh, "absent", household, "--back")
    without_witness = fresh / "keys" / HEAD_FILE
    without_witness.unlink()
    by_the_outbox = command("-w", fresh, "absent", household, "--back")
    assert command("-w", fresh, "rejoin").exit_code == 0
    handed = command("-w", fresh, "hand-over", make(tmp_path / "second stick"))

    for each in (refused, by_the_outbox):
        assert each.exit_code == 1
        assert "was set back" in each.err
    assert handed.exit_code == 0
    first, second = (
        {path.name for path in (tmp_path / f"{nth} stick").glob("*.fsb")}
        for nth in ("first", "second")
    )
    assert first < second


def test_a_rejoining_cut_short_is_gone_on_with(fresh, command):
    """Killed after the new key was written, or before: the next try finishes it."""
    household = first_household(command, fresh)
    keys = fresh / "keys"
    old = load_key(Workspace(fresh)).device
    (keys / "device.key").rename(keys / f"{old}.key")
    assert command("-w", fresh, "absent", household, "--reason", "moved").exit_code == 1
    equip(Workspace(fresh))
    refused = command("-w", fresh, "absent", household, "--reason", "moved")

    assert "cut short" in refused.err
    assert command("-w", fresh, "rejoin").exit_code == 0
    assert command("-w", fresh, "absent", household, "--reason", "moved").exit_code == 0


def first_household(command, folder):
    """Return the first household of the day that need not be visited itself."""
    rows = json.loads(command("-w", folder, "today", "--date", DAY, "--json").out)
    return next(row["subject"] for row in rows if "-" in row["subject"] and not row["must_visit"])


def make(folder):
    """Make a folder and return it."""
    folder.mkdir()
    return folder


def test_others_who_go_on_with_an_interview_are_noted(fresh, command):
    """Once for each change; the pair that was at it already is no news."""
    workspace = Workspace(fresh)
    subject = first_household(command, fresh)
    team = workspace.campaign.team("1").members
    first, second = team[:2], team[2:4]
    noted = []
    with SurveyFile.open(fresh / "survey.db") as survey_file:
        begun = sit_down(workspace, survey_file, subject, "", first)
        opening, _conversation = begun.begin(survey_file, first, MORNING)
        survey_file.append(opening)
        for pair in (first, second, second, first):
            sitting = sit_down(workspace, survey_file, subject, "", pair)
            entries = sitting.change_of_hands(survey_file, pair)
            survey_file.append(entries) if entries else None
            noted.append([(entry.value["to"], entry.who) for entry in entries])

    assert begun.change_of_hands(survey_file, second) == []
    assert noted == [[], [(",".join(second), second[0])], [], [(",".join(first), first[0])]]


@pytest.mark.skipif(sys.platform == "win32", reason="nothing is killed this way on Windows")
@pytest.mark.parametrize("words", ["join", "doctor"])
def test_what_a_killed_join_left_is_swept(command, demo, tmp_path, words):
    """By the same command given again, or by doctor; a folder of somebody else's stays."""
    kit = sorted((demo.folder / "kits").iterdir())[0]
    code = (
        "import os, signal, sys; from fieldsurvey.campaign.kit import joining\n"
        "joining.write_bytes = lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL)\n"
        "from fieldsurvey.cli.app import run; run(sys.argv[1:])"
    )
    home, laptop = tmp_path / "home", tmp_path / "home" / "laptop"
    (home / ".laptop-of_mine1").mkdir(parents=True)
    (home / ".laptop-of_mine1" / "letter.txt").touch()
    if words == "doctor":
        assert command("join", kit, laptop).exit_code == 0
        laptop.rename(home / "before")
    subprocess.run([sys.executable, "-c", code, "join", str(kit), str(laptop)], check=False)
    left = [path.name for path in home.glob(".laptop-*")]
    assert len(left) == 2

    if words == "doctor":
        (home / "before").rename(laptop)
        assert "cut short" in command("-w", laptop, "doctor").out
    else:
        assert command("join", kit, laptop).exit_code == 0

    assert [path.name for path in home.glob(".laptop-*")] == [".laptop-of_mine1"]
