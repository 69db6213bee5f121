"""A chart in, stacked bars or columns out."""

from collections.abc import Iterator

from markupsafe import Markup

from fieldsurvey.report.drawing.chart import Bar, Chart
from fieldsurvey.report.drawing.frame import (
    FONT,
    WIDTH,
    draw_rect,
    draw_text,
    fitted,
    frame,
    label_width,
    linked,
    text_width,
)

_ROW = 28
_BAR = 16
_COLUMNS_END = 176.0


def draw_bars(chart: Chart) -> Markup:
    """Draw horizontal stacked bars, one under the other."""
    left = label_width([bar.label for bar in chart.bars])
    right = max((text_width(bar.end) for bar in chart.bars), default=0) + 12
    longest = max((bar.total for bar in chart.bars), default=0) or 1
    unit = (WIDTH - left - right) / longest
    rows = Markup("").join(
        linked(bar.link, _bar_row(chart, bar, 4 + position * _ROW, left, unit), _said(chart, bar))
        for position, bar in enumerate(chart.bars)
    )
    return frame(chart.key, chart.title, _all_said(chart), rows, 8 + _ROW * len(chart.bars))


def draw_columns(chart: Chart) -> Markup:
    """Draw vertical stacked columns, one beside the other: days."""
    longest = max((bar.total for bar in chart.bars), default=0) or 1
    step = WIDTH / max(1, len(chart.bars))
    columns = Markup("").join(
        linked(
            bar.link,
            _column(chart, bar, (position + 0.5) * step, step, 150 / longest),
            _said(chart, bar),
        )
        for position, bar in enumerate(chart.bars)
    )
    base = Markup('<line class="axis" x1="0" x2="{}" y1="176.5" y2="176.5"/>').format(WIDTH)
    return frame(chart.key, chart.title, _all_said(chart), columns + base, 202)


def _bar_row(chart: Chart, bar: Bar, top: float, left: float, unit: float) -> Markup:
    middle = top + _ROW / 2 + FONT * 0.36
    return Markup("").join(
        (
            draw_text("label", left - 8, middle, fitted(bar.label, left - 8), "end"),
            *(
                draw_rect(css_class, left + from_ * unit, top + 6, value * unit, _BAR, title)
                for css_class, from_, value, title in _segments(chart, bar)
            ),
            draw_text("value", left + bar.total * unit + 6, middle, bar.end),
        )
    )


def _column(chart: Chart, bar: Bar, centre: float, step: float, unit: float) -> Markup:
    width = min(44.0, step * 0.62)
    top = _COLUMNS_END - bar.total * unit
    room = max(1, -(-text_width("00-00 ") // step))
    is_named = round(centre / step - 0.5) % room == 0
    return Markup("").join(
        (
            *(
                draw_rect(
                    css_class,
                    centre - width / 2,
                    _COLUMNS_END - (from_ + value) * unit,
                    width,
                    value * unit,
                    title,
                )
                for css_class, from_, value, title in _segments(chart, bar)
            ),
            draw_text("value", centre, top - 6, bar.end, "middle"),
            draw_text("label", centre, 194, bar.label, "middle") if is_named else Markup(""),
        )
    )


def _segments(chart: Chart, bar: Bar) -> Iterator[tuple[str, int, int, str]]:
    """Yield class, where it begins, value and words of each part of a bar that is not 0."""
    from_ = 0
    for series, value in zip(chart.series, bar.values, strict=True):
        if value:
            said = f"{bar.label} · {series.name}: {_in_words(value, chart.scale)}"
            yield series.css_class, from_, value, said
        from_ += value


def _said(chart: Chart, bar: Bar) -> str:
    parts = ", ".join(
        f"{series.name} {_in_words(value, chart.scale)}"
        for series, value in zip(chart.series, bar.values, strict=True)
        if value
    )
    return f"{bar.label}: {bar.end} ({parts})" if parts else f"{bar.label}: {bar.end}"


def _all_said(chart: Chart) -> str:
    return "; ".join(f"{bar.label} {bar.end}" for bar in chart.bars)


def _in_words(value: int, scale: int) -> str:
    return str(value) if scale == 1 else f"{value / scale:.2f}"
