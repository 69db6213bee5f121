"""Choosing and deciding: if, coalesce, not, once."""

from collections.abc import Iterator

from fieldsurvey.expressions.conversions import Value, plain_number, text, texts
from fieldsurvey.expressions.functions.registry import Kind, Topic
from fieldsurvey.expressions.scope import Scope

_topic = Topic("Deciding")

_topic.announce(
    "if(condition:truth, then:value, else:value)",
    Kind.ANY,
    "Gives `then` where the condition holds, else `else`; only that one is evaluated.",
)
_topic.announce(
    "coalesce(first:text, second:text*)",
    Kind.TEXT,
    "Gives the first argument that is not blank.",
)
_topic.announce("not(condition:truth)", Kind.TRUTH, "Holds where the condition does not.")
_topic.announce("true()", Kind.TRUTH, "Always holds.")
_topic.announce("false()", Kind.TRUTH, "Never holds.")
_topic.announce(
    "boolean(value:value)",
    Kind.TRUTH,
    "Converts to a boolean: blank, 0, NaN and an empty node-set are false.",
)


@_topic.offer(
    "boolean-from-string(text:text)",
    Kind.TRUTH,
    "Holds for the texts `true` and `1`, for nothing else.",
)
def boolean_from_string(word: str) -> bool:
    """Read a stored boolean."""
    return word in {"true", "1"}


@_topic.offer(
    "once(value:value)",
    Kind.TEXT,
    "Gives the question's own answer where it has one, else the value.",
    scope=True,
)
def once(scope: Scope, value: Value) -> str:
    """Keep the first value."""
    own = scope.values.get(scope.current, "")
    return own if isinstance(own, str) and own else text(value)


@_topic.offer(
    "checklist(least:number, most:number, answers:value*)",
    Kind.TRUTH,
    "Holds where between `least` and `most` of the answers are yes, 1, or true; -1 is no limit.",
)
def checklist(least: float, most: float, *answers: Value) -> bool:
    """Count answers that say yes."""
    return _is_between(sum(_says_yes(each) for each in _each(answers)), least, most)


@_topic.offer(
    "weighted-checklist(least:number, most:number, answer:value*, weight:number*)",
    Kind.TRUTH,
    "Like checklist(), each answer counting with the weight that follows it.",
)
def weighted_checklist(least: float, most: float, *pairs: Value) -> bool:
    """Add up the weights of the answers that say yes."""
    answers, weights = pairs[::2], pairs[1::2]
    total = sum(
        weight
        for answer, weight in zip(answers, weights, strict=True)
        if isinstance(weight, float) and any(_says_yes(each) for each in _each([answer]))
    )
    return _is_between(total, least, most)


def _each(answers: "list[Value] | tuple[Value, ...]") -> Iterator[Value]:
    for answer in answers:
        yield from [answer] if isinstance(answer, bool | float) else texts(answer)


def _says_yes(answer: Value) -> bool:
    if isinstance(answer, str):
        return answer in {"yes", "true"} or plain_number(answer) > 0
    return isinstance(answer, bool | float) and answer > 0


def _is_between(count: float, least: float, most: float) -> bool:
    return (least < 0 or count >= least) and (most < 0 or count <= most)
