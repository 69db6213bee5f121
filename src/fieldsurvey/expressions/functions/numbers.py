"""Numbers: rounding, powers, angles; what has no answer is NaN, what is too large is infinite."""

import math
from collections.abc import Callable
from decimal import ROUND_HALF_DOWN, ROUND_HALF_UP, Decimal
from typing import ParamSpec

from fieldsurvey.expressions.conversions import NAN
from fieldsurvey.expressions.functions.registry import Kind, Topic

_topic = Topic("Numbers")
_P = ParamSpec("_P")
_INFINITY = float("inf")

_topic.announce(
    "number(value:value?)",
    Kind.NUMBER,
    "Converts to a number, dates to days since 1970-01-01 UTC; without argument, the answer.",
)


def _total(function: Callable[_P, float]) -> Callable[_P, float]:
    """Give NaN outside a function's domain and infinity beyond a float's range."""

    def answer(*arguments: _P.args, **keywords: _P.kwargs) -> float:
        try:
            return float(function(*arguments, **keywords))
        except OverflowError:
            return _INFINITY
        except ValueError:
            return NAN

    return answer


@_topic.offer(
    "int(number:number)", Kind.NUMBER, "Drops what stands behind the point: int(-2.7) is -2."
)
def whole(value: float) -> float:
    """Truncate."""
    return float(math.trunc(value)) if math.isfinite(value) else value


@_topic.offer(
    "round(number:number, places:number?)",
    Kind.NUMBER,
    "Rounds to whole numbers or to `places` behind the point; halves go up: round(-2.5) is -2.",
)
def round_half_up(value: float, places: float = 0.0) -> float:
    """Round the decimal that is written, not the binary fraction behind it.

    Source: XPath 1.0 `round` (halves towards positive infinity), with ODK's second argument.
    """
    if not math.isfinite(value):
        return value
    if math.isnan(places):
        return NAN
    digits = math.trunc(max(-400.0, min(400.0, places)))
    exact = Decimal(repr(value))
    exponent = exact.as_tuple().exponent
    if isinstance(exponent, int) and -exponent <= digits:
        return value
    if exact.adjusted() + 1 < -digits:
        return 0.0
    scaled = exact.scaleb(digits).to_integral_value(ROUND_HALF_UP if value > 0 else ROUND_HALF_DOWN)
    return float(scaled.scaleb(-digits)) + 0.0


@_topic.offer("floor(number:number)", Kind.NUMBER, "Rounds down.")
def floor(value: float) -> float:
    """Round down."""
    return float(math.floor(value)) if math.isfinite(value) else value


@_topic.offer("ceiling(number:number)", Kind.NUMBER, "Rounds up.")
def ceiling(value: float) -> float:
    """Round up."""
    return float(math.ceil(value)) if math.isfinite(value) else value


@_topic.offer("abs(number:number)", Kind.NUMBER, "Drops the sign.")
def absolute(value: float) -> float:
    """Drop the sign."""
    return abs(value)


@_topic.offer("pow(number:number, power:number)", Kind.NUMBER, "Raises to a power.")
def power(value: float, exponent: float) -> float:
    """Raise to a power; 0 to a negative one is infinite, a root of a negative number is NaN."""
    try:
        return math.pow(value, exponent)
    except OverflowError:
        return -_INFINITY if value < 0 and math.fmod(exponent, 2) else _INFINITY
    except ValueError:
        return _INFINITY if value == 0 else NAN


@_total
def _logarithm(value: float, base: float) -> float:
    if value == 0:
        return -_INFINITY
    return math.log10(value) if base == 10 else math.log(value)


@_topic.offer("log(number:number)", Kind.NUMBER, "Gives the natural logarithm.")
def log(value: float) -> float:
    """Take the natural logarithm."""
    return _logarithm(value, math.e)


@_topic.offer("log10(number:number)", Kind.NUMBER, "Gives the logarithm to base 10.")
def log10(value: float) -> float:
    """Take the logarithm to base 10."""
    return _logarithm(value, 10)


@_topic.offer("pi()", Kind.NUMBER, "Gives π.")
def pi() -> float:
    """Give π."""
    return math.pi


def _offer_mathematics() -> None:
    for name, function, says in (
        ("sqrt", math.sqrt, "Gives the square root."),
        ("exp", math.exp, "Raises e to the number."),
        ("exp10", lambda value: power(10.0, value), "Raises 10 to the number."),
        ("sin", math.sin, "Gives the sine of an angle in radians."),
        ("cos", math.cos, "Gives the cosine of an angle in radians."),
        ("tan", math.tan, "Gives the tangent of an angle in radians."),
        ("asin", math.asin, "Gives the angle in radians whose sine this is."),
        ("acos", math.acos, "Gives the angle in radians whose cosine this is."),
        ("atan", math.atan, "Gives the angle in radians whose tangent this is."),
    ):
        _topic.offer(f"{name}(number:number)", Kind.NUMBER, says)(_total(function))
    _topic.offer(
        "atan2(y:number, x:number)",
        Kind.NUMBER,
        "Gives the angle in radians of the point (x, y), in its own quadrant.",
    )(_total(math.atan2))


_offer_mathematics()
