"""What an expression says already when one answer is known and nothing else."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldsurvey.expressions import Scope, compile_expression
from fieldsurvey.expressions.alone import known_alone


@pytest.mark.parametrize(
    ("text", "answer", "says"),
    [
        (". = '2'", "2", True),
        (". = '2'", "1", False),
        (". = '2' and ${kind} = '1'", "1", False),
        (". = '2' and ${kind} = '1'", "2", None),
        (". = '2' or ${kind} = '1'", "2", True),
        (". = '2' or ${kind} = '1'", "1", None),
        ("not(. = '2' and ${kind} = '1')", "1", True),
        (". < 100", "99.5", True),
        ("selected(., '3')", "1 3", True),
        ("not(regex(normalize-space(.), '^(|无)$'))", " 无 ", False),
        (". < today()", "2020-01-01", None),
        (". < '2020-06-01'", "3", None),
        (". < 18000", "2020-01-01", None),
        ("../kind = '1'", "1", None),
    ],
)
def test_it_says_what_it_can(text: str, answer: str, says: bool | None) -> None:
    """Conjunctions end at what is false, alternatives at what holds; dates need the time zone."""
    assert known_alone(compile_expression(text))(answer) is says


def test_it_may_be_about_a_named_question() -> None:
    """A check names the questions it reads; any of them may be the one that is known."""
    check = compile_expression("${kind} = '2' and ${safe} = '1'")
    assert known_alone(check, "kind")("1") is False
    assert known_alone(check, "safe")("2") is False
    assert known_alone(check, "safe")("1") is None


PARTS = st.sampled_from(
    [
        *(". = '2'", ". != '1'", ". > 2", "${a} = '1'", "${a} > .", "selected(., '3')"),
        *("string-length(.) > 1", "not(. = ${b})", "${b} = ''", ". = ''", "true()"),
    ]
)
ANSWERS = st.sampled_from(["", "1", "2", "3", "1 3", "x", "2020-01-01", "-2", "nan"])


@settings(deadline=None, max_examples=300)
@given(st.lists(PARTS, min_size=1, max_size=4), st.booleans(), ANSWERS, ANSWERS, ANSWERS)
def test_what_it_says_alone_is_so_whatever_else_was_answered(
    parts: list[str], all_of: bool, own: str, first: str, second: str
) -> None:
    """Never is something called false that holds, nor the other way round."""
    text = (" and " if all_of else " or ").join(f"({part})" for part in parts)
    expression = compile_expression(text)
    says = known_alone(expression)(own)
    truth = expression.truth(Scope({"q": own, "a": first, "b": second}, "q"))
    assert says is None or says is truth
