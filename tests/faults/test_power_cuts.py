"""The power goes at any moment of any command: what was ticked is on the disk, and it opens."""

import random
import shutil

import pytest
from tests.faults.bench import Action, Fault
from tests.faults.oracle import Ack, judge, lines_in_bundle, lines_in_file
from tests.faults.power import Kept, crash, put
from tests.faults.scene import CASES, ENCRYPTED, OPEN, named

from fieldsurvey.campaign.workspace import Workspace
from fieldsurvey.cli.workplace.sealing_keys import identities_of

POLICIES = (Kept.NONE, Kept.ALL, Kept.PREFIX, Kept.RANDOM, Kept.TORN)

IN_THE_FIELD = ("answering", "finishing", "photo", "hand-over")


def said_by(calls):
    """Return what was said before the power went."""
    return b"".join(call.data for call in calls if call.kind == "a").decode()


@pytest.mark.parametrize(("scene", "work"), CASES, indirect=["scene"])
def test_after_a_power_cut_everything_ticked_is_there_and_whole(
    work, scene, recorded, some, figures, room
):
    """Nothing, all, or any part of what was not synced is kept; the program opens what is left."""
    before, calls = recorded(work)
    moments = [(at, kept) for at in range(len(calls) + 1) for kept in POLICIES]
    chance = random.Random(work)
    after = room / "after"
    with figures(named("power cut in", work, scene)) as counted:
        at_the_end = [(len(calls), kept) for kept in (Kept.NONE, Kept.TORN)]
        for at, kept in [*some(moments, sample=6, most=200), *at_the_end]:
            shutil.rmtree(after, ignore_errors=True)
            after.mkdir()
            put(crash(before, calls[:at], kept, chance), after)
            found = judge(after, said_by(calls[:at]), scene)
            counted.runs += 1
            counted.lost += len(found.lost)
            counted.corrupt += len(found.unsound)
            assert found.is_good, (at, kept, calls[max(0, at - 4) : at], found)


@pytest.mark.parametrize(
    ("scene", "work"),
    [
        *((OPEN, work) for work in (*IN_THE_FIELD, "merge", "nightly")),
        *((ENCRYPTED, work) for work in IN_THE_FIELD),
    ],
    indirect=["scene"],
)
def test_a_program_killed_while_it_recovers_from_a_power_cut_recovers_the_next_time(
    *, work, scene, recorded, bench, some, figures, room
):
    """Two faults in a row: the power, then the program that puts things right."""
    before, calls = recorded(work)
    chance = random.Random(work)
    moments = [(at, kept) for at in range(len(calls) + 1) for kept in POLICIES]
    after = room / "after"
    with figures(named("killed after a power cut in", work, scene)) as counted:
        for at, kept in some(moments, sample=2, most=25):
            shutil.rmtree(after, ignore_errors=True)
            after.mkdir()
            put(crash(before, calls[:at], kept, chance), after)
            said = said_by(calls[:at])
            killed = bench.run(work, after, Fault(Action.KILL_HALFWAY, chance.randrange(1, 60)))
            said += killed.out
            found = judge(after, said, scene)
            again = bench.run(work, after)
            found_again = judge(after, said + again.out, scene)
            counted.runs += 1
            counted.lost += len(found.lost) + len(found_again.lost)
            counted.corrupt += len(found.unsound) + len(found_again.unsound)
            assert found.is_good, (at, kept, found, killed.said)
            assert found_again.is_good, (at, kept, found_again, again.said)
            assert again.status in (0, 1), again.said


def test_on_a_disk_that_lies_finished_interviews_are_in_the_outbox_or_the_survey_file(
    scene, recorded, some, figures, room
):
    """It confirms every sync and does nothing until it is left in peace between two interviews."""
    before, calls = recorded("afternoon")
    identities = identities_of(Workspace(scene / "lead"))
    chance = random.Random(4)
    after = room / "after"
    moments = [(at, kept) for at in range(len(calls) + 1) for kept in POLICIES]
    resting = [at for at, call in enumerate(calls) if call.data.startswith(b"BEGIN")]

    def finished_and_found(at, kept):
        rest = max((n for n in resting if n < at), default=0)
        rested = crash(before, calls[:rest], Kept.ALL, chance)
        shutil.rmtree(after, ignore_errors=True)
        after.mkdir()
        put(crash(rested, calls[rest:at], kept, chance, is_lying=True), after)
        there = set(lines_in_file(after / "laptop" / "survey.db"))
        for path in (after / "laptop" / "outbox").glob("[!.]*.fsb"):
            there |= set(lines_in_bundle(path, identities))
        ends = finishes_in(said_by(calls[:at]))
        return len(ends), len(ends & there)

    with figures("lying disk") as counted:
        tried = [finished_and_found(*moment) for moment in some(moments, sample=40, most=600)]
        finished, found = map(sum, zip(*tried, strict=True))
        # The disk still holds all of the last interview back: counted, and promised by nobody.
        at_once = [
            (finished_and_found(at, kept), finished_and_found(at - 1, kept))
            for at, call in enumerate(calls, start=1)
            for kept in some(POLICIES, sample=1, most=len(POLICIES))
            if call.data.startswith(b"FINISH")
        ]
        counted.runs = len(tried)
        counted.more = {
            "finished": finished,
            "recovered": found,
            "finished_that_moment": len(at_once),
            "recovered_of_these": sum(now[1] > then[1] for now, then in at_once),
        }
        assert found >= 0.99 * finished, counted.more


def finishes_in(said):
    """Return the finish of every interview that was called finished."""
    rows = (row.split() for row in said.splitlines() if row.startswith("FINISH "))
    return {Ack(device, int(seq), hash_) for _finish, device, seq, hash_ in rows}
