"""Versions of what is known share what did not change, and none of them sees another's changes."""

from hypothesis import given
from hypothesis import strategies as st

from fieldsurvey.interview.logic.kept import Kept

KEYS = st.sampled_from([f"q{number}" for number in range(12)])
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("set"), KEYS, st.integers(0, 9)),
        st.tuples(st.just("delete"), KEYS),
        st.tuples(st.just("many"), st.integers(0, 40)),
        st.tuples(st.just("copy")),
    ),
    max_size=40,
)
"""`many` changes more than a version carries before it is settled."""


def walk(steps, kept, plain):
    """Do the same to both, going on with a copy at each `copy`; yield each version left behind."""
    for step in steps:
        if step[0] == "set":
            kept[step[1]] = plain[step[1]] = step[2]
        elif step[0] == "many":
            for number in range(step[1], step[1] + 70):
                kept[f"q{number}"] = plain[f"q{number}"] = number
        elif step[0] == "delete":
            assert kept.pop(step[1], None) == plain.pop(step[1], None)
        else:
            yield kept, dict(plain)
            kept = kept.copy()
    yield kept, dict(plain)


@given(st.dictionaries(KEYS, st.integers(0, 9)), STEPS)
def test_it_is_a_dictionary_in_every_version(start, steps):
    """Same keys in the same order, same values, same length, same answers to what is not there."""
    for kept, plain in list(walk(steps, Kept(start), dict(start))):
        assert list(kept.items()) == list(plain.items())
        assert len(kept) == len(plain)
        assert all((f"q{n}" in kept) == (f"q{n}" in plain) for n in range(120))
        assert all(kept.get(f"q{n}", "—") == plain.get(f"q{n}", "—") for n in range(120))
        assert kept.get("never") is None


def test_a_copy_costs_what_changed_and_not_what_is_kept():
    """The large part is the same object in both, until so much changed that it is settled."""
    large = Kept((f"q{number}", number) for number in range(10_000))
    later = large.copy()
    later["q1"] = -1

    assert later._settled is large._settled
    assert (large["q1"], later["q1"]) == (1, -1)
