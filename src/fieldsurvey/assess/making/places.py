"""Photos in, when and how far apart they were taken out, as far as the camera says."""

from collections.abc import Iterator, Sequence
from datetime import datetime, tzinfo
from math import asin, cos, radians, sin, sqrt
from statistics import median

from fieldsurvey.chain.interview import Photo

_EARTH_KM = 6371.0

_FEWEST = 3
"""Of fewer places nobody can say which is the odd one."""


def taken_at(photo: Photo, zone: tzinfo | None) -> datetime | None:
    """Return when a photo was taken; a camera that knows no zone is in that of the laptop."""
    try:
        at = datetime.fromisoformat(photo.taken_at)
    except ValueError:
        return None
    return at if at.tzinfo else at.replace(tzinfo=zone)


def far_apart_km(placed: Sequence[tuple[str, str]], limit_km: float) -> Iterator[tuple[str, float]]:
    """Yield each interview whose photo is farther than a limit from the middle of the others.

    Args:
        placed: Latitude and longitude in degrees, `34.26 108.94`, and the interview.
        limit_km: How far is far.
    """
    known = [(place, name) for text, name in placed if (place := _degrees(text)) is not None]
    if len(known) < _FEWEST:
        return
    middle = (median(place[0] for place, _ in known), median(place[1] for place, _ in known))
    farthest: dict[str, float] = {}
    for place, name in known:
        farthest[name] = max(farthest.get(name, 0), distance_km(place, middle))
    yield from ((name, km) for name, km in farthest.items() if km > limit_km)


def distance_km(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Return the way between two places as the crow flies: the haversine formula."""
    (north, east), (to_north, to_east) = (tuple(map(radians, each)) for each in (one, other))
    across = sin((to_north - north) / 2) ** 2
    along = cos(north) * cos(to_north) * sin((to_east - east) / 2) ** 2
    return 2 * _EARTH_KM * asin(sqrt(min(1.0, across + along)))


def _degrees(place: str) -> tuple[float, float] | None:
    try:
        north, east, *_more = (float(part) for part in place.split())
    except ValueError:
        return None
    return (north, east) if abs(north) <= 90 and abs(east) <= 180 else None
