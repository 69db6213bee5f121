"""Numbers and words in, SVG out: no script, no colours of its own.

Each figure takes its colours from the classes of the page (`critical`, `major`, `s1` …), so it
follows light, dark and print; each carries its title and every number as text for those who
cannot see it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from unicodedata import east_asian_width

from markupsafe import Markup

_WIDTH = 430
_FONT = 13
_ROW = 28
_BAR = 16


@dataclass(frozen=True, slots=True)
class Series:
    """One colour of a stacked chart."""

    name: str
    css_class: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar, stacked from one value per series."""

    label: str
    values: tuple[int, ...]
    """At least 0 each, in the order of the series."""
    said: str = ""
    """What stands at the end of the bar; the sum where not given."""

    @property
    def total(self) -> int:
        """The length of the whole bar."""
        return sum(self.values)

    @property
    def end(self) -> str:
        """The words at the end of the bar."""
        return self.said or str(self.total)


@dataclass(frozen=True, slots=True)
class Chart:
    """What a chart shows, however it is drawn."""

    title: str
    series: tuple[Series, ...]
    bars: tuple[Bar, ...]
    scale: int = 1
    """What values are divided by where they are said: 100 for hundredths."""


def text_width(text: str, font: float = _FONT) -> float:
    """Return about how wide `text` is drawn, in units of the drawing."""
    wide = sum(east_asian_width(sign) in "WF" for sign in text)
    return (wide + 0.56 * (len(text) - wide)) * font


def draw_bars(chart: Chart) -> Markup:
    """Draw horizontal stacked bars, one under the other."""
    left = _label_width([bar.label for bar in chart.bars])
    right = max((text_width(bar.end) for bar in chart.bars), default=0) + 12
    longest = max((bar.total for bar in chart.bars), default=0) or 1
    unit = (_WIDTH - left - right) / longest
    rows = Markup("").join(
        _bar_row(chart, bar, 4 + position * _ROW, left, unit)
        for position, bar in enumerate(chart.bars)
    )
    return _frame(chart, rows, 8 + _ROW * len(chart.bars))


def draw_columns(chart: Chart) -> Markup:
    """Draw vertical stacked columns, one beside the other: days."""
    height = 150
    longest = max((bar.total for bar in chart.bars), default=0) or 1
    step = _WIDTH / max(1, len(chart.bars))
    width = min(44.0, step * 0.62)
    columns = Markup("").join(
        _column(chart, bar, (position + 0.5) * step, width, height / longest)
        for position, bar in enumerate(chart.bars)
    )
    base = Markup('<line class="axis" x1="0" x2="{}" y1="176.5" y2="176.5"/>').format(_WIDTH)
    return _frame(chart, columns + base, 202)


def _bar_row(chart: Chart, bar: Bar, top: float, left: float, unit: float) -> Markup:
    middle = _number(top + _ROW / 2 + _FONT * 0.36)
    label = Markup('<text class="label" x="{}" y="{}" text-anchor="end">{}</text>').format(
        _number(left - 8), middle, _fitted(bar.label, left - 8)
    )
    parts = []
    x = left
    for series, value in zip(chart.series, bar.values, strict=True):
        if value:
            parts.append(
                _segment(chart, bar, series, value).format(
                    x=_number(x),
                    y=_number(top + (_ROW - _BAR) / 2),
                    width=_number(value * unit),
                    height=_BAR,
                )
            )
        x += value * unit
    end = Markup('<text class="value" x="{}" y="{}">{}</text>').format(
        _number(x + 6), middle, bar.end
    )
    return label + Markup("").join(parts) + end


def _column(chart: Chart, bar: Bar, centre: float, width: float, unit: float) -> Markup:
    parts = []
    y = 176.0
    for series, value in zip(chart.series, bar.values, strict=True):
        y -= value * unit
        if value:
            parts.append(
                _segment(chart, bar, series, value).format(
                    x=_number(centre - width / 2),
                    y=_number(y),
                    width=_number(width),
                    height=_number(value * unit),
                )
            )
    text = Markup('<text class="{}" x="{}" y="{}" text-anchor="middle">{}</text>')
    end = text.format("value", _number(centre), _number(y - 6), bar.end)
    label = text.format("label", _number(centre), 194, bar.label)
    return Markup("").join(parts) + end + label


def _segment(chart: Chart, bar: Bar, series: Series, value: int) -> Markup:
    """Return one rectangle whose place is still to be filled in."""
    said = f"{bar.label} · {series.name}: {_said(value, chart.scale)}"
    # Braces in a label would be read as places to fill in.
    title = str(Markup.escape(said)).replace("{", "{{").replace("}", "}}")
    return Markup(
        f'<rect class="{series.css_class}" x="{{x}}" y="{{y}}" width="{{width}}"'
        f' height="{{height}}"><title>{title}</title></rect>'
    )


def _frame(chart: Chart, body: Markup, height: float) -> Markup:
    said = "; ".join(f"{bar.label} {bar.end}" for bar in chart.bars)
    return Markup(
        '<svg role="img" aria-label="{title}: {said}" viewBox="0 0 {width} {height}"'
        ' font-size="{font}">{body}</svg>'
    ).format(
        title=chart.title, said=said, width=_WIDTH, height=_number(height), font=_FONT, body=body
    )


def _label_width(labels: Sequence[str]) -> float:
    return min(170.0, max((text_width(label) for label in labels), default=0.0)) + 10


def _fitted(label: str, width: float) -> str:
    if text_width(label) <= width + 2:
        return label
    while label and text_width(f"{label}…") > width:
        label = label[:-1]
    return f"{label}…"


def _said(value: int, scale: int) -> str:
    return str(value) if scale == 1 else f"{value / scale:.2f}"


def _number(value: float) -> str:
    """Write a coordinate short, and the same on every machine."""
    return f"{value:.1f}".removesuffix(".0")
