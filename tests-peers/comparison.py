"""What is compared: cases in, what we and what the peer answer out.

A value is written as the language writes it: `3`, `'word'`, `true()`; `refused` where there is
none.
"""

import json
import math
import os
import re
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

import yaml

from fieldsurvey.expressions import ExpressionError, Scope, compile_expression, flatten_answers
from fieldsurvey.expressions.bench import count_instances

FOLDER = Path(__file__).parent
ZONE = "Asia/Shanghai"
NOW = datetime(2026, 8, 2, 7, 5, 9, 123_000, tzinfo=ZoneInfo(ZONE))


@dataclass(frozen=True, slots=True)
class Case:
    """One expression, asked of both."""

    topic: str
    ask: str
    at: str = ""
    """Path of the question it stands at."""
    peer: str = ""
    """What the peer is asked instead, where the specification says what a function is short for."""

    @property
    def key(self) -> tuple[str, str]:
        """What tells cases apart."""
        return self.ask, self.at


def read(name: str) -> Any:
    """Read a YAML file of this folder."""
    return yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))


ANSWERS: dict[str, Any] = read("answers.yaml")
LISTS: dict[str, Any] = read("lists.yaml")


def read_cases() -> list[Case]:
    """Return the cases of all topics."""
    return [
        case
        for path in sorted((FOLDER / "cases").glob("*.yaml"))
        for case in _cases_of(read(f"cases/{path.name}"))
    ]


def _cases_of(table: dict[str, Any]) -> Iterator[Case]:
    topic = table["topic"]
    for line in table.get("ask", "").splitlines():
        yield Case(topic, line)
    for at, lines in table.get("inside", {}).items():
        for line in lines.splitlines():
            yield Case(topic, line, at)
    for row in table.get("in_other_words", []):
        yield Case(topic, row["ask"], row.get("at", ""), row["peer"])


# -- ours -------------------------------------------------------------------------------------


def our_answer(case: Case) -> str:
    """Return what this project says."""
    scope = Scope(
        flatten_answers(ANSWERS),
        case.at,
        now=NOW,
        choices=LISTS,
        question_lists={"village": "villages"},
        tables=LISTS,
        repeat_counts=count_instances(ANSWERS),
        seed="peers",
    )
    try:
        value = compile_expression(case.ask).evaluate(scope)
    except ExpressionError:
        return "refused"
    return _write(value)


def _write(value: str | float | bool) -> str:
    if isinstance(value, bool):
        return "true()" if value else "false()"
    if isinstance(value, str):
        whole = value.encode("utf-8", "backslashreplace").decode("utf-8")
        return f"'{whole}'"
    return _write_number(value)


def _write_number(value: float) -> str:
    """Write ten digits: what differs behind them is the rounding of floats."""
    if math.isnan(value):
        return "NaN"
    return f"{value + 0.0:.10g}".replace("inf", "Infinity")


def agree(one: str, other: str) -> bool:
    """Say whether two written values are the same; numbers may differ by a billionth part."""
    if one == other:
        return True
    try:
        return math.isclose(float(one), float(other), rel_tol=1e-9, abs_tol=1e-9)
    except ValueError:
        return False


# -- the peer's -------------------------------------------------------------------------------


def peer_answers(cases: Sequence[Case]) -> list[str]:
    """Return what Enketo's evaluator says; one process answers all."""
    head = {"document": document(), "now": int(NOW.timestamp() * 1000)}
    asked = [{"ask": for_peer(case), "at": _node_of(case.at)} for case in cases]
    done = subprocess.run(
        ["node", "answer.cjs"],
        cwd=FOLDER,
        input="\n".join(json.dumps(each) for each in [head, *asked]),
        env={**os.environ, "TZ": ZONE},
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    said = [_read_answer(json.loads(line)) for line in done.stdout.splitlines()]
    assert len(said) == len(cases), done.stderr
    return said


def _read_answer(said: dict[str, Any]) -> str:
    if said["kind"] == "number":
        return _write_number(float(said["value"].replace("Infinity", "inf")))
    return "refused" if said["kind"] == "refused" else _write(said["value"])


def document() -> str:
    """Return the answers as the instance of an XForm, the lists as instances within it."""
    root = ElementTree.Element("data")
    _add(root, ANSWERS)
    for name, rows in LISTS.items():
        top = ElementTree.SubElement(ElementTree.SubElement(root, "instance", id=name), "root")
        for row in rows:
            _add(ElementTree.SubElement(top, "item"), row)
    return ElementTree.tostring(root, encoding="unicode")


def _add(above: ElementTree.Element, answers: dict[str, Any]) -> None:
    for name, value in answers.items():
        for each in value if isinstance(value, list) else [value]:
            element = ElementTree.SubElement(above, name)
            if isinstance(each, dict):
                _add(element, each)
            else:
                element.text = each


def for_peer(case: Case) -> str:
    """Return the expression as an XForm has it.

    `${name}` becomes a path, `current()` and `instance()` what Enketo puts in their place.
    """
    text = re.sub(
        r"\$\{(\w+)\}", lambda found: f" {_path_of(found[1], case.at)} ", case.peer or case.ask
    )
    text = re.sub(r"current\(\)(?=/)", _node_of(case.at) or "/data", text)
    return re.sub(r"instance\('(\w+)'\)", r"/data/instance[@id='\1']", text)


def _node_of(at: str) -> str:
    return f"/data/{at}" if at else ""


def _path_of(name: str, at: str) -> str:
    """Return the path of a question: through the instances that `at` stands in, else all."""
    around = _around(name, ANSWERS)
    if around is None:
        raise KeyError(name)
    path, mine = "/data", at.split("/")
    for level, repeat in enumerate(around):
        shared = (
            level < len(mine)
            and mine[: level + 1]
            and re.fullmatch(rf"{repeat}\[\d+\]", mine[level])
        )
        path += f"/{mine[level] if shared else repeat}"
        if not shared:
            mine = []
    return f"{path}/{name}"


def _around(name: str, answers: dict[str, Any]) -> list[str] | None:
    if name in answers:
        return []
    for repeat, instances in answers.items():
        if isinstance(instances, list):
            for instance in instances:
                inner = _around(name, instance)
                if inner is not None:
                    return [repeat, *inner]
    return None
