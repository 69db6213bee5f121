"""Two score tables over one campaign: what moves, and by which indicator and rule."""

import random
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.random_interviews import FACTS, random_answers, random_facts

from fieldsurvey.assess.assessing import Assessment, assess_campaign
from fieldsurvey.assess.coverage import Plan
from fieldsurvey.assess.scores.comparing import (
    Comparison,
    Pair,
    Scored,
    compare_scores,
    score_again,
)
from fieldsurvey.assess.scores.score import Basis
from fieldsurvey.assess.scores.scoring_rules import Scoring, read_scoring
from fieldsurvey.campaign.model import Roster, Sample, Township, Village
from fieldsurvey.chain.interview import Interview
from fieldsurvey.questionnaire import load_questionnaires, shipped_folder

VILLAGES = ("0101", "0201")
PLAN = Plan(
    Roster(
        townships={code: Township(code, f"T{code}", False) for code in ("01", "02")},
        villages={
            code: Village(code, code[:2], f"V{code}", is_exited=True, has_team=True)
            for code in VILLAGES
        },
    ),
    Sample("seed", "", VILLAGES, ()),
)
FORMS = load_questionnaires(shipped_folder())


@pytest.fixture
def changed(tmp_path: Path) -> Callable[[Callable[[Any], None]], Scoring]:
    """Read the shipped table after somebody edited it."""

    def read(edit: Callable[[Any], None]) -> Scoring:
        table = yaml.safe_load((shipped_folder() / "scoring.yaml").read_text(encoding="utf-8"))
        edit(table)
        other = tmp_path / "other.yaml"
        other.write_text(yaml.safe_dump(table, allow_unicode=True), encoding="utf-8")
        return read_scoring(other)

    return read


def indicator(table: Any, code: str) -> Any:
    """Return one indicator of a table as it is written."""
    return next(i for block in table["blocks"] for i in block["indicators"] if i["code"] == code)


def assess(scoring: Scoring, interviews: list[Interview]) -> Assessment:
    """Assess both villages by a table."""
    return assess_campaign(PLAN, FORMS, scoring, interviews)


def compare(scoring: Scoring, other: Scoring, interviews: list[Interview]) -> Comparison:
    """Score what was found by another table, too."""
    now = assess(scoring, interviews)
    then = score_again(PLAN, FORMS, other, interviews, now.problems, now.coverage)
    used = Scored(now.villages, now.townships, now.rankings)
    return compare_scores(Pair(scoring, other), Pair(used, then), Basis.CONFIRMED)


@pytest.fixture
def two_villages(interview: Callable[..., Interview]) -> list[Interview]:
    """An overdue loan in the first village, a team of little help to two households there."""
    facts = {"household.category": "lifted", **FACTS}
    return [
        interview(
            "0101-01",
            "registered-household",
            {"loan_eligible": "1", "loan_got": "1", "loan_overdue": "1"},
            preload=facts,
        ),
        interview("0201-01", "registered-household", {"team_help": "7"}, preload=facts),
        interview("0201-02", "registered-household", {"team_help": "7"}, preload=facts),
    ]


def test_what_moved_is_named_by_indicator_and_rule(
    scoring: Scoring, changed: Any, two_villages: list[Interview]
) -> None:
    """An overdue loan at 2.5 instead of 1 takes 1.5 more: 99 and 98 turn into 97.5 and 98."""

    def dearer(table: Any) -> None:
        [row] = [
            row
            for row in indicator(table, "B5")["parts"][0]["rules"]
            if row["rule"].endswith("loan_overdue")
        ]
        row["points"] = 2.5

    compared = compare(scoring, changed(dearer), two_villages)
    first, second = sorted(compared.townships, key=lambda each: each.township)
    [moved] = first.villages[0].indicators

    assert [(c.what, c.values.now, c.values.then) for c in compared.table] == [
        ("registered-household.loan_overdue", 1, Fraction("2.5"))
    ]
    assert (first.scores.now, first.scores.then) == (99, Fraction("97.5"))
    assert (first.ranks.now, first.ranks.then) == (1, 2)
    assert (second.ranks.now, second.ranks.then) == (2, 1)
    assert (moved.code, moved.points.now, moved.points.then) == ("B5", 3, Fraction("1.5"))
    assert {rule: pair.then for rule, pair in moved.rules.items()} == {
        "registered-household.loan_overdue": Fraction("2.5")
    }
    assert first.indicators == ("B5",)
    assert not second.indicators and not second.scores.differs


def test_the_same_table_moves_nothing(scoring: Scoring, interview: Any) -> None:
    """Whatever was found; and scoring again gives what assessing gave."""
    dice = random.Random(6)
    interviews = [
        interview(
            f"{village}-{n:02}",
            "registered-household",
            random_answers(FORMS["registered-household"], dice),
            preload=random_facts(dice),
        )
        for village in VILLAGES
        for n in range(1, 9)
    ]
    compared = compare(scoring, scoring, interviews)

    assert compared.table == ()
    assert all(not each.scores.differs and not each.ranks.differs for each in compared.townships)
    assert all(not v.indicators for each in compared.townships for v in each.villages)


def test_an_indicator_that_only_one_table_has_is_told(
    scoring: Scoring, changed: Any, two_villages: list[Interview]
) -> None:
    """B5 left out, its points given to B4: nothing of it is left, and B4 has more to give."""

    def without_finance(table: Any) -> None:
        finance = indicator(table, "B5")
        table["blocks"][1]["indicators"].remove(finance)
        indicator(table, "B4")["maximum"] += finance["maximum"]

    other = changed(without_finance)
    compared = compare(scoring, other, two_villages)
    [first] = [each for each in compared.townships if each.township == "01"]
    moved = {each.code: each for each in first.villages[0].indicators}

    assert moved["B5"].points == Pair(Fraction(3), None)
    assert moved["B4"].possible == Pair(Fraction(5), Fraction(9))
    assert first.scores == Pair(Fraction(99), Fraction(100))
    assert "B5.maximum" in {change.what for change in compared.table}
