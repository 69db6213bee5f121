"""Withdrawn, erased, purged: by command, and what each of them leaves."""

import json

from fieldsurvey.campaign.workspace import Workspace
from fieldsurvey.chain.survey_file import SurveyFile


def subjects(command, workspace) -> set[str]:
    """Return the subjects of the problem list."""
    listed = json.loads(command("-w", workspace, "problems", "list", "--json").out)
    return {row["number"].rpartition("-")[0] for row in listed}


def a_subject_with_problems(workspace) -> tuple[str, str]:
    """Return a household with a problem that somebody described, and its interview."""
    with SurveyFile.open(workspace / "survey.db") as survey_file:
        made = next(i for i in survey_file.interviews() if i.descriptions and "-" in i.subject)
    return made.subject, made.id


def test_the_lead_withdraws_an_interview(lead, command):
    """It is out of the list at once, the file is sound, and a second time is refused."""
    subject, id_ = a_subject_with_problems(lead)
    before = subjects(command, lead)
    ran = command("-w", lead, "withdraw", id_, "--reason", "wrong house")

    assert ran.exit_code == 0
    assert subject in before
    assert subject not in subjects(command, lead)
    assert command("-w", lead, "verify").exit_code == 0
    assert command("-w", lead, "withdraw", id_, "--reason", "again").exit_code == 2
    assert command("-w", lead, "withdraw", "0101-01").exit_code == 2


def test_a_withdrawn_interview_can_be_made_anew(laptop, command):
    """On the laptop it counts as not visited."""
    subject, id_ = a_subject_with_problems(laptop)
    ran = command("-w", laptop, "withdraw", subject, "--reason", "wrong house")

    assert (ran.exit_code, id_ in ran.out) == (0, True)
    assert "interviewed anew" in ran.err
    assert command("-w", laptop, "show", subject).exit_code == 2
    assert command("-w", laptop, "verify").exit_code == 0


def test_the_lead_erases_a_household(lead, command):
    """What still holds it is named; nobody is asked twice, and without a yes nothing happens."""
    subject, id_ = a_subject_with_problems(lead)
    refused = command("-w", lead, "erase", subject, "--reason", "asked for it")
    ran = command("-w", lead, "erase", subject, "--reason", "asked for it", "--yes", "--json")
    done = json.loads(ran.out)

    assert refused.exit_code == 2
    assert (done["interviews"], done["lines"] > 10, len(done["bundles"])) == ([id_], True, 1)
    assert done["editions"]
    assert subject not in subjects(command, lead)
    assert command("-w", lead, "verify").exit_code == 0
    assert command("-w", lead, "erase", subject, "--reason", "again", "--yes").exit_code == 2


def test_a_laptop_lets_go_of_what_the_lead_has(laptop, lead, command, tmp_path):
    """Nothing before the receipt; then all that is whole, searched for and not found."""
    stick = tmp_path / "stick"
    stick.mkdir()
    early = command("-w", laptop, "purge", "--yes")
    command("-w", laptop, "hand-over", stick)
    command("-w", lead, "merge", stick)
    command("-w", laptop, "hand-over", stick)
    ran = command("-w", laptop, "purge", "--yes", "--json")
    done = json.loads(ran.out)

    assert "Nothing can be purged" in early.err
    assert (ran.exit_code, done["found_in"], len(done["interviews"]) > 50) == (0, [], True)
    assert command("-w", laptop, "verify").exit_code == 0
    again = json.loads(command("-w", laptop, "purge", "--yes", "--json").out)
    assert again["interviews"] == []
    assert command("-w", laptop, "reopen", done["interviews"][0], "--reason", "x").exit_code != 0


def test_an_order_to_erase_reaches_the_laptop_with_a_new_kit(laptop, lead, command, tmp_path):
    """Whoever joins again with the lead's next stick carries it out, without handing over first."""
    subject, _id = a_subject_with_problems(laptop)
    command("-w", lead, "erase", subject, "--reason", "asked for it", "--yes")
    assert command("-w", lead, "kit", "make", tmp_path / "kits", "--no-codes").exit_code == 0
    team = Workspace(laptop).team
    ran = command("join", tmp_path / "kits" / f"team-{team}", laptop)

    assert (ran.exit_code, "erased here, as the lead ordered" in ran.err) == (0, True)
    assert command("-w", laptop, "show", subject).exit_code == 2
    assert command("-w", laptop, "verify").exit_code == 0


def test_a_laptop_revoked_back_to_a_day_counts_for_nothing_from_then_on(laptop, lead, command):
    """Its interviews are out of the list and named, until the lead accepts or withdraws them."""
    with SurveyFile.open(laptop / "survey.db") as survey_file:
        device = survey_file.device
        days = sorted({one.started_at[:10] for one in survey_file.interviews()})
    before = subjects(command, lead)
    ran = command(
        *("-w", lead, "devices", "revoke", device, "--reason", "stolen", "--since", days[-1])
    )
    after = subjects(command, lead)
    (seen,) = [
        one
        for one in json.loads(command("-w", lead, "devices", "list", "--json").out)
        if one["device"] == device
    ]
    night = command("-w", lead, "nightly", "--dry-run", "--json")
    aside = seen["set_aside"]
    shown = command("-w", lead, "show", aside[0])

    assert (ran.exit_code, "Set aside since" in ran.out) == (0, True)
    assert aside
    assert before - after <= set(aside)
    assert before - after
    assert f"已停用，自{days[-1]}起的访谈暂不计入" in night.out
    assert "Set aside" in shown.err
    accepted = command("-w", lead, "devices", "accept", device, aside[0], "--reason", "asked again")
    assert (accepted.exit_code, "again" in accepted.out) == (0, True)
    wrong = command("-w", lead, "devices", "accept", device, aside[0], "--reason", "twice")
    assert (wrong.exit_code, aside[0] in wrong.err) == (2, True)
    assert command("-w", lead, "devices", "accept", device, "--reason", "all").exit_code == 0
    assert subjects(command, lead) == before
    assert command("-w", lead, "devices", "accept", device, "--reason", "none").exit_code == 2
    assert command("-w", lead, "verify").exit_code == 0


def test_every_acknowledged_line_is_found_or_named(laptop, lead, command, tmp_path):
    """On the laptop and at the lead's; one that nobody has is missing: the exit code says so."""
    with SurveyFile.open(laptop / "survey.db") as survey_file:
        lines = list(survey_file.lines())
    acks = tmp_path / "acks"
    acks.write_text("".join(f"ACK {x.device} {x.seq} {x.hash.hex()}\n" for x in lines[:50]))
    here = command("-w", laptop, "verify", "--acks", acks)
    there = json.loads(command("-w", lead, "verify", "--acks", acks, "--json").out)
    with acks.open("a") as file:
        file.write(f"ACK d00000000 7 {'0' * 64}\n")
    lost = command("-w", lead, "verify", "--acks", acks, "--place", tmp_path)

    assert (here.exit_code, "survey file: 50" in here.out) == (0, True)
    assert there["acks"] == {"in_file": 50, "in_bundles": 0, "sealed": [], "missing": []}
    assert (lost.exit_code, "Missing: d00000000-7" in lost.err) == (1, True)
    assert sum(there["clock_anomalies"].values()) >= 0
