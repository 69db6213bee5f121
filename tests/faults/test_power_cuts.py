"""The power goes at any moment of any command: what was ticked is on the disk, and it opens."""

import random
import shutil

import pytest
from tests.faults.oracle import judge
from tests.faults.power import Kept, crash, put, read_record, snapshot
from tests.faults.scene import PARTS, copy_scene

POLICIES = (Kept.NONE, Kept.ALL, Kept.PREFIX, Kept.RANDOM, Kept.TORN)


@pytest.fixture
def recorded(scene, bench, room):
    """Run a work, and give the scene before it and every call it made."""

    def record(work):
        mine = copy_scene(scene, work, room / "scene")
        before = snapshot(mine)
        log = room / "record"
        ended = bench.run(work, mine, record=str(log))
        assert ended.status in (0, 1), ended.said
        calls = read_record(log, mine)
        assert_same(crash(before, calls, Kept.ALL, random.Random(0)), snapshot(mine))
        return before, calls

    return record


def assert_same(computed, there):
    """Hold the computed disk against the real one: nothing that the work did was missed."""
    assert computed.keys() == there.keys()
    assert [name for name in there if computed[name] != there[name]] == []


def said_by(calls):
    """Return what was said before the power went."""
    return b"".join(call.data for call in calls if call.kind == "a").decode()


@pytest.mark.parametrize("work", PARTS)
def test_after_a_power_cut_everything_ticked_is_there_and_whole(
    work, scene, recorded, some, figures, room
):
    """Nothing, all, or any part of what was not synced is kept; the program opens what is left."""
    before, calls = recorded(work)
    moments = [(at, kept) for at in range(len(calls) + 1) for kept in POLICIES]
    chance = random.Random(work)
    after = room / "after"
    with figures(f"power cut in {work}") as counted:
        for at, kept in some(moments, sample=8, most=200):
            shutil.rmtree(after, ignore_errors=True)
            after.mkdir()
            put(crash(before, calls[:at], kept, chance), after)
            found = judge(after, said_by(calls[:at]), scene)
            counted.runs += 1
            counted.lost += len(found.lost)
            counted.corrupt += len(found.unsound)
            assert found.is_good, (at, kept, calls[max(0, at - 4) : at], found)
