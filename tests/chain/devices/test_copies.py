import shutil
from pathlib import Path

import pytest

from fieldsurvey.chain.devices.copies import (
    HEAD_FILE,
    MACHINE_FILE,
    find_setback,
    is_on_other_machine,
    keep_head,
    keep_witness,
    mark_machine,
)
from fieldsurvey.chain.devices.machine import machine_id
from fieldsurvey.chain.lines.line import Entry, Kind
from fieldsurvey.chain.survey_file import SurveyFile

DEVICE = "d3f9a1c2e"


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    """The folder of a laptop's keys."""
    folder = tmp_path / "keys"
    folder.mkdir()
    return folder


@pytest.fixture
def outbox(tmp_path: Path) -> Path:
    """The folder of its bundles."""
    folder = tmp_path / "outbox"
    folder.mkdir()
    return folder


def say(survey_file: SurveyFile, count: int = 1) -> None:
    """Append some lines."""
    survey_file.append([Entry(Kind.SESSION, value={"event": "back"})] * count)


def test_a_folder_on_another_machine_is_known(keys: Path) -> None:
    """On its own machine it is at home; the machine's id itself is written nowhere."""
    mark_machine(keys, DEVICE, "3d1219c7c4c5404a")

    assert is_on_other_machine(keys, DEVICE, "another") is True
    assert is_on_other_machine(keys, DEVICE, "3d1219c7c4c5404a") is False
    assert "3d1219c7c4c5404a" not in (keys / MACHINE_FILE).read_text(encoding="utf-8")


def test_a_doubt_about_the_machine_keeps_nobody_from_working(keys: Path) -> None:
    """No mark, a damaged one, one of another device, a machine without an id: no alarm."""
    assert is_on_other_machine(keys, DEVICE, "here") is False
    for device, machine, asked in (("d00000000", "x", "here"), (DEVICE, "", "here")):
        mark_machine(keys, device, machine)
        assert is_on_other_machine(keys, DEVICE, asked) is False
    mark_machine(keys, DEVICE, "here")
    assert is_on_other_machine(keys, DEVICE, "") is False
    for damaged in (b"", b"\xff", b"[]", b"[" * 5000, b"7"):
        (keys / MACHINE_FILE).write_bytes(damaged)
        assert is_on_other_machine(keys, DEVICE, "here") is False


def test_this_machine_says_the_same_each_time() -> None:
    """Whatever it is, and even where there is none."""
    assert machine_id() == machine_id()


def test_a_laptop_that_is_used_and_moved_is_never_taken_for_a_copy(
    survey_file: SurveyFile, keys: Path, outbox: Path
) -> None:
    """Said and put down, said on without putting down, killed between: no alarm."""
    for count in (1, 3, 2):
        assert find_setback(survey_file, keys, outbox) is None
        say(survey_file, count)
        keep_head(survey_file, keys)
    say(survey_file)
    (outbox / f"{survey_file.device}-000001-00000{survey_file.last_seq}.fsb").touch()
    (outbox / "d00000000-000001-000999.fsb").touch()
    (outbox / "notes.fsb").touch()

    assert find_setback(survey_file, keys, outbox) is None


def test_a_survey_file_set_back_is_known_by_the_witness(
    survey_file: SurveyFile, keys: Path, outbox: Path, tmp_path: Path
) -> None:
    """By its last line; working on does not make it forgotten, and it cannot be overwritten."""
    say(survey_file)
    shutil.copy(survey_file.path, tmp_path / "older.db")
    say(survey_file, 2)
    keep_head(survey_file, keys)
    last = survey_file.last_seq
    with SurveyFile.open(tmp_path / "older.db") as older:
        found = find_setback(older, keys, outbox)
        say(older, 5)
        keep_head(older, keys)
        later = find_setback(older, keys, outbox)

    assert found is not None
    assert (found.seq, found.last) == (last, last - 2)
    assert later is not None
    assert later.seq == last


def test_a_survey_file_set_back_is_known_by_its_outbox(
    survey_file: SurveyFile, keys: Path, outbox: Path
) -> None:
    """A bundle of lines that are not here was sealed from them."""
    (outbox / f"{survey_file.device}-000001-000044.fsb").touch()

    found = find_setback(survey_file, keys, outbox)

    assert found is not None
    assert (found.seq, found.last) == (44, 1)


def test_what_the_lead_has_signed_for_is_a_witness(
    survey_file: SurveyFile, keys: Path, outbox: Path
) -> None:
    """Of a line that stands otherwise here; of another device's it says nothing."""
    keep_witness(keys, survey_file.device, 1, bytes(32))
    otherwise = find_setback(survey_file, keys, outbox)
    keep_witness(keys, "d00000000", 1, bytes(32))
    strange = find_setback(survey_file, keys, outbox)

    assert otherwise is not None
    assert strange is None


@pytest.mark.parametrize("damaged", [b"", b"\xff", b"[]", b'{"device":1,"seq":"x"}'])
def test_a_damaged_witness_is_no_alarm(
    survey_file: SurveyFile, keys: Path, outbox: Path, damaged: bytes
) -> None:
    """And is replaced by the next one."""
    (keys / HEAD_FILE).write_bytes(damaged)
    before = find_setback(survey_file, keys, outbox)
    keep_head(survey_file, keys)

    assert before is None
    assert b'"seq":1' in (keys / HEAD_FILE).read_bytes()
