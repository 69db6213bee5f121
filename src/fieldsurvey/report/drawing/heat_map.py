"""Counts by row and column in, squares that are the darker the more there is out."""

from dataclasses import dataclass

from markupsafe import Markup

from fieldsurvey.report.drawing.chart import Link
from fieldsurvey.report.drawing.frame import (
    FONT,
    draw_rect,
    draw_text,
    fitted,
    frame,
    label_width,
    linked,
    text_width,
)

SHADES = 4
"""Classes `h1` to `h4`; a square of which nothing came has `h0`."""

_ROW = 24
_LEAST_STEP = 30.0
_MOST_STEP = 54.0
_ROOM = 640


@dataclass(frozen=True, slots=True)
class HeatRow:
    """One row of squares."""

    label: str
    counts: tuple[int, ...]
    link: Link | None = None


@dataclass(frozen=True, slots=True)
class HeatMap:
    """What a heat map shows."""

    key: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[HeatRow, ...]


def draw_heat_map(heat_map: HeatMap) -> Markup:
    """Draw one square for each row and column, its count inside."""
    left = label_width([row.label for row in heat_map.rows])
    step = min(_MOST_STEP, max(_LEAST_STEP, (_ROOM - left) / max(1, len(heat_map.columns))))
    most = max((count for row in heat_map.rows for count in row.counts), default=0)
    room = max(1, int(-(-text_width("00-00 ") // step)))
    heads = Markup("").join(
        draw_text("label", left + (position + 0.5) * step, 14, label, "middle")
        for position, label in enumerate(heat_map.columns)
        if position % room == 0
    )
    rows = Markup("").join(
        linked(row.link, _row(heat_map, row, 22 + place * _ROW, left, step, most), _said(row))
        for place, row in enumerate(heat_map.rows)
    )
    return frame(
        heat_map.key,
        heat_map.title,
        "; ".join(map(_said, heat_map.rows)),
        heads + rows,
        26 + _ROW * len(heat_map.rows),
        max(left + step * len(heat_map.columns), 200),
    )


def shade_of(count: int, most: int) -> str:
    """Return the class of a square: `h0` for nothing, `h4` for the upper quarter of `most`."""
    return f"h{-(-SHADES * count // most) if count else 0}"


def _row(
    heat_map: HeatMap, row: HeatRow, top: float, left: float, step: float, most: int
) -> Markup:
    middle = top + _ROW / 2 + FONT * 0.36
    parts = [draw_text("label", left - 8, middle, fitted(row.label, left - 8), "end")]
    for position, (column, count) in enumerate(zip(heat_map.columns, row.counts, strict=True)):
        x, shade = left + position * step, shade_of(count, most)
        said = f"{row.label} · {column}: {count}"
        parts.append(draw_rect(shade, x + 1, top + 1, step - 2, _ROW - 2, said))
        if count:
            parts.append(draw_text(f"on-{shade}", x + step / 2, middle, str(count), "middle"))
    return Markup("").join(parts)


def _said(row: HeatRow) -> str:
    return f"{row.label} {sum(row.counts)}"
