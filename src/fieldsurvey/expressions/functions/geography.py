"""Points, lines and areas on the Earth, taken as a ball."""

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise

from fieldsurvey.expressions.conversions import NAN, Value, plain_number, texts
from fieldsurvey.expressions.functions.registry import Kind, Topic

_topic = Topic("Geography")
_EARTH_RADIUS_METERS = 6_378_100.0

Point = tuple[float, float]
"""Latitude and longitude in degrees."""


@_topic.offer(
    "area(places:value*)",
    Kind.NUMBER,
    "Gives the area in m² of a geoshape or of geopoints; altitude does not count.",
)
def area(*places: Value) -> float:
    """Add up the strips between each side and the equator; rounded to 0.01 m²."""
    points = read_points(places)
    if points is None:
        return NAN
    if len(points) < 3:
        return 0.0
    strips = sum(
        _radians_between(one[1], other[1])
        * (2 + math.sin(math.radians(one[0])) + math.sin(math.radians(other[0])))
        for one, other in _sides(points)
    )
    return round(abs(strips) * _EARTH_RADIUS_METERS**2 / 2, 2)


def _radians_between(one: float, other: float) -> float:
    """Return the way from one longitude to another, the short way round."""
    return math.radians((other - one + 180) % 360 - 180)


def _sides(points: Sequence[Point]) -> Iterable[tuple[Point, Point]]:
    return zip(points, [*points[1:], points[0]], strict=True)


@_topic.offer(
    "distance(places:value*)",
    Kind.NUMBER,
    "Gives the length in m of a geotrace, of the edge of a geoshape, or between geopoints.",
)
def distance(*places: Value) -> float:
    """Add up great circles (haversine); rounded to 0.01 m."""
    points = read_points(places)
    if points is None:
        return NAN
    return round(math.fsum(map(_between, points, points[1:])), 2)


def _between(one: Point, other: Point) -> float:
    latitudes = math.radians(other[0] - one[0])
    longitudes = math.radians(other[1] - one[1])
    half = (
        math.sin(latitudes / 2) ** 2
        + math.cos(math.radians(one[0]))
        * math.cos(math.radians(other[0]))
        * math.sin(longitudes / 2) ** 2
    )
    return 2 * _EARTH_RADIUS_METERS * math.asin(min(1.0, math.sqrt(half)))


@_topic.offer(
    "geofence(point:text, area:value*)",
    Kind.TRUTH,
    "Holds where a geopoint lies in a geoshape.",
)
def geofence(point: str, *shape: Value) -> bool:
    """Count the sides that a line from the point to the north crosses."""
    where, corners = _read_point(point), read_points(shape)
    if where is None or corners is None or len(corners) < 3:
        return False
    crossed = sum(_is_north_of(where, one, other) for one, other in _sides(corners))
    return crossed % 2 == 1


def _is_north_of(point: Point, one: Point, other: Point) -> bool:
    latitude, longitude = point
    if (one[1] > longitude) == (other[1] > longitude):
        return False
    share = (longitude - one[1]) / (other[1] - one[1])
    return latitude < one[0] + share * (other[0] - one[0])


@_topic.offer(
    "intersects(line:value*)",
    Kind.TRUTH,
    "Holds where a geotrace or the edge of a geoshape crosses itself.",
)
def intersects(*line: Value) -> bool:
    """Compare each stretch with those that do not touch it; at most a thousand stretches."""
    points = read_points(line)
    if points is None or len(points) > 1_000:
        return False
    stretches = list(pairwise(points))
    is_closed = len(points) > 2 and points[0] == points[-1]
    return any(
        _cross(*stretches[first], *stretches[second])
        for first in range(len(stretches))
        for second in range(first + 2, len(stretches))
        if not (is_closed and first == 0 and second == len(stretches) - 1)
    )


def _cross(a: Point, b: Point, c: Point, d: Point) -> bool:
    return _side(a, b, c) * _side(a, b, d) <= 0 and _side(c, d, a) * _side(c, d, b) <= 0


def _side(a: Point, b: Point, point: Point) -> float:
    turn = (b[1] - a[1]) * (point[0] - a[0]) - (b[0] - a[0]) * (point[1] - a[1])
    return math.copysign(1.0, turn) if turn else 0.0


def read_points(places: Iterable[Value]) -> list[Point] | None:
    """Return the points of geopoints, a geotrace or a geoshape; `None` if one is none."""
    words = [word.strip() for place in places for each in texts(place) for word in each.split(";")]
    if len(words) > 1 and not words[-1]:
        words.pop()
    points = [_read_point(word) for word in words]
    known = [point for point in points if point is not None]
    return known if len(known) == len(points) else None


def _read_point(word: str) -> Point | None:
    """Read latitude, longitude and, if given, altitude and accuracy; `None` if one is wrong."""
    numbers = [plain_number(each) for each in word.split()]
    if len(numbers) not in {2, 3, 4} or any(map(math.isnan, numbers)):
        return None
    latitude, longitude, *further = numbers
    is_accurate = len(further) < 2 or further[1] >= 0
    return (
        (latitude, longitude)
        if abs(latitude) <= 90 and abs(longitude) <= 180 and is_accurate
        else None
    )
