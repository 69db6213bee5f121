"""What is said of a condition without evaluating it is what evaluating it gives."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldsurvey.expressions import compile_expression, evaluate
from fieldsurvey.questionnaire.logic.reasoning import decide

LITERALS = ("'1'", "'2'", "''", "'1 2'", "'x'", "'2.0'", "1", "2", "2.5")
NAMES = ("a", "b")

_atoms = st.one_of(
    st.builds(
        "${{{}}} {} {}".format,
        st.sampled_from(NAMES),
        st.sampled_from(["=", "!=", "<", "<=", ">", ">="]),
        st.sampled_from(LITERALS),
    ),
    st.builds("{} = ${{{}}}".format, st.sampled_from(LITERALS), st.sampled_from(NAMES)),
    st.builds(
        "selected(${{{}}}, {})".format, st.sampled_from(NAMES), st.sampled_from(["'1'", "'x'"])
    ),
    st.sampled_from(["true()", "false()", "string-length(${a}) > 1"]),
)
CONDITIONS = st.recursive(
    _atoms,
    lambda inner: st.one_of(
        st.builds("({} and {})".format, inner, inner),
        st.builds("({} or {})".format, inner, inner),
        st.builds("not({})".format, inner),
    ),
    max_leaves=6,
)
ANSWERS = st.sampled_from(["", "1", "2", "1 2", "x", "2.5", "10"])


@settings(max_examples=300, deadline=None)
@given(CONDITIONS, ANSWERS, ANSWERS)
def test_what_is_decided_is_what_is_evaluated(condition: str, first: str, second: str) -> None:
    """With one answer known, whatever is decided holds for each value of the other."""
    decided = decide(compile_expression(condition).tree, {"a": first})
    if decided is not None:
        answers = {"a": first, "b": second}

        assert evaluate(f"boolean({condition})", answers) is decided


@pytest.mark.parametrize(
    ("condition", "verdict"),
    [
        ("${a} = '1' and ${b} = '2'", None),
        ("${a} = '2' and ${b} = '2'", False),
        ("${a} = '1' or ${b} = '2'", True),
        ("not(${a} = '1')", False),
        (". = '1'", True),
        ("${b} = '1'", None),
        ("count-selected(${a}) = 1", None),
    ],
)
def test_what_rests_on_another_answer_is_left_open(condition: str, verdict: bool | None) -> None:
    """Certain is only what the known answer settles alone."""
    assert decide(compile_expression(condition).tree, {"a": "1"}, own="a") is verdict
