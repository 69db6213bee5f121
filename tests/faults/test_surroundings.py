"""What people and machines do to a survey file beside the program: nothing passes unnoticed."""

import random
import shutil
import subprocess
import sys

import pytest
from tests.faults.bench import Action, Fault
from tests.faults.oracle import acked, judge, lines_in_file
from tests.faults.power import Kept, crash, put
from tests.faults.scene import copy_scene

from fieldsurvey.chain.proving.verifying import verify
from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.errors import FieldSurveyError

HOLDING = """
import sys
from pathlib import Path
from fieldsurvey.chain.survey_file import SurveyFile
with SurveyFile.open(Path(sys.argv[1])):
    print("open", flush=True)
    sys.stdin.readline()
"""
DAY_S = 86_400


def test_the_second_program_on_one_file_is_told_at_once_and_harms_nothing(scene, bench, room):
    """Every command that needs the file says so; the first goes on as if nothing had been."""
    mine = copy_scene(scene, "answering", room / "scene")
    database = mine / "laptop" / "survey.db"
    before = set(lines_in_file(database))
    first = subprocess.Popen(
        [sys.executable, "-c", HOLDING, str(database)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert first.stdout.readline() == "open\n"

    for work in ("answering", "finishing", "interview", "absent", "reopen"):
        refused = bench.run(work, mine)
        assert refused.status == 1
        assert "already open in another window" in refused.err
        assert acked(refused.out) == []

    first.communicate("\n", timeout=60)
    assert set(lines_in_file(database)) == before
    assert bench.run("answering", mine).status == 0


def test_a_copy_made_by_hand_at_any_moment_holds_everything_ticked_or_is_refused(
    recorded, some, figures, room
):
    """The .db alone, without the journal beside it, as people copy it to a stick."""
    before, calls = recorded("answering")
    copy = room / "copy" / "survey.db"
    copy.parent.mkdir()
    with figures("copied by hand while running") as counted:
        for at in some(range(len(calls) + 1), sample=40, most=400):
            now = crash(before, calls[:at], Kept.ALL, random.Random(0))
            copy.write_bytes(now["laptop/survey.db"])
            said = b"".join(call.data for call in calls[:at] if call.kind == "a").decode()
            counted.runs += 1
            if is_sound(copy):
                missing = set(acked(said)) - set(lines_in_file(copy))
                counted.lost += len(missing)
                assert not missing, (at, missing)
            else:
                counted.more["refused"] = counted.more.get("refused", 0) + 1


def is_sound(database):
    """Tell whether a survey file opens and proves whole."""
    try:
        with SurveyFile.open(database) as survey_file:
            return verify(survey_file).is_sound
    except FieldSurveyError:
        return False


def test_a_stick_pulled_out_at_any_moment_gets_the_rest_the_next_time(
    scene, bench, some, figures, room
):
    """What is on it under its name is whole; the outbox still has everything."""
    clean = copy_scene(scene, "hand-over", room / "clean")
    calls = bench.run("hand-over", clean, under="stick").seen
    with figures("stick pulled out") as counted:
        for at in some(range(1, calls + 1), sample=4, most=40):
            mine = copy_scene(scene, "hand-over", room / "scene")
            pulled = bench.run(
                "hand-over", mine, Fault(Action.FAIL_FROM, at, errno=5), under="stick"
            )
            counted.runs += 1
            found = judge(mine, pulled.out, scene)
            assert found.is_good, found
            if pulled.status == 0:
                assert len(list((mine / "stick").glob("*.fsb"))) == 2
            else:
                assert "NOT on the stick" in pulled.err
            shutil.rmtree(mine / "stick")
            (mine / "stick").mkdir()
            assert bench.run("hand-over", mine).status == 0
            assert len(list((mine / "stick").glob("*.fsb"))) == 2


@pytest.mark.parametrize("days_wrong", [-20_000, -365, -1, 1, 365, 5000, 8000])
def test_a_wrong_clock_turns_no_order_and_stops_no_work(days_wrong, scene, bench, room):
    """1970, last year, yesterday, tomorrow, 2038 and later: lines stay in order, and merge."""
    mine = copy_scene(scene, "hand-over", room / "scene")
    wrong = days_wrong * DAY_S
    said = ""
    steps = (("answering", wrong), ("answering", 0), ("finishing", wrong), ("hand-over", -wrong))
    for work, clock_s in steps:
        ended = bench.run(work, mine, clock_s=clock_s)
        assert ended.status == 0, ended.said
        said += ended.out
    for part in ("lead", "stick-2"):
        shutil.copytree(scene / part, mine / part)
    (mine / "stick").rename(mine / "stick-1")

    merged = bench.run("merge", mine, clock_s=wrong)

    assert merged.status == 0, merged.said
    found = judge(mine, said + merged.out, scene)
    assert found.is_good, found
    with SurveyFile.open(mine / "lead" / "survey.db") as lead:
        device = (mine / "asking").read_text()
        seqs = [line.seq for line in lead.lines(device)]
    assert seqs == list(range(1, len(seqs) + 1))


def test_a_journal_of_another_moment_beside_the_file_is_noticed(
    recorded, scene, some, figures, room
):
    """Left by a copy or a restored backup: what it takes back is found missing, or not taken."""
    before, calls = recorded("afternoon")
    whole = crash(before, calls, Kept.ALL, random.Random(0))
    said = b"".join(call.data for call in calls if call.kind == "a").decode()
    place = room / "place"
    with figures("journal of another moment") as counted:
        silent = 0
        for at in some(range(len(calls)), sample=20, most=300):
            then = crash(before, calls[:at], Kept.ALL, random.Random(0))
            journal = then.get("laptop/survey.db-journal")
            if not journal:
                continue
            shutil.rmtree(place, ignore_errors=True)
            place.mkdir()
            put({**whole, "laptop/survey.db-journal": journal}, place)
            counted.runs += 1
            database = place / "laptop" / "survey.db"
            if is_sound(database) and set(acked(said)) - set(lines_in_file(database)):
                silent += 1
        counted.more["silent"] = silent
        assert not silent


def test_a_laptop_that_waits_to_be_enrolled_raises_no_alarm(scene, room):
    """Its bundles lie in the inbox; `verify` of the lead finds nothing wrong with that."""
    mine = copy_scene(scene, "enrol", room / "scene")

    with SurveyFile.open(mine / "waiting" / "survey.db") as survey_file:
        assert verify(survey_file).findings == ()
