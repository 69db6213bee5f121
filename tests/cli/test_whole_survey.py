"""One survey from an empty folder to tonight's list, by command, as the README tells it."""

import json

import pytest
import yaml
from tests.small_survey import DAY, PAIR, ROSTER, codes_of_pair

from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.interview.logic.evaluation import evaluate_interview
from fieldsurvey.questionnaire import load_questionnaires, shipped_folder
from fieldsurvey.questionnaire.model import Severity

CAMPAIGN = """\
id: heting
name: {zh: 鹤汀乡试点, en: Heting pilot}
county: {name: {zh: 青屏县, en: Qingping}, is_delisted: true}
days: ['2020-06-28']
villages_per_day: 2
sample:
  villages_per_other_township: 1
  households: {poor: 1, lifted: 1, unregistered: 1}
  reserves: 1
teams:
- {code: '1', name: {zh: 第一组, en: Team 1}, members: [佟禾畴, 邝砚]}
coverage: {village-interview: 1}
enrolment: required
"""


@pytest.fixture(scope="module")
def paper_forms(demo, tmp_path_factory):
    """A filled-in paper form for each kind of household, and each that a village needs."""
    forms = load_questionnaires(shipped_folder())
    with SurveyFile.open(demo.lead / "survey.db") as survey_file:
        made = survey_file.interviews()
    desk = tmp_path_factory.mktemp("paper")
    for interview in made:
        form = forms[interview.form_id]
        name = interview.preload.get("household.category", interview.form_id)
        has_team = interview.preload["village.has_team"] == "1"
        found = evaluate_interview(form, interview).problems.values()
        is_well = all(rule.severity is Severity.WATCH for rule in found)
        if has_team and is_well and not interview.remarks:
            answers = {
                path: answer
                for path, answer in interview.answers.items()
                if not is_known_to_the_plan(form.questions[path])
            }
            (desk / f"{name}.yaml").write_text(yaml.safe_dump(answers), encoding="utf-8")
    return desk


def is_known_to_the_plan(question):
    """Whether the plan proposes the answer, so that nobody has to write it."""
    return bool(question.preload or question.calculation)


@pytest.fixture
def done(tmp_path, monkeypatch, command):
    """Run a command on a desk of its own; it must end well."""
    monkeypatch.chdir(tmp_path)

    def run_it(*words):
        ran = command(*words)
        assert ran.exit_code == 0, ran.said
        return ran

    return run_it


def test_one_survey_day(paper_forms, tmp_path, done, command, monkeypatch):
    """Plan, join, interview, sign, hand over, merge, score, rank, and send tonight's list."""
    plan_and_pack(tmp_path, done)
    monkeypatch.setenv("FIELDSURVEY_CODES", codes_of_pair(tmp_path / "lead"))
    join_and_interview(paper_forms, tmp_path, done)
    done("-w", "laptop", "hand-over", "stick")

    # In the evening the lead merges. One village form is still missing, and the list says so.
    enrol_the_laptop(tmp_path, done, command)
    assert "0 new lines" in done("-w", "lead", "merge", "stick").err
    [village] = listed(done("-w", "lead", "status", "--json"))
    assert (village["visited"], village["planned"], village["is_complete"]) == (3, 3, False)
    early = command("-w", "lead", "nightly", "--date", DAY)
    assert early.exit_code == 1
    assert "1 thing that was due is not in this list." in early.err

    # The late form comes, and a second edition with the ranking; it repeats no row.
    answers = paper_forms / "village-interview.yaml"
    done("-w", "laptop", "interview", "0101", "--answers", answers)
    done("-w", "laptop", "hand-over", "stick")
    assert "0002" in done("-w", "lead", "nightly", "stick", "--date", DAY, "--ranking").out
    again = done("-w", "lead", "nightly", "--date", DAY)
    assert "Nothing has changed since edition 2." in again.err

    [problem] = listed(done("-w", "lead", "problems", "list", "--json"))
    assert (problem["category"], problem["severity"]) == ("water", "critical")
    assert (problem["head"], problem["village"]) == ("晏**", "苇湾村")
    assert numbers_in_editions(tmp_path / "lead") == [[problem["number"]], []]
    check_the_score(problem["number"], done)
    for workspace in ("lead", "laptop"):
        assert "Sound." in done("-w", workspace, "verify").out


def plan_and_pack(desk, done):
    """The planner makes a campaign, takes in the roster, draws, and packs a stick."""
    for name, text in ROSTER.items():
        (desk / name).write_bytes(text.encode("gbk"))
    done("new", "lead", "--id", "heting")
    (desk / "lead" / "campaign.yaml").write_text(CAMPAIGN, encoding="utf-8")
    assert "households: 5" in done("-w", "lead", "roster", "import", *ROSTER).out
    done("-w", "lead", "sample", "draw", "--seed", "7")
    drawn = listed(done("-w", "lead", "sample", "show", "--json"))
    assert {row["head"] for row in drawn if row["must_visit"]} == {"谌*", "麦*"}
    done("-w", "lead", "sample", "verify")
    (desk / "stick").mkdir()
    done("-w", "lead", "kit", "make", "stick")


def join_and_interview(paper_forms, desk, done):
    """Two inspectors join their laptop and type in what they wrote; one household lacks water."""
    done("join", "stick/team-1", "laptop")
    today = listed(done("-w", "laptop", "today", "--date", DAY, "--json"))
    assert [row["subject"] for row in today] == ["0101", "0101-01", "0101-02", "0101-03"]
    forms = {
        "0101-01": with_unsafe_water(paper_forms / "poor.yaml", desk / "0101-01.yaml"),
        "0101-02": paper_forms / "lifted.yaml",
        "0101-03": paper_forms / "unregistered.yaml",
    }
    for subject, answers in forms.items():
        interview = ("-w", "laptop", "interview", subject, "--answers", answers)
        assert "Finished and sealed." in done(*interview, "--inspectors", PAIR).out
    for form in ("village-exit-standard", "document-review"):
        answers = paper_forms / f"{form}.yaml"
        done("-w", "laptop", "interview", "0101", "--form", form, "--answers", answers)
    assert done("-w", "laptop", "today", "--date", DAY).out.count("✓") == 3


def enrol_the_laptop(desk, done, command):
    """What the laptop says waits until the lead has compared its fingerprint, then counts."""
    joined = done("join", "stick/team-1", "laptop").out
    shown = joined.splitlines()[0].rstrip(".").rpartition(" ")[2]
    assert shown in done("-w", "laptop", "today", "--date", DAY).err
    held = command("-w", "lead", "merge", "stick")
    assert held.exit_code == 1
    assert f"its fingerprint is {shown}" in held.out
    [waiting] = listed(done("-w", "lead", "devices", "list", "--json"))
    assert (waiting["state"], waiting["lines"]) == ("waiting", 0)
    assert "Nothing of it counts yet" in done("-w", "lead", "status").err
    [request] = (desk / "stick").glob("*.enrol")
    wrong = command("-w", "lead", "devices", "enrol", request, "--fingerprint", "AAAA-BBBB")
    assert wrong.exit_code == 2
    assert "not what was read out" in wrong.err
    unseen = command("-w", "lead", "devices", "enrol", request)
    assert unseen.exit_code == 2
    assert "Nobody has compared the fingerprint" in unseen.err
    read_out = shown.lower().replace("-", " ")
    enrolled = done("-w", "lead", "devices", "enrol", request, "--fingerprint", read_out)
    assert "of team 1 is enrolled" in enrolled.out
    assert "had waited in the inbox" in enrolled.err
    [laptop] = listed(done("-w", "lead", "devices", "list", "--json"))
    assert (laptop["state"], laptop["inspectors"]) == ("enrolled", sorted(PAIR.split(",")))
    assert "Interviews made by" in done("-w", "lead", "devices", "list").err


def check_the_score(number, done):
    """A critical problem takes 2.5 points of the village once somebody confirms it."""
    score = {row["code"]: row for row in listed(done("-w", "lead", "score", "--json"))}
    assert score["0101"]["confirmed_hundredths"] == 10000
    assert score["0101"]["suspected_hundredths"] == 9750
    assert number in done("-w", "lead", "score", "0101", "--why").out
    [ranked] = listed(done("-w", "lead", "rank", "--json"))
    assert [(place["code"], place["rank"]) for place in ranked["townships"]] == [("01", 1)]


def listed(ran):
    """Return what a command printed for a program."""
    return json.loads(ran.out)


def numbers_in_editions(lead):
    """Return the problem numbers of each edition."""
    editions = sorted((lead / "editions").glob("*/problem-list.json"))
    return [
        [row["number"] for row in json.loads(edition.read_text("utf-8"))["rows"]]
        for edition in editions
    ]


def with_unsafe_water(answers, changed):
    """Return a copy of a filled-in form in which the household's water is not safe."""
    said = yaml.safe_load(answers.read_text(encoding="utf-8"))
    said["water_safe"] = {
        "value": "2",
        "description": "两口人吃浅井水，四月起浑浊",
        "no_photo": "井台上锁",
    }
    said["water_gap"] = "3"
    changed.write_text(yaml.safe_dump(said), encoding="utf-8")
    return changed


def test_a_campaign_renamed_after_its_beginning_is_noticed_before_kits_go_out(
    tmp_path, done, command
):
    """With another id every laptop's bundles would be refused in the evening."""
    plan_and_pack(tmp_path, done)
    renamed = CAMPAIGN.replace("id: heting", "id: heting-2020")
    (tmp_path / "lead" / "campaign.yaml").write_text(renamed, encoding="utf-8")

    refused = command("-w", "lead", "kit", "make", "another")

    assert refused.exit_code == 1
    assert "“heting-2020”" in refused.err
    assert "Write id: heting, or" in refused.err
    assert not (tmp_path / "another").exists()
