import random
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from fieldsurvey.chain.devices.keys import DeviceKey
from fieldsurvey.chain.devices.new_chain import begin_new_chain
from fieldsurvey.chain.devices.register import devices, record_bundle
from fieldsurvey.chain.lines.clock import SimulatedClock
from fieldsurvey.chain.lines.line import GENESIS, Entry, Kind
from fieldsurvey.chain.proving.verifying import verify
from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.errors import ChainError

MakeStart = Callable[..., Entry]
NEXT = DeviceKey.of_seed(b"\x09" * 32)


def test_a_laptop_goes_on_as_another_that_names_the_one_it_was(
    survey_file: SurveyFile, start: MakeStart, clock: SimulatedClock
) -> None:
    """The old chain stays as it is, the new one says after which line it follows, and why."""
    lines = survey_file.append([start(), Entry(Kind.ANSWER, question="a", value="1")])
    before, old = list(survey_file.lines()), survey_file.device
    clock.advance(60)
    begin_new_chain(survey_file, NEXT, "copied", random.Random(4).randbytes)
    survey_file.close()

    with SurveyFile.open(survey_file.path, clock=clock) as again:
        (first,) = again.lines()
        assert (again.device, again.campaign, again.team) == (NEXT.device, "dongshan-2026", "2")
        assert (first.seq, first.previous, first.entry.kind) == (1, GENESIS, Kind.KEY)
        assert first.entry.value == {
            "public_key": NEXT.public.hex(),
            "campaign": "dongshan-2026",
            "team": "2",
            "follows": {"device": old, "seq": 3, "head": lines[-1].hash.hex()},
            "why": "copied",
        }
        assert list(again.lines(old)) == before
        assert {seen.device for seen in devices(again)} == {old, NEXT.device}


def test_what_is_said_afterwards_is_said_in_the_new_chain(
    survey_file: SurveyFile, start: MakeStart, chain: Callable[..., Any]
) -> None:
    """Interviews of the old chain stand, sealed; new ones bear the new name."""
    old = survey_file.device
    finished = survey_file.append([start("0103-07")])[0].entry.interview
    own = chain(0)
    own.lines = list(survey_file.lines())
    record_bundle(survey_file, replace(own.sealed(), direction="out"))
    begin_new_chain(survey_file, NEXT, "set back")
    survey_file.close()

    with SurveyFile.open(survey_file.path) as again:
        [line] = again.append([start("0103-08")])
        assert line.entry.interview == f"{NEXT.device}-2"
        assert [one.id for one in again.interviews()] == [finished, line.entry.interview]
        assert again.tip(old)[0] == 2
        assert verify(again).is_sound


def test_a_disk_that_refuses_leaves_the_old_chain_going_on(
    survey_file: SurveyFile, start: MakeStart
) -> None:
    """Full in the middle of the step, neither the new name nor half a chain is there."""
    old = survey_file.device
    (pages,) = survey_file.connection.execute("PRAGMA page_count").fetchone()
    survey_file.connection.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(ChainError, match="full"):
        begin_new_chain(survey_file, NEXT, "copied " * 4000)
    survey_file.connection.execute("PRAGMA max_page_count = 100000")

    assert survey_file.append([start()])[0].device == old
    survey_file.close()
    with SurveyFile.open(survey_file.path) as again:
        assert (again.device, again.last_seq) == (old, 2)
        assert [seen.device for seen in devices(again)] == [old]
