"""Numbers as typed (`3,200`, `３２００`, `1.5万`, `-0`) → plain decimal notation, or a refusal."""

import re
from collections.abc import Mapping
from decimal import Decimal

from fieldsurvey.i18n import _
from fieldsurvey.interview.typed.numerals import read_numerals
from fieldsurvey.interview.typed.refusal import OUT_OF_RANGE, UNREADABLE, Refusal
from fieldsurvey.interview.typed.text import compact
from fieldsurvey.questionnaire.question_types import RANGE

_DIGITS = 15
"""The most digits kept: what a double, and so every expression, holds exactly."""

_NUMBER = re.compile(
    r"(?P<sign>[+-]?)(?P<whole>[0-9]+|[0-9]{1,3}(?:[, ][0-9]{3})+)?(?:\.(?P<part>[0-9]*))?"
)


def read_integer(typed: str) -> str | Refusal:
    """Return a whole number in plain notation."""
    number = _plain(typed)
    if number is None or "." in number:
        return Refusal(
            UNREADABLE,
            _("“{typed}” is not a whole number.").format(typed=_shown(typed)),
            _("Type digits only, for example 3 or 3,200."),
        )
    return number


def read_decimal(typed: str) -> str | Refusal:
    """Return a number in plain notation, without a trailing zero after the point."""
    number = _plain(typed)
    if number is None:
        return Refusal(
            UNREADABLE,
            _("“{typed}” is not a number.").format(typed=_shown(typed)),
            _("Type digits, with a point for the fraction, for example 3200.5."),
        )
    return number


def read_range(typed: str, given: Mapping[str, str]) -> str | Refusal:
    """Return a number between `start` and `end` of the parameters given, on its `step`."""
    number = read_decimal(typed)
    if isinstance(number, Refusal):
        return number
    start, end, step = scale_of(given)
    distance = Decimal(number) - start
    if not min(start, end) <= Decimal(number) <= max(start, end) or distance % step:
        return Refusal(
            OUT_OF_RANGE,
            _("{number} is not on the scale.").format(number=number),
            _("Type a number from {start} to {end} in steps of {step}.").format(
                start=start, end=end, step=step
            ),
        )
    return number


def scale_of(given: Mapping[str, str]) -> tuple[Decimal, Decimal, Decimal]:
    """Return start, end and step of a range question."""
    start, end, step = (Decimal(given.get(key, preset)) for key, preset in RANGE.items())
    return start, end, step


def _plain(typed: str) -> str | None:
    text = compact(typed).replace("−", "-")
    if (numerals := read_numerals(text)) is not None:
        text = f"{numerals:f}"
    match = _NUMBER.fullmatch(text)
    if match is None or not (match["whole"] or match["part"]):
        return None
    whole = re.sub(r"[, ]", "", match["whole"] or "0").lstrip("0") or "0"
    part = (match["part"] or "").rstrip("0")
    if len(whole) + len(part) > _DIGITS:
        return None
    number = f"{whole}.{part}" if part else whole
    return f"-{number}" if match["sign"] == "-" and number != "0" else number


def _shown(typed: str) -> str:
    return "".join(character for character in typed if character.isprintable())[:40]
