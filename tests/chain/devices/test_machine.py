import sys
from pathlib import Path

import pytest

from fieldsurvey.chain.devices import machine
from fieldsurvey.chain.devices.machine import machine_id

ID = "3d1219c7c4c5404a9d2f6e0b8a7c5e31"
pytestmark = pytest.mark.skipif(
    sys.platform in ("win32", "darwin"), reason="there the id is in no file"
)


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    """The two files in which Linux may keep its id; neither is there yet."""
    named = (tmp_path / "machine-id", tmp_path / "dbus-machine-id")
    monkeypatch.setattr(machine, "_LINUX", named)
    return named


def test_the_id_is_the_one_that_the_system_keeps(places: tuple[Path, Path]) -> None:
    """Without the end of its line; the first of the two files is believed."""
    places[1].write_text("f" * 32 + "\n")
    places[0].write_text(f"{ID}\n")

    assert machine_id() == ID


def test_without_the_first_file_the_second_says_it(places: tuple[Path, Path]) -> None:
    """As on systems without systemd."""
    places[1].write_text(f"{ID}\n")

    assert machine_id() == ID


@pytest.mark.parametrize(
    "said", [b"", b"\n", b"uninitialized\n", b"\xff\xfe\x00", b"3d1219c7\n", ID.upper().encode()]
)
def test_what_is_no_id_is_passed_over(places: tuple[Path, Path], said: bytes) -> None:
    """A machine that has not got its id yet would be taken for another once it has one."""
    places[0].write_bytes(said)
    blank = machine_id()
    places[1].write_text(ID)

    assert (blank, machine_id()) == ("", ID)


def test_a_machine_without_an_id_has_a_blank_one(places: tuple[Path, Path]) -> None:
    """No file, or a folder in its place: best effort."""
    places[1].mkdir()

    assert machine_id() == ""
