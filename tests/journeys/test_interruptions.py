"""Whatever ends the program, the interview goes on where it was, with every ticked answer."""

import signal
import subprocess
import sys

import pytest

from fieldsurvey.campaign.model import Category
from fieldsurvey.chain.lines.line import Kind

WATER = "Is safe drinking water secured"
CHILD = "children of compulsory-education age"
OTHER_STUDENT = "Are there students at other stages"


@pytest.fixture
def subject(subject_of):
    """A poor household: the header takes five answers."""
    return subject_of(Category.POOR)


@pytest.fixture
def flat_battery(open_terminal, subject, kept, fieldsurvey):
    """Kill the program and start it again: the same prompt; every tick is a line on the disk."""
    ticked = 0

    def start_again(terminal):
        nonlocal ticked
        asked = terminal.asked()
        ticked += terminal.everything().count("✓")
        terminal.kill()
        interview, lines = kept(subject)
        again = open_terminal("interview", subject)
        again.wait(lambda: bool(again.asked()))

        assert again.asked() == asked
        said = [line.entry for line in lines]
        assert ticked == sum(entry.kind in (Kind.ANSWER, Kind.NOTE, Kind.PHOTO) for entry in said)
        return again, interview, said

    return start_again


def test_a_flat_battery_costs_no_ticked_answer_wherever_it_comes(
    flat_battery, open_terminal, subject, fieldsurvey
):
    """Killed after the start, answers, a description, a remark, an edit, a withdrawal."""
    terminal, interview, _said = flat_battery(open_terminal("interview", subject).begin(1, 3))
    assert interview.answers == {}

    terminal, interview, _said = flat_battery(terminal.go("Enter", "Enter", "Enter"))
    assert list(interview.answers) == ["village_group", "head", "household_size"]

    terminal.go("Enter", "Enter")
    assert WATER in terminal.wording()
    terminal, interview, _said = flat_battery(terminal.go("2"))
    assert "▲" in terminal.wording()
    assert interview.answers["water_safe"] == "2"

    terminal.type("no water since March")
    terminal, interview, _said = flat_battery(terminal.go("Enter"))
    assert interview.descriptions == {"water_safe": "no water since March"}
    assert "Show it" in terminal.wording()
    terminal.type("it was dark")
    terminal, interview, _said = flat_battery(terminal.go("Enter"))
    assert interview.photos_absent == {"water_safe": "it was dark"}

    terminal.press("1", "3").go("Enter")
    assert CHILD in terminal.wording()
    terminal.go("F5").type("the grandmother answers").go("Enter", "1", "2", "1")
    terminal, interview, _said = flat_battery(terminal)
    assert interview.remarks == {"school_age_child": "the grandmother answers"}
    assert OTHER_STUDENT in terminal.wording()

    terminal.go("F2", "F2", "F2")
    assert CHILD in terminal.wording()
    terminal, interview, said = flat_battery(terminal.go("2"))
    assert OTHER_STUDENT in terminal.wording()
    withdrawn = [entry.question for entry in said if entry.kind is Kind.WITHDRAW]
    assert withdrawn == ["dropout", "education_policy"]
    assert interview.answers.keys().isdisjoint(withdrawn)

    terminal.kill()
    assert fieldsurvey("verify")[0] == 0


def test_a_flat_battery_at_the_review_leaves_only_the_signing(
    open_terminal, subject, answer_all, kept
):
    """Everything answered, nothing signed: killed there, it goes on there."""
    answer_all(subject)
    terminal = open_terminal("interview", subject)
    terminal.wait(lambda: bool(terminal.asked()))
    review = terminal.asked()
    terminal.kill()
    interview, lines = kept(subject)

    again = open_terminal("interview", subject)
    again.wait(lambda: bool(again.asked()))

    assert again.asked() == review
    again.go("1", "1")
    assert again.end("2") == 0
    finished, after = kept(subject)
    assert finished.answers == interview.answers
    assert [line.entry.kind for line in after[len(lines) :]] == [Kind.RESUME, Kind.FINISH]


def test_every_gentle_end_says_how_to_go_on_and_gives_the_terminal_back(
    open_terminal, subject, kept
):
    """Ctrl-C, an interrupt, a shutdown, a closed window: nothing ticked is lost."""
    terminal = open_terminal("interview", subject).begin(1, 3)
    ends = (
        lambda: terminal.send("Ctrl-C"),
        lambda: terminal.child.kill(signal.SIGINT),
        lambda: terminal.child.kill(signal.SIGTERM),
        lambda: terminal.child.kill(signal.SIGHUP),
    )
    for nth, end in enumerate(ends, start=1):
        terminal.go("Enter")
        end()
        assert terminal.ended() == 130
        assert "ticked is kept; the same command goes on" in terminal.everything()
        assert terminal.is_restored()
        assert len(kept(subject)[0].answers) == nth
        terminal = open_terminal("interview", subject)
        terminal.wait(lambda now=terminal: bool(now.asked()))


def test_a_window_that_is_gone_altogether_loses_nothing(open_terminal, subject, kept):
    """The terminal itself is closed: nobody can be told, and the answers are there."""
    terminal = open_terminal("interview", subject).begin(1, 3)
    terminal.go("Enter", "Enter")

    terminal.vanish()

    assert len(kept(subject)[0].answers) == 2


@pytest.mark.parametrize("stdin", [subprocess.DEVNULL, None], ids=["nothing to read", "closed"])
def test_without_a_keyboard_nothing_is_begun(stdin, laptop, subject, kept):
    """Where nobody can answer it says so, and what to do instead; no interview is begun."""
    words = [sys.executable, "-m", "fieldsurvey", "--lang", "en", "-w", str(laptop.folder)]
    words += ["interview", subject, "--inspectors", ",".join(laptop.campaign.teams[0].members[:2])]
    closed = [] if stdin else ["sh", "-c", 'exec "$@" <&-', "sh"]

    ran = subprocess.run(
        [*closed, *words], stdin=stdin, capture_output=True, encoding="utf-8", check=False
    )

    assert ran.returncode == 2
    assert "--answers" in ran.stderr
    with pytest.raises(ValueError, match="not enough values"):
        kept(subject)
