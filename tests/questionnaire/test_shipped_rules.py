"""What the shipped questionnaires ask, and hold for a problem, is what the plan's rows say.

The rows carry conditions and rules in a small notation of their own (`questions.yaml`, its head).
It is read here a second time, apart from the expression language, and both must agree on any set of
answers; what the project decided otherwise is listed. Then the traps of the plan, one by one.
"""

import ast
import operator
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldsurvey.expressions.values import AnswerValue, SpecialAnswer
from fieldsurvey.interview.logic.evaluation import Evaluation, evaluate
from fieldsurvey.questionnaire import Questionnaire, load_questionnaires, shipped_folder

PLAN_ROWS = Path(__file__).parents[1] / "data" / "plan_rows"

ASKED_OF_ALL = {"a2_09_safe"}
"""Decided: whether housing is safe is asked of every household."""

ROLLED_UP = "a3_21_food a3_22_water a3_e1_dropout a3_e2_hard a3_m1_burden a3_m1_living a3_m2_other \
a3_h1_safe a3_h2_other"
"""Rows whose problem keeps the overall judgement from being one of its own."""

NO_DIFFICULTY = {"", "无", "没有", "暂无"}

FACTS = {
    "township.name": "柳河镇",
    "village.name": "上湾村",
    "household.flags": "",
    "campaign.poverty_line": "4000",
    "campaign.monitor_line": "6000",
}

COMPARISONS = {
    ast.Eq: operator.eq,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}


# ── The plan's own notation ──────────────────────────────────────────────────────────────────────


def says(notation: str, known: Mapping[str, Any], value: Any = None) -> bool:
    """Read a condition of the inventory; a value that is not there equals nothing."""
    if notation == "always":
        return True
    if notation == "meaningful":
        return value is not None and value not in NO_DIFFICULTY
    text = f"value {notation}" if notation.startswith(("=", "<", ">")) else notation
    names = {**known, "value": value, "type": known.get("a2_h_type")}
    names["count"] = len(value) if isinstance(value, set) else None
    return bool(_read(ast.parse(text, mode="eval").body, names))


def _read(node: ast.expr, names: Mapping[str, Any]) -> Any:
    match node:
        case ast.BoolOp(joint, parts):
            every = all if isinstance(joint, ast.And) else any
            return every(_read(part, names) for part in parts)
        case ast.BinOp(left, ast.Mult(), right):
            return _read(left, names) * _read(right, names)
        case ast.Compare(left, [comparison], [right]):
            return _compare(_read(left, names), comparison, _read(right, names))
    return _read_plain(node, names)


def _read_plain(node: ast.expr, names: Mapping[str, Any]) -> Any:
    match node:
        case ast.Constant(value):
            return value
        case ast.Name(name):
            return names.get(name)
        case ast.Attribute(ast.Name(first), second):
            return names.get(f"{first}.{second}")
        case ast.List(members):
            return {_read(member, names) for member in members}
    raise AssertionError(ast.dump(node))


def _compare(left: Any, comparison: ast.cmpop, right: Any) -> bool:
    is_negative = isinstance(comparison, ast.NotEq | ast.NotIn)
    if left is None or right is None:
        return is_negative
    if isinstance(comparison, ast.In | ast.NotIn):
        return (left in right) is not is_negative
    if is_negative:
        return bool(left != right)
    return bool(COMPARISONS[type(comparison)](left, right))


# ── Both readings of one set of answers ──────────────────────────────────────────────────────────


@cache
def forms() -> Mapping[str, Questionnaire]:
    """Return the shipped questionnaires by form_id."""
    return load_questionnaires(shipped_folder())


@cache
def rows_of(form_id: str) -> Mapping[str, Mapping[str, Any]]:
    """Return the rows of one annex by the question that holds them, in the order of the plan."""
    places = _yaml("where.yaml")[form_id]
    rows = {
        row["id"]: row
        for annex in _yaml("questions.yaml")["questionnaires"]
        for section in annex["sections"]
        for row in section["items"]
    }
    ours = {item["id"]: item for item in _yaml("questions.yaml")["meta"]["our_extra_items"]}
    yes_or_no = {"options": [{"code": 1}, {"code": 2}]}
    return {name: rows.get(row) or {**ours[row], **yes_or_no} for row, name in places.items()}


@cache
def _yaml(name: str) -> Any:
    return yaml.safe_load((PLAN_ROWS / name).read_text(encoding="utf-8"))


def plain_answers(row: Mapping[str, Any]) -> st.SearchStrategy[Any]:
    """Return any answer to a row: a code, a set of codes, a number or a text."""
    codes = [option["code"] for option in row.get("options", [])]
    alone = row.get("exclusive", [])
    match row["type"]:
        case "single":
            return st.sampled_from(codes)
        case "multi":
            together = st.sets(st.sampled_from([c for c in codes if c not in alone]), min_size=1)
            return together | st.sampled_from([{code} for code in alone]) if alone else together
        case "number" if row["unit"] in {"人", "名"}:
            return st.integers(row["min"], 3000)
        case "number":
            edges = st.sampled_from([0, 2, 3, 3.5, 10, 40, 50, 60, 95, 100, 4000, 6000])
            return edges | st.integers(row.get("min", -9000), row.get("max", 9000))
    return st.sampled_from(["无", "没有", "暂无", "屋顶漏雨"])


def stored(answer: Any) -> str:
    """Return an answer as an interview stores it."""
    return " ".join(map(str, sorted(answer))) if isinstance(answer, set) else str(answer)


def by_the_plan(
    form_id: str, answers: Mapping[str, Any], facts: Mapping[str, int]
) -> tuple[set[str], dict[str, tuple[str, str]]]:
    """Return the questions asked, and severity and indicator of the problems, by the rows alone."""
    known: dict[str, Any] = dict(facts)
    asked: dict[str, Mapping[str, Any]] = {}
    for name, row in rows_of(form_id).items():
        if row["id"] in ASKED_OF_ALL or says(row["ask_if"], known):
            asked[name] = row
            known |= {row["id"]: answers[name]} if row["type"] != "computed" else {}
    problems = {
        name: found
        for name, row in asked.items()
        for found in _problems(row, known, answers.get(name))
    }
    return set(asked), problems


def _problems(
    row: Mapping[str, Any], known: Mapping[str, Any], answer: Any
) -> Iterator[tuple[str, str]]:
    for rule in row.get("problem", []):
        if says(rule["when"], known, answer) and not (rule.get("rollup") and _is_one_below(known)):
            is_worse = rule.get("escalate") and says("a2_09_safe == 2", known)
            is_quality = row["id"] == "a2_08_quality"
            severity = "critical" if is_worse and is_quality else rule["severity"]
            yield severity, rule["indicator"]


def _is_one_below(known: Mapping[str, Any]) -> bool:
    rows = {row["id"]: row for row in rows_of("unregistered-household").values()}
    return any(
        says(rule["when"], known, known.get(below))
        for below in ROLLED_UP.split()
        for rule in rows[below]["problem"]
    )


def by_the_form(form_id: str, evaluation: Evaluation) -> tuple[set[str], dict[str, Any]]:
    """Return the same as the questionnaire says it."""
    names = set(rows_of(form_id))
    return evaluation.relevant & names, {
        path: (rule.severity.value, rule.indicator) for path, rule in evaluation.problems.items()
    }


@pytest.mark.parametrize(
    "form_id", ["village-exit-standard", "registered-household", "unregistered-household"]
)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_a_form_asks_and_finds_what_the_plan_says(form_id: str, data: st.DataObject) -> None:
    """On any answers, the questions asked and the problems found are those of the plan's rows."""
    answers = data.draw(
        st.fixed_dictionaries(
            {
                name: plain_answers(row)
                for name, row in rows_of(form_id).items()
                if row["type"] != "computed"
            }
        )
    )
    has_team, is_exited, is_delisted = data.draw(st.tuples(*[st.integers(0, 1)] * 3))
    plan_facts = {"village.has_team": has_team, "village.exited": is_exited}
    plan_facts |= {"county.delisted": is_delisted}
    plan_facts |= {"config.poverty_line": 4000, "config.monitor_line": 6000}
    facts = FACTS | {
        "village.has_team": str(has_team),
        "village.is_exited": str(is_exited),
        "county.is_delisted": str(is_delisted),
    }
    said = {name: stored(answer) for name, answer in answers.items()}

    evaluation = evaluate(forms()[form_id], said, facts)

    assert by_the_form(form_id, evaluation) == by_the_plan(form_id, answers, plan_facts)


# ── The traps, one by one ────────────────────────────────────────────────────────────────────────


def told(
    form_id: str, facts: Mapping[str, str] | None = None, /, **said: AnswerValue
) -> Evaluation:
    """Return what a questionnaire says of these answers."""
    return evaluate(forms()[form_id], said, FACTS | (facts or {}))


def fired(household: Evaluation) -> list[str]:
    """Return the codes of the checks that fire."""
    return [check.code for check in household.fired.values()]


def rule_on(evaluation: Evaluation, name: str) -> str:
    """Return the name of the rule that holds for a question; blank if none does."""
    return evaluation.problems[name].name if name in evaluation.problems else ""


@pytest.mark.parametrize(
    ("unlifted", "population", "rule"),
    [
        ("20", "1000", ""),
        ("21", "1000", "poverty_rate_high"),
        ("2", "99", "poverty_rate_high"),
        ("2", "100", ""),
        ("0", "1", ""),
        ("20001", "1000000", "poverty_rate_high"),
    ],
)
def test_two_per_cent_passes_and_one_person_more_does_not(
    unlifted: str, population: str, rule: str
) -> None:
    """以下 includes the number itself; persons are compared, never a rounded percentage."""
    village = told(
        "village-exit-standard", unlifted_persons=unlifted, village_population=population
    )

    assert rule_on(village, "poverty_rate") == rule


@pytest.mark.parametrize(
    ("exception", "width", "rule"),
    [
        ("2", "3.5", ""),
        ("2", "3.4", "road_narrow"),
        ("1", "3.4", ""),
        ("1", "3", ""),
        ("1", "2.9", "exception_road_narrow"),
    ],
)
def test_an_exception_route_may_be_narrower(exception: str, width: str, rule: str) -> None:
    """3.5 m in principle, 3.0 m where the plan lists why."""
    village = told(
        "village-exit-standard", road_hardened="1", road_exception=exception, road_width=width
    )

    assert rule_on(village, "road_width") == rule


@pytest.mark.parametrize(
    ("staff", "served", "rule"),
    [("0", "800", "clinic_understaffed"), ("1", "800", ""), ("1", "1001", "clinic_understaffed")],
)
def test_a_small_village_needs_a_clinic_worker_too(staff: str, served: str, rule: str) -> None:
    """One for every 1,000 people, and one for fewer."""
    village = told("village-exit-standard", clinic_served=served, clinic_staff=staff)

    assert rule_on(village, "clinic_staff") == rule


def test_a_clinic_without_any_room_is_a_problem() -> None:
    """None of the four can be said, goes with nothing else, and is found."""
    village = told("village-exit-standard", clinic_rooms="5")

    assert rule_on(village, "clinic_rooms") == "clinic_rooms_missing"


def test_a_child_who_dropped_out_is_asked_about_without_students_in_the_house() -> None:
    """The gate asks for children of school age, not for students."""
    household = told("registered-household", school_age_child="1", other_student="2", dropout="1")

    assert household.is_asked("dropout_reason")
    assert rule_on(household, "dropout") == "dropout"


@pytest.mark.parametrize(
    ("reason", "proof", "rule"),
    [
        ("1", "", "dropout"),
        ("3", "", "dropout_for_health"),
        ("3", "1", "dropout_for_health"),
        ("3", "2", "dropout_without_proof"),
    ],
)
def test_health_excuses_a_dropout_only_with_proof(reason: str, proof: str, rule: str) -> None:
    """Illness makes it minor; without a paper from hospital or bureau it is critical again."""
    household = told(
        "registered-household",
        school_age_child="1",
        dropout="1",
        dropout_reason=reason,
        dropout_proof=proof,
    )

    assert rule_on(household, "dropout") == rule


@pytest.mark.parametrize("kind", ["1", "2", "3"])
def test_housing_is_judged_in_every_household(kind: str) -> None:
    """Item 9 is asked of all, item 8 only of renovated households."""
    household = told("registered-household", housing_kind=kind)

    assert household.is_asked("housing_safe")
    assert household.is_asked("renovation_policy") == (kind == "1")


def test_a_household_without_safe_housing_cannot_have_safe_housing() -> None:
    """C-09: the gate and item 9 may not contradict each other."""
    household = told("registered-household", housing_kind="2", housing_safe="1")

    assert fired(household) == ["C-09"]


@pytest.mark.parametrize(
    ("over", "short", "disagree"),
    [("12", "0", False), ("0", "5", False), ("0", "0", True), ("12", "5", True)],
)
def test_an_area_is_over_or_short_never_both(over: str, short: str, disagree: bool) -> None:
    """C-10: exactly one of the two is above 0."""
    household = told(
        "registered-household",
        housing_kind="1",
        renovation_method="2",
        rebuild_area="2",
        area_over=over,
        area_short=short,
    )

    assert fired(household) == (["C-10"] if disagree else [])


def test_a_bad_renovation_is_worse_where_the_house_is_unsafe() -> None:
    """Major by itself, critical with item 9 = 否."""
    bad = told("registered-household", housing_kind="1", renovation_quality="2", housing_safe="1")
    worse, _ = bad.with_answer("housing_safe", "2")

    assert rule_on(bad, "renovation_quality") == "renovation_quality_low"
    assert fired(bad) == ["C-11"]
    assert rule_on(worse, "renovation_quality") == "renovated_yet_unsafe"


@pytest.mark.parametrize(("has_team", "is_asked"), [("1", True), ("0", False)])
def test_the_plan_says_whether_there_is_a_team(has_team: str, is_asked: bool) -> None:
    """A team that was withdrawn is still in the plan, and its withdrawal still asked about."""
    facts = {"village.has_team": has_team, "village.is_exited": "1"}
    household = told("registered-household", facts, team_weaker="1")

    assert household.is_asked("team_weaker") == is_asked
    assert rule_on(household, "team_weaker") == ("team_weakened" if is_asked else "")


@pytest.mark.parametrize(
    ("household_type", "rule", "severity"),
    [("1", "poor_income_2019_low", "watch"), ("2", "lifted_income_2019_low", "critical")],
)
def test_low_income_weighs_by_the_type_of_household(
    household_type: str, rule: str, severity: str
) -> None:
    """Expected of a poor household, a strong lead on a lifted one."""
    household = told("registered-household", household_type=household_type, income_2019="2")

    assert rule_on(household, "income_2019") == rule
    assert household.problems["income_2019"].severity == severity


def test_the_type_of_household_comes_from_the_plan_and_a_change_needs_a_reason() -> None:
    """It is put forward from the roster; another type is taken with a remark."""
    facts = {"household.category": "lifted"}
    household = told("registered-household", facts)

    assert household.proposal("household_type") == "2"
    assert not told("registered-household", facts, household_type="2").breaks_warning(
        "household_type"
    )
    assert told("registered-household", facts, household_type="1").breaks_warning("household_type")


@pytest.mark.parametrize("text", ["无", "没有", "暂无", " 无 "])
def test_words_for_none_are_no_problem(text: str) -> None:
    """A text that says there is nothing is nothing."""
    household = told(
        "unregistered-household", medical_other=text, housing_other=text, overall_problem="1"
    )

    assert not rule_on(household, "medical_other")
    assert not rule_on(household, "housing_other")
    assert rule_on(household, "overall_problem") == "overall_unsolved"


def test_any_other_text_is_a_problem_until_a_person_has_looked() -> None:
    """Whatever else stands in a box for other problems is one, and keeps the roll-up away."""
    household = told("unregistered-household", medical_other="药费高", overall_problem="1")

    assert rule_on(household, "medical_other") == "medical_other"
    assert not rule_on(household, "overall_problem")


@pytest.mark.parametrize(
    ("item", "answer"),
    [
        ("food_clothing", "1"),
        ("water_safe", "2"),
        ("dropout", "1"),
        ("schooling_difficulty", "路远"),
        ("medical_burden", "1"),
        ("living_after_illness", "2"),
        ("medical_other", "药费高"),
        ("housing_safe", "2"),
        ("housing_other", "屋顶漏雨"),
    ],
)
def test_the_overall_judgement_counts_only_where_no_item_does(item: str, answer: str) -> None:
    """Each of its items, being a problem, keeps the roll-up from being a second one."""
    alone = told(
        "unregistered-household", overall_problem="1", other_student="1", seriously_ill="1"
    )
    with_item, _ = alone.with_answer(item, answer)

    assert list(alone.problems) == ["overall_problem"]
    assert list(with_item.problems) == [item]


@pytest.mark.parametrize(("still_open", "severity"), [("1", "major"), ("2", "watch")])
@pytest.mark.parametrize("form_id", ["registered-household", "unregistered-household"])
def test_an_effect_of_the_epidemic_counts_only_unsolved(
    form_id: str, still_open: str, severity: str
) -> None:
    """That there was one is a fact, not a failing."""
    household = told(form_id, covid_impact="1", covid_open=still_open)

    assert household.problems["covid_impact"].severity == severity


@pytest.mark.parametrize(
    ("income", "rule"),
    [
        ("-300", "income_below_line"),
        ("4000", "income_below_line"),
        ("4000.5", "income_below_monitor_line"),
        ("5999", "income_below_monitor_line"),
        ("6000", ""),
    ],
)
def test_income_is_measured_by_the_lines_of_the_campaign(income: str, rule: str) -> None:
    """At the line is not above it; below the monitoring line is a hint; a loss is an income."""
    household = told("unregistered-household", income_per_person=income)

    assert not household.breaks_constraint("income_per_person")
    assert rule_on(household, "income_per_person") == rule


def test_not_missed_although_poor_needs_a_reason() -> None:
    """C-34: the judgement stands against the income, so a reason must say why."""
    judged = {"overall_problem": "2", "missed": "2"}
    household = told("unregistered-household", income_per_person="4000", **judged)
    better_off, _ = household.with_answer("income_per_person", "4001")

    assert fired(household) == ["C-34"]
    assert "C-34" not in fired(better_off)


@pytest.mark.parametrize(
    ("name", "answer", "is_refused"),
    [
        ("missed_persons", "4", False),
        ("missed_persons", "0", True),
        ("sharing_persons", "0", True),
        ("wage_income", "-1", True),
    ],
)
def test_counts_stay_within_the_household(name: str, answer: str, is_refused: bool) -> None:
    """C-35 and C-36: who is missed is somebody, and somebody shares."""
    household = told("unregistered-household", registered_persons="4", missed="1", **{name: answer})

    assert household.breaks_constraint(name) == is_refused


@pytest.mark.parametrize(("missed", "disagree"), [("4", False), ("5", True)])
def test_nobody_misses_more_persons_than_are_registered(missed: str, disagree: bool) -> None:
    """C-35: either number may be the wrong one, so both can be mended."""
    household = told(
        "unregistered-household", registered_persons="4", missed="1", missed_persons=missed
    )

    assert fired(household) == (["C-35"] if disagree else [])


@pytest.mark.parametrize(
    ("workers", "wage", "needs_reason"),
    [("0", "0", False), ("2", "30000", False), ("0", "30000", True), ("2", "0", True)],
)
def test_wages_fit_the_workers(workers: str, wage: str, needs_reason: bool) -> None:
    """C-37: no wage without a worker, no worker without a wage, unless explained."""
    household = told("unregistered-household", workers=workers, wage_income=wage)

    assert fired(household) == (["C-37a"] if needs_reason else [])


@pytest.mark.parametrize("special", list(SpecialAnswer))
def test_a_special_answer_is_never_a_problem(special: SpecialAnswer) -> None:
    """Who refuses or does not know has not said that anything is wrong."""
    household = told("registered-household", income_2019=special, household_type="2")

    assert not household.problems


def test_a_role_is_one_interview_and_its_mark_the_problem() -> None:
    """What was not clear is marked; the answer itself is never judged by machine."""
    village = told("village-interview", role="2", targets="说不出数字", targets_mark="3")

    assert forms()["village-interview"].settings.instance_key == ("role",)
    assert list(village.problems) == ["targets_mark"]
    assert village.problems["targets_mark"].indicator == "A1"


def test_papers_are_counted_by_the_entry() -> None:
    """Two overdue entries are one problem with the quantity 2; none is no problem."""
    village = told(
        "document-review",
        rectification_ledger="1",
        rectification_overdue="2",
        closed_without_proof="0",
        households_compared="5",
        system_mismatch="6",
    )

    assert rule_on(village, "rectification_overdue") == "rectification_overdue"
    assert village.problems["rectification_overdue"].quantity == "."
    assert not rule_on(village, "closed_without_proof")
    assert village.breaks_constraint("system_mismatch")


def test_overdue_entries_are_not_asked_for_without_a_ledger() -> None:
    """A missing ledger is one problem; what would stand in it cannot be counted."""
    village = told("document-review", rectification_ledger="2", rectification_overdue="2")

    assert list(village.problems) == ["rectification_ledger"]
