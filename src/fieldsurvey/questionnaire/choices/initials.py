"""A Chinese character in, the letters its pinyin readings begin with out.

Read from a table of our own, so that a prompt needs no library for it; `docs/make_initials.py`
makes the table. Characters beyond the plane that names are written in have none.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("initials.txt")


def initials_of(character: str) -> str:
    """Return each letter that a reading begins with, the usual one first: 重 → zct; '' for none."""
    return _table().get(character, "")


@cache
def _table() -> Mapping[str, str]:
    """Return the letters of every character; read when first asked for, in about 10 ms."""
    letters: dict[str, str] = {}
    for line in _FILE.read_text(encoding="utf-8").splitlines():
        head, _blank, rest = line.partition(" ")
        if head == "#":
            continue
        if len(head) > 1:
            first = int(head, 16)
            letters.update((chr(first + nth), rest[nth]) for nth in range(len(rest)))
        else:
            letters.update((other, letters.get(other, "") + head) for other in rest)
    return {character: read for character, read in letters.items() if read != "."}
