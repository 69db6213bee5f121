"""Scoring and sectors fit the shipped questionnaires: rules, points, bureaus, categories."""

from collections import Counter
from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from fieldsurvey.questionnaire import Questionnaire, load_questionnaires, shipped_folder
from fieldsurvey.questionnaire.model import ProblemRule, Question

PLAN_ROWS = Path(__file__).parents[1] / "data" / "plan_rows"

ESCALATED = {
    "registered-household.dropout_without_proof": "registered-household.dropout",
    "registered-household.renovated_yet_unsafe": "registered-household.renovation_quality_low",
}
"""Rules made of the `escalate` note of a row, and the rule that costs as much."""


def read(path: Path) -> Any:
    """Return what a YAML file says."""
    return yaml.safe_load(path.read_text(encoding="utf-8"))


@cache
def forms() -> Mapping[str, Questionnaire]:
    """Return the shipped questionnaires by form_id."""
    return load_questionnaires(shipped_folder())


@cache
def scoring() -> Mapping[str, Any]:
    """Return scoring.yaml as it is written."""
    return read(shipped_folder() / "scoring.yaml")


@cache
def rules() -> Mapping[str, tuple[Question, ProblemRule]]:
    """Return every rule of the shipped questionnaires by its id."""
    return {
        f"{form_id}.{rule.name}": (question, rule)
        for form_id, form in forms().items()
        for question in form.questions.values()
        for rule in question.problem
    }


def scored() -> list[tuple[str, str, Fraction]]:
    """Return indicator, rule and points of every line of the score."""
    return [
        (indicator["code"], line["rule"], Fraction(str(line["points"])))
        for block in scoring()["blocks"]
        for indicator in block["indicators"]
        for part in indicator["parts"]
        for line in part["rules"]
    ]


def test_the_blocks_make_a_hundred() -> None:
    """15, 45, 20 and 20 points, each block the sum of its indicators."""
    blocks = scoring()["blocks"]

    assert [block["maximum"] for block in blocks] == [15, 45, 20, 20]
    for block in blocks:
        assert block["maximum"] == sum(line["maximum"] for line in block["indicators"])
        assert all(line["code"].startswith(block["code"]) for line in block["indicators"])


def test_every_line_of_the_score_is_a_rule_of_its_indicator() -> None:
    """No line names a rule that is not there, none stands twice, and the indicators agree."""
    lines = scored()

    assert max(Counter(rule for _, rule, _ in lines).values()) == 1
    for indicator, rule, points in lines:
        assert rules()[rule][1].indicator == indicator
        assert points > 0


def test_rules_without_points_are_only_these() -> None:
    """Hints cost nothing; neither do four leads that another rule judges, nor a list of C5."""
    without = set(rules()) - {rule for _, rule, _ in scored()}
    problems = {rule for rule in without if rules()[rule][1].severity != "watch"}

    assert problems == {
        "unregistered-household.no_family_support",
        "unregistered-household.overall_unsolved",
        "unregistered-household.income_below_line",
        "document-review.no_monitoring_list",
    }


def test_hints_cost_nothing() -> None:
    """A `watch` rule is not a row of the problem list and takes no points."""
    watched = {name for name, (_, rule) in rules().items() if rule.severity == "watch"}

    assert watched
    assert watched.isdisjoint(rule for _, rule, _ in scored())


def rows_with_rules() -> list[tuple[str, Mapping[str, Any]]]:
    """Return form_id/question and row of the inventory, where the row has rules."""
    places = {
        row: (form_id, name)
        for form_id, rows in read(PLAN_ROWS / "where.yaml").items()
        for row, name in rows.items()
    }
    return [
        ("/".join(places[row["id"]]), row)
        for annex in read(PLAN_ROWS / "questions.yaml")["questionnaires"]
        for section in annex["sections"]
        for row in section["items"]
        if "problem" in row
    ]


def test_rows_keep_their_rules_and_their_points() -> None:
    """Severity, indicator, points and the start of the sentence are those of the inventory."""
    points = {rule: of_rule for _, rule, of_rule in scored()}
    for place, row in rows_with_rules():
        form_id, name = place.split("/")
        question = forms()[form_id].questions[name]
        found = [
            (rule.severity.value, rule.indicator, points.get(f"{form_id}.{rule.name}", Fraction(0)))
            for rule in question.problem
            if f"{form_id}.{rule.name}" not in ESCALATED
        ]
        wanted = [
            (r["severity"], r["indicator"], Fraction(str(r["deduct"]))) for r in row["problem"]
        ]
        sentences = [rule.text["zh"] for rule in question.problem]
        starts = [rule["zh"].split("{")[0].rstrip(":(超") for rule in row["problem"]]

        assert Counter(found) == Counter(wanted), row["id"]
        assert all(any(text.startswith(start) for text in sentences) for start in starts), row["id"]


def test_a_row_with_rules_is_all_that_costs_points_on_the_plans_own_forms() -> None:
    """The three forms of annexes 1 to 3 hold no rule that the inventory does not have."""
    mapped = {place for place, _ in rows_with_rules()}
    found = {
        f"{form_id}/{question.name}"
        for form_id in ("village-exit-standard", "registered-household", "unregistered-household")
        for question in forms()[form_id].questions.values()
        if question.problem
    }

    assert found == mapped


def test_an_escalated_rule_comes_first_and_costs_what_it_escalates_to() -> None:
    """It stands before the milder rules of its question, is critical, and costs no less."""
    points = {rule: of_rule for _, rule, of_rule in scored()}
    for escalated, like in ESCALATED.items():
        question, rule = rules()[escalated]
        assert question.problem[0] is rule
        assert rule.severity == "critical"
        assert points[escalated] == points[like]


def test_what_bars_the_best_grade_is_critical() -> None:
    """Only rules that exist, and only critical ones: 错退, 漏评 and 两不愁三保障."""
    barred = scoring()["best_grade_barred_by"]

    assert len(set(barred)) == len(barred)
    assert {rules()[rule][1].severity.value for rule in barred} == {"critical"}


def test_bureaus_and_categories_are_named() -> None:
    """Every sector, helper and category of the forms is in sectors.yaml, in two languages."""
    names = read(shipped_folder() / "sectors.yaml")
    inventory = read(PLAN_ROWS / "questions.yaml")["meta"]
    for form in forms().values():
        for question in form.questions.values():
            assert {question.sector, *question.support} <= {"", *names["sectors"]}
            assert question.category in {"", *names["categories"]}
            if question.problem:
                assert question.sector, question.name
                assert question.category, question.name

    assert {key: text["zh"] for key, text in names["sectors"].items()} == inventory["sectors"]
    zh = {key: text["zh"] for key, text in names["categories"].items()}
    assert zh.items() >= inventory["domains"].items()
    assert all(set(text) == {"zh", "en"} for part in names.values() for text in _texts(part))


def _texts(part: Mapping[str, Any]) -> list[Mapping[str, str]]:
    return [part] if "zh" in part else list(part.values())


def test_every_file_says_that_it_is_a_proposal() -> None:
    """Annex 5, the bureaus and the rates are this tool's own and may be replaced."""
    for name in ("scoring.yaml", "sectors.yaml", "rates.yaml"):
        assert read(shipped_folder() / name)["note"]["zh"] == "本工具拟定,可替换"


def test_rule_names_are_unique_in_a_form() -> None:
    """A rule id names one rule."""
    for form in forms().values():
        names = [rule.name for question in form.questions.values() for rule in question.problem]
        assert len(set(names)) == len(names)
