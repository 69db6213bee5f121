"""A rescue is no way around the gate: whose bundle would wait, its rescued lines wait, too."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fieldsurvey.chain.devices.enrolment import Enrolment, Trust
from fieldsurvey.chain.devices.register import (
    Device,
    QuestionnaireVersion,
    device,
    know_device,
    versions,
)
from fieldsurvey.chain.lines.line import Entry, Kind
from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.handover.bundle import read_bundle
from fieldsurvey.handover.gate import Gate
from fieldsurvey.handover.merging import merge
from fieldsurvey.handover.rescue.carving import add_bundle
from fieldsurvey.handover.rescue.finds import Finds, Link
from fieldsurvey.handover.rescue.gathering import gather
from fieldsurvey.handover.rescue.proving import prove
from fieldsurvey.handover.rescue.taking_in import Taken, TakenIn, take_in_rescued

MakeLaptop = Callable[..., Any]


def gate(team: Any | None = None, state: Trust = Trust.ENROLLED, last: int = 0) -> Gate:
    """Return the gate of a campaign that asks for enrolment, with a decision about a laptop."""
    if team is None:
        return Gate(is_required=True)
    decided = Enrolment(team.key.device, team.key.public.hex(), "2", state, last=last)
    return Gate({team.key.device: decided}, is_required=True)


def bundled(*contents: bytes) -> Finds:
    """Return what some bundles hold."""
    finds = Finds()
    for content in contents:
        add_bundle(finds, read_bundle(content))
    return finds


def unsigned(team: Any) -> Finds:
    """Return the lines of a laptop under no signature."""
    finds = Finds()
    for line in team.lines:
        finds.add_text(line.text)
        finds.links.add(Link(line.device, line.seq, line.previous, line.digest, line.hash))
    return finds


def take(lead: SurveyFile, finds: Finds, **given: Any) -> TakenIn:
    """Take in what is true of the one device in the finds."""
    given = {"by": "王芳", "reason": "the laptop fell", "files": ["00" * 32]} | given
    (result,) = take_in_rescued(lead, prove(finds), finds, **given)
    return result


def test_a_laptop_that_is_not_enrolled_waits_and_is_taken_in_later(
    lead: SurveyFile, laptop: MakeLaptop
) -> None:
    """Nothing of it is kept but its key, so that it can be enrolled by its name."""
    team = laptop().interview()

    held = take(lead, bundled(team.bundle()), gate=gate())
    before = (lead.interviews(), list(lead.lines(team.key.device)))
    taken = take(lead, bundled(team.bundle()), gate=gate(team))

    assert held.taken is Taken.WAITING
    assert held.taken.is_held_back
    assert held.fingerprint == Enrolment("", team.key.public.hex(), "", Trust.ENROLLED).fingerprint
    assert before == ([], [])
    known = device(lead, team.key.device)
    assert known is not None
    assert (known.public_key, known.team) == (team.key.public.hex(), "2")
    assert (taken.taken, taken.new) == (Taken.TAKEN, 4)


def test_a_bundle_that_waits_in_the_inbox_opens_no_back_door(
    lead: SurveyFile, laptop: MakeLaptop, stick: Path, inbox: Path
) -> None:
    """The lead has seen the laptop, and still has not decided about it."""
    team = laptop().interview()
    (stick / "a.fsb").write_bytes(team.bundle())
    merge(lead, [stick], inbox=inbox, gate=gate())

    result = take(lead, bundled(team.bundle()), gate=gate())

    assert result.taken is Taken.WAITING
    assert lead.interviews() == []


def test_a_key_that_signed_nothing_is_not_kept(lead: SurveyFile, laptop: MakeLaptop) -> None:
    """Whoever made the file may have written any key into it; the fingerprint is still told."""
    team = laptop()
    team.say(Entry(Kind.KEY, value={"public_key": team.key.public.hex(), "campaign": ""}))

    result = take(lead, unsigned(team), gate=gate())

    assert (result.taken, bool(result.fingerprint)) == (Taken.WAITING, True)
    assert device(lead, team.key.device) is None


def test_a_laptop_of_which_no_key_is_known_cannot_wait(
    lead: SurveyFile, laptop: MakeLaptop
) -> None:
    """There is nothing to compare."""
    result = take(lead, unsigned(laptop().interview()), gate=gate(), with_unwitnessed=True)

    assert (result.taken, result.fingerprint) == (Taken.UNKNOWN, "")


def test_what_a_revoked_laptop_said_later_is_left(lead: SurveyFile, laptop: MakeLaptop) -> None:
    """Even on somebody's word; what it said before is taken in."""
    team = laptop().interview().interview("0103-08")
    know_device(lead, Device(team.key.device, team.key.public.hex(), "2", ""))
    revoked = {"gate": gate(team, Trust.REVOKED, last=5), "with_unwitnessed": True}

    first = take(lead, bundled(team.bundle()), **revoked)
    second = take(lead, bundled(team.bundle()), **revoked)

    assert (first.taken, first.new, first.left, first.revoked) == (Taken.TAKEN, 5, 0, 3)
    assert (second.taken, second.new, second.revoked) == (Taken.NOTHING_NEW, 0, 3)
    assert [line.seq for line in lead.lines(team.key.device)] == [1, 2, 3, 4, 5]


def test_the_leads_own_chain_is_not_merged(lead: SurveyFile) -> None:
    """Rescued, it is a survey file to go on with; lines beside it would be a fork."""
    lead.append([Entry(Kind.SESSION)])
    finds = Finds()
    for line in lead.lines():
        finds.add_text(line.text)
        finds.links.add(Link(line.device, line.seq, line.previous, line.digest, line.hash))

    assert take(lead, finds, with_unwitnessed=True).taken is Taken.OWN


def test_a_laptop_of_another_campaign_is_not_taken_in(lead: SurveyFile, laptop: MakeLaptop) -> None:
    """Whatever is said of it here."""
    team = laptop().interview()
    know_device(lead, Device(team.key.device, team.key.public.hex(), "2", ""))

    result = take(lead, bundled(team.bundle(campaign="xishan-2026")), gate=gate(team))

    assert result.taken is Taken.OTHER_CAMPAIGN
    assert lead.interviews() == []


@pytest.mark.parametrize("is_required", [True, False])
def test_another_key_under_a_known_name_is_not_taken_in(
    lead: SurveyFile, laptop: MakeLaptop, is_required: bool
) -> None:
    """The id is short; the key that was first seen or enrolled is the one that counts."""
    team = laptop().interview()
    know_device(lead, Device(team.key.device, "11" * 32, "2", ""))
    decided = gate(team) if is_required else Gate()

    result = take(lead, bundled(team.bundle()), gate=decided)

    assert result.taken is Taken.UNKNOWN
    assert lead.interviews() == []


def test_what_the_lead_knows_of_a_laptop_is_enough(lead: SurveyFile, laptop: MakeLaptop) -> None:
    """The file names no key and nobody signed it; the laptop is enrolled here."""
    team = laptop().interview()
    know_device(lead, Device(team.key.device, team.key.public.hex(), "2", ""))

    result = take(lead, unsigned(team), gate=gate(team), with_unwitnessed=True)

    assert (result.taken, result.new) == (Taken.TAKEN, 4)


def test_the_questionnaires_come_with_the_lines(whole: Any, lead: SurveyFile) -> None:
    """Without them nobody could read the answers."""
    finds, _sources = gather([whole.path])
    source = "settings: {form_id: f}"
    version = QuestionnaireVersion(hashlib.sha256(source.encode()).hexdigest(), "f", "1", source)
    finds.questionnaires[version.digest] = version
    know_device(lead, Device(whole.key.device, whole.key.public.hex(), "2", ""))

    take(lead, finds)

    assert versions(lead) == [version]


def test_lines_with_gaps_are_named_in_spans(lead: SurveyFile, laptop: MakeLaptop) -> None:
    """What was taken in is said in the lead's chain, run by run."""
    team = laptop().interview().interview("0103-08")
    know_device(lead, Device(team.key.device, team.key.public.hex(), "2", ""))
    finds = bundled(team.bundle(1, 2), team.bundle(5, 6), team.bundle(8, 8))

    take(lead, finds, gate=gate(team))

    (said,) = lead.lines_of_kind(Kind.DECISION)
    assert said.entry.value["lines"] == [[1, 2], [5, 6], [8, 8]]
    assert said.entry.value["files"] == ["00" * 32]
