"""Hypothesis strategies: any tree the parser can give, and interviews to evaluate them on."""

from datetime import datetime, timedelta, timezone

from hypothesis import strategies as st

from fieldsurvey.expressions import Scope, Shape, SpecialAnswer
from fieldsurvey.expressions.functions import FUNCTIONS, Kind
from fieldsurvey.expressions.tree import (
    Arithmetic,
    Both,
    Call,
    Comparison,
    Either,
    Filter,
    Here,
    LastSaved,
    Negative,
    Number,
    Path,
    Question,
    Root,
    Step,
    Text,
    Union,
)

SHAPE = Shape(
    parents={
        "water": "",
        "services": "",
        "head": "",
        "member": "",
        "age": "member",
        "health": "member",
        "sick": "health",
        "loan": "member",
        "amount": "loan",
        "born": "member",
        "plot": "",
        "mu": "plot",
    },
    repeats=frozenset({"member", "loan", "plot"}),
)
NAMES = ("water", "services", "head", "member", "age", "sick", "amount", "born", "mu", "loan")
STEPS = (*NAMES, "health", "plot", "data", "root", "item", "name", "label", "div", "or", "*", "..")
TEXTS = ("", "1", "2", "02", "3.0", "-1", "yes", "a b", "a", "张三", "2026-08-02", "it's", "NaN")
PATTERNS = ("[0-9]+", "a|b c", ".*", r"\d{4}-\d{2}-\d{2}", "(a+)+", r"\p{L}{2,4}", "")
CHINA = timezone(timedelta(hours=8))

numbers = st.one_of(
    st.integers(0, 12).map(float),
    st.floats(0, allow_nan=False, allow_infinity=False),
).map(Number)
texts = st.one_of(
    st.sampled_from(TEXTS),
    st.text(max_size=6).filter(lambda each: not ("'" in each and '"' in each)),
).map(Text)
questions = st.sampled_from(NAMES).map(Question)


def _paths(trees):
    predicates = st.lists(trees, max_size=1).map(tuple)
    plain = st.builds(Step, st.sampled_from(STEPS[:-1]), predicates, st.booleans())
    steps = st.lists(st.one_of(plain, st.just(Step(".."))), min_size=1, max_size=3)
    rows = st.tuples(st.just(Step("root")), st.builds(Step, st.just("item"), predicates))
    columns = st.sampled_from(((), (Step("label"),), (Step("name"),), (Step("kind"),)))
    return st.one_of(
        steps.map(_relative),
        steps.map(tuple).map(lambda each: Path(Root(), each)),
        steps.map(tuple).map(lambda each: Path(Here(), each)),
        st.builds(Path, questions, steps.map(tuple)),
        st.builds(
            lambda items, column: Path(Call("instance", (Text("yes_no"),)), items + column),
            rows,
            columns,
        ),
        st.just(Path(Root(), ())),
    )


def _relative(steps):
    first = steps[0]
    return Path(None, (Step(first.name, first.predicates), *steps[1:]))


def _node_sets(trees):
    paths = _paths(trees)
    return st.one_of(
        questions,
        paths,
        st.builds(
            Filter, st.one_of(questions, paths), st.lists(trees, min_size=1, max_size=2).map(tuple)
        ),
        st.lists(st.one_of(questions, paths), min_size=2, max_size=3).map(
            lambda each: Union(tuple(each))
        ),
        st.just(Call("current")),
    )


def _calls(trees, names):
    return st.sampled_from(names).flatmap(lambda name: _call(FUNCTIONS[name], trees))


def _call(function, trees):
    counts = [n for n in range(5) if function.accepts(n)]
    return st.sampled_from(counts).flatmap(
        lambda count: st.tuples(*(_argument(function, index, trees) for index in range(count))).map(
            lambda arguments: Call(function.name, arguments)
        )
    )


def _argument(function, index, trees):
    if function.name == "regex" and index == 1:
        return st.sampled_from(PATTERNS).map(Text)
    if function.name == "jr:choice-name" and index == 1:
        return st.sampled_from(("${water}", "/data/services", "nothing")).map(Text)
    if function.name == "indexed-repeat" and index % 2:
        return st.sampled_from(("member", "loan", "plot")).map(Question)
    if function.kind_of(index) is Kind.NODES:
        return _node_sets(trees)
    return trees


def _extended(names):
    def extend(trees):
        chains = st.lists(trees, min_size=2, max_size=4).map(tuple)
        return st.one_of(
            _node_sets(trees),
            _calls(trees, names),
            _calls(trees, names),
            st.builds(Negative, trees),
            st.builds(Comparison, st.sampled_from(("=", "!=", "<", "<=", ">", ">=")), trees, trees),
            st.builds(Both, chains),
            st.builds(Either, chains),
            st.sampled_from((("+", "-"), ("*", "div", "mod"))).flatmap(
                lambda signs: st.builds(
                    Arithmetic,
                    trees,
                    st.lists(st.tuples(st.sampled_from(signs), trees), min_size=1, max_size=3).map(
                        tuple
                    ),
                )
            ),
        )

    return extend


def trees(names=tuple(FUNCTIONS), leaves=8):
    """Any tree, calling functions of the given names."""
    atoms = st.one_of(
        numbers,
        texts,
        questions,
        questions,
        st.just(Here()),
        st.sampled_from(("water", "gone")).map(LastSaved),
    )
    return st.recursive(atoms, _extended(names), max_leaves=leaves)


ANSWERS = st.one_of(
    st.sampled_from(TEXTS),
    st.sampled_from(list(SpecialAnswer)),
    st.integers(-5, 99).map(str),
    st.text(max_size=5),
)


@st.composite
def scopes(draw):
    """An interview of SHAPE with up to three members, each with up to two loans."""
    values, counts = {}, {"member": draw(st.integers(0, 3)), "plot": draw(st.integers(0, 2))}
    paths = ["water", "services", "head"]
    for member in range(1, counts["member"] + 1):
        at = f"member[{member}]/"
        counts[at + "loan"] = draw(st.integers(0, 2))
        paths += [at + "age", at + "sick", at + "born"]
        paths += [f"{at}loan[{n}]/amount" for n in range(1, counts[at + "loan"] + 1)]
    paths += [f"plot[{n}]/mu" for n in range(1, counts["plot"] + 1)]
    for path in paths:
        if draw(st.booleans()):
            values[path] = draw(ANSWERS)
    return Scope(
        values,
        draw(st.sampled_from(["", *paths])),
        now=datetime(2026, 8, 2, 7, 30, tzinfo=CHINA),
        choices={
            "yes_no": [
                {"name": "1", "label": "是", "kind": "a"},
                {"name": "2", "label": "否", "kind": "b"},
                {"name": "a", "label": "A", "kind": ""},
            ]
        },
        question_lists={"water": "yes_no", "services": "yes_no"},
        tables={"prices": [{"key": "1", "price": "3.5"}]},
        last_saved={"water": "2"},
        shape=SHAPE,
        repeat_counts=counts,
        seed="7",
    )
