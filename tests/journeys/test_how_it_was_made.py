"""A person leaves, changes the language, jumps, is away, goes on: the lines tell, `show` reads."""

import json
import signal
import time

import pytest

from fieldsurvey.campaign.model import Category
from fieldsurvey.chain.lines.line import Kind

IDLE_MINUTES = "0.03"
STOPPED_S = 2.5
PARADATA = (Kind.SESSION, Kind.PAUSE, Kind.RESUME, Kind.CLOCK_ANOMALY)


@pytest.fixture
def subject(subject_of):
    """A poor household."""
    return subject_of(Category.POOR)


def told(lines):
    """Return what each line about the making tells: its kind, its question, what was done."""
    return [
        (
            line.entry.kind.value,
            line.entry.question,
            line.entry.value.get("event") or line.entry.value.get("why"),
        )
        for line in lines
        if line.entry.kind in PARADATA
    ]


def test_leaving_language_moves_and_going_on_are_told_in_order(
    subject, open_terminal, kept, fieldsurvey
):
    """A move waits for the next answer or for leaving; the answers and the place are untouched."""
    terminal = open_terminal("interview", subject).begin(1, 2)
    terminal.go("Enter", "Enter").go("F2", "F3", "F7", "F7")
    assert terminal.end("F9") == 0
    interview, lines = kept(subject)
    moves = [
        ("session", "household_size", "back"),
        ("session", "head", "forward"),
        ("session", "household_size", "language"),
        ("session", "household_size", "language"),
    ]
    assert told(lines) == [*moves, ("pause", "household_size", "left")]
    assert interview.answered_last == "head"

    again = open_terminal("interview", subject)
    again.wait(lambda: bool(again.asked()))
    again.go("F4").press(*"drinking").go("Enter", "1")
    assert again.end("Ctrl-C") == 130
    interview, lines = kept(subject)
    *_before, resumed, jumped, left = told(lines)
    assert [resumed, jumped] == [("resume", "", None), ("session", "household_size", "jump")]
    assert left[::2] == ("pause", "left")
    assert [line.entry.question for line in lines[-2:]] == ["water_safe", left[1]]
    assert interview.answered_last == "water_safe"

    code, out, _said = fieldsurvey("show", subject, "--timing", "--json")
    assert code == 0
    timing = json.loads(out)[0]["timing"]
    assert [pause["why"] for pause in timing["pauses"]] == ["left"]
    assert timing["languages"] == ["zh", "en"]
    assert [timing[move] for move in ("jumps", "backs", "forwards")] == [1, 1, 1]
    assert timing["clock_anomalies"] == []


def test_a_program_that_stood_still_and_one_that_was_killed_leave_pauses(
    subject, open_terminal, kept, fieldsurvey
):
    """Stopped for longer than the limit is idle time; a kill is seen when it is gone on with."""
    terminal = open_terminal("interview", subject, "--idle-minutes", IDLE_MINUTES).begin(1, 2)
    terminal.child.kill(signal.SIGSTOP)
    time.sleep(STOPPED_S)
    terminal.child.kill(signal.SIGCONT)
    terminal.go("Enter").go("Enter")
    terminal.kill()
    again = open_terminal("interview", subject)
    again.wait(lambda: bool(again.asked()))
    assert again.end("F9") == 0

    code, out, _said = fieldsurvey("show", subject, "--timing", "--json")
    assert code == 0
    timing = json.loads(out)[0]["timing"]
    idle, *_others = timing["pauses"]
    assert (idle["why"], idle["question"]) == ("idle", "village_group")
    assert idle["lasted_s"] >= STOPPED_S
    assert [pause["why"] for pause in timing["pauses"]].count("cut_off") == 1


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_line_can_be_shown(subject, open_terminal, fieldsurvey, lang):
    """As lines, as a history and as a timing, in both languages."""
    terminal = open_terminal("interview", subject).begin(1, 2)
    terminal.go("Enter", "F7")
    assert terminal.end("F9") == 0

    for option in ("--lines", "--history", "--timing"):
        code, out, _said = fieldsurvey("show", subject, option, lang=lang)
        assert code == 0
        assert "at_ms" not in out
