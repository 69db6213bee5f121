"""Numbers as Chinese notes write them (`1.5万`, `2千`, `三千二`, `一百零五`) → decimal, or None."""

import re
from decimal import Decimal

_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_SMALL = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10**4, "亿": 10**8}
_TOKEN = re.compile(
    r"(?P<number>[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?)"
    rf"|(?P<digit>[{''.join(_DIGITS)}])|(?P<unit>[{''.join({**_SMALL, **_LARGE})}])"
)


def read_numerals(text: str) -> Decimal | None:
    """Return the number that a mixture of digits, numerals and 十百千万亿 writes.

    A last digit right after a unit counts tenths of it, as it is spoken: 三千二 is 3200, 1万5 is
    15000; 三千零二 is 3002. Numerals without a unit are read digit by digit: 二〇二〇.
    """
    tokens = [*_TOKEN.finditer(text)]
    if "".join(token[0] for token in tokens) != text or not re.search(r"[^0-9.,]", text):
        return None
    if all(token["digit"] for token in tokens):
        return Decimal("".join(str(_DIGITS[token[0]]) for token in tokens))
    reading = _Reading()
    return reading.value() if all(map(reading.take, tokens)) else None


class _Reading:
    """Adds up the parts of a number from left to right."""

    def __init__(self) -> None:
        self._total = self._section = Decimal(0)
        self._waiting: Decimal | None = None
        self._last_unit = 10**9
        self._large_before = 10**9
        self._is_after_zero = False

    def take(self, token: re.Match[str]) -> bool:
        """Take one part; say whether it may stand there."""
        if unit := token["unit"]:
            return self._large(_LARGE[unit]) if unit in _LARGE else self._small(_SMALL[unit])
        if token["digit"] and not _DIGITS[token[0]]:
            self._is_after_zero = True
            return self._waiting is None
        is_first = self._waiting is None
        plain = token[0].replace(",", "")
        self._waiting = Decimal(_DIGITS[plain] if token["digit"] else plain)
        return is_first

    def value(self) -> Decimal | None:
        """Return the number; None where nothing was counted."""
        rest = self._waiting or Decimal(0)
        is_spoken_short = 0 < rest < 10 and rest == int(rest) and not self._is_after_zero
        if is_spoken_short and self._last_unit < 10**9:
            rest = rest * self._last_unit / 10
        elif rest >= self._last_unit:
            return None
        return self._total + self._section + rest

    def _small(self, unit: int) -> bool:
        if self._waiting is None and (unit != 10 or self._section):
            return False
        is_in_order = unit < self._last_unit and (self._waiting or 0) < 10 * unit
        self._section += (self._waiting if self._waiting is not None else 1) * unit
        self._waiting, self._last_unit, self._is_after_zero = None, unit, False
        return is_in_order

    def _large(self, unit: int) -> bool:
        counted = self._section + (self._waiting or 0)
        is_in_order = unit < self._large_before and counted > 0
        self._total += counted * unit
        self._section, self._waiting = Decimal(0), None
        self._last_unit = self._large_before = unit
        self._is_after_zero = False
        return is_in_order
