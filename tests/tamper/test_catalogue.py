"""Every known way to tamper is noticed, or is out of reach for a reason that is told."""

from pathlib import Path

import pytest
from tests.tamper import tampering_with_files, tampering_with_lines
from tests.tamper.catalogue import CATALOGUE, Tampering, is_noticed, run_entry
from tests.tamper.world import World

BOOKS = (tampering_with_files, tampering_with_lines)


@pytest.mark.parametrize("entry", CATALOGUE, ids=lambda entry: entry.name)
def test_tampering_is_noticed(entry: Tampering, world: World, tmp_path: Path) -> None:
    """The command that should notice it does, by its words and its exit code."""
    for notice, ran in run_entry(entry, world.copy(tmp_path)):
        assert is_noticed(notice, ran), (notice, ran)


def test_what_was_not_tampered_with_is_sound(world: World) -> None:
    """Nothing is said of the lead and the laptops before."""
    for workspace in (world.lead, world.laptop, world.other):
        said = world.done("-w", workspace, "verify")
        assert "Sound." in said
        assert "finding" not in said


def test_what_is_out_of_reach_is_only_what_no_witness_has_seen() -> None:
    """Nothing else may be given up."""
    given_up = {entry.name for entry in CATALOGUE if entry.out_of_reach}

    assert given_up == {
        "cut_an_unsealed_tail",
        "resign_a_decision",
        "resign_before_a_witness",
        "rewrite_before_sealing",
    }
