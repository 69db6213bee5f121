"""Every command, killed at any call that changes the disk: nothing that was ticked is lost."""

import pytest
from tests.faults.bench import Action, Fault
from tests.faults.oracle import digest_of, judge
from tests.faults.scene import CASES, copy_scene, named

from fieldsurvey.report.keeping.writing import read_editions

HOW = (Action.KILL_BEFORE, Action.KILL_HALFWAY, Action.KILL_AFTER)
ENDS = {
    "nightly": (1,),
    "evening": (1,),
    "interview": (0, 1),
    "reopen": (0, 2),
    "new": (0, 1),
    "passphrase": (0, 2),
}
"""Exit codes with which a command may end that is given again after it was killed: an interview
that is finished, one that is open again, a folder that is there, a passphrase that is another by
now are said to be so."""
PLACES = {
    "merge": "lead",
    "nightly": "lead",
    "evening": "evening",
    "rebuild": "merged",
    "enrol": "waiting",
}
"""Whose survey file and lists come out the same, however often the work was killed."""


@pytest.mark.parametrize(("scene", "work"), CASES, indirect=["scene"])
def test_a_killed_command_loses_nothing_and_can_be_given_again(
    work, scene, bench, some, figures, room
):
    """Before, in the middle of and after a call; then the same command goes on from there."""
    clean = bench.run(work, copy_scene(scene, work, room / "clean"))
    wanted = outcome_of(work, room / "clean")
    with figures(named("killed in", work, scene)) as counted:
        for at in some(range(1, clean.seen + 1), sample=3, most=120 if work == "merge" else 80):
            mine = copy_scene(scene, work, room / "scene")
            how = HOW[at % len(HOW)]
            killed = bench.run(work, mine, Fault(how, at))
            counted.runs += killed.is_killed
            assert killed.is_killed or killed.status == clean.status, killed.said
            found = judge(mine, killed.out, scene)
            counted.lost += len(found.lost)
            counted.corrupt += len(found.unsound)
            assert found.is_good, (at, how.name, found, killed.said)

            again = bench.run(work, mine)
            assert again.status in ENDS.get(work, (0,)), (at, how.name, again.said)
            found = judge(mine, killed.out + again.out, scene)
            assert found.is_good, (at, how.name, found, again.said)
            assert outcome_of(work, mine) == wanted


def outcome_of(work, mine):
    """Return what a work always leads to: the state digest, and what the list says is missing."""
    if work not in PLACES:
        return None
    place = mine / PLACES[work]
    missing = [edition.missing for edition in read_editions(place / "editions")]
    return digest_of(place / "survey.db"), missing
