"""A questionnaire in; its questions in the order they are asked, with what each hangs on, out.

Pure. What nobody is asked (computed, read-only) is left out, and notes are said.
"""

from dataclasses import dataclass

from fieldsurvey.interview.logic.plan import TOLD, Node, Plan, plan_of
from fieldsurvey.questionnaire.model import Questionnaire, Repeat, in_language


@dataclass(frozen=True, slots=True)
class Hinge:
    """What a question hangs on: a condition, or being asked for each row of a repeat."""

    condition: str = ""
    """As the form writes it."""
    repeat: str = ""
    """Name of the repeat; '' where it is a condition."""
    count: str = ""
    """Expression for the number of its rows; '' where that is asked."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question, in the order they are asked."""

    name: str
    number: str
    """The number on the paper form."""
    type: str
    label: str
    hinges: tuple[Hinge, ...]
    """What must hold for it to be asked, outermost first."""
    is_required: bool
    """Whether an answer must be given, at least under some condition."""
    read_only_when: str = ""
    """An expression: then it is only shown."""
    counts_rows: bool = False
    """Whether it asks how many rows a repeat has."""


def as_asked(questionnaire: Questionnaire, spoken: str = "") -> tuple[Asked, ...]:
    """Return the questions and notes in the order of the conversation, labels in `spoken`."""
    plan = plan_of(questionnaire)
    return tuple(
        _asked(plan, node, spoken)
        for node in plan.nodes.values()
        if node.asks is not None or _is_told(node)
    )


def _is_told(node: Node) -> bool:
    return node.item.type.split(" ")[0] in TOLD


def _asked(plan: Plan, node: Node, spoken: str) -> Asked:
    default = plan.questionnaire.settings.default_language
    item = node.item
    read_only = getattr(item, "read_only", False)
    return Asked(
        name=node.name,
        number=item.number,
        type=item.type,
        label=in_language(item.label, spoken, default),
        hinges=_hinges(node),
        is_required=node.required is not False,
        read_only_when=read_only if isinstance(read_only, str) else "",
        counts_rows=isinstance(item, Repeat),
    )


def _hinges(node: Node) -> tuple[Hinge, ...]:
    hinges: list[Hinge] = []
    for outer in node.above:
        if outer.relevant:
            hinges.append(Hinge(outer.relevant))
        if isinstance(outer, Repeat):
            hinges.append(Hinge(repeat=outer.name, count=outer.repeat_count))
    if node.item.relevant:
        hinges.append(Hinge(node.item.relevant))
    return tuple(hinges)
