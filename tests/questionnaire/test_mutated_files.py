"""The shipped files, changed at random: read or refused with file and line, never a traceback.

A sample runs with every test; `make fuzz` runs ten thousand. A case is named by its number, and
the same number is the same case.
"""

import os
import random
import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from fieldsurvey.assess.scores.scoring_rules import read_scoring
from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.questionnaire import read_questionnaire, shipped_folder
from fieldsurvey.report.sectors import read_sectors

CASES = int(os.environ.get("FIELDSURVEY_FUZZ_CASES", "120"))
FIRST = int(os.environ.get("FIELDSURVEY_FUZZ_FIRST", "0"))
BATCH = 20
LONGEST_SECONDS = 2

EXAMPLE = Path(__file__).parents[2] / "examples" / "household-members"
READERS: dict[str, Callable[[Path], object]] = {
    "scoring.yaml": read_scoring,
    "sectors.yaml": read_sectors,
}
FORM, TABLE = EXAMPLE / "household-members.yaml", EXAMPLE / "villages.csv"
FILES = [*sorted(shipped_folder().glob("*.yaml")), FORM, TABLE]
PIECES = [
    *("\t", "\r", "\n", "\0", "\x85", "\u2028", "\ufeff", "\ud7ff", "是", "，", "\U0001f600"),
    *("- ", ": ", "{", "}", "[", "]", "'", '"', "|", ">", "#", "? ", "---\n", "...\n", "%", "@"),
    *("&a ", "*a", "<<: ", "!!python/object:os.system ", "!table x 3", "no", "null", "~", "1e999"),
    *(
        "${head}",
        "${",
        "}",
        "${${a}}",
        ". = ",
        "' or '",
        "(" * 300,
        ")" * 300,
        "[" * 200,
        "9" * 500,
    ),
    *("not(", "count(", "/" * 50, "../" * 50, "select_one_from_file ../../x.csv", "a" * 20_000),
    *("name: x", "type: group", "children:", "survey:", "choices:", "problem:", "settings: 1"),
]


def cut(text: str, dice: random.Random) -> str:
    """Take a piece out."""
    at = dice.randrange(len(text) or 1)
    return text[:at] + text[at + dice.choice((1, 1, 3, 40, 4_000, len(text))) :]


def put(text: str, dice: random.Random) -> str:
    """Put a piece in."""
    at = dice.randrange(len(text) + 1)
    return text[:at] + dice.choice(PIECES) + text[at:]


def copy(text: str, dice: random.Random) -> str:
    """Put in again what stands elsewhere."""
    start, at = dice.randrange(len(text) or 1), dice.randrange(len(text) + 1)
    return text[:at] + text[start : start + dice.choice((1, 10, 200, 3_000))] + text[at:]


def swap_values(text: str, dice: random.Random) -> str:
    """Give a key the value of another."""
    lines = text.split("\n")
    keyed = [number for number, line in enumerate(lines) if ": " in line]
    if len(keyed) > 1:
        one, other = dice.sample(keyed, 2)
        lines[one] = lines[one].split(": ")[0] + ": " + lines[other].split(": ", 1)[1]
    return "\n".join(lines)


def move_line(text: str, dice: random.Random) -> str:
    """Put a line somewhere else, indented otherwise."""
    lines = text.split("\n")
    line = lines.pop(dice.randrange(len(lines)))
    lines.insert(dice.randrange(len(lines) + 1), " " * dice.randrange(9) + line.lstrip())
    return "\n".join(lines)


def flip(text: str, dice: random.Random) -> str:
    """Replace one character by any other."""
    at = dice.randrange(len(text) or 1)
    return (
        text[:at] + chr(dice.choice((dice.randrange(256), dice.randrange(0xD800)))) + text[at + 1 :]
    )


MUTATIONS = (cut, put, copy, swap_values, move_line, flip)


def mutated(number: int) -> tuple[str, bytes]:
    """Return the name and the bytes of one case."""
    dice = random.Random(number)
    path = dice.choice(FILES)
    text = path.read_text(encoding="utf-8")
    for _change in range(dice.choice((1, 1, 2, 3, 8))):
        text = dice.choice(MUTATIONS)(text, dice)
    content = text.encode("utf-8", "surrogatepass")
    if dice.random() < 0.1:
        content = content[: dice.randrange(len(content) + 1)]
    if dice.random() < 0.05:
        content = text.encode(dice.choice(("utf-16", "gb18030")), "replace")
    return path.name, content


@pytest.mark.parametrize("batch", range(FIRST, FIRST + CASES, BATCH))
def test_a_mutated_file_is_read_or_refused_with_file_and_line(tmp_path: Path, batch: int) -> None:
    """No other exception than ours, nothing longer than two seconds, each fault at its line."""
    for number in range(batch, batch + BATCH):
        name, content = mutated(number)
        for whole in (FORM, TABLE):
            (tmp_path / whole.name).write_bytes(whole.read_bytes())
        (tmp_path / name).write_bytes(content)
        read = FORM.name if name == TABLE.name else name
        place = re.compile(rf"(?:{re.escape(read)}|villages\.csv):[1-9][0-9]*")
        began = time.perf_counter()
        try:
            READERS.get(read, read_questionnaire)(tmp_path / read)
        except FieldSurveyError as refused:
            assert refused.findings, number
            for finding in refused.findings:
                assert place.fullmatch(finding.where), (number, finding)
                assert finding.what, number
        assert time.perf_counter() - began < LONGEST_SECONDS, number
