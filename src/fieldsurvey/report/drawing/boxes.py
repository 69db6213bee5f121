"""Five numbers of each in, a box plot out: whiskers to the ends, the box the middle half."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from fieldsurvey.report.drawing.frame import (
    FONT,
    WIDTH,
    draw_rect,
    draw_text,
    fitted,
    frame,
    label_width,
    number,
    text_width,
)

_ROW = 22
_BOX = 12
_TICKS = 5


@dataclass(frozen=True, slots=True)
class Box:
    """One row of a box plot."""

    label: str
    five: tuple[float, float, float, float, float]
    """Lowest, lower quartile, median, upper quartile, highest; at least 0."""
    said: str
    """All of it in words."""
    end: str
    """What stands at the right: the median."""


def draw_boxes(key: str, title: str, boxes: Sequence[Box], width: float = WIDTH) -> Markup:
    """Draw one box under the other over a common axis that begins at 0."""
    left = label_width([box.label for box in boxes])
    right = max((text_width(box.end) for box in boxes), default=0) + 14
    step = _tick(max((box.five[4] for box in boxes), default=0))
    highest = step * _TICKS
    unit = (width - left - right) / highest
    bottom = 4.0 + _ROW * len(boxes)
    axis = Markup("").join(
        Markup('<line class="grid" x1="{0}" x2="{0}" y1="0" y2="{1}"/>').format(
            number(left + tick * step * unit), number(bottom)
        )
        + draw_text("label", left + tick * step * unit, bottom + 16, f"{tick * step:g}", "middle")
        for tick in range(_TICKS + 1)
    )
    rows = Markup("").join(
        _row(box, 4.0 + position * _ROW, left, unit, width) for position, box in enumerate(boxes)
    )
    said = "; ".join(box.said for box in boxes)
    return frame(key, title, said, axis + rows, bottom + 24, width)


def _tick(highest: float) -> float:
    """Return a round step of which five reach `highest`: 1, 2, 5, 10, 20, and so on."""
    power = 1
    while True:
        for factor in (1, 2, 5):
            if factor * power * _TICKS >= highest:
                return factor * power
        power *= 10


def _row(box: Box, top: float, left: float, unit: float, width: float) -> Markup:
    middle = top + _ROW / 2
    text = middle + FONT * 0.36
    lowest, lower, median, upper, highest = (left + each * unit for each in box.five)
    whisker = Markup('<line class="whisker" x1="{}" x2="{}" y1="{}" y2="{}"/>')
    return Markup("").join(
        (
            draw_text("label", left - 8, text, fitted(box.label, left - 8), "end"),
            whisker.format(number(lowest), number(highest), number(middle), number(middle)),
            draw_rect("box", lower, middle - _BOX / 2, max(upper - lower, 1.5), _BOX, box.said),
            Markup('<line class="median" x1="{0}" x2="{0}" y1="{1}" y2="{2}"/>').format(
                number(median), number(middle - _BOX / 2 - 1), number(middle + _BOX / 2 + 1)
            ),
            draw_text("value", width, text, box.end, "end"),
        )
    )
