"""Questionnaires, score table and villages in, what the pandas script needs of them out.

All of it is what an analyst would type off the questionnaires: conditions, labels, points. Nothing
of it was worked out from an interview.
"""

from collections.abc import Mapping
from functools import reduce
from typing import Any

from fieldsurvey.assess.scores.scoring_rules import Scoring
from fieldsurvey.assess.village import Rulebook
from fieldsurvey.expressions.expression import Expression
from fieldsurvey.expressions.tree import (
    Arithmetic,
    Both,
    Call,
    Comparison,
    Either,
    Here,
    Number,
    Text,
    Tree,
)
from fieldsurvey.expressions.tree import Question as Answer
from fieldsurvey.interview.logic.plan import Node, Plan, plan_of
from fieldsurvey.questionnaire.model import ProblemRule, Question


def rules_for_pandas(rulebook: Rulebook) -> dict[str, Any]:
    """Return everything that problems and points are made by, as JSON says it."""
    forms = {form.form_id: plan_of(form) for form in rulebook.questionnaires.values()}
    return {
        "forms": {form_id: _form(plan) for form_id, plan in forms.items()},
        "scoring": _scoring(rulebook.scoring),
        "villages": {
            village.code: {
                "village.has_team": str(int(village.has_team)),
                "village.is_exited": str(int(village.is_exited)),
            }
            for village in rulebook.villages.values()
        },
    }


def _form(plan: Plan) -> dict[str, Any]:
    if plan.has_repeats:
        raise NotImplementedError(f"{plan.questionnaire.form_id} asks again and again")
    settings = plan.questionnaire.settings
    questions = [node for node in plan.nodes.values() if isinstance(node.item, Question)]
    return {
        "of": settings.subject,
        "language": settings.default_language,
        "instance_key": settings.instance_key,
        "questions": {node.name: _question(plan, node) for node in questions},
        "groups": {
            node.name: {"in": node.parent, "relevant": _tree(node.relevant, "")}
            for node in plan.nodes.values()
            if not isinstance(node.item, Question)
        },
        "order": plan.by_rank,
        "rules": {
            f"{settings.form_id}.{rule.name}": _rule(node, rule, when)
            for node in questions
            for rule, when in node.rules
        },
    }


def _question(plan: Plan, node: Node) -> dict[str, Any]:
    question = node.item
    assert isinstance(question, Question)
    if question.or_other or node.choice_filter is not None or node.offers_answers:
        raise NotImplementedError(f"the choices of {node.name}")
    listed = plan.questionnaire.choices.get(question.list_name, ())
    return {
        "in": node.parent,
        "relevant": _tree(node.relevant, node.name),
        "fact": question.preload if node.asks is None else "",
        "calculation": _tree(node.calculation, node.name),
        "special": bool(question.special),
        "detail": question.detail,
        "choices": {
            language: {choice.name: choice.label[language] for choice in listed}
            for language in ("zh", "en")
        }
        if listed
        else None,
    }


def _rule(node: Node, rule: ProblemRule, when: Expression) -> dict[str, Any]:
    question = node.item
    assert isinstance(question, Question)
    blocks = [getattr(group, "block", "") for group in reversed(node.above)]
    return {
        "when": _tree(when, node.name),
        "quantity": {".": ["answer", node.name], "": None}[rule.quantity],
        "said": {
            "question": node.name,
            "question_number": question.number,
            "severity": rule.severity.value,
            "category": rule.category or question.category,
            "indicator": rule.indicator,
            "sector": rule.sector or question.sector,
            "support": ",".join(question.support),
            "section": node.above[0].number or node.above[0].name if node.above else "",
            "block": next(filter(None, blocks), ""),
            "is_free_text": question.base_type == "text",
            "text_zh": rule.text["zh"],
            "text_en": rule.text["en"],
        },
    }


def _tree(expression: Expression | None, own: str) -> list[Any] | None:
    return None if expression is None else _listed(expression.tree, own)


def _listed(tree: Tree, own: str) -> list[Any]:  # noqa: PLR0911 - one line a kind of part
    """Return an expression as lists: what is done, then with what; `.` by the question's name."""
    match tree:
        case Number(value) | Text(value):
            return ["value", value]
        case Answer(name):
            return ["answer", name]
        case Here():
            return ["answer", own]
        case Comparison(operator, left, right):
            return [operator, _listed(left, own), _listed(right, own)]
        case Both(operands) | Either(operands):
            joined = "and" if isinstance(tree, Both) else "or"
            return [joined, *(_listed(each, own) for each in operands)]
        case Call(function, arguments):
            return [function, *(_listed(each, own) for each in arguments)]
        case Arithmetic(first, rest):
            return reduce(
                lambda done, each: [each[0], done, _listed(each[1], own)],
                rest,
                _listed(first, own),
            )
    raise NotImplementedError(str(tree))


def _scoring(scoring: Scoring) -> Mapping[str, Any]:
    if scoring.options.na_policy != "full":
        raise NotImplementedError("na_policy")
    indicators = [(block, each) for block in scoring.blocks for each in block.indicators]
    return {
        "households_planned": scoring.options.households_planned,
        "grades": [[float(grade.at_least), grade.label["zh"]] for grade in scoring.grades],
        "barred_by": sorted(scoring.best_grade_barred_by),
        "indicators": [
            {
                "indicator": indicator.code,
                "block": block.code,
                "maximum": float(indicator.maximum),
                "only_where": indicator.only_where,
            }
            for block, indicator in indicators
        ],
        "points": [
            {
                "rule": row.rule,
                "points": float(row.points),
                "indicator": indicator.code,
                "indicator_place": place,
                "maximum": float(indicator.maximum),
                "only_where": indicator.only_where,
                "part": number,
                "per": part.per.value,
                "part_maximum": None if part.maximum is None else float(part.maximum),
            }
            for place, (_block, indicator) in enumerate(indicators)
            for number, part in enumerate(indicator.parts)
            for row in part.rules
        ],
    }
