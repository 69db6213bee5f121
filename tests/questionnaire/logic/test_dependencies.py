"""An answer touches exactly what depends on it, in an order that can be evaluated."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from fieldsurvey.questionnaire import dependency_graph
from fieldsurvey.questionnaire.model import Questionnaire


def _form(*survey: dict[str, Any]) -> Questionnaire:
    head = {"form_id": "f", "form_title": "F", "version": "1", "subject": "household"}
    return Questionnaire.model_validate({"settings": head, "survey": list(survey)})


def _question(name: str, **keys: Any) -> dict[str, Any]:
    return {"name": name, "type": "text", "label": name, **keys}


def test_what_an_answer_touches_comes_in_the_order_of_evaluation() -> None:
    """A calculation written before what it needs is evaluated after it."""
    form = _form(
        _question("total", type="calculate", calculation="${double} + 1"),
        _question("double", type="calculate", calculation="${n} * 2"),
        _question("n"),
        _question("why", relevant="${total} > 10"),
        _question("other"),
    )

    graph = dependency_graph(form)

    assert graph.touched_by("n") == ("double", "total", "why")
    assert graph.touched_by("total") == ("why",)
    assert graph.touched_by("other") == ()
    assert graph.cycles == ()


def test_what_only_looks_at_an_answer_is_touched_but_passes_nothing_on() -> None:
    """A constraint and a problem rule look; what depends on their question is left alone."""
    rule = {"name": "r", "when": "${n} = '1'", "severity": "minor", "text": "T"}
    form = _form(
        _question("n"),
        _question("a", constraint=". > ${n}"),
        _question("b", problem=[rule]),
        _question("c", required="${n} = '1'"),
        _question("d", relevant="${a} = '1'"),
    )

    assert dependency_graph(form).touched_by("n") == ("a", "b", "c")


def test_a_group_touches_what_stands_in_it() -> None:
    """The condition of a group is a condition of everything in it, however deep."""
    inner = {"name": "inner", "type": "repeat", "label": "R", "children": [_question("a")]}
    outer = {
        "name": "outer",
        "type": "group",
        "label": "G",
        "relevant": "${n} = '1'",
        "children": [inner, _question("b")],
    }
    form = _form(_question("n"), outer, _question("c", relevant="${a} = '1'"))

    assert dependency_graph(form).touched_by("n") == ("outer", "inner", "a", "b", "c")


def test_paths_to_questions_count_as_references() -> None:
    """`../age` and `/f/member/age` depend on age as much as `${age}` does."""
    form = _form(
        _question("age"),
        _question("adult", type="calculate", calculation="../age >= 18"),
        _question("town", choice_filter="age = 3"),
    )

    assert dependency_graph(form).touched_by("age") == ("adult",)


def test_two_circles_are_told_apart() -> None:
    """Each circle is told once, from what feeds to what is fed; what hangs on it is in none."""
    form = _form(
        _question("a", relevant="${b} = 1"),
        _question("b", relevant="${a} = 1"),
        _question("c", relevant="${b} = 1"),
        _question("d", relevant="${d} = 1"),
    )

    cycles = dependency_graph(form).cycles
    assert sorted(sorted(cycle) for cycle in cycles) == [["a", "b"], ["d"]]
    assert set(dependency_graph(form).touched_by("a")) == {"b", "c"}


def test_whether_it_is_only_shown_decides_which_answer_it_has() -> None:
    """`read_only` feeds: a question that is asked no more has another value."""
    form = _form(
        _question("c", type="calculate", calculation="${b}"),
        _question("b", read_only="${a} = '1'", calculation="${a}"),
        _question("a"),
    )
    graph = dependency_graph(form)

    assert graph.touched_by("a") == ("b", "c")
    assert graph.rank["a"] < graph.rank["b"] < graph.rank["c"]
    assert dependency_graph(_form(_question("d", read_only="${d} = 1"))).cycles == (("d",),)


def test_other_in_own_words_hangs_on_its_question() -> None:
    """`or_other` adds a text that is asked when "other" is chosen, and may be read as any."""
    form = _form(
        _question("total", type="calculate", calculation="${a_other}"),
        _question("a", type="select_one codes or_other"),
    )

    assert dependency_graph(form).touched_by("a") == ("a_other", "total")


def test_who_counts_a_repeat_reads_all_in_it() -> None:
    """Rows are looked at whole: through predicates, steps, or their number alone."""
    for calculation in ("count(${row}[b > 1])", "sum(/f/row/b)", "count-non-empty(${row}/*)"):
        row = {"name": "row", "type": "repeat", "label": "R", "children": [_question("b")]}
        form = _form(_question("total", type="calculate", calculation=calculation), row)
        graph = dependency_graph(form)

        assert graph.touched_by("b") == ("total",), calculation
        assert graph.rank["b"] < graph.rank["total"]


def test_counting_rows_from_within_is_no_circle() -> None:
    """A row may say how many rows there are; to read its own answer in them is a circle."""
    inside = _question("of", type="calculate", calculation="count(${row})")
    row = {"name": "row", "type": "repeat", "label": "R", "children": [_question("b"), inside]}
    assert dependency_graph(_form(row)).cycles == ()

    inside["calculation"] = "sum(${of})"
    assert dependency_graph(_form(row)).cycles == (("of",),)


def test_a_trigger_touches_but_makes_no_circle() -> None:
    """A count of changes reads itself; what it works out goes on to whoever reads it."""
    count = _question("n", type="calculate", calculation="${n} + 1", trigger="${a}")
    form = _form(_question("a", relevant="${n} < 3"), count, _question("b", relevant="${n} = 1"))
    graph = dependency_graph(form)

    assert graph.cycles == ()
    assert set(graph.touched_by("a")) == {"n", "b"}
    assert graph.fires["a"] == ("n",)


def test_choices_that_are_answers_hang_on_them() -> None:
    """`select_one ${b}` offers what was answered in the rows of b."""
    row = {"name": "row", "type": "repeat", "label": "R", "children": [_question("b")]}
    form = _form(_question("who", type="select_one ${b}"), row)

    assert dependency_graph(form).touched_by("b") == ("who",)


def test_the_graph_is_made_once() -> None:
    """Asking twice for the graph of a questionnaire gives the same one."""
    form = _form(_question("a"))

    assert dependency_graph(form) is dependency_graph(form)


edges = st.lists(st.sets(st.integers(0, 14), max_size=4), min_size=1, max_size=15)


@given(edges)
@settings(max_examples=60, deadline=None)
def test_the_graph_agrees_with_a_plain_search(uses: list[set[int]]) -> None:
    """Touched is what a search reaches; without circles everything comes after what feeds it."""
    names = [f"q{number}" for number in range(len(uses))]
    needs = {
        name: {f"q{number}" for number in used if number < len(uses)}
        for name, used in zip(names, uses, strict=True)
    }
    form = _form(
        *(
            _question(name, relevant=" and ".join(f"${{{n}}} = 1" for n in sorted(needs[name])))
            for name in names
        )
    )
    graph = dependency_graph(form)

    for name in names:
        reached: set[str] = set()
        waiting = {name}
        while waiting:
            here = waiting.pop()
            new = {other for other in names if here in needs[other]} - reached
            reached |= new
            waiting |= new
        assert set(graph.touched_by(name)) == reached - {name}
    in_circle = any(_reaches(name, name, needs) for name in names)
    assert bool(graph.cycles) == in_circle
    for cycle in graph.cycles:
        following = [*cycle[1:], cycle[0]]
        assert all(one in needs[next_] for one, next_ in zip(cycle, following, strict=True))
    if not in_circle:
        assert all(graph.rank[used] < graph.rank[name] for name in names for used in needs[name])


def _reaches(start: str, goal: str, needs: dict[str, set[str]]) -> bool:
    seen: set[str] = set()
    waiting = set(needs[start])
    while waiting:
        here = waiting.pop()
        if here == goal:
            return True
        if here not in seen:
            seen.add(here)
            waiting |= needs[here]
    return False
