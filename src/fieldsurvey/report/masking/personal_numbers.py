"""A text in, the places of the personal numbers in it out: telephone, identity, bank card.

A number is found by what it is, not by how it is parted: an identity number has a date of birth in
its middle and a check digit at its end (GB 11643), a card number ends in Luhn's. Dates and amounts
side by side have neither. Numbers without a check (identity numbers of 15 digits, telephones in a
house, cards as they are embossed) are found by how they are grouped, or by the word before them.
"""

import re
from collections.abc import Iterator
from datetime import date
from itertools import pairwise

_PARTED = r"[\s\-—–_./\\·•・,，、:：()（）\u00ad\u200b-\u200d\u2060]{0,3}"
_DIGIT = re.compile(r"\d")
_NARROW = {sign: sign - 0xFEE0 for sign in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
"""Full-width signs as in ASCII, sign for sign."""
_RUN = re.compile(rf"\d(?:{_PARTED}\d)+(?:{_PARTED}[XxＸｘ](?![A-Za-z]))?")
_SOLID = re.compile(r"\d{11,}[XxＸｘ]?|0\d{2,3}[ \-]?\d{7,8}|\d{6}[ \-]\d{8}[ \-]\d{3}[\dXx]")
_CHINESE = re.compile("[〇○零一二三四五六七八九幺]{11,}[XxＸｘ]?")
_MOBILE = re.compile(r"(?:(?:00)?86)?1[3-9]\d{9}")
_GAP = r"[\s\-—–_./·•・)]{0,3}"
_AREA = r"(?:10|2\d|[3-9]\d{2})"
"""010, 02x, 03xx to 09xx, without the 0."""
_LOCAL = rf"[2-9]\d{{2,3}}{_GAP}\d{{4}}"
_GROUPED = re.compile(
    rf"(?<!\d)(?:"
    rf"(?:(?:\+|00)86{_GAP}\(?0?|0){_AREA}{_GAP}{_LOCAL}"
    rf"|[1-8]\d{{5}}{_GAP}\d\d{_GAP}(?:0[1-9]|1[0-2]){_GAP}(?:0[1-9]|[12]\d|3[01]){_GAP}\d{{3}}"
    r"|[1-8]\d\d[ \-]\d{3}[ \-]\d\d(?:0[ \-][1-9]|1[ \-][0-2])(?:0[1-9]|[12]\d|3[01])[ \-]\d{3}"
    rf"|[3-6]\d{{3}}(?:[ \-]\d{{4}}){{3}}(?:[ \-]?\d{{1,3}})?"
    rf")(?!\d)"
)
_NAMED = re.compile(
    rf"(?:电话|手机|座机|固话|联系方式|号码|\btel|\bphone)[^\d\n]{{0,6}}({_LOCAL})(?!\d)",
    re.IGNORECASE,
)
"""A number that is called one: of a telephone in the same town there is no more to know it by."""
_IDENTITY_LETTERS = 18
_SHORTEST_CARD, _LONGEST_CARD = 16, 19
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"


def personal_numbers(text: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of each personal number of `text`, in order, none touching another.

    Numbers found over each other are one: what is left between two masks would tell the rest.
    """
    if not (_DIGIT.search(text) or _CHINESE.search(text)):
        return
    text = text.translate(_NARROW)
    found = [match.span() for match in _CHINESE.finditer(text)]
    found += [match.span() for match in _GROUPED.finditer(text)]
    found += [match.span(1) for match in _NAMED.finditer(text)]
    for run in _RUN.finditer(text):
        found += _inside(text, run.start(), run.end())
    whole: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if whole and start < whole[-1][1]:
            whole[-1] = whole[-1][0], max(end, whole[-1][1])
        else:
            whole.append((start, end))
    yield from whole


def _inside(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the personal numbers of one run of digits, those written solid and those parted."""
    for match in _SOLID.finditer(text, start, end):
        if not text[max(start, match.start() - 1) : match.start()].isdigit():
            yield match.span()
    places = [n for n in range(start, end) if text[n].isdigit() or text[n] in "XxＸｘ"]
    signs = "".join("X" if not text[n].isdigit() else str(int(text[n])) for n in places)
    ends = {n for n, (a, b) in enumerate(pairwise(places), 1) if b > a + 1} | {0, len(places)}
    for first in range(len(signs)):
        for length in _lengths(signs[first : first + _LONGEST_CARD], is_start=first in ends):
            if first + length in ends or is_identity(signs[first : first + length]):
                yield places[first], places[first + length - 1] + 1


def _lengths(signs: str, *, is_start: bool) -> Iterator[int]:
    """Yield how many of `signs` may be a personal number from their first on.

    Where the run begins, an identity number need not have the right check digit: it was mistyped.
    """
    identity = signs[:_IDENTITY_LETTERS]
    if is_identity(identity) or (
        is_start and len(identity) == _IDENTITY_LETTERS and _is_birth(identity[6:14])
    ):
        yield _IDENTITY_LETTERS
    if is_start:
        if mobile := _MOBILE.match(signs):
            yield mobile.end()
        for length in range(_SHORTEST_CARD, min(_LONGEST_CARD, len(signs)) + 1):
            if _is_card(signs[:length]):
                yield length


def is_identity(signs: str) -> bool:
    """Whether 18 signs are a resident identity number: region, date of birth, check digit."""
    if len(signs) != _IDENTITY_LETTERS or not signs[:17].isdigit() or signs[0] in "09":
        return False
    total = sum(int(sign) * weight for sign, weight in zip(signs, _WEIGHTS, strict=False))
    return signs[17] == _CHECK_DIGITS[total % 11] and _is_birth(signs[6:14])


def _is_birth(digits: str) -> bool:
    try:
        born = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return born.year >= 1900


def _is_card(signs: str) -> bool:
    """Whether the last digit is Luhn's, and the number one of a bank (they begin with 3 to 6)."""
    if not signs.isdigit() or signs[0] not in "3456":
        return False
    doubled = (int(sign) * (1 + n % 2) for n, sign in enumerate(reversed(signs)))
    return sum(number // 10 + number % 10 for number in doubled) % 10 == 0
