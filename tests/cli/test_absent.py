"""A household cannot be met: what an inspector types, and what the lead sees of it."""

import csv
import json
import shutil
from pathlib import Path

import pytest

from fieldsurvey.campaign.workspace import Workspace
from fieldsurvey.chain.lines.line import Entry, Kind
from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.cli.workplace.equipping import equip


@pytest.fixture
def fresh(demo, command, tmp_path):
    """A laptop of team 1, joined and not yet used."""
    folder = tmp_path / "fresh"
    assert command("join", demo.folder / "kits" / "team-1", folder).exit_code == 0
    return folder


@pytest.fixture
def plan(fresh):
    """Numbers of one village: households that may be replaced, reserves of each, must-visits."""
    with (fresh / "sample.csv").open(encoding="utf-8-sig", newline="") as table:
        rows = list(csv.DictReader(table))
    village = rows[0]["village"]
    return [row for row in rows if row["village"] == village]


@pytest.fixture
def lifted(plan):
    """Two lifted households that may be replaced, and the reserves for them."""
    here = [row for row in plan if row["stratum"] == "lifted"]
    households = [
        row["number"] for row in here if row["is_reserve"] == "0" and row["must_visit"] == "0"
    ]
    return households[:2], [row["number"] for row in here if row["is_reserve"] == "1"]


@pytest.fixture
def must_visit(plan):
    """A household that is never replaced."""
    return next(row["number"] for row in plan if row["must_visit"] == "1")


def day_of(folder: Path, village: str) -> str:
    """Return the day the schedule gives a village."""
    with (folder / "schedule.csv").open(encoding="utf-8-sig", newline="") as table:
        return next(row["date"] for row in csv.DictReader(table) if row["village"] == village)


def rows_of(command, folder, number):
    """Return the rows of today's list of a household's village, by subject."""
    village = number[:4]
    ran = command("-w", folder, "today", "--date", day_of(folder, village), "--json")
    return {r["subject"]: r for r in json.loads(ran.out) if r["subject"].startswith(village)}


def said_of(folder: Path) -> list[dict[str, object]]:
    """Return what the absent and replace lines of a laptop say."""
    with SurveyFile.open(folder / "survey.db") as survey_file:
        return [line.entry.value for line in survey_file.lines_of_kind(Kind.ABSENT, Kind.REPLACE)]


def test_the_next_reserve_is_named_and_stands_in_today(command, fresh, lifted):
    """Who he is, where he lives, what to type next; and below the household in the list."""
    [household, _second], [reserve, *_more] = lifted

    ran = command(
        "-w", fresh, "absent", household, "--reason", "moved", "--note", "to town \x1b[31m"
    )

    assert ran.exit_code == 0
    assert f"{household} is replaced by the reserve {reserve} " in ran.out
    assert "\x1b" not in ran.said
    assert f"fieldsurvey interview {reserve}" in ran.err
    assert said_of(fresh)[1] == {"subject": household, "reserve": reserve, "reason": "moved"}
    rows = rows_of(command, fresh, household)
    assert rows[household]["absent"] == "moved"
    assert rows[household]["reserve"] == reserve
    assert rows[reserve]["stands_in_for"] == household
    order = list(rows)
    assert order[order.index(household) + 1] == reserve


@pytest.mark.parametrize(("lang", "words"), [("en", "✗ moved away"), ("zh", "✗ ")])
def test_todays_list_marks_who_is_absent(command, fresh, lifted, lang, words):
    """In the language of the reader, the reserve with an arrow."""
    [household, _second], [reserve, *_more] = lifted
    command("-w", fresh, "absent", household, "--reason", "moved")

    day = day_of(fresh, household[:4])
    ran = command("-w", fresh, "--lang", lang, "today", "--date", day)

    assert words in ran.out
    assert f"↳ {reserve}" in ran.out


def test_a_must_visit_household_stays_not_visited(command, fresh, must_visit):
    """With its reason, and nobody stands in."""
    ran = command("-w", fresh, "absent", must_visit, "--reason", "refused")

    assert "nobody stands in" in ran.out
    assert said_of(fresh) == [{"subject": must_visit, "reason": "refused"}]
    refused = command("-w", fresh, "absent", must_visit, "--reserve", f"{must_visit[:4]}-R1")
    assert refused.exit_code == 2
    assert "never replaced" in refused.err


def test_another_reserve_may_be_named(command, fresh, lifted):
    """The other pair visits the first; the reason need not be said again."""
    [household, second], [first_reserve, second_reserve, third, *_more] = lifted
    command("-w", fresh, "absent", household, "--reason", "away")

    ran = command("-w", fresh, "absent", household, "--reserve", second_reserve)
    next_one = command("-w", fresh, "absent", second, "--reason", "died")

    assert f"{household} is replaced by the reserve {second_reserve} " in ran.out
    assert f"{second} is replaced by the reserve {third} " in next_one.out
    assert said_of(fresh)[2]["passed_over"] == [first_reserve]


def test_where_no_reserve_is_left_that_is_said(command, fresh, lifted):
    """The absence is kept, and whom another pair visits is named."""
    [household, second], reserves = lifted
    command("-w", fresh, "absent", household, "--reason", "away", "--reserve", reserves[-1])

    ran = command("-w", fresh, "absent", second, "--reason", "away")

    assert ran.exit_code == 0
    assert "one household short" in ran.out
    assert reserves[0] in ran.out
    assert said_of(fresh)[-1] == {"subject": second, "reason": "away"}


def test_a_household_that_came_home_is_visited_again(command, fresh, lifted):
    """Its reserve is no longer needed, and can no longer be interviewed."""
    [household, _second], [reserve, *_more] = lifted
    command("-w", fresh, "absent", household, "--reason", "away")

    ran = command("-w", fresh, "absent", household, "--back")

    assert f"{reserve} is no longer needed" in ran.out
    assert said_of(fresh)[-2:] == [
        {"subject": household, "back": True},
        {"subject": household, "reserve": "", "reason": "back"},
    ]
    assert reserve not in rows_of(command, fresh, household)
    assert command("-w", fresh, "interview", reserve).exit_code == 1
    assert command("-w", fresh, "absent", household, "--back").exit_code == 2


def test_a_reserve_is_interviewed_only_when_called_in(command, fresh, lifted, tmp_path):
    """The refusal says how; once it stands in, the interview goes as far as its own checks."""
    [household, _second], [reserve, *_more] = lifted
    answers = tmp_path / "answers.yaml"
    answers.write_text("no_such_question: 1\n", encoding="utf-8")

    refused = command("-w", fresh, "interview", reserve, "--answers", answers)
    command("-w", fresh, "absent", household, "--reason", "away")
    taken = command("-w", fresh, "interview", reserve, "--answers", answers)

    assert refused.exit_code == 1
    assert "fieldsurvey absent NUMBER" in refused.err
    assert "stands in for nobody" not in taken.err


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["0104"], "is a village"),
        (["0104-99", "--reason", "away"], "neither a household nor a village"),
        (["0104-07", "--reason", "gone"], "“gone” is not one of the reasons"),
        (["0104-07"], "wrong-type"),
        (["0104-07", "--back", "--reason", "away"], "--back takes an absence back"),
        (["0104-07", "--reason", "away", "--reserve", "0104"], "is a village"),
        (["0104-07", "--reason", "away", "--reserve", "0104-01"], "is no reserve"),
    ],
)
def test_wrong_words_change_nothing(command, fresh, words, why):
    """Wrong usage, said in words, and no line written."""
    ran = command("-w", fresh, "absent", *words)

    assert (ran.exit_code, said_of(fresh)) == (2, [])
    assert why in " ".join(ran.err.split())


def test_a_household_that_was_interviewed_is_not_absent(command, laptop):
    """Whoever types the wrong number is told."""
    ran = command("-w", laptop, "absent", "0104-01", "--reason", "away")

    assert ran.exit_code == 1
    assert "was interviewed" in ran.err


def test_absences_are_said_on_laptops_only(command, lead):
    """The lead's chain says nothing of who was at home."""
    assert command("-w", lead, "absent", "0104-01", "--reason", "away").exit_code == 2


def test_today_without_a_sample_says_what_to_do(command, tmp_path):
    """A new campaign has nobody to visit yet, which is no fault of a file."""
    command("new", tmp_path / "county")

    ran = command("-w", tmp_path / "county", "today")

    assert ran.exit_code == 1
    assert "No sample has been drawn yet" in ran.err
    assert "fieldsurvey sample draw" in ran.err


def test_today_advises_the_lead_what_the_lead_can_do(command, lead, fresh):
    """Interviews are made on laptops only."""
    of_lead = command("-w", lead, "today", "--date", "2020-06-28").err
    of_laptop = command("-w", fresh, "today", "--date", "2020-06-28").err

    assert "fieldsurvey interview" not in of_lead
    assert "fieldsurvey merge" in of_lead
    assert "fieldsurvey interview NUMBER" in of_laptop


@pytest.fixture
def evening(lead, fresh, command, lifted, must_visit, tmp_path):
    """A lead into whose empty survey file a day of absences was merged."""
    [household, second], [reserve, *_more] = lifted
    command("-w", fresh, "absent", household, "--reason", "moved", "--note", "to town")
    command("-w", fresh, "absent", must_visit, "--reason", "refused")
    shared = {"subject": second, "reserve": reserve, "reason": "away"}
    with SurveyFile.open(fresh / "survey.db") as survey_file:
        survey_file.append(
            [
                Entry(Kind.ABSENT, value={"subject": second, "reason": "away"}),
                Entry(Kind.REPLACE, value=shared),
            ]
        )
    for name in ("survey.db", "survey.db-journal"):
        (lead / name).unlink(missing_ok=True)
    (lead / "keys" / "device.key").unlink()
    shutil.rmtree(lead / "inbox")
    equip(Workspace(lead))
    stick = tmp_path / "stick"
    stick.mkdir()
    assert command("-w", fresh, "hand-over", stick).exit_code == 0
    [asking] = stick.glob("*.enrol")
    assert command("-w", lead, "devices", "enrol", asking, "--yes").exit_code == 0
    assert command("-w", lead, "merge", stick).exit_code == 0
    return lead


def test_the_lead_sees_reasons_and_reserves(command, evening, lifted, must_visit):
    """What is said on a laptop reaches status and today after one merge."""
    [household, second], [reserve, *_more] = lifted
    told = json.loads(command("-w", evening, "status", "--json").out)
    absent = {h["subject"]: h for row in told for h in row["absent"]}
    shown = " ".join(command("-w", evening, "status").out.split())
    rows = rows_of(command, evening, household)

    assert absent[household] == {
        "subject": household,
        "reason": "moved",
        "note": "to town",
        "reserve": reserve,
        "must_visit": False,
        "state": "absent",
        "is_settled": False,
    }
    assert absent[must_visit]["is_settled"]
    assert not absent[second]["reserve"]
    assert f"{household} moved away: to town {reserve} reserve still to visit" in shown
    assert f"{must_visit} refused must be visited" in shown
    assert rows[household]["absent"] == "moved"
    assert rows[reserve]["stands_in_for"] == household


def test_the_evenings_list_names_what_the_lead_must_look_at(command, evening, lifted, must_visit):
    """One reserve for two households, and why a must-visit household was not visited."""
    [household, second], [reserve, *_more] = lifted
    day = day_of(evening, household[:4])

    command("-w", evening, "nightly", "--date", day)
    edition = max((evening / "editions").glob(f"*-{day}"))
    missing = json.loads((edition / "problem-list.json").read_text(encoding="utf-8"))["missing"]
    page = (edition / "problem-list.html").read_text(encoding="utf-8")

    assert [(h["subject"], h["reason"]) for h in missing["explained"]] == [(must_visit, "refused")]
    assert must_visit in page
    shared = f"{reserve}: 该备选户同时顶替2户：{household}、{second}。"
    assert missing["further"] == [shared]
    assert shared in page
    assert "1" not in [team["team"] for team in missing["teams"]]
