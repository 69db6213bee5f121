from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from fieldsurvey.chain.devices.enrolment import Enrolment, Trust
from fieldsurvey.chain.devices.register import device, trust_key
from fieldsurvey.chain.proving.verifying import verify
from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.handover.gate import Gate
from fieldsurvey.handover.merging import merge
from fieldsurvey.handover.verdict import VerdictKind

MakeLaptop = Callable[..., Any]


def decided(laptop: Any, state: Trust = Trust.ENROLLED, last: int = 0) -> Enrolment:
    """Return the lead's decision about a laptop."""
    return Enrolment(laptop.key.device, laptop.key.public.hex(), "2", state, last=last)


def gate(*decisions: Enrolment) -> Gate:
    """Return the gate of a campaign that asks for enrolment."""
    return Gate({each.device: each for each in decisions}, is_required=True)


def test_an_unknown_laptop_waits_and_is_merged_once_enrolled(
    lead: SurveyFile, laptop: MakeLaptop, stick: Path, inbox: Path
) -> None:
    """Nothing of it counts before; its bytes lie in the inbox, and are merged from there."""
    team = laptop().interview()
    (stick / "a.fsb").write_bytes(team.bundle())

    [held] = merge(lead, [stick], inbox=inbox, gate=gate()).verdicts
    waiting = (lead.interviews(), [path.read_bytes() for path in inbox.iterdir()])
    [taken] = merge(lead, [inbox], inbox=inbox, gate=gate(decided(team))).verdicts

    assert (held.kind, held.waiting_key) == (VerdictKind.UNKNOWN_DEVICE, team.key.public.hex())
    assert "not enrolled" in held.words()
    assert decided(team).fingerprint in held.words()
    assert "The file is kept" in held.words()
    assert waiting == ([], [team.bundle()])
    assert (taken.kind, taken.new, taken.waiting_key) == (VerdictKind.NEW, 4, "")
    assert verify(lead).is_sound


def test_where_the_first_bundle_is_enough_nobody_waits(
    lead: SurveyFile, laptop: MakeLaptop, stick: Path, inbox: Path
) -> None:
    """A campaign without enrolment goes on as before."""
    (stick / "a.fsb").write_bytes(laptop().interview().bundle())

    [verdict] = merge(lead, [stick], inbox=inbox, gate=Gate()).verdicts

    assert verdict.kind is VerdictKind.NEW


@pytest.mark.parametrize("is_required", [True, False])
def test_what_a_revoked_laptop_says_later_is_kept_and_counts_for_nothing(
    lead: SurveyFile, laptop: MakeLaptop, stick: Path, inbox: Path, is_required: bool
) -> None:
    """What had come stays; a late bundle of before is taken in; trusted again, all of it is."""
    team = laptop().interview().interview("0103-08").interview("0103-09")
    revoked = Gate({team.key.device: decided(team, Trust.REVOKED, last=8)}, is_required)
    for name, content in (
        ("a", team.bundle(1, 4)),
        ("b", team.bundle(5, 8)),
        ("c", team.bundle(9, 12)),
    ):
        (stick / f"{name}.fsb").write_bytes(content)

    *before, later = merge(lead, [stick], inbox=inbox, gate=revoked).verdicts
    subjects = [made.subject for made in lead.interviews()]
    again = Gate({team.key.device: decided(team)}, is_required)
    report = merge(lead, [inbox], inbox=inbox, gate=again)

    assert [verdict.kind for verdict in before] == [VerdictKind.NEW] * 2
    assert later.kind is VerdictKind.REVOKED_DEVICE
    assert "counts for nothing" in later.words()
    assert subjects == ["0103-07", "0103-08"]
    assert report.new_lines == 4


def test_another_key_under_the_id_of_an_enrolled_laptop_waits(laptop: MakeLaptop) -> None:
    """The id is short enough to be forged by much work; the key is not."""
    enrolled, stranger = laptop(1), laptop(2)
    forged = replace(stranger.interview().header(), device=enrolled.key.device)

    held = gate(decided(enrolled)).holds_back(forged)

    assert held is not None
    assert held.verdict is VerdictKind.UNKNOWN_DEVICE


def test_the_key_somebody_vouches_for_takes_the_place_of_one_only_seen(
    lead: SurveyFile, laptop: MakeLaptop, stick: Path, inbox: Path
) -> None:
    """But not once lines stand under the key that was there."""
    team = laptop().interview()
    (stick / "a.fsb").write_bytes(team.bundle())
    merge(lead, [stick], inbox=inbox, gate=gate())
    seen = device(lead, team.key.device)
    assert seen is not None
    trust_key(lead, replace(seen, public_key="11" * 32, team="3"))
    vouched = device(lead, team.key.device)
    trust_key(lead, seen)
    merge(lead, [inbox], inbox=inbox, gate=gate(decided(team)))
    trust_key(lead, replace(seen, public_key="22" * 32))

    assert vouched is not None
    assert (vouched.public_key, vouched.team) == ("11" * 32, "3")
    assert device(lead, team.key.device) == seen
