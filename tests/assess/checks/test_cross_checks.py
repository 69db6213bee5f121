"""Rules across forms, households and villages: each fires, and each stays silent."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldsurvey.assess.checks.across_forms import CrossCheck, Known, cross_checks
from fieldsurvey.assess.checks.cross_rules import CHECKS, RULES_FILE, read_rules
from fieldsurvey.assess.checks.crossing import EditionMade
from fieldsurvey.assess.coverage import Plan, cover_villages
from fieldsurvey.assess.problems.problem import Problem, ProblemState
from fieldsurvey.campaign.model import (
    Assignment,
    Category,
    Flag,
    Household,
    Roster,
    Sample,
    Township,
    Village,
    Visit,
)
from fieldsurvey.chain.interview import Interview, Keying, Status
from fieldsurvey.errors import AssessmentError
from fieldsurvey.expressions.values import SpecialAnswer
from fieldsurvey.questionnaire import load_questionnaires, shipped_folder
from fieldsurvey.questionnaire.model import Severity

REGISTERED, UNREGISTERED = "registered-household", "unregistered-household"
STANDARD, TALK = "village-exit-standard", "village-interview"
RULES = read_rules(shipped_folder())
DAY = date(2020, 6, 28)
EVENING = datetime.fromisoformat("2020-06-28T21:00:00+08:00")


def visit(number: str, head: str = "Qi Hua", group: str = "1", *, must: bool = False) -> Visit:
    """Draw one household."""
    village = number.split("-", maxsplit=1)[0]
    category = Category.UNREGISTERED if must else Category.POOR
    household = Household(
        code=f"{village}-00{number[-2:]}",
        village=village,
        group=group,
        head=head,
        size=4,
        category=category,
        flags=frozenset({Flag.MARGINAL}) if must else frozenset(),
    )
    return Visit(number, household, category, must_visit=must, is_reserve=False)


def plan(*visits: Visit, has_team: bool = True, wanted: Mapping[str, int] | None = None) -> Plan:
    """Make the plan of two villages; 0103 is visited on the first day by team 1."""
    roster = Roster(
        townships={"01": Township("01", "Qing", True), "02": Township("02", "Li", False)},
        villages={
            "0103": Village("0103", "01", "Xia", True, has_team, 1200, 800),
            "0201": Village("0201", "02", "Ting", True, has_team, 900, 700),
        },
        households={each.household.code: each.household for each in visits},
    )
    sample = Sample(seed="s", frame_digest="f", villages=("0103", "0201"), visits=visits)
    return Plan(roster, sample, (Assignment(DAY, "1", "0103"),), village_forms=wanted or {})


@dataclass
class World:
    """What is known, one thing after another."""

    plan: Plan
    interviews: Sequence[Interview] = ()
    problems: Sequence[Problem] = ()
    editions: Sequence[EditionMade] = ()
    now: datetime = EVENING

    def checks(self, code: str) -> list[CrossCheck]:
        """Return the checks of one code that hold."""
        known = Known(
            plan=self.plan,
            interviews=self.interviews,
            problems=self.problems,
            coverage=cover_villages(self.plan, self.interviews),
            editions=self.editions,
            now=self.now,
        )
        return [check for check in cross_checks(RULES, known) if check.code == code]


Make = Callable[..., Any]


def test_every_code_of_the_domain_note_is_there() -> None:
    """X-01 is a conflict and stands with them; P-01 to P-03, P-05, P-06 and P-10 with the plan."""
    codes = {rule.code.rstrip("b") for rule in RULES.rules}

    assert {f"X-{n:02}" for n in range(2, 11)} <= codes
    assert {"P-04", "P-07", "P-08", "P-09"} <= codes
    assert {rule.check for rule in RULES.rules if rule.check} == CHECKS
    assert all({"zh", "en"} <= rule.text.keys() for rule in RULES.rules)


def test_the_expressions_name_what_the_questionnaires_have() -> None:
    """A misspelt column would make a rule that can never fire."""
    forms = load_questionnaires(shipped_folder())
    names = {name for form in forms.values() for name in form.questions}

    for rule in RULES.rules:
        for text in (rule.when or "", *rule.values.values()):
            for name in _columns(text):
                assert name in names | {"form", "category", "severity", "rule", "subject"}, text


def _columns(text: str) -> set[str]:
    from fieldsurvey.expressions import compile_expression

    return set(compile_expression(text).facts.columns) if text else set()


def test_one_household_in_both_annexes(interview: Make) -> None:
    """X-02: annex 2 and annex 3 of the same number; each household with its own is silent."""
    both = [interview("0103-07", REGISTERED), interview("0103-07", UNREGISTERED)]
    apart = [interview("0103-07", REGISTERED), interview("0103-11", UNREGISTERED)]

    (found,) = World(plan(), both).checks("X-02")

    assert (found.kind, found.where, len(found.interviews)) == ("E", "0103-07", 2)
    assert REGISTERED in found.text["en"] and UNREGISTERED in found.text["zh"]
    assert not World(plan(), apart).checks("X-02")


def test_namesakes_in_two_groups_are_told_and_never_merged() -> None:
    """X-03: the same name in another group, in the same village, reserves left out."""
    same = plan(visit("0103-01"), visit("0103-02", group="4"))
    one_group = plan(visit("0103-01"), visit("0103-02"))
    far = plan(visit("0103-01"), visit("0201-01", group="4"))
    reserve = plan(visit("0103-01"), replace(visit("0103-02", group="4"), is_reserve=True))

    assert [check.where for check in World(same).checks("X-03")] == ["0103-01", "0103-02"]
    assert "0103-02" in World(same).checks("X-03")[0].text["en"]
    assert not any(World(each).checks("X-03") for each in (one_group, far, reserve))


def water_problem(problem: Make, form: str = UNREGISTERED, **more: Any) -> Problem:
    """Make a household, or the village's source, without safe water."""
    return of_kind(
        "water",
        problem(
            "0103-11" if form == UNREGISTERED else "0103",
            f"{form}.water_unsafe",
            severity=Severity.CRITICAL,
            **more,
        ),
    )


def of_kind(category: str, made: Problem) -> Problem:
    """Give a problem its category."""
    return made._replace(category=category)


def test_a_good_source_and_a_household_without_water(interview: Make, problem: Make) -> None:
    """X-04: annex 1 finds the water good, a household has none; dismissed ones do not speak."""
    made = [interview("0103", STANDARD), interview("0103-11", UNREGISTERED)]
    none, dismissed = water_problem(problem), water_problem(problem, state=ProblemState.DISMISSED)
    village_too = [none, water_problem(problem, STANDARD)]

    (found,) = World(plan(), made, [none]).checks("X-04")

    assert found.where == "0103" and "1 household" in found.text["en"]
    assert not World(plan(), made, [dismissed]).checks("X-04")
    assert not World(plan(), made, village_too).checks("X-04")
    assert not World(plan(), made[1:], [none]).checks("X-04"), "annex 1 has not come yet"


@pytest.mark.parametrize(("said", "fires"), [("5", True), ("6", False), ("7", False), ("", False)])
def test_fewer_unlifted_than_the_poor_who_were_visited(
    said: str, fires: bool, interview: Make
) -> None:
    """X-05: two poor households of 4 and 2 persons; lifted ones are not counted."""
    made = [
        interview("0103", STANDARD, {"unlifted_persons": said} if said else {}),
        interview("0103-01", REGISTERED, {"household_type": "1", "household_size": "4"}),
        interview("0103-02", REGISTERED, {"household_type": "1", "household_size": "2"}),
        interview("0103-06", REGISTERED, {"household_type": "2", "household_size": "5"}),
    ]

    found = World(plan(), made).checks("X-05")

    assert bool(found) is fires
    assert not fires or ("5" in found[0].text["en"] and "6 persons" in found[0].text["en"])


@pytest.mark.parametrize(
    ("form", "answers"),
    [(TALK, {"role": "3"}), (REGISTERED, {"team_help": "1"})],
)
def test_a_team_that_the_plan_does_not_have(
    form: str, answers: dict[str, str], interview: Make
) -> None:
    """X-06: a first secretary interviewed, or item 25 answered, in a village without a team."""
    made = [interview("0103" if form == TALK else "0103-01", form, answers)]

    assert World(plan(has_team=False), made).checks("X-06")
    assert not World(plan(has_team=True), made).checks("X-06")
    assert not World(plan(has_team=False), [interview("0103", TALK, {"role": "1"})]).checks("X-06")


def test_most_see_no_improvement_and_everything_is_met(interview: Make, problem: Make) -> None:
    """X-07: 2 of 3, once the village is complete; half is not most."""
    made = [
        interview("0103", STANDARD),
        *(
            interview(f"0103-1{n}", UNREGISTERED, {"improvement": said})
            for n, said in enumerate("331")
        ),
    ]
    even = [*made, interview("0103-14", UNREGISTERED, {"improvement": "2"})]
    road = problem("0103", f"{STANDARD}.road_narrow")
    waiting = plan(visit("0103-01"))

    assert "2 of 3" in World(plan(), made).checks("X-07")[0].text["en"]
    assert not World(plan(), even).checks("X-07")
    assert not World(plan(), made, [road]).checks("X-07")
    assert not World(waiting, made).checks("X-07"), "the village is not complete"


def test_a_pair_whose_forms_are_all_alike(interview: Make) -> None:
    """X-08: 20 answers the same in two households; another pair, or one answer more, is silent."""
    answers = {f"q{n}": "1" for n in range(20)}
    alike = [interview("0103-01", REGISTERED, answers), interview("0103-02", REGISTERED, answers)]
    other_pair = [alike[0], alike[1]._replace(inspectors=("Gao Lan", "Ma Jun"))]
    not_quite = [alike[0], interview("0103-02", REGISTERED, answers | {"q3": "2"})]
    short = [interview(f"0103-0{n}", REGISTERED, {"q1": "1"}) for n in (1, 2)]

    found = World(plan(), alike).checks("X-08")

    assert [check.where for check in found] == ["0103-01", "0103-02"]
    assert found[0].kind == "R" and "0103-02" in found[0].text["zh"]
    assert not any(World(plan(), each).checks("X-08") for each in (other_pair, not_quite, short))


def timed(made: Interview, begun: str, minutes: int) -> Interview:
    """Let an interview take so many minutes."""
    start = datetime.fromisoformat(f"2020-06-28T{begun}:00+08:00")
    end = start + timedelta(minutes=minutes)
    return made._replace(started_at=start.isoformat(), finished_at=end.isoformat())


@pytest.mark.parametrize(
    ("form", "minutes", "fires"),
    [
        (REGISTERED, 7, True),
        (REGISTERED, 8, False),
        (UNREGISTERED, 4, False),
        (UNREGISTERED, 3, True),
    ],
)
def test_a_form_filled_in_too_quickly(
    form: str, minutes: int, fires: bool, interview: Make
) -> None:
    """X-09: under 8 minutes, under 4 for annex 3; keyed from paper or of a village it is silent."""
    made = timed(interview("0103-01", form), "09:00", minutes)
    paper = made._replace(keying=Keying.PAPER)
    village = timed(interview("0103", TALK), "09:00", minutes)

    assert bool(World(plan(), [made]).checks("X-09")) is fires
    assert not World(plan(), [paper, village]).checks("X-09")


@pytest.mark.parametrize(
    ("other", "begun", "fires"),
    [("0201-01", "09:20", True), ("0201-01", "09:30", False), ("0103-02", "09:20", False)],
)
def test_nobody_is_in_two_villages_at_once(
    other: str, begun: str, fires: bool, interview: Make
) -> None:
    """X-09b: overlapping in another village; one after the other, or next door, is silent."""
    first = timed(interview("0103-01", REGISTERED), "09:00", 30)
    second = timed(interview(other, REGISTERED), begun, 30)

    found = World(plan(), [second, first]).checks("X-09b")

    assert bool(found) is fires
    assert not fires or ("Xia" in found[0].text["en"] and found[0].where == other)


def test_a_clock_that_says_nonsense_accuses_nobody(interview: Make) -> None:
    """Times that cannot be read, without an offset, or that run backwards speak of no one."""
    odd = [
        interview("0103-01", REGISTERED)._replace(started_at="", finished_at="soon"),
        interview("0103-02", REGISTERED)._replace(started_at="2020-06-28T09:00:00"),
        timed(interview("0103-03", REGISTERED), "09:00", -5),
    ]

    world = World(plan(), odd)

    assert not world.checks("X-09") and not world.checks("X-09b")


def test_fewer_roles_than_there_are(interview: Make) -> None:
    """X-10: all three once the village is complete; without a team two are all there are."""
    two = [interview("0103", TALK, {"role": role}, id=f"d-{role}") for role in "12"]
    three = [*two, interview("0103", TALK, {"role": "3"}, id="d-3")]

    assert World(plan(), two).checks("X-10")
    assert not World(plan(), three).checks("X-10")
    assert not World(plan(has_team=False), two).checks("X-10")
    assert not World(plan(visit("0103-01")), two).checks("X-10"), "the village is not complete"


def test_a_must_visit_household_nobody_explained() -> None:
    """P-04: once its day is over; while the day lasts nobody is late."""
    must = plan(visit("0103-11", must=True))
    next_day = EVENING + timedelta(days=1)

    assert [check.where for check in World(must, now=next_day).checks("P-04")] == ["0103-11"]
    assert not World(must).checks("P-04")
    assert not World(plan(visit("0103-11")), now=next_day).checks("P-04")


def test_two_teams_in_one_village(interview: Make) -> None:
    """P-07: both are named."""
    one = interview("0103-01", REGISTERED, team="1")
    two = interview("0103-02", REGISTERED, team="2")
    far = interview("0201-02", REGISTERED, team="2")

    (found,) = World(plan(), [one, two]).checks("P-07")

    assert found.where == "0103" and "1" in found.text["en"] and "2" in found.text["en"]
    assert not World(plan(), [one, far]).checks("P-07")


def edition(made_at: str, *problems: str, lines: int = 0, day: date = DAY) -> EditionMade:
    """Make an edition of a day that has seen so many lines of laptop d3f9a1c2."""
    at = datetime.fromisoformat(made_at)
    return EditionMade(1, day, at, {"d3f9a1c2": lines}, frozenset(problems))


@pytest.mark.parametrize(
    ("made_at", "fires"),
    [
        ("2020-06-28T19:59:00+08:00", False),
        ("2020-06-28T20:00:00+08:00", False),
        ("2020-06-28T11:30:00+00:00", False),
        ("2020-06-28T20:01:00+08:00", True),
        (None, True),
    ],
)
def test_a_working_day_without_a_list(made_at: str | None, fires: bool) -> None:
    """P-08: by 20:00 in the campaign's time zone; before that hour nothing is missing."""
    editions = [edition(made_at)] if made_at else []
    afternoon = EVENING.replace(hour=15)

    assert bool(World(plan(), editions=editions).checks("P-08")) is fires
    assert not World(plan(), now=afternoon).checks("P-08")


def test_an_answer_that_no_list_has_a_row_for(interview: Make, problem: Make) -> None:
    """P-09: the edition had seen the interview's last line, and none has its problem."""
    made = interview("0103-01", REGISTERED, id="d3f9a1c2-1")._replace(last_seq=40)
    held = problem("0103-01", f"{REGISTERED}.dropout", interview=made.id)
    seen = edition("2020-06-28T19:00:00+08:00", lines=40)
    not_yet = edition("2020-06-28T19:00:00+08:00", lines=39)
    told = edition("2020-06-28T19:00:00+08:00", held.number, lines=40)

    (found,) = World(plan(), [made], [held], [seen]).checks("P-09")

    assert found.kind == "E" and "Edition 1" in found.text["en"]
    assert not World(plan(), [made], [held], [not_yet]).checks("P-09")
    assert not World(plan(), [made], [held], [told]).checks("P-09")


def test_interviews_that_are_not_finished_speak_of_nothing(interview: Make) -> None:
    """A form that is open may still be mended."""
    both = [
        interview("0103-07", REGISTERED),
        interview("0103-07", UNREGISTERED, status=Status.STARTED),
    ]

    assert not World(plan(), both).checks("X-02")


def test_what_somebody_refused_to_say_is_no_answer(interview: Make) -> None:
    """A refusal counts on neither side of X-07."""
    refused = {"improvement": SpecialAnswer.REFUSED}
    made = [
        interview("0103", STANDARD),
        interview("0103-11", UNREGISTERED, {"improvement": "3"}),
        interview("0103-12", UNREGISTERED, refused),
    ]

    assert "1 of 1" in World(plan(), made).checks("X-07")[0].text["en"]


@settings(deadline=None, max_examples=25)
@given(st.data())
def test_the_order_of_interviews_does_not_matter(interview: Make, data: Any) -> None:
    """However files are merged, the same rows come out."""
    answers = {f"q{n}": "1" for n in range(20)}
    made = [
        interview("0103-01", REGISTERED, answers, id="a-1", team="1"),
        interview("0103-02", REGISTERED, answers, id="a-2", team="2"),
        interview("0103-02", UNREGISTERED, {"improvement": "3"}, id="a-3"),
        interview("0103", STANDARD, {"unlifted_persons": "0"}, id="a-4"),
        timed(interview("0201-01", REGISTERED, id="a-5"), "09:10", 5),
    ]
    world = World(plan(), made)
    shuffled = World(plan(), data.draw(st.permutations(made)))

    for code in (rule.code for rule in RULES.rules):
        assert shuffled.checks(code) == world.checks(code)


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("    check: namesakes", "    check: name_sakes", "Checks there are"),
        ("    check: namesakes", "    kind_of: namesakes", "kind_of"),
        ("count(${village-interview}[role = '1']) = 0", "count(", "rules.yaml:"),
        ("code: X-03", "code: X-02", "given twice"),
        ("    kind: W\n    check: namesakes", "    kind: Q\n    check: namesakes", "rules.yaml:"),
    ],
)
def test_a_rule_that_cannot_be_read_is_refused_with_its_place(
    before: str, after: str, told: str, tmp_path: Path
) -> None:
    """File and line, what is wrong; nothing half read is used."""
    text = (shipped_folder() / RULES_FILE).read_text("utf-8")
    assert before in text
    (tmp_path / RULES_FILE).write_text(text.replace(before, after, 1), "utf-8")

    with pytest.raises(AssessmentError) as refused:
        read_rules(tmp_path)

    said = "\n".join(f"{f.where} {f.subject} {f.what} {f.to_do}" for f in refused.value.findings)
    assert told in said
