"""A disk that is full, fails or turns read-only at any call: said in words, and nothing is lost."""

import errno

import pytest
from tests.faults.bench import Action, Fault
from tests.faults.oracle import judge
from tests.faults.scene import PARTS, copy_scene
from tests.faults.test_kills import ENDS

HARMS = {
    "full": (Action.FAIL_FROM, errno.ENOSPC),
    "quota": (Action.FAIL_FROM, errno.EDQUOT),
    "hiccup": (Action.FAIL_ONCE, errno.EIO),
    "broken": (Action.FAIL_FROM, errno.EIO),
    "read-only": (Action.FAIL_FROM, errno.EROFS),
}
FINE, FAULTS = 0, 1


@pytest.mark.parametrize("work", PARTS)
def test_a_refusing_disk_is_said_in_words_and_the_next_try_succeeds(
    work, scene, bench, some, figures, room
):
    """Whatever call fails: an exit code of the design, which file, what to do; then it works."""
    clean = bench.run(work, copy_scene(scene, work, room / "clean"))
    tries = [(at, harm) for at in range(1, clean.seen + 1) for harm in HARMS]
    with figures(f"disk refuses in {work}") as counted:
        for at, harm in some(tries, sample=4, most=60):
            mine = copy_scene(scene, work, room / "scene")
            action, error = HARMS[harm]
            failed = bench.run(work, mine, Fault(action, at, errno=error))
            counted.runs += 1
            found = judge(mine, failed.out, scene)
            counted.lost += len(found.lost)
            counted.corrupt += len(found.unsound)
            assert found.is_good, (at, harm, found, failed.said)
            assert failed.status in (FINE, FAULTS), (at, harm, failed.said)
            if failed.status != clean.status:
                assert str(mine) in failed.err or ".fsb is NOT" in failed.err, (at, harm, failed)
                assert failed.err.count(".") > 1, (at, harm, failed.said)

            again = bench.run(work, mine)
            assert again.status in ENDS.get(work, (FINE,)), (at, harm, again.said)
            found = judge(mine, failed.out + again.out, scene)
            assert found.is_good, (at, harm, found, again.said)
