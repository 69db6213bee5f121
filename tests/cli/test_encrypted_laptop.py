"""A laptop of a campaign that wants what it holds encrypted: joined, unlocked, renewed."""

import io
import os
import sys
from pathlib import Path

import pytest

from fieldsurvey.chain.storage import encrypted
from fieldsurvey.cli.workplace import unlocking

NAMES = [name.encode() for name in ("赵石头", "钱满仓", "李有田", "0101-0001")]


def test_a_joined_laptop_holds_no_name_in_the_open(locked):
    """Plan, sample, keys and survey file: nothing of whom it visits can be read."""
    files = [path for path in locked.laptop.rglob("*") if path.is_file()]
    open_texts = [path.name for path in files if any(n in path.read_bytes() for n in NAMES)]

    assert len(files) > 10
    assert open_texts == []
    assert b"seed" not in (locked.laptop / "keys" / "device.key").read_bytes()
    assert any(NAMES[0] in path.read_bytes() for path in locked.kit.rglob("*.csv"))


def test_with_the_passphrase_it_works_as_any_other(command, locked):
    """The day's plan is read, everything verifies, and it hands over."""
    stick = locked.folder / "stick"
    stick.mkdir()

    assert "石桥村" in command("-w", locked.laptop, "today", "--date", "2020-06-28", "--json").out
    assert command("-w", locked.laptop, "verify").exit_code == 0
    assert command("-w", locked.laptop, "hand-over", stick).exit_code == 0
    assert list(stick.glob("*.fsb"))


@pytest.mark.parametrize(
    "words", [("today",), ("verify",), ("show", "0101-01"), ("hand-over", ".")]
)
def test_without_it_nothing_is_said(command, locked, monkeypatch, words):
    """Nobody there to type: refused in words, and what to do."""
    monkeypatch.delenv(unlocking.PASSPHRASE_FILE)
    monkeypatch.setattr(sys, "stdin", io.StringIO())

    ran = command("-w", locked.laptop, *words)

    assert ran.exit_code == 2
    assert unlocking.PASSPHRASE_FILE in ran.err
    assert not ran.out


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"wrong words in here\n", "not that of"), (b"", "not that of"), (b"\xff\xfe", "UTF-8")],
)
def test_a_wrong_passphrase_file_is_told(command, locked, content, said):
    """Wrong, empty, no text: each in words, and the passphrase itself is never repeated."""
    locked.passphrase.write_bytes(content)

    ran = command("-w", locked.laptop, "today")

    assert ran.exit_code == 2
    assert said in ran.err
    assert "wrong words" not in ran.said


def test_a_missing_passphrase_file_is_told(command, locked):
    """Its name is."""
    locked.passphrase.unlink()

    ran = command("-w", locked.laptop, "today")

    assert ran.exit_code == 2
    assert str(locked.passphrase) in ran.err


@pytest.mark.skipif(not Path("/dev/fd").is_dir(), reason="this system has no /dev/fd")
def test_a_descriptor_gives_it_too(command, locked, monkeypatch):
    """A script need not write it to a disk."""
    reading, writing = os.pipe()
    os.write(writing, locked.passphrase.read_bytes())
    os.close(writing)
    monkeypatch.setenv(unlocking.PASSPHRASE_FILE, f"/dev/fd/{reading}")

    assert command("-w", locked.laptop, "verify").exit_code == 0
    os.close(reading)


def test_changing_the_passphrase_wraps_the_key_anew(command, locked, monkeypatch):
    """The old one opens no more, the new one does, and nothing encrypted was touched."""
    chosen = locked.folder / "new-passphrase"
    chosen.write_text("window ladder pepper cloud", encoding="utf-8")
    monkeypatch.setenv(unlocking.NEW_PASSPHRASE_FILE, str(chosen))
    before = {path: path.read_bytes() for path in locked.laptop.rglob("*") if path.is_file()}

    assert command("-w", locked.laptop, "change-passphrase").exit_code == 0

    changed = [path.name for path, content in before.items() if path.read_bytes() != content]
    assert changed == ["survey.key.json"]
    assert command("-w", locked.laptop, "today").exit_code == 2
    monkeypatch.setenv(unlocking.PASSPHRASE_FILE, str(chosen))
    assert command("-w", locked.laptop, "today").exit_code == 0


def test_a_bad_new_passphrase_changes_nothing(command, locked, monkeypatch):
    """The rules hold for a file as for a person."""
    chosen = locked.folder / "new-passphrase"
    chosen.write_text("1234", encoding="utf-8")
    monkeypatch.setenv(unlocking.NEW_PASSPHRASE_FILE, str(chosen))

    assert "too short" in command("-w", locked.laptop, "change-passphrase").err
    assert command("-w", locked.laptop, "today").exit_code == 0


def test_a_laptop_that_is_not_encrypted_has_none_to_change(command, laptop):
    """That is said, and where the campaign says it."""
    ran = command("-w", laptop, "change-passphrase")

    assert ran.exit_code == 2
    assert "at_rest" in ran.err


def test_a_newer_kit_is_taken_and_stays_encrypted(command, locked):
    """Renewed, it reads its plan; no name lies open."""
    assert command("join", locked.kit, locked.laptop).exit_code == 0

    assert not any(
        name in path.read_bytes()
        for path in locked.laptop.rglob("*")
        if path.is_file()
        for name in NAMES
    )
    assert command("-w", locked.laptop, "today").exit_code == 0


def test_an_open_laptop_does_not_take_such_a_kit(command, locked, tmp_path):
    """One that joined before the campaign wanted it goes on, and joins in a new folder."""
    plan = locked.lead / "campaign.yaml"
    strict = plan.read_text(encoding="utf-8")
    plan.write_text(strict.replace("required", '"off"'), encoding="utf-8")
    lax = tmp_path / "lax"
    assert command("-w", locked.lead, "kit", "make", lax, "--no-codes").exit_code == 0
    assert command("join", lax / "team-1", tmp_path / "open").exit_code == 0

    ran = command("join", locked.kit, tmp_path / "open")

    assert ran.exit_code == 1
    assert "new folder" in ran.err
    assert command("-w", tmp_path / "open", "today").exit_code == 0


@pytest.mark.parametrize("passphrase", ["short", "lead lead lead lead", "陈知行 陈知行 林若水 1"])
def test_joining_with_a_bad_passphrase_leaves_nothing(command, locked, tmp_path, passphrase):
    """Too short, a pattern, or the names of the team: nothing is made."""
    locked.passphrase.write_text(passphrase, encoding="utf-8")

    assert command("join", locked.kit, tmp_path / "other").exit_code == 2
    assert not (tmp_path / "other").exists()


def test_without_the_extra_nothing_is_joined(command, locked, tmp_path, monkeypatch):
    """The laptop is told what to install, before a passphrase is chosen."""
    monkeypatch.setattr(encrypted, "has_cipher", lambda: False)

    ran = command("join", locked.kit, tmp_path / "other")

    assert ran.exit_code == 1
    assert "fieldsurvey[secure]" in ran.err
    assert not (tmp_path / "other").exists()


@pytest.mark.parametrize("name", ["sample.csv", "roster/households.csv"])
def test_a_plan_put_in_its_place_is_refused(command, locked, name):
    """Whoever has the laptop cannot give it other households to visit."""
    (locked.laptop / name).write_bytes((locked.kit / name).read_bytes())

    ran = command("-w", locked.laptop, "today", "--date", "2020-06-28")

    assert ran.exit_code == 1
    assert "altered" in ran.err


def test_pauses_grow_but_not_for_a_slip():
    """The first two wrong ones cost nothing; later ones up to half a minute."""
    assert [unlocking.pause_s(wrong) for wrong in range(1, 9)] == [0, 0, 2, 4, 8, 16, 30, 30]
