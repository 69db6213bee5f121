"""Folders and files are there whole or not at all."""

import os
import subprocess

import pytest

from fieldsurvey.campaign.folders import FILLED, ensure_writable, sweep, whole_folder
from fieldsurvey.campaign.roster.csv_table import read_table, write_bytes, write_table
from fieldsurvey.errors import CampaignError

TRY_TO_WRITE = """
import sys
from pathlib import Path
from fieldsurvey.campaign.roster.csv_table import write_bytes
from fieldsurvey.campaign.folders import ensure_writable, whole_folder
from fieldsurvey.errors import CampaignError

def fill(folder):
    with whole_folder(folder):
        pass

folder = Path(sys.argv[1])
tries = (
    lambda: ensure_writable(folder),
    lambda: write_bytes(folder / "file", b"content"),
    lambda: fill(folder / "new"),
)
for attempt in tries:
    try:
        attempt()
    except CampaignError as refused:
        print(refused)
"""


def test_a_folder_filled_without_fault_is_there(folder):
    """An empty folder in its place is taken over."""
    (folder / "new").mkdir()

    with whole_folder(folder / "new") as unfinished:
        (unfinished / "file").write_text("whole", encoding="utf-8")
        assert not any((folder / "new").iterdir())

    assert (folder / "new" / "file").read_text(encoding="utf-8") == "whole"
    assert os.listdir(folder) == ["new"]  # noqa: PTH208


def test_a_folder_that_was_not_filled_leaves_nothing(folder):
    """An error, of whatever kind, takes the half-filled folder away."""
    with pytest.raises(ZeroDivisionError), whole_folder(folder / "new") as unfinished:
        (unfinished / "file").write_text("half", encoding="utf-8")
        raise ZeroDivisionError

    assert not any(folder.iterdir())


def test_what_a_killed_program_left_is_swept_and_nothing_else(folder):
    """Beside the same target only, and only what holds a half-filled folder or nothing."""
    for name in (".new-abcd_123", ".new-killed99", ".other-abcd1234", ".new-holiday1", ".new-x"):
        (folder / name).mkdir()
    (folder / ".new-abcd_123" / FILLED).mkdir()
    (folder / ".new-abcd_123" / FILLED / "households.csv").touch()
    (folder / ".new-holiday1" / "picture.jpg").touch()
    (folder / ".new-notafold").touch()
    if hasattr(os, "symlink"):
        (folder / "elsewhere").mkdir()
        (folder / ".new-symlink1").symlink_to(folder / "elsewhere")

    with whole_folder(folder / "new"):
        pass

    left = {path.name for path in folder.iterdir()}
    assert not left & {".new-abcd_123", ".new-killed99"}
    assert left >= {".other-abcd1234", ".new-holiday1", ".new-x", ".new-notafold", "new"}
    assert (folder / ".new-symlink1").is_symlink()
    assert sweep(folder / "new") == []


@pytest.mark.parametrize("kind", ["file", "full folder"])
def test_what_is_there_is_never_overwritten(kind, folder):
    """A file or a folder with something in it stays."""
    target = folder / "taken"
    if kind == "file":
        target.write_text("mine", encoding="utf-8")
    else:
        target.mkdir()
        (target / "mine").touch()

    with pytest.raises(CampaignError, match="already"), whole_folder(target):
        pass

    assert target.exists()


def test_a_place_below_a_file_is_refused_in_words(folder):
    """There is no folder inside a file."""
    (folder / "file").touch()

    with pytest.raises(CampaignError, match="cannot be written"):
        ensure_writable(folder / "file")
    with pytest.raises(CampaignError), whole_folder(folder / "file" / "new"):
        pass
    with pytest.raises(CampaignError, match="cannot be written"):
        write_bytes(folder / "file" / "new", b"")


def test_a_read_only_folder_is_refused_in_words(folder, python_under_permissions):
    """Neither a file nor a folder is made there, and it says why."""
    folder.chmod(0o555)
    try:
        tried = subprocess.run(
            [*python_under_permissions, "-c", TRY_TO_WRITE, str(folder)],
            env=os.environ | {"FIELDSURVEY_LANG": "en"},
            capture_output=True,
            encoding="utf-8",
            check=True,
        )
    finally:
        folder.chmod(0o755)

    assert [said.count("read-only") for said in tried.stdout.splitlines()] == [1, 1, 1]
    assert not any(folder.iterdir())


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="Linux only")  # noqa: PTH110
def test_a_full_disk_keeps_the_old_file(folder):
    """Writing fails before the old table is touched."""
    write_table(folder / "t.csv", ["a"], [["old"]])
    (folder / ".t.csv.part").symlink_to("/dev/full")

    with pytest.raises(CampaignError, match="disk is full"):
        write_table(folder / "t.csv", ["a"], [["new"]])

    assert read_table(folder / "t.csv").rows[0].cells == {"a": "old"}
