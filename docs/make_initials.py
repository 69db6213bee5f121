"""Make `choices/initials.txt` of the questionnaire: the letters that pinyin readings begin with.

Run once for a newer table of readings: `pip install pypinyin && python docs/make_initials.py`.
Takes the readings of pypinyin (MIT), which has them from Unicode's Unihan database and from
dictionaries.
"""

import unicodedata
from collections.abc import Iterable, Mapping
from importlib.metadata import version
from pathlib import Path

FILE = Path(__file__).parent.parent / "src/fieldsurvey/questionnaire/choices/initials.txt"
FIRST, LAST = 0x3400, 0x9FFF
A_LINE = 64
ADDED = {"㐂": "x", "𠮷": "j"}
"""In names of people and places, and without a reading there."""

HEAD = """\
# The letters that the pinyin readings of Chinese characters begin with.
# Made by docs/make_initials.py from pypinyin {version}, Copyright (c) 2016 mozillazg, hotoo, MIT
# licence, which takes the readings from Unicode's Unihan database and from dictionaries.
# First the most usual reading of each character from the code point at the head of the line on;
# "." has none. Then each other letter with the characters that have a reading with it.
"""


def letters_of(readings: Iterable[str]) -> str:
    """Return the first letter of each reading once, without tone marks, the usual one first."""
    plain = (unicodedata.normalize("NFD", reading)[0] for reading in readings)
    return "".join(dict.fromkeys(plain))


def lines_of(letters: Mapping[str, str]) -> Iterable[str]:
    """Yield the lines of the table."""
    for start in range(FIRST, LAST + 1, A_LINE):
        usual = (letters.get(chr(code), ".")[0] for code in range(start, start + A_LINE))
        yield f"{start:04X} {''.join(usual)}"
    for letter in sorted(set("".join(letters.values()))):
        others = [
            c
            for c, read in sorted(letters.items())
            if letter in read and _is_other(c, read, letter)
        ]
        if others:
            yield f"{letter} {''.join(others)}"


def _is_other(character: str, read: str, letter: str) -> bool:
    return not FIRST <= ord(character) <= LAST or letter != read[0]


def main() -> None:
    """Write the table."""
    from pypinyin.pinyin_dict import pinyin_dict

    letters = {
        chr(code): letters_of(readings.split(","))
        for code, readings in pinyin_dict.items()
        if FIRST <= code <= LAST or code == ord("〇")
    }
    text = HEAD.format(version=version("pypinyin")) + "\n".join(lines_of({**letters, **ADDED}))
    FILE.write_text(text + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
