"""Conditions and what is known of some answers in; whether they can, must or cannot hold out.

Only what is certain is said: anything that depends on an answer not known is left open. Nothing is
evaluated; a comparison is decided where one side is a known answer and the other a literal.
"""

from collections.abc import Mapping

from fieldsurvey.expressions.tree import (
    Both,
    Call,
    Comparison,
    Either,
    Here,
    Number,
    Question,
    Text,
    Tree,
)

Known = Mapping[str, str]
"""Answers by question; blank for a question that is not asked."""

_FLIPPED = {"=": "=", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}


def decide(tree: Tree, known: Known, own: str = "") -> bool | None:
    """Return whether a condition holds; None where that is open.

    Args:
        tree: The condition.
        known: Answers that are known.
        own: The question that `.` stands for.
    """
    match tree:
        case Both(operands):
            verdicts = [decide(each, known, own) for each in operands]
            return False if False in verdicts else (None if None in verdicts else True)
        case Either(operands):
            verdicts = [decide(each, known, own) for each in operands]
            return True if True in verdicts else (None if None in verdicts else False)
        case Comparison(operator, left, right):
            return _compared(operator, left, right, known, own)
        case Call(function, arguments):
            return _called(function, arguments, known, own)
    return None


def literal_of(tree: Tree) -> str | None:
    """Return the text of a literal; None for anything else."""
    match tree:
        case Text(value):
            return value
        case Number(value):
            return f"{value:.15g}"
    return None


def asked_of(tree: Tree, own: str = "") -> str:
    """Return the question whose answer a part is; '' for anything else."""
    match tree:
        case Question(name):
            return name
        case Here():
            return own
    return ""


def _called(function: str, arguments: tuple[Tree, ...], known: Known, own: str) -> bool | None:
    match function, arguments:
        case "true", ():
            return True
        case "false", ():
            return False
        case "not", (inner,):
            held = decide(inner, known, own)
            return None if held is None else not held
        case "selected", (asked, choice):
            answer, wanted = known.get(asked_of(asked, own)), literal_of(choice)
            return None if answer is None or wanted is None else wanted in answer.split()
    return None


def _compared(operator: str, left: Tree, right: Tree, known: Known, own: str) -> bool | None:
    literal, asked = literal_of(right), asked_of(left, own)
    if literal is None:
        literal, asked, operator = literal_of(left), asked_of(right, own), _FLIPPED[operator]
    answer = known.get(asked)
    if answer is None or literal is None:
        return None
    as_numbers = isinstance(left, Number) or isinstance(right, Number)
    if operator in ("=", "!=") and not as_numbers:
        return (answer == literal) is (operator == "=")
    left_number, right_number = _number(answer), _number(literal)
    if (answer and left_number is None) or (literal and right_number is None):
        return None  # a date may be compared as a number of days
    return _compared_numbers(operator, left_number, right_number)


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _compared_numbers(operator: str, left: float | None, right: float | None) -> bool:
    """Compare as XPath does: no number is equal to nothing, and neither smaller nor larger."""
    if left is None or right is None:
        return operator == "!="
    return {
        "=": left == right,
        "!=": left != right,
        "<": left < right,
        "<=": left <= right,
        ">": left > right,
        ">=": left >= right,
    }[operator]
