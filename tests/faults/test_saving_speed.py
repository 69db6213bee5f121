"""How long saving an answer takes: measured by `make faults`, never a condition of the tests."""

import pytest
from tests.faults.bench import Fault
from tests.faults.conftest import IS_LONG
from tests.faults.scene import copy_scene


@pytest.mark.skipif(not IS_LONG, reason="a measurement: make faults prints it")
@pytest.mark.parametrize(
    ("name", "sync_us", "goal_ms"),
    [("this disk", 0, 50), ("a disk whose sync takes 20 ms", 20_000, 200)],
)
def test_how_long_an_answer_takes(*, name, sync_us, goal_ms, scene, bench, figures, tmp_path):
    """On the disk itself, with as many syncs as the settings cost."""
    with figures(f"saving on {name}") as counted:
        mine = copy_scene(scene, "saving", tmp_path / "scene")
        ended = bench.run("saving", mine, Fault(sync_us=sync_us))
        assert ended.status == 0, ended.said
        rows = (row.split() for row in ended.out.splitlines() if row.startswith("SAVED "))
        taken_ms = sorted(int(us) / 1000 for _saved, us in rows)
        counted.runs = len(taken_ms)
        counted.more = {
            f"p{share}_ms": round(taken_ms[len(taken_ms) * share // 100 - 1], 1)
            for share in (50, 95, 99)
        } | {"goal_p95_ms": goal_ms}
