"""A questionnaire in; the questions whose value stands by itself, whatever else was said, out."""

from collections.abc import Mapping
from functools import lru_cache

from fieldsurvey.interview.logic.plan import Keeps, Node, Plan
from fieldsurvey.questionnaire.model import Question


@lru_cache(maxsize=64)
def plain_values(plan: Plan) -> Mapping[str, str]:
    """Return by name the fact of the plan that is the value of a question, '' for its answer.

    Of questions outside repeats that are always relevant and that nothing makes moot.
    """
    return {node.name: fact for node in plan.nodes.values() if (fact := _fact(node)) is not None}


def is_answered(node: Node) -> bool:
    """Say whether its value is what a person answered, or blank."""
    return node.asks is not None and node.read_only is False and node.keeps is Keeps.LIVE


def _fact(node: Node) -> str | None:
    """Return the fact that is its value whatever was said, '' where its answer is; else None."""
    conditions = (node.relevant, node.choice_filter, *(outer.relevant for outer in node.above))
    if any(conditions) or node.repeats or node.offers_answers:
        return None
    if is_answered(node):
        return ""
    fact = node.item.preload if isinstance(node.item, Question) and node.asks is None else ""
    # Without a dot it may be what the machine knows, like `start`.
    return fact if "." in fact else None
