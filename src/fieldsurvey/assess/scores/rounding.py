"""Takes exact points, gives them as they are shown: rounded once, half up, to hundredths."""

from fractions import Fraction


def hundredths(points: Fraction) -> int:
    """Round half up: 90.875 points are 9088 hundredths."""
    return (points * 200 + 1).__floor__() // 2


def in_points(points: Fraction) -> str:
    """Write points with two decimals: `90.88`."""
    rounded = hundredths(points)
    return f"{'-' if rounded < 0 else ''}{abs(rounded) // 100}.{abs(rounded) % 100:02}"


def in_short(points: Fraction) -> str:
    """Write points that are whole hundredths without trailing zeros: `2.5`, `100`."""
    return in_points(points).rstrip("0").rstrip(".")
