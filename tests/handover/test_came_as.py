"""The names bundles came by, kept beside their bytes."""

import pytest

from fieldsurvey.handover.came_as import NamedLines, came_as, keep_name, lines_named

SHA = "ab" * 32


def test_what_lies_in_the_inbox_is_called_as_it_came(tmp_path):
    """Each name once, in one order: two that are cut off at nothing have the same bytes."""
    inbox, stick = tmp_path / "inbox", tmp_path / "stick"
    for name in ("d2-1-40.fsb", "d1-1-40.fsb", "d2-1-40.fsb"):
        keep_name(inbox, SHA, stick / name)

    assert came_as(inbox, inbox / "refused" / f"{SHA}.fsb") == ("d1-1-40.fsb", "d2-1-40.fsb")
    assert came_as(inbox, stick / "d3-1-40.fsb") == ("d3-1-40.fsb",)


def test_what_the_inbox_brings_itself_gets_no_other_name(tmp_path):
    """Its file is called after its bytes, and that says nothing."""
    inbox = tmp_path / "inbox"
    keep_name(inbox, SHA, inbox / f"{SHA}.fsb")

    assert not inbox.exists()
    assert came_as(inbox, inbox / f"{SHA}.fsb") == (f"{SHA}.fsb",)


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("d0a1b2c3d-000001-000040.fsb", NamedLines("d0a1b2c3d", 1, 40)),
        ("d0a1b2c3d-000001-000040 (1).fsb", NamedLines("d0a1b2c3d", 1, 40)),
        ("d0a1b2c3d-000001-000040 - 副本.fsb", NamedLines("d0a1b2c3d", 1, 40)),
        ("d0a1b2c3d-000001-000040-12345678.fsb", NamedLines("d0a1b2c3d", 1, 40)),
        ("copy of d0a1b2c3d-000001-000040.fsb", None),
        (f"{SHA}.fsb", None),
        ("d0a1b2c3d-1-99999999999999999999.fsb", None),
        ("", None),
    ],
)
def test_a_name_tells_whose_lines_are_missing(name, lines):
    """Also of a copy that a file manager renamed; another name tells nothing."""
    assert lines_named(name) == lines


@pytest.mark.parametrize("name", ["a\nb.fsb", "\udcff.fsb", "水" * 300])
def test_whatever_a_stick_holds_its_name_is_one_line_of_text(tmp_path, name):
    """No name makes two, and none is lost."""
    inbox = tmp_path / "inbox"
    keep_name(inbox, SHA, tmp_path / "stick" / name)

    [kept] = came_as(inbox, inbox / f"{SHA}.fsb")
    assert kept
    assert "\n" not in kept
    assert kept == came_as(inbox, tmp_path / "stick" / name)[0]
