"""Waiting for the evening with a clock and a sleep that are handed in: nobody waits for real."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from fieldsurvey.campaign.workspace import Workspace
from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.cli.lead.waiting_plan import NAP_MOST_S, plan_waiting
from fieldsurvey.cli.lead.waiting_up import open_patiently, wait_up, warn_of_missing
from fieldsurvey.errors import ChainError

ZONE = ZoneInfo("Asia/Shanghai")


@dataclass
class Evening:
    """A clock that sleeping moves on, and what was said at which time."""

    at: datetime
    lid_closed_from: datetime | None = None
    opened_at: datetime | None = None
    said: list[tuple[str, list[str]]] = field(default_factory=list)
    naps: list[float] = field(default_factory=list)

    def now(self) -> datetime:
        """Return the time."""
        return self.at

    def sleep(self, seconds: float) -> None:
        """Pass the time; the whole night where the lid is closed meanwhile."""
        self.naps.append(seconds)
        self.at += timedelta(seconds=seconds)
        if self.lid_closed_from and self.opened_at and self.at >= self.lid_closed_from:
            self.at, self.lid_closed_from = self.opened_at, None

    def warn(self, moments) -> None:
        """Note for which moments it was said who is missing."""
        self.said.append((f"{self.at:%H:%M}", [f"{moment:%H:%M}" for moment in moments]))

    def wait(self, until: time = time(20, 0)) -> None:
        """Wait up."""
        waiting = plan_waiting(self.at, until, ZONE)
        wait_up(waiting, now=self.now, sleep=self.sleep, warn=self.warn)


def clock(text: str) -> datetime:
    """Return a moment of one evening."""
    return datetime.fromisoformat(f"2020-06-28T{text}").replace(tzinfo=ZONE)


@pytest.fixture
def begin() -> Callable[[str], Evening]:
    """Begin to wait at some time."""
    return lambda text: Evening(clock(text))


def test_it_stays_up_until_eight_and_warns_three_times(begin, capsys):
    """In naps, never past a moment; one line says so at the beginning."""
    evening = begin("16:00")

    evening.wait()

    assert evening.at == clock("20:00")
    assert evening.said == [
        ("19:00", ["19:00"]),
        ("19:30", ["19:30"]),
        ("19:50", ["19:50"]),
    ]
    assert max(evening.naps) == NAP_MOST_S
    assert capsys.readouterr().err.count("\n") == 1


def test_a_time_that_is_past_is_not_waited_for(begin, capsys):
    """It says so, and the list is made at once."""
    evening = begin("21:14")

    evening.wait()

    assert (evening.naps, evening.said) == ([], [])
    assert capsys.readouterr().err == ("It is past 20:00 already; the list is made at once.\n")


def test_a_laptop_that_slept_says_what_passed_once_and_makes_the_list(begin, capsys):
    """The lid was closed at 19:10 and opened at 22:00: nobody is warned of what is over."""
    evening = begin("18:00")
    evening.lid_closed_from, evening.opened_at = clock("19:10"), clock("22:00")

    evening.wait()

    assert evening.said == [("19:00", ["19:00"])]
    assert "19:30, 19:50, 20:00 passed while this computer slept" in capsys.readouterr().err


def test_a_laptop_that_wakes_before_the_list_says_both_warnings_together(begin):
    """Opened again at 19:45: one look for 19:00 and 19:30, then 19:50 as planned."""
    evening = begin("18:00")
    evening.lid_closed_from, evening.opened_at = clock("18:30"), clock("19:45")

    evening.wait()

    assert evening.said == [("19:45", ["19:00", "19:30"]), ("19:50", ["19:50"])]


def test_ctrl_c_ends_it_at_any_moment(begin):
    """Whatever it was doing: nothing is open while it waits."""
    evening = begin("18:00")

    def interrupted(seconds: float) -> None:
        raise KeyboardInterrupt

    waiting = plan_waiting(evening.at, time(20, 0), ZONE)
    with pytest.raises(KeyboardInterrupt):
        wait_up(waiting, now=evening.now, sleep=interrupted, warn=evening.warn)


def test_the_warning_takes_in_what_came_and_names_who_is_missing(lead, capsys):
    """In the user's language, one line each; the survey file is free again afterwards."""
    workspace = Workspace(lead)

    warn_of_missing(workspace, date(2020, 6, 30), [], [clock("19:00")])

    said = capsys.readouterr().err
    assert said.startswith("19:00  ")
    with SurveyFile.open(workspace.survey_db):
        pass


def test_a_warning_that_cannot_be_given_does_not_end_the_waiting(lead, capsys):
    """The survey file is open in another window: that is said, and the list comes all the same."""
    workspace = Workspace(lead)
    with SurveyFile.open(workspace.survey_db):
        warn_of_missing(workspace, date(2020, 6, 30), [], [clock("19:00")])

    assert "already open in another window" in capsys.readouterr().err


def test_the_list_waits_for_a_window_that_has_the_survey_file_open(lead, capsys):
    """Closed while it waits, it goes on; said once."""
    workspace = Workspace(lead)
    other = SurveyFile.open(workspace.survey_db)
    naps: list[float] = []

    def sleep(seconds: float) -> None:
        naps.append(seconds)
        if len(naps) == 3:
            other.close()

    with open_patiently(workspace, sleep) as survey_file:
        assert survey_file.campaign == "qingping-2020"

    assert len(naps) == 3
    assert capsys.readouterr().err.count("Waiting up to 15 minutes for it.") == 1


def test_a_window_that_stays_open_is_not_waited_for_for_ever(lead):
    """After a quarter of an hour it is the failure it would have been at once."""
    naps: list[float] = []
    with SurveyFile.open(Workspace(lead).survey_db), pytest.raises(ChainError, match="open"):
        open_patiently(Workspace(lead), naps.append)

    assert sum(naps) == 15 * 60


def test_nightly_at_a_time_that_is_past_makes_the_list_and_names_a_stick_that_is_not_there(
    lead, command, tmp_path
):
    """Nobody may be there to plug it in: the list goes out without it, and the exit code is 1."""
    gone = tmp_path / "stick-9"

    night = command("-w", lead, "nightly", gone, "--at", "00:00", "--date", "2020-07-01")

    assert night.exit_code == 1
    assert f"{gone} is not there" in night.err
    assert "It is past 00:00 already" in night.err
    assert (lead / "editions" / "0004-2020-07-01").is_dir()


def test_nightly_due_is_for_the_evening_that_was(lead, command):
    """Its day is not given besides."""
    assert command("-w", lead, "nightly", "--due", "20:00", "--date", "2020-07-01").exit_code == 2
    assert command("-w", lead, "nightly", "--due", "8 pm").exit_code == 2
    days = [datetime.now(ZONE).date()]
    night = command("-w", lead, "nightly", "--due", "00:00", "--json")
    days.append(datetime.now(ZONE).date())

    assert json.loads(night.out)["date"] in {day.isoformat() for day in days}
