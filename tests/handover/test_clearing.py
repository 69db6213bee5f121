"""Bundles and pictures that still hold what was erased: removed, or named as still there."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.errors import HandoverError
from fieldsurvey.handover.clearing import clear_inbox, wipe_erased
from fieldsurvey.handover.erasure import erase_interviews
from fieldsurvey.handover.merging import merge

MakeLaptop = Callable[..., Any]


def erase(lead: SurveyFile, inbox: Path) -> None:
    """Erase every interview of the lead's file."""
    folder = inbox.parent / "photos"
    erase_interviews(lead, lead.interviews(), "asked", who="Shen Yue", inbox=inbox, photos=folder)


def test_what_was_never_taken_in_is_left_alone(
    lead: SurveyFile, laptop: MakeLaptop, stick: Path, inbox: Path
) -> None:
    """A bundle that waits, one without anything erased, and a folder somebody named like one."""
    waiting, other = laptop(2).interview().bundle(), laptop(3).interview()
    (stick / "a.fsb").write_bytes(laptop(1).interview().bundle())
    merge(lead, [stick], inbox=inbox)
    (inbox / "waiting.fsb").write_bytes(waiting)
    (inbox / "folder.fsb").mkdir()
    erase(lead, inbox)
    (stick / "a.fsb").write_bytes(other.bundle())
    merge(lead, [stick], inbox=inbox)

    assert clear_inbox(lead, inbox) == []
    assert (inbox / "waiting.fsb").read_bytes() == waiting
    assert (inbox / "folder.fsb").is_dir()
    assert len(list(inbox.glob("*.fsb"))) == 3


def test_a_bundle_that_cannot_be_removed_is_named(
    lead: SurveyFile, laptop: MakeLaptop, stick: Path, inbox: Path
) -> None:
    """A folder stands where its note would be: what was erased still lies there, and it is said."""
    (stick / "a.fsb").write_bytes(laptop().interview().bundle())
    merge(lead, [stick], inbox=inbox)
    (bundle,) = inbox.glob("*.fsb")
    bundle.with_suffix(".erased").mkdir()
    (bundle.with_suffix(".erased") / "occupied").touch()

    with pytest.raises(HandoverError, match="cannot be removed") as refused:
        erase(lead, inbox)

    assert refused.value.where == str(bundle)
    assert "in the survey file it is erased" in refused.value.to_do
    assert lead.interviews() == []


def test_a_picture_that_cannot_be_removed_is_named(
    tmp_path: Path, obeyed_permissions: None
) -> None:
    """Its folder may not be written; it is still there."""
    folder = tmp_path / "photos"
    folder.mkdir()
    (folder / "x.jpg").write_bytes(b"picture")
    folder.chmod(0o500)

    with pytest.raises(HandoverError, match="cannot be removed") as refused:
        wipe_erased(folder / "x.jpg")

    folder.chmod(0o700)
    assert refused.value.where.endswith("x.jpg")
    assert (folder / "x.jpg").read_bytes() == bytes(7)
