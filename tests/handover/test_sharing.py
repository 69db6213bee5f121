"""A lead's whole file, handed to another lead."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.handover.new_files import new_file

from fieldsurvey.chain.devices.enrolment import Enrolment, Trust, enrolment_entry
from fieldsurvey.chain.devices.keys import DeviceKey
from fieldsurvey.chain.erasing import tombstones
from fieldsurvey.chain.lines.line import Entry, Kind
from fieldsurvey.chain.proving.verifying import verify
from fieldsurvey.chain.storage.state_digest import state_digest
from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.chain.union import rebuild_views
from fieldsurvey.errors import HandoverError
from fieldsurvey.handover.erasure import erase_interviews
from fieldsurvey.handover.merging import merge
from fieldsurvey.handover.sharing import share

LEAD = DeviceKey.of_seed(bytes(32))
OTHER = DeviceKey.of_seed(bytes([5]) * 32)


@pytest.fixture
def other(tmp_path: Path) -> Any:
    """The survey file of a second lead."""
    (tmp_path / "other").mkdir()
    with new_file(tmp_path / "other" / "survey.db", OTHER, team="", chance=5) as opened:
        yield opened


def trust(survey_file: SurveyFile, key: DeviceKey) -> None:
    """Enrol another lead."""
    enrolment = Enrolment(key.device, key.public.hex(), "", Trust.ENROLLED, "a lead")
    survey_file.append([enrolment_entry(enrolment)])


def exchange(tmp_path: Path, lead: SurveyFile, other: SurveyFile) -> None:
    """Let both hand their files to each other."""
    for number, (giver, key, taker) in enumerate([(lead, LEAD, other), (other, OTHER, lead)]):
        folder = tmp_path / f"stick-{number}-{len(list(tmp_path.iterdir()))}"
        folder.mkdir()
        share(giver, key, folder, outbox=giver.path.parent / "outbox", recipients=())
        report = merge(taker, [folder], inbox=taker.path.parent / "inbox")
        assert report.refused == ()


def test_two_leads_end_with_the_same_state(
    lead: SurveyFile, other: SurveyFile, laptop: Callable[..., Any], stick: Path, tmp_path: Path
) -> None:
    """Different sticks, a fork, an erasure, a withdrawal, decisions: both know all of it."""
    teams = [laptop(number).interview().interview("0103-08") for number in (1, 2)]
    copy = teams[0].clone()
    copy.interview("0103-09")
    teams[0].interview("0103-10")
    for name, content in (("a", teams[0].bundle()), ("b", copy.bundle())):
        (stick / f"{name}.fsb").write_bytes(content)
    merge(lead, [stick], inbox=lead.path.parent / "inbox")
    (stick / "a.fsb").write_bytes(teams[1].bundle())
    (stick / "b.fsb").unlink()
    merge(other, [stick], inbox=other.path.parent / "inbox")
    trust(lead, OTHER)
    trust(other, LEAD)
    meant = [one for one in other.interviews() if one.subject == "0103-08"]
    places = {"inbox": other.path.parent / "inbox", "photos": tmp_path / "photos"}
    erase_interviews(other, meant, "asked", who="Lu Ming", **places)
    other.append([Entry(Kind.DECISION, value={"problem": "0103-07-7KQ2M", "state": "confirmed"})])
    first = next(one for one in lead.interviews() if not one.forked)
    lead.append([Entry(Kind.WITHDRAW, first.id, value={"reason": "wrong house"})])
    rebuild_views(lead)

    exchange(tmp_path, lead, other)
    exchange(tmp_path, lead, other)

    assert state_digest(lead) == state_digest(other)
    assert len(tombstones(lead)) == len(tombstones(other)) == 4
    assert {found.code for found in verify(lead).findings} == {"V010"}
    assert {found.code for found in verify(other).findings} == {"V010"}
    assert len({line.device for line in lead.lines_of_kind(Kind.KEY)}) == 2


def test_a_folder_that_cannot_be_written_is_named(
    lead: SurveyFile, laptop: Callable[..., Any], stick: Path, tmp_path: Path
) -> None:
    """Nothing is lost."""
    (stick / "a.fsb").write_bytes(laptop().interview().bundle())
    merge(lead, [stick], inbox=tmp_path / "inbox")

    with pytest.raises(HandoverError, match="cannot be written"):
        share(lead, LEAD, tmp_path / "gone", outbox=tmp_path / "outbox", recipients=())
