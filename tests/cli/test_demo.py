"""The demo is a whole campaign of the work plan's shape, in which no problem is hidden or added."""

import json
from collections import Counter
from itertools import chain
from pathlib import Path
from shutil import copytree

import pytest

from fieldsurvey.campaign.model import Flag
from fieldsurvey.campaign.workspace import Workspace
from fieldsurvey.chain.devices.age_keys import AgeIdentity
from fieldsurvey.chain.lines.line import Kind
from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.cli.start.demo.campaign import run_demo
from fieldsurvey.expressions import Scope, compile_expression
from fieldsurvey.handover.bundle import read_bundle
from fieldsurvey.interview.logic.evaluation import evaluate_interview
from fieldsurvey.questionnaire import load_questionnaires
from fieldsurvey.report.frozen.problem_row import COLUMNS

DAYS = ["2020-06-28", "2020-06-29", "2020-06-30"]
EDITIONS = [f"{number:04d}-{day}" for number, day in enumerate(DAYS, start=1)]
NO_PROBLEM = "watch"


@pytest.fixture(scope="module")
def plan(demo):
    """The plan of the demo."""
    return Workspace(demo.lead)


@pytest.fixture(scope="module")
def interviews(demo):
    """Every interview that reached the lead."""
    with SurveyFile.open(demo.lead / "survey.db") as survey_file:
        return survey_file.interviews()


@pytest.fixture(scope="module")
def editions(demo):
    """The editions, as their JSON says them."""
    return [read_edition(demo.lead, name) for name in EDITIONS]


def read_edition(lead, name):
    """Return one edition of a lead's workspace."""
    text = (lead / "editions" / name / "problem-list.json").read_text(encoding="utf-8")
    return json.loads(text)


def json_bytes(lead):
    """Return the bytes of every edition's JSON, by its folder's name."""
    return {
        path.parent.name: path.read_bytes()
        for path in sorted((lead / "editions").glob("*/problem-list.json"))
    }


def test_the_plan_has_the_work_plans_shape(plan):
    """11 townships, 6 of them key; three villages of a key one, two of another; 5 teams of 7."""
    townships = plan.roster.townships
    drawn = Counter(code[:2] for code in plan.sample.villages)

    assert [len(townships), sum(t.is_key for t in townships.values())] == [11, 6]
    assert len(plan.sample.villages) == 28
    assert {code: 3 if t.is_key else 2 for code, t in townships.items()} == dict(drawn)
    assert [len(team.members) for team in plan.campaign.teams] == [7] * 5
    assert 5_000 <= len(plan.roster.households) <= 7_000


def test_an_edition_says_what_each_day_brought_and_how_long_interviews_took(editions, interviews):
    """Of every village and day its households; of each inspector and form the times, in order."""
    last = editions[-1]
    brought = Counter(
        (each.subject.split("-")[0], each.finished_at[:10])
        for each in interviews
        if "-" in each.subject
    )
    made = Counter((each.form_id, name) for each in interviews for name in each.inspectors)

    assert {
        (day["village"], day["date"]): day["households"] for day in last["coverage"]["by_day"]
    } == brought
    assert {
        (each["form_id"], each["inspector"]): each["interviews"] for each in last["durations"]
    } == made
    assert all(each["shortest_s"] > 60 for each in last["durations"])
    assert len(editions[0]["durations"]) < len(last["durations"])


def test_three_days_of_two_villages_a_team(plan):
    """10, 10 and 8 villages; each once, and no team in more than two a day."""
    by_day = Counter(assignment.day.isoformat() for assignment in plan.schedule)
    by_team = Counter((assignment.day, assignment.team) for assignment in plan.schedule)

    assert [by_day[day] for day in DAYS] == [10, 10, 8]
    assert sorted(a.village for a in plan.schedule) == sorted(plan.sample.villages)
    assert {assignment.team for assignment in plan.schedule} == {"1", "2", "3", "4", "5"}
    assert max(by_team.values()) == 2


def test_fifteen_households_a_village_and_every_one_at_risk_is_visited(plan, interviews):
    """At least 15 a village; every monitored and marginal household of it has its interview."""
    visited = {i.subject: i for i in interviews if i.status == "finished"}
    must = {Flag.MONITORED, Flag.MARGINAL}

    for village in plan.sample.villages:
        met = {
            visit.household.code: visit
            for visit in plan.sample.of_village(village)
            if visit.number in visited
        }
        at_risk = {
            household.code
            for household in plan.roster.households.values()
            if household.village == village and household.flags & must
        }
        assert len(met) >= 15
        assert at_risk <= met.keys()


def test_every_household_and_village_answers_all_its_questionnaires_once(plan, interviews):
    """One interview a household; of a village one exit standard, one review, one of each role."""
    made = Counter((interview.subject, interview.form_id) for interview in interviews)
    subjects = [v.number for v in plan.sample.visits if not v.is_reserve] + [*plan.sample.villages]

    assert made == {
        (subject, form): plan.campaign.interviews_wanted(form)
        for subject in subjects
        for form in plan.forms(subject)
    }
    roles = {i.answers["role"] for i in interviews if i.form_id == "village-interview"}
    assert len(roles) == plan.campaign.interviews_wanted("village-interview")


def test_three_editions_the_late_village_in_the_second(editions, plan):
    """The first names the village that did not come; its rows come in the second, as late."""
    first, second, third = editions
    [village] = first["missing"]["villages"]
    late = [row for row in second["rows"] if row["is_late"]]

    assert [edition["number"] for edition in editions] == [1, 2, 3]
    assert [edition["date"] for edition in editions] == DAYS
    assert village["code"] in {a.village for a in plan.schedule if a.day.isoformat() == DAYS[0]}
    assert late
    assert {row["village_code"] for row in late} == {village["code"]}
    assert {row["date"] for row in late} == {DAYS[0]}
    assert village["code"] not in {row["village_code"] for row in first["rows"]}
    assert not any(row["is_late"] for row in (*first["rows"], *third["rows"]))
    assert not any(second["missing"].values())
    assert not any(third["missing"].values())


def test_the_ranking_stands_in_the_last_edition_only(editions, plan):
    """All eleven townships, none provisional."""
    first, second, third = editions
    [ranked] = third["rankings"]

    assert first["rankings"] == second["rankings"] == []
    assert {place["code"] for place in ranked["townships"]} == set(plan.roster.townships)
    assert all(place["rank"] for place in ranked["townships"])


def problem_answers(questionnaires, interviews):
    """Return the severity of every problem answer, by interview and path, the plain way.

    Every rule of every question that was answered, one after the other: no graph, no cache.
    """
    found = {}
    for interview in interviews:
        form = questionnaires[interview.form_id]
        values = evaluate_interview(form, interview).values
        for path, answer in interview.answers.items():
            question = form.questions[path]
            for rule in question.problem:
                scope = Scope(values={**values, path: answer}, current=path)
                if isinstance(answer, str) and compile_expression(rule.when).truth(scope):
                    found[interview.id, path] = rule.severity.value
                    break
    return found


def test_no_problem_is_hidden_and_none_is_added(demo, editions, interviews):
    """不隐不瞒: every problem answer is one row of one edition, every row is one such answer."""
    expected = problem_answers(load_questionnaires(demo.lead / "questionnaires"), interviews)
    printed = list(chain.from_iterable((*e["rows"], *e["hints"]) for e in editions))
    rows = {(row["interview"], row["question"]): row["severity"] for row in printed}

    assert rows == expected
    assert len(printed) == len(rows) == len({row["number"] for row in printed})
    for edition in editions:
        assert edition["corrections"] == []
        assert not any(row["severity"] == NO_PROBLEM for row in edition["rows"])
        assert all(row["severity"] == NO_PROBLEM for row in edition["hints"])
        assert edition["rows"]
    assert any(edition["hints"] for edition in editions)
    assert all(row["description"] for row in printed)


def test_the_list_by_command_is_the_editions_together(demo, editions, command):
    """`problems list --json` has the same numbers as the three editions, each once."""
    listed = json.loads(command("-w", demo.lead, "problems", "list", "--json").out)
    printed = [row for edition in editions for row in edition["rows"]]

    assert [tuple(row)[: len(COLUMNS)] for row in listed] == [COLUMNS] * len(listed)
    assert sorted(row["number"] for row in listed) == sorted(row["number"] for row in printed)


def test_about_one_household_in_ten_has_a_problem(editions, plan):
    """Plausible: neither a county without problems nor one with nothing else."""
    visited = [visit for visit in plan.sample.visits if not visit.is_reserve]
    troubled = {
        row["subject"] for e in editions for row in e["rows"] if row["level"] == "household"
    }

    assert 0.05 <= len(troubled) / len(visited) <= 0.2


def test_the_same_seed_gives_the_same_bytes(demo):
    """In another process, in another language, with another order of sets."""
    assert list(json_bytes(demo.lead)) == EDITIONS
    assert json_bytes(demo.lead) == json_bytes(demo.twin / "lead")


def opened_bundles(folder, lead):
    """Return what the bundles on all sticks hold, opened with the lead's key."""
    identity = AgeIdentity.load(lead / "keys" / "lead.age")
    opened = (read_bundle(path.read_bytes(), [identity]) for path in folder.glob("sticks/**/*.fsb"))
    return {one.header_text: (one.signature, one.lines, one.questionnaires) for one in opened}


def test_the_same_seed_gives_the_same_bundles_sealed_otherwise(demo):
    """Headers, signatures and lines are the same to the byte; no seal is the same twice."""
    ours, theirs = (opened_bundles(place, place / "lead") for place in (demo.folder, demo.twin))
    names = {path.name: path for path in demo.folder.glob("sticks/**/*.fsb")}
    twins = {path.name: path for path in demo.twin.glob("sticks/**/*.fsb")}

    assert ours == theirs
    assert names.keys() == twins.keys()
    assert all(path.read_bytes() != twins[name].read_bytes() for name, path in names.items())


class SeenEnough(Exception):
    """The first evening is over."""


def test_another_seed_gives_another_campaign(demo, tmp_path):
    """Other households, other answers, other problems."""

    def stop_after_the_first_evening(step):
        if step == "Day 2: interviews":
            raise SeenEnough

    with pytest.raises(SeenEnough):
        run_demo(tmp_path / "other", "2021", stop_after_the_first_evening)

    name = EDITIONS[0]
    other, one = (read_edition(lead, name) for lead in (tmp_path / "other/lead", demo.lead))
    assert other["rows"]
    assert {row["number"] for row in other["rows"]} != {row["number"] for row in one["rows"]}
    assert [head["head"] for head in other["covers"]] != [head["head"] for head in one["covers"]]


def test_the_summary_says_what_came_of_it_and_how_to_go_on(demo, command):
    """Every command it names works as it is written."""
    named = [line.strip() for line in demo.said.splitlines() if line.startswith("  fieldsurvey ")]

    for words in (
        "28 villages",
        "5 laptops",
        "Editions",
        "Problems to date",
        "problem-list.en.html",
    ):
        assert words in demo.said
    assert len(named) >= 4
    for line in named:
        words = line.replace(str(demo.twin.parent / "campaign"), str(demo.folder)).split()[1:]
        assert command(*words).exit_code == 0, line
    assert all(
        len(line) <= 80 for line in demo.said.splitlines() if str(demo.twin.parent) not in line
    )


def test_it_leaves_what_the_sticks_carried_and_what_was_written(demo):
    """Kits, sticks by day and team, and each edition in both languages."""
    for day in DAYS:
        assert len(list((demo.folder / "sticks" / day).glob("team-*/**/*.fsb"))) >= 5
    assert len(list((demo.folder / "kits").iterdir())) == 5
    for name in EDITIONS:
        written = sorted(p.name for p in (demo.lead / "editions" / name).iterdir())
        assert written == [
            "problem-list.csv",
            "problem-list.docx",
            "problem-list.en.csv",
            "problem-list.en.docx",
            "problem-list.en.html",
            "problem-list.en.xlsx",
            "problem-list.html",
            "problem-list.json",
            "problem-list.xlsx",
        ]


def test_a_night_with_nothing_new_changes_nothing_and_says_so(lead, command):
    """With the ranking or without, on any day that had its edition."""
    before = json_bytes(lead)

    for words in (["--date", DAYS[-1], "--ranking"], ["--date", DAYS[-1]]):
        again = command("-w", lead, "nightly", *words)
        assert again.exit_code == 0
        assert "Nothing has changed since edition 3." in again.err
    assert json_bytes(lead) == before
    assert len(list((lead / "editions").iterdir())) == 3


def test_a_day_without_problems_still_goes_out(lead, command):
    """The evening after: a new edition that says there is none."""
    night = command("-w", lead, "nightly", "--date", "2020-07-01")

    assert night.exit_code == 0
    assert "No problems today" in night.out
    assert (lead / "editions" / "0004-2020-07-01" / "problem-list.xlsx").exists()
    assert command("-w", lead, "verify").exit_code == 0


def test_a_laptop_can_be_gone_on_with(laptop, command):
    """What it did is shown, its chain is sound, and a hand-over brings nothing twice."""
    shown = command("-w", laptop, "today", "--date", DAYS[0])
    [first, *_] = [word for word in shown.out.split() if "-" in word and word[:4].isdigit()][2:]
    stick = laptop.parent / "stick"
    stick.mkdir()

    assert command("-w", laptop, "show", first).exit_code == 0
    assert command("-w", laptop, "verify").exit_code == 0
    for _time in range(2):
        assert command("-w", laptop, "hand-over", stick).exit_code == 0
    assert len(list(stick.rglob("*.fsb"))) == len(list((laptop / "outbox").glob("*.fsb")))


def test_the_five_laptops_give_one_digest_in_any_order_twice(demo, tmp_path, command, another_lead):
    """Merged by laptop or by day, last first, then once more the other way round: all the same."""
    # Receipts are put beside what was merged, so that is done from copies.
    outboxes = [copytree(laptop / "outbox", tmp_path / laptop.name) for laptop in demo.laptops]
    sticks = copytree(demo.folder / "sticks", tmp_path / "sticks")
    by_day = sorted(Path(sticks).glob("*/*"), reverse=True)
    digests = {last_line(command("-w", demo.lead, "verify", "--digest"))}

    for nth, sources in enumerate((outboxes[2:] + outboxes[:2], by_day)):
        fresh = another_lead(tmp_path / f"lead-{nth}")
        for source in sources:
            command("-w", fresh, "merge", source)
        again = command("-w", fresh, "merge", *sources[::-1])
        assert "; 0 new lines.\n" in again.err
        digests.add(last_line(command("-w", fresh, "verify", "--digest")))

    assert len(digests) == 1


def last_line(ran):
    """Return the last line a command printed, which must have gone well."""
    assert ran.exit_code == 0
    return ran.out.splitlines()[-1]


def test_a_demo_never_replaces_what_no_demo_made(tmp_path, command):
    """Not even when told to: only its own folders go."""
    (tmp_path / "thesis.txt").write_text("mine", encoding="utf-8")

    for words in ([], ["--force"]):
        refused = command("demo", "--out", tmp_path, *words)
        assert refused.exit_code == 2
        assert "There is something in that place already." in refused.err
    assert (tmp_path / "thesis.txt").read_text(encoding="utf-8") == "mine"
    assert [path.name for path in Path(tmp_path).iterdir()] == ["thesis.txt"]


def made_lines(laptop):
    """Return the lines of a laptop that tell how its interviews were made."""
    kinds = (Kind.PAUSE, Kind.RESUME, Kind.SESSION, Kind.CLOCK_ANOMALY)
    with SurveyFile.open(laptop / "survey.db") as survey_file:
        return [line for line in survey_file.lines_of_kind(*kinds) if line.entry.interview]


def test_it_shows_how_interviews_are_made(demo):
    """Lunch in the middle of one, a language switched for a visitor, one clock put right."""
    made = Counter()
    for laptop in demo.laptops:
        lines = made_lines(laptop)
        made += Counter(line.entry.kind for line in lines)
        lunches = [line.at for line in lines if line.entry.kind is Kind.PAUSE]
        assert len({at[:10] for at in lunches}) == len(lunches)
        assert all("12:00" <= at[11:16] <= "13:00" for at in lunches)

    assert made[Kind.CLOCK_ANOMALY] == 1
    assert made[Kind.PAUSE] == made[Kind.RESUME] >= 5
    assert made[Kind.SESSION] >= 4


def test_a_clock_put_right_makes_no_interview_longer(demo, command):
    """`show --timing` says that it was set on, and the questions took what they took."""
    laptop, anomaly = next(
        (laptop, line)
        for laptop in demo.laptops
        for line in made_lines(laptop)
        if line.entry.kind is Kind.CLOCK_ANOMALY
    )
    with SurveyFile.open(laptop / "survey.db") as survey_file:
        subject = survey_file.interview(anomaly.entry.interview).subject
    shown = command("-w", laptop, "show", subject, "--timing", "--json")
    [timing] = [
        each["timing"] for each in json.loads(shown.out) if each["id"] == anomaly.entry.interview
    ]

    assert [each["jumped_s"] for each in timing["clock_anomalies"]] == [45 * 60]
    assert timing["pauses"] == []
    assert 60 < timing["seconds"] < 30 * 60
    assert (
        "it had been set forward by 45 min 0 s"
        in command("-w", laptop, "show", subject, "--timing").out
    )
