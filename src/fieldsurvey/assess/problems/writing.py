"""Takes an answer and the rule that holds for it, gives the row of the problem list."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import isfinite

from fieldsurvey.assess.problems.numbering import number_problem
from fieldsurvey.assess.problems.problem import Problem
from fieldsurvey.chain.interview import Interview
from fieldsurvey.expressions import compile_expression
from fieldsurvey.expressions.values import AnswerValue, SpecialAnswer
from fieldsurvey.interview.logic.evaluation import Evaluation
from fieldsurvey.interview.logic.on_demand import OnDemand
from fieldsurvey.interview.logic.plan import Node, Plan
from fieldsurvey.interview.logic.wording import fill_places, value_in_words
from fieldsurvey.questionnaire.model import Group, ProblemRule, Question, Severity

Said = Evaluation | OnDemand


def write_problem(interview: Interview, said: Said, path: str, rule: ProblemRule) -> Problem:
    """Return the problem of the answer at `path`.

    Args:
        interview: The answer's.
        said: What the questionnaire says of it.
        path: Of the answer.
        rule: The one that holds.
    """
    always = _always(said.plan, said.node(path).name, rule.name)
    instance = tuple([_as_text(said.values.get(key, "")) for key in always.instance_key])
    return Problem(
        number=number_problem(interview.subject, always.form_id, instance, path),
        rule=always.rule,
        question=path,
        question_number=always.question_number,
        severity=always.severity,
        category=always.category,
        indicator=always.indicator,
        sector=always.sector,
        support=always.support,
        text=_fill(said, path, always.text) if always.has_places else always.text,
        description=_describe(interview, said, path, always),
        quantity=_quantity(said, path, always.quantity) if always.quantity else 1,
        subject=interview.subject,
        form_id=always.form_id,
        interview=interview.id,
        head=interview.head,
        instance=instance,
        section=always.section,
        block=always.block,
        is_free_text=always.is_free_text,
    )


@dataclass(frozen=True, slots=True)
class _Always:
    """What the problem of a rule says whatever was answered."""

    rule: str
    question_number: str
    severity: Severity
    category: str
    indicator: str
    sector: str
    support: tuple[str, ...]
    form_id: str
    instance_key: tuple[str, ...]
    section: str
    block: str
    is_free_text: bool
    text: Mapping[str, str]
    has_places: bool
    """Whether its text is filled in."""
    quantity: str
    """The expression that counts its cases; '' for one."""
    detail: str
    """Name of the question that says what, who, since when; '' for none."""
    tells_detail: bool
    """Whether its text holds what that question says."""
    language: str
    """Of the interview, for want of another."""


@lru_cache(maxsize=4096)
def _always(plan: Plan, name: str, rule_name: str) -> _Always:
    node = plan.nodes[name]
    question = node.item
    assert isinstance(question, Question)
    rule = next(rule for rule in question.problem if rule.name == rule_name)
    settings = plan.questionnaire.settings
    return _Always(
        rule=f"{plan.questionnaire.form_id}.{rule.name}",
        question_number=question.number,
        severity=rule.severity,
        category=rule.category or question.category,
        indicator=rule.indicator,
        sector=rule.sector or question.sector,
        support=question.support,
        form_id=settings.form_id,
        instance_key=settings.instance_key,
        section=node.above[0].number or node.above[0].name if node.above else "",
        block=_block(node),
        is_free_text=question.base_type == "text",
        text=rule.text,
        has_places=any("{" in words for words in rule.text.values()),
        quantity=rule.quantity,
        detail=question.detail,
        tells_detail=any(f"{{{question.detail}}}" in words for words in rule.text.values()),
        language=settings.default_language,
    )


def _fill(said: Said, path: str, text: Mapping[str, str]) -> dict[str, str]:
    return {spoken: fill_places(text, said, path, spoken) for spoken in text}


def _as_text(value: AnswerValue) -> str:
    return value.value if isinstance(value, SpecialAnswer) else value


def _block(node: Node) -> str:
    named = (group.block for group in reversed(node.above) if isinstance(group, Group))
    return next((block for block in named if block), "")


def _describe(interview: Interview, said: Said, path: str, always: _Always) -> str:
    """Return what was said of it: the answer kept for that, then what the inspector added.

    An answer that the rule's own sentence holds already is left to it where there is more to say.
    """
    added = interview.descriptions.get(path, "").strip()
    if not always.detail or (added and always.tells_detail):
        return added
    # A value that is kept and stands no more, because its question is moot, is not told.
    at = said.nearest(path, always.detail)
    told = value_in_words(said, at, always.language) if said.values.get(at) else ""
    parts = dict.fromkeys(part for part in (told, added) if part)
    return ("；" if always.language.startswith("zh") else "; ").join(parts)


def _quantity(said: Said, path: str, counting: str) -> int:
    """Return how many cases it counts as; one where the expression gives no number of cases."""
    number = compile_expression(counting).number(said.scope(path))
    return max(1, int(number + 0.5)) if isfinite(number) else 1
