"""A chart of the page in, the same drawing as a typesetter takes it out."""

import re
from functools import cache
from importlib.resources import files
from typing import Any

from markupsafe import escape

from fieldsurvey.report.drawing import Series, draw_fills
from fieldsurvey.report.figures import Figure
from fieldsurvey.report.pdf.typesetter import chinese_font

_CONDITION = re.compile(r"@[\w-]+[^{;]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
_VARIABLE = re.compile(r"--([\w-]+):\s*([^;}]+)")
_PAINTING = re.compile(r"([^{}]+)\{([^{}]*\b(?:fill|stroke)\b[^{}]*)\}")


def as_drawing(figure: Figure) -> dict[str, Any]:
    """Return caption, drawing and legend of a figure, each drawing whole in itself."""
    return {
        "caption": figure.caption,
        "svg": _whole(str(figure.drawing)),
        "note": figure.note,
        "legend": [{"name": each.name, "svg": _whole(_square(each))} for each in figure.legend],
    }


def _square(series: Series) -> str:
    name = escape(series.css_class)
    return f'<svg viewBox="0 0 10 10"><rect class="{name}" width="10" height="10"/></svg>'


def _whole(drawing: str) -> str:
    """Return a drawing of the page with what it takes from the page put inside."""
    head, rest = drawing.split(">", 1)
    named = head.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1)
    return f"{named}><style>{_style(chinese_font())}</style>{draw_fills()}{rest}"


@cache
def _style(font: str) -> str:
    """Return what the page's style says of drawings, by day, its variables filled in."""
    page = (files("fieldsurvey.report") / "templates" / "page.css").read_text(encoding="utf-8")
    by_day = _CONDITION.sub("", page)
    values = dict(reversed(_VARIABLE.findall(by_day)))
    rules = (f"{said.strip()}{{{does}}}" for said, does in _PAINTING.findall(by_day))
    filled = re.sub(r"var\(--([\w-]+)\)", lambda found: values[found[1]].strip(), "".join(rules))
    return f'text{{font-family:"{font}"}}{filled}'
