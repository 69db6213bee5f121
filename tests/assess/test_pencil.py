"""Villages, townships and rankings worked out by hand: the tables in `pencil/` come out."""

import ast
import operator
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from fieldsurvey.assess.evidence import VillageEvidence
from fieldsurvey.assess.problems.numbering import number_problem
from fieldsurvey.assess.problems.problem import Problem, ProblemState
from fieldsurvey.assess.scores.ranking import rank_in_lists
from fieldsurvey.assess.scores.rounding import in_points
from fieldsurvey.assess.scores.score import Basis, TownshipScore, VillageScore
from fieldsurvey.assess.scores.scoring import score_township, score_village
from fieldsurvey.assess.scores.scoring_rules import Block, Options, Scoring
from fieldsurvey.interview.logic.plan import plan_of
from fieldsurvey.questionnaire import load_questionnaires, shipped_folder

TABLES = Path(__file__).parent / "pencil"
COUNTING: Mapping[type, Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


@cache
def table(name: str) -> dict[str, Any]:
    """Return a table of worked cases, by name of the case."""
    return yaml.safe_load((TABLES / f"{name}.yaml").read_text(encoding="utf-8"))


def worked_out(working: object) -> Fraction:
    """Return what a working comes to, exactly; where it names the result, that must be it."""
    sides = [_reckon(side) for side in str(working).split("=")]
    assert len(set(sides)) == 1, f"{working} does not add up"
    return sides[0]


def _reckon(side: str) -> Fraction:
    def value(node: ast.expr) -> Fraction:
        if isinstance(node, ast.BinOp):
            return COUNTING[type(node.op)](value(node.left), value(node.right))
        return Fraction(ast.unparse(node))

    return value(ast.parse(side.strip().replace("×", "*").replace("÷", "/"), mode="eval").body)


@cache
def rules() -> Mapping[str, tuple[Any, Any, str]]:
    """Return every rule of the shipped questionnaires: itself, its node, its question."""
    return {
        f"{form_id}.{rule.name}": (rule, node, question)
        for form_id, form in load_questionnaires(shipped_folder()).items()
        for question, node in plan_of(form).nodes.items()
        for rule, _ in node.rules
    }


def found(line: str, make: Callable[..., Problem]) -> Iterator[Problem]:
    """Yield the problems one line of a table tells: `01-03 form.rule confirmed x2`."""
    where, rule_id, *more = line.split()
    rule, node, question = rules()[rule_id]
    place, _, role = where.partition("/")
    first, _, last = place.partition("-")
    for subject in (
        ["0103"]
        if place == "village"
        else [f"0103-{n:02}" for n in range(int(first), int(last or first) + 1)]
    ):
        form_id = rule_id.partition(".")[0]
        problem = make(
            subject,
            rule_id,
            severity=rule.severity,
            quantity=next((int(word[1:]) for word in more if word[0] == "x"), 1),
            state=next(
                (ProblemState(word) for word in more if word[0] != "x"), ProblemState.SUSPECTED
            ),
            section=node.above[0].number,
        )
        yield problem._replace(
            number=number_problem(subject, form_id, (role,), question),
            question=question,
            is_free_text=node.item.base_type == "text",
            interview=f"{subject} {form_id} {role}",
        )


@pytest.fixture(scope="session")
def village(scoring: Scoring, problem: Any) -> Callable[[str], VillageScore]:
    """Score a village of the table."""

    def score(name: str) -> VillageScore:
        case = table("villages")[name]
        return score_village(
            scoring,
            VillageEvidence(
                village="0103",
                facts={"village.has_team": "1" if case.get("team", True) else "0"},
                households_visited=case["visited"],
                problems=tuple(p for line in case["found"] for p in found(line, problem)),
            ),
        )

    return score


def test_the_tables_are_long_enough() -> None:
    """At least thirty cases, ten of them whole villages with all twenty indicators."""
    villages = table("villages")

    assert len(villages) >= 10
    assert len(villages) + len(table("townships")) + len(table("rankings")) >= 30
    for case in villages.values():
        assert sum(len(block) for block in case["points"].values()) == 20


@pytest.mark.parametrize("name", table("villages"))
def test_a_village(village: Any, name: str) -> None:
    """Every indicator, every block, both scores and the grade are what the pencil says."""
    case, scored = table("villages")[name], village(name)
    pencil = {
        code: worked_out(said) for block in case["points"].values() for code, said in block.items()
    }
    confirmed = {score.indicator.code: score.points for score in scored.confirmed.indicators}
    suspected = {score.indicator.code: score.points for score in scored.with_suspected.indicators}

    assert confirmed == pencil
    assert suspected == pencil | {c: worked_out(s) for c, s in case.get("suspected", {}).items()}
    assert [block.points for block in scored.confirmed.blocks] == [
        sum(worked_out(said) for said in block.values()) for block in case["points"].values()
    ]
    assert scored.confirmed.score == worked_out(case["score"])
    assert in_points(scored.confirmed.score) == case["shown"]
    again = case.get("score_with_suspected", case["score"])
    assert scored.with_suspected.score == worked_out(again)
    shown = case.get("shown_with_suspected", case["shown"])
    assert in_points(scored.with_suspected.score) == shown
    assert scored.grade is not None and scored.grade.label["zh"] == case["grade"]


@pytest.mark.parametrize("name", table("townships"))
def test_a_township(scoring: Scoring, village: Any, name: str) -> None:
    """The mean of its villages, what breaks a tie, the grade and the mark."""
    case = table("townships")[name]
    villages = [village(each) for each in case["villages"]]

    township = score_township(scoring, "01", villages, missing=case.get("missing", ()))

    assert township.confirmed == worked_out(case["score"])
    assert in_points(township.confirmed) == case["shown"]
    if "shown_with_suspected" in case:
        assert in_points(township.on(Basis.WITH_SUSPECTED)) == case["shown_with_suspected"]
    assert township.critical_per_household == worked_out(case["critical"])
    assert township.grade is not None and township.grade.label["zh"] == case["grade"]
    assert township.is_provisional is case.get("provisional", False)


@pytest.mark.parametrize("name", table("rankings"))
def test_a_ranking(name: str) -> None:
    """Who stands where, with which rank."""
    case = table("rankings")[name]
    townships = [_township(code, *said) for code, said in case["townships"].items()]

    lists = rank_in_lists(
        townships, Options(**case.get("options", {})), lambda code: code in case.get("key", ())
    )

    assert [[_place(ranked) for ranked in ranking] for ranking in lists] == case["lists"]


def _township(code: str, score: str, critical: str, policies: str, mark: str = "") -> TownshipScore:
    return TownshipScore(
        township=code,
        villages=(),
        with_suspected=Fraction(score),
        confirmed=Fraction(score),
        blocks=((Block(code="B", label={}, maximum=45, indicators=()), Fraction(policies)),),
        critical_per_household=Fraction(critical),
        grade=None,
        missing=(f"{code}03",) if mark == "暂定" else (),
    )


def _place(ranked: Any) -> str:
    return f"{ranked.rank or '·'} {ranked.township.township}"
