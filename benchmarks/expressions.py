"""What a compiled rule costs beside the same rule written by hand in Python.

Run: .venv/bin/python benchmarks/expressions.py

Both sides look at the same mapping of answers and give the same boolean; the ratio is the number
to watch (at most 3), the nanoseconds depend on the machine. Each figure is the best of seven runs.
"""

import math
import timeit
from collections.abc import Callable, Mapping
from typing import Any

from fieldsurvey.expressions import (
    AnswerValue,
    Expression,
    Scope,
    Table,
    compile_expression,
    known_functions,
)

ANSWERS: Mapping[str, AnswerValue] = {
    "water": "2",
    "age": "61",
    "income": "5200",
    "services": "water power road",
    "size": "4",
    "head": "yes",
    "also_head": "yes",
}
Rule = Callable[[Mapping[str, AnswerValue]], bool]


def _number(answers: Mapping[str, AnswerValue], name: str) -> float:
    value = answers.get(name, "")
    try:
        return float(value) if isinstance(value, str) else math.nan
    except ValueError:
        return math.nan


def _chosen(answers: Mapping[str, AnswerValue], name: str) -> list[str]:
    value = answers.get(name, "")
    return value.split() if isinstance(value, str) else []


RULES: tuple[tuple[str, Rule], ...] = (
    ("${water} = '2'", lambda a: a.get("water", "") == "2"),
    (". = '2'", lambda a: a.get("water", "") == "2"),
    ("${unanswered} = '2'", lambda a: a.get("unanswered", "") == "2"),
    ("${head} = ${also_head}", lambda a: a.get("head", "") == a.get("also_head", "")),
    ("${age} > 60", lambda a: _number(a, "age") > 60),
    ("${unanswered} > 60", lambda a: _number(a, "unanswered") > 60),
    ("selected(${services}, 'power')", lambda a: "power" in _chosen(a, "services")),
    ("count-selected(${services}) >= 3", lambda a: len(_chosen(a, "services")) >= 3),
    ("${income} div ${size} < 4000", lambda a: _number(a, "income") / _number(a, "size") < 4000),
    (
        "${water} = '2' and (${age} > 60 or selected(${services}, 'road')) and not(${head} = '')",
        lambda a: (
            a.get("water", "") == "2"
            and (_number(a, "age") > 60 or "road" in _chosen(a, "services"))
            and a.get("head", "") != ""
        ),
    ),
    (
        "if(${water} = '2', ${income} * 2, ${income}) > 9000",
        lambda a: (
            (_number(a, "income") * 2 if a.get("water", "") == "2" else _number(a, "income")) > 9000
        ),
    ),
)


def _best_ns(work: Callable[[Any], object], given: object, times: int) -> float:
    names = {"work": work, "given": given}
    return min(timeit.repeat("work(given)", globals=names, number=times, repeat=7)) / times * 1e9


def compare_rules(times: int = 100_000) -> list[tuple[str, float, float]]:
    """Return each rule with the nanoseconds of the compiled and of the hand-written function."""
    scope = Scope(ANSWERS, "water")
    rows = []
    for text, by_hand in RULES:
        compiled = compile_expression(text).truth
        assert compiled(scope) is by_hand(ANSWERS), text
        rows.append((text, _best_ns(compiled, scope, times), _best_ns(by_hand, ANSWERS, times)))
    return rows


def filter_villages(count: int = 100_000) -> tuple[float, float]:
    """Return the milliseconds of filtering a list the first time (with its index) and after."""
    villages = Table(
        {"name": str(n), "label": f"village {n}", "township": str(n // 100)} for n in range(count)
    )
    choice_filter = compile_expression("township = ${township}")
    scopes = [Scope({"township": str(n)}) for n in range(200)]
    first = timeit.timeit(lambda: choice_filter.matching(villages, scopes[0]), number=1)
    assert len(choice_filter.matching(villages, scopes[7])) == 100
    after = timeit.timeit(lambda: [choice_filter.matching(villages, s) for s in scopes], number=1)
    return first * 1e3, after * 1e3 / len(scopes)


def main() -> None:
    """Print the tables."""
    print(f"{'rule':<90} {'compiled':>9} {'by hand':>9} {'ratio':>6}")
    for text, compiled_ns, hand_ns in compare_rules():
        ratio = compiled_ns / hand_ns
        print(f"{text:<90} {compiled_ns:>6.0f} ns {hand_ns:>6.0f} ns {ratio:>6.2f}")
    first_ms, after_ms = filter_villages()
    print(f"\nchoice filter over 100,000 rows: first {first_ms:.1f} ms, then {after_ms:.3f} ms")
    text = RULES[-2][0]
    read_us = _best_ns(Expression, text, 200) / 1e3
    made_us = _best_ns(lambda text: Expression(text).truth, text, 50) / 1e3
    print(f"reading the longest rule {read_us:.0f} µs, reading and compiling it {made_us:.0f} µs")
    print(f"functions of the language: {len(known_functions())}")


if __name__ == "__main__":
    main()
