"""Takes numbers and words, gives charts as SVG inside a page.

No script and no colours of its own: each drawing takes its colours from the classes of the page
(`critical`, `major`, `s1` …), so it follows light, dark and print. Each carries its title and what
it shows as text, and every number stands in it in words.
"""

from fieldsurvey.report.drawing.bars import draw_bars, draw_columns
from fieldsurvey.report.drawing.boxes import Box, draw_boxes
from fieldsurvey.report.drawing.chart import Bar, Chart, Link, Series
from fieldsurvey.report.drawing.fills import draw_fills
from fieldsurvey.report.drawing.frame import text_width
from fieldsurvey.report.drawing.heat_map import HeatMap, HeatRow, draw_heat_map

__all__ = [
    "Bar",
    "Box",
    "Chart",
    "HeatMap",
    "HeatRow",
    "Link",
    "Series",
    "draw_bars",
    "draw_boxes",
    "draw_columns",
    "draw_fills",
    "draw_heat_map",
    "text_width",
]
