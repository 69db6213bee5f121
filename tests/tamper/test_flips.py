"""One flipped bit, anywhere in a survey file or a sealed bundle, is noticed."""

import os
from collections import Counter
from pathlib import Path

import pytest
from tests.tamper.flips import UNWANTED, flip_bundle, flip_database, flip_encrypted, make_encrypted
from tests.tamper.world import World

from fieldsurvey.campaign.workspace import Workspace
from fieldsurvey.cli.workplace.sealing_keys import identities_of

FLIPS = int(os.environ.get("FIELDSURVEY_FLIPS", "60"))


@pytest.mark.parametrize("whose", ["lead", "laptop"])
def test_no_flipped_bit_of_a_survey_file_goes_unnoticed(
    whose: str, world: World, tmp_path: Path
) -> None:
    """On every kind of page; what is said is proven without an imprint, too."""
    copy = world.copy(tmp_path)

    fates = flip_database(Workspace(getattr(copy, whose)), FLIPS, seed=FLIPS)

    together = sum(fates.values(), Counter())
    assert set(fates) > {"header", "first page", "table, leaf", "index, leaf"}
    assert together.total() == FLIPS
    assert not any(together[fate] for fate in UNWANTED)


def test_no_flipped_bit_of_an_encrypted_survey_file_goes_unnoticed(tmp_path: Path) -> None:
    """Every page proves itself, free ones and the header too."""
    pytest.importorskip("sqlcipher3", reason="encrypts only with the extra: fieldsurvey[secure]")
    path = make_encrypted(tmp_path)

    assert flip_encrypted(path, FLIPS, seed=FLIPS) == FLIPS


def test_no_flipped_bit_of_a_sealed_bundle_goes_unnoticed(world: World) -> None:
    """It is refused before anything of it is used."""
    identities = identities_of(Workspace(world.lead))

    for path in world.stick.glob("*.fsb"):
        assert flip_bundle(path.read_bytes(), identities, FLIPS, seed=FLIPS) == FLIPS
