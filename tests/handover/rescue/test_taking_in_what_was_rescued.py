"""A fresh survey file, bundles sealed again, and a lead who takes lines in on somebody's word."""

from pathlib import Path
from typing import Any

import pytest

from fieldsurvey.chain.devices.register import Device, know_device
from fieldsurvey.chain.lines.line import Kind
from fieldsurvey.chain.proving.verifying import verify
from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.errors import HandoverError
from fieldsurvey.handover.merging import merge
from fieldsurvey.handover.rescue.gathering import gather
from fieldsurvey.handover.rescue.proving import prove
from fieldsurvey.handover.rescue.taking_in import Taken, take_in_rescued
from fieldsurvey.handover.rescue.writing import UNPROVEN, write_rescued


def test_the_fresh_file_is_sound_and_tells_the_same_interviews(whole: Any, tmp_path: Path) -> None:
    """It can be opened, verified and shown like the one that was damaged."""
    finds, _sources = gather([whole.path])

    written = write_rescued(prove(finds), finds, tmp_path / "rescued")

    assert written.survey_file is not None
    with SurveyFile.open(written.survey_file) as fresh, SurveyFile.open(whole.path) as old:
        assert verify(fresh).is_sound
        assert fresh.interviews() == old.interviews()
        assert (fresh.device, fresh.team, fresh.campaign) == (old.device, "2", "dongshan-2026")


def test_with_the_laptops_key_the_lines_are_sealed_again(
    whole: Any, lead: SurveyFile, inbox: Path, tmp_path: Path
) -> None:
    """Around a lost page too: the lead merges what there is and is told of the gap."""
    content = whole.content.replace(b'"question":"q3"', b'"question":"q4"', 1)
    path = tmp_path / "alone" / "survey.db"
    path.parent.mkdir()
    path.write_bytes(content)
    finds, _sources = gather([path])
    written = write_rescued(prove(finds), finds, tmp_path / "rescued", key=whole.key)

    report = merge(lead, [written.folder / "outbox"], inbox=inbox)

    assert len(written.bundles) == len(report.verdicts) == 2
    assert report.new_lines == len(whole.texts) - 1
    assert not report.refused
    assert (written.folder / UNPROVEN).read_text(encoding="utf-8").count('"at"') == 1


def test_the_lead_takes_in_what_is_witnessed_and_says_so(
    whole: Any, lead: SurveyFile, tmp_path: Path
) -> None:
    """What nobody stands for is left, until somebody says so by name."""
    know_device(lead, Device(whole.key.device, whole.key.public.hex(), "2", ""))
    finds, (source, *_others) = gather([whole.path])
    proof = prove(finds)
    asked = {"by": "王芳", "reason": "the laptop fell", "files": [source.sha256]}

    (first,) = take_in_rescued(lead, proof, finds, **asked)  # type: ignore[arg-type]
    (second,) = take_in_rescued(lead, proof, finds, **asked, with_unwitnessed=True)  # type: ignore[arg-type]
    (third,) = take_in_rescued(lead, proof, finds, **asked, with_unwitnessed=True)  # type: ignore[arg-type]

    assert (first.taken, first.new, first.left) == (Taken.TAKEN, whole.signed, 14)
    assert (second.taken, second.new, second.left) == (Taken.TAKEN, 14, 0)
    assert third.taken is Taken.NOTHING_NEW
    said = list(lead.lines_of_kind(Kind.DECISION))
    assert [line.entry.who for line in said] == ["王芳", "王芳"]
    assert said[1].entry.value["unwitnessed"] == 14
    assert said[1].entry.value["lines"] == [[whole.signed + 1, len(whole.texts)]]
    assert [line.text for line in lead.lines(whole.key.device)] == list(whole.texts)
    assert verify(lead).is_sound


def test_an_unknown_device_is_not_taken_in(whole: Any, lead: SurveyFile) -> None:
    """A file that somebody brings along does not make its laptop one of the campaign's."""
    finds, _sources = gather([whole.path])

    (result,) = take_in_rescued(lead, prove(finds), finds, by="王芳", reason="", files=[])

    assert result.taken is Taken.UNKNOWN
    assert not lead.interviews()


def test_a_folder_in_use_is_refused(whole: Any, tmp_path: Path) -> None:
    """Nothing is ever written over."""
    (tmp_path / "there.txt").write_text("x", encoding="utf-8")
    finds, _sources = gather([whole.path])

    with pytest.raises(HandoverError):
        write_rescued(prove(finds), finds, tmp_path)
