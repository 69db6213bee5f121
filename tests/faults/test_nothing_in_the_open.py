"""Every byte that a command writes on an encrypted laptop, temporary files too: unreadable."""

import pytest
from tests.faults.power import read_record
from tests.faults.scene import ENCRYPTED, ON_LAPTOPS, OPEN, copy_scene
from tests.locked_laptop import workspace_at

SAID = ["水水水水", "nobody home to ask", "a card found later"]
"""What works say, or said before."""


def written_by(work, scene, bench, room):
    """Return every call of a work that changed the disk, whatever became of the file."""
    mine = copy_scene(scene, work, room / "scene")
    (mine / "tmp").mkdir()
    ended = bench.run(work, mine, record=str(room / "record"))
    assert ended.status in (0, 1), ended.said
    return [call for call in read_record(room / "record", mine) if call.kind in "wcdr"]


def hits_in(written, scene):
    """Return the files into which somebody's name was written, or what was said."""
    visits = workspace_at(scene / "laptop").sample.visits
    names = {name for visit in visits for name in (visit.household.head, visit.household.code)}
    assert len(names) > 10
    planted = [word.encode(code) for word in (*names, *SAID) for code in ("utf-8", "utf-16-le")]
    return {
        call.path
        for call in written
        if any(word in call.data or word in call.path.encode() for word in planted)
    }


@pytest.mark.parametrize(
    ("scene", "work"), [(ENCRYPTED, work) for work in ON_LAPTOPS], indirect=["scene"]
)
def test_no_byte_that_is_ever_written_says_a_name(work, scene, bench, room, figures):
    """Not only what is left at the end: each write is looked at."""
    written = written_by(work, scene, bench, room)

    hits = hits_in(written, scene)

    with figures(f"writes looked at in {work} (encrypted)") as counted:
        counted.runs = len(written)
        counted.more = {"bytes": sum(len(call.data) for call in written), "hits": len(hits)}
    assert len(written) > 2
    assert hits == set()


@pytest.mark.parametrize("scene", [OPEN], indirect=True)
def test_on_an_open_laptop_the_same_search_finds_them(scene, bench, room):
    """So it would find them on an encrypted one."""
    written = written_by("answering", scene, bench, room)

    assert "laptop/survey.db" in hits_in(written, scene)
