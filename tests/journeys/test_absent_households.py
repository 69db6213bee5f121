"""Nobody opens: the reason by one key, the reserve to go to, and the household that came home."""

import json

import pytest

from fieldsurvey.campaign.model import Category
from fieldsurvey.chain.lines.line import Kind
from fieldsurvey.chain.survey_file import SurveyFile


@pytest.fixture
def household(subject_of):
    """A household that may be replaced."""
    return subject_of(Category.POOR)


@pytest.fixture
def reserve(laptop, household):
    """The reserve of its type and village."""
    return laptop.sample.reserves_of(household[:4], Category.POOR)[0]


@pytest.fixture
def today(laptop, household, fieldsurvey):
    """Give today's list as a program reads it, by subject."""
    day = next(a.day for a in laptop.schedule if a.village == household[:4])

    def rows():
        _code, shown, _talk = fieldsurvey("today", "--date", day.isoformat(), "--json")
        return {row["subject"]: row for row in json.loads(shown)}

    return rows


def said_in(laptop):
    """Return what the absent and replace lines say."""
    with SurveyFile.open(laptop.survey_db) as survey_file:
        return [line.entry.value for line in survey_file.lines_of_kind(Kind.ABSENT, Kind.REPLACE)]


@pytest.mark.parametrize(
    "seen", [{"lang": "en"}, {"lang": "zh"}, {"lang": "zh", "size": (120, 40)}], ids=str
)
def test_one_key_says_why_and_the_reserve_is_shown(open_terminal, laptop, household, reserve, seen):
    """The list of reasons is on the screen, and afterwards who stands in and what to type."""
    terminal = open_terminal("absent", household, **seen).wait_for("» 1  ")
    listed = [line for line in terminal.lines() if line.strip().lstrip("» ")[:1].isdigit()]
    code = terminal.end("3")
    shown = terminal.everything()

    assert len([line for line in listed if "  " in line.strip()]) >= 6
    assert code == 0
    assert terminal.is_restored()
    assert reserve.household.head.replace(" ", "") in shown.replace(" ", "")
    assert f"fieldsurvey interview {reserve.number}" in shown
    assert said_in(laptop) == [
        {"subject": household, "reason": "moved"},
        {"subject": household, "reserve": reserve.number, "reason": "moved"},
    ]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_giving_up_at_the_list_keeps_everything_as_it_is(open_terminal, laptop, household, lang):
    """Ctrl-C ends as an interruption does, and no line is written."""
    terminal = open_terminal("absent", household, lang=lang).wait_for("» 1  ")

    assert terminal.end("Ctrl-C") == 130
    assert terminal.is_restored()
    assert said_in(laptop) == []


def test_a_household_that_came_home_is_simply_interviewed(
    open_terminal, laptop, household, reserve, fieldsurvey, today
):
    """The absence is taken back with the beginning, and the reserve is let go."""
    fieldsurvey("absent", household, "--reason", "away")
    assert today()[reserve.number]["stands_in_for"] == household

    terminal = open_terminal("interview", household).begin(1, 2)
    terminal.end("F9")

    assert "taken back" in terminal.everything()
    assert said_in(laptop)[2:] == [
        {"subject": household, "back": True},
        {"subject": household, "reserve": "", "reason": "back"},
    ]
    assert reserve.number not in today()
    assert today()[household]["absent"] == ""


def test_leaving_before_the_pair_is_known_takes_nothing_back(
    open_terminal, laptop, household, fieldsurvey
):
    """Nobody has interviewed anybody yet."""
    fieldsurvey("absent", household, "--reason", "away")
    before = said_in(laptop)

    open_terminal("interview", household).wait_for("» 1  ").end("Ctrl-C")

    assert said_in(laptop) == before


def test_an_interview_broken_off_is_kept_and_the_reserve_called_in(
    open_terminal, household, reserve, fieldsurvey, kept, today
):
    """What the family has told stays; coming back goes on at the same question."""
    open_terminal("interview", household).begin(1, 2).go("Enter", "Enter").end("F9")
    told = dict(kept(household)[0].answers)

    _code, _shown, talk = fieldsurvey("absent", household, "--reason", "refused")
    rows = today()
    again = open_terminal("interview", household)
    again.wait(lambda: bool(again.asked()))
    again.end("F9")

    assert "is kept" in talk
    assert rows[household]["reserve"] == reserve.number
    assert kept(household)[0].answers == told
    assert today()[household]["absent"] == ""


def test_a_begun_reserve_stays_when_the_household_comes_home(
    open_terminal, household, reserve, fieldsurvey, today
):
    """Both are on the list, and both can be finished."""
    fieldsurvey("absent", household, "--reason", "nobody-home")
    open_terminal("interview", reserve.number).begin(1, 2).go("Enter").end("F9")

    _code, shown, _talk = fieldsurvey("absent", household, "--back")

    assert "is begun: finish that one, too" in shown
    assert today()[reserve.number]["stands_in_for"] == household
    assert today()[household]["absent"] == ""
