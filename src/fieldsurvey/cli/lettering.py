"""A short code in, the same in letters five rows high out: read across a table, copied aloud."""

from collections.abc import Sequence

ROWS = 5
_WIDTH = 5
_GAP = 2

_FONT = {
    "A": ".###. #...# ##### #...# #...#",
    "B": "####. #...# ####. #...# ####.",
    "C": ".#### #.... #.... #.... .####",
    "D": "####. #...# #...# #...# ####.",
    "E": "##### #.... ####. #.... #####",
    "F": "##### #.... ####. #.... #....",
    "G": ".#### #.... #..## #...# .####",
    "H": "#...# #...# ##### #...# #...#",
    "I": "##### ..#.. ..#.. ..#.. #####",
    "J": "..### ...#. ...#. #..#. .##..",
    "K": "#...# #..#. ###.. #..#. #...#",
    "L": "#.... #.... #.... #.... #####",
    "M": "#...# ##.## #.#.# #...# #...#",
    "N": "#...# ##..# #.#.# #..## #...#",
    "O": ".###. #...# #...# #...# .###.",
    "P": "####. #...# ####. #.... #....",
    "Q": ".###. #...# #.#.# #..#. .##.#",
    "R": "####. #...# ####. #..#. #...#",
    "S": ".#### #.... .###. ....# ####.",
    "T": "##### ..#.. ..#.. ..#.. ..#..",
    "U": "#...# #...# #...# #...# .###.",
    "V": "#...# #...# .#.#. .#.#. ..#..",
    "W": "#...# #...# #.#.# ##.## #...#",
    "X": "#...# .#.#. ..#.. .#.#. #...#",
    "Y": "#...# .#.#. ..#.. ..#.. ..#..",
    "Z": "##### ...#. ..#.. .#... #####",
    "2": "####. ....# .###. #.... #####",
    "3": "####. ....# ..##. ....# ####.",
    "4": "#..#. #..#. ##### ...#. ...#.",
    "5": "##### #.... ####. ....# ####.",
    "6": ".###. #.... ####. #...# .###.",
    "7": "##### ....# ...#. ..#.. ..#..",
    "-": "..... ..... .###. ..... .....",
}
"""The letters and figures of a finish code; those easily taken for another differ in shape."""


def lettered(code: str, columns: int) -> list[str]:
    """Return the rows of `code` in large letters; [] where there is no room or no such letter.

    The groups of the code stand beside each other, else below each other with a blank row between.
    """
    groups = code.split("-")
    if not all(letter in _FONT for letter in "".join(groups)):
        return []
    for lines in ([code], groups):
        if max(map(_columns, lines)) <= columns:
            return [row for nth, line in enumerate(lines) for row in _block(line, is_first=not nth)]
    return []


def _columns(text: str) -> int:
    return len(text) * (_WIDTH + _GAP) - _GAP


def _block(text: str, *, is_first: bool) -> Sequence[str]:
    glyphs = [_FONT[letter].split() for letter in text]
    between = " " * _GAP
    rows = [between.join(glyph[nth] for glyph in glyphs) for nth in range(ROWS)]
    drawn = [row.replace("#", "█").replace(".", " ").rstrip() for row in rows]
    return drawn if is_first else ["", *drawn]
