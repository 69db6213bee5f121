"""Charts: pure drawings that say every number in words too."""

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldsurvey.report.drawing import (
    Bar,
    Box,
    Chart,
    HeatMap,
    HeatRow,
    Link,
    Series,
    draw_bars,
    draw_boxes,
    draw_columns,
    draw_heat_map,
    text_width,
)

SERIES = (Series("critical", "critical"), Series("major", "major"))


def chart(*bars: Bar, scale: int = 1) -> Chart:
    """Build a chart of two series."""
    return Chart("tally", "Problems", SERIES, bars, scale)


def numbers(drawing: str, attribute: str) -> list[float]:
    """Return every value of an attribute of the rectangles."""
    return [float(rect.get(attribute, "")) for rect in ElementTree.fromstring(drawing).iter("rect")]


def test_a_bar_is_as_long_as_its_value() -> None:
    """Twice the problems, twice the length; parts stand one after the other."""
    drawing = draw_bars(chart(Bar("a", (2, 1)), Bar("b", (1, 0))))

    long, part, short = numbers(drawing, "width")
    assert long == pytest.approx(2 * short, abs=0.2)
    assert part == pytest.approx(short, abs=0.2)
    first, second = numbers(drawing, "x")[:2]
    assert second == pytest.approx(first + long, abs=0.2)


def test_nothing_is_drawn_for_nothing() -> None:
    """A value of zero has no rectangle; a chart without bars is still a drawing."""
    assert len(numbers(draw_bars(chart(Bar("a", (0, 3)))), "width")) == 1
    for draw in (draw_bars, draw_columns):
        assert ElementTree.fromstring(draw(chart())).tag == "svg"
        assert numbers(draw(chart(Bar("a", (0, 0)))), "width") == []


def test_every_number_is_there_in_words() -> None:
    """On the drawing as a whole, and on each part."""
    drawing = draw_bars(chart(Bar("Water", (4, 1)), Bar("School", (150, 0), "98.50"), scale=100))

    assert 'aria-labelledby="tally-title" aria-describedby="tally-said"' in drawing
    assert '<title id="tally-title">Problems</title>' in drawing
    assert '<desc id="tally-said">Water 5; School 98.50</desc>' in drawing
    assert "<title>School · critical: 1.50</title>" in drawing


def test_a_bar_leads_where_its_link_goes() -> None:
    """With what the list is to be narrowed to; a drawing with links is a group, not a picture."""
    drawing = draw_bars(chart(Bar("Water", (4, 1), link=Link("c-1", "category", 'W"<'))))

    assert 'role="group"' in drawing
    assert 'role="img"' in draw_bars(chart(Bar("Water", (4, 1))))
    [link] = list(ElementTree.fromstring(drawing).iter("a"))
    assert link.attrib == {
        "href": "#c-1",
        "data-column": "category",
        "data-value": 'W"<',
        "aria-label": "Water: 5 (critical 4, major 1)",
    }


def test_a_heat_map_says_each_count() -> None:
    """A square for every row and column, darker the more; its number inside where there is one."""
    drawing = draw_heat_map(
        HeatMap("visits", "Visits", ("06-28", "06-29"), (HeatRow("柳林村", (15, 0)),))
    )
    tree = ElementTree.fromstring(drawing)

    assert [rect.get("class") for rect in tree.iter("rect")] == ["h4", "h0"]
    assert [text.text for text in tree.iter("text")] == ["06-28", "06-29", "柳林村", "15"]
    assert "<title>柳林村 · 06-29: 0</title>" in drawing
    shades = [HeatRow(str(count), (count,)) for count in (0, 1, 5, 6, 10, 11, 20)]
    tree = ElementTree.fromstring(draw_heat_map(HeatMap("v", "V", ("x",), tuple(shades))))
    classes = [rect.get("class") for rect in tree.iter("rect")]
    assert classes == ["h0", "h1", "h1", "h2", "h2", "h3", "h4"]


def test_a_box_holds_the_middle_half() -> None:
    """Whiskers at the ends, the box between the quartiles, the axis from 0 to a round number."""
    box = Box("周一", (10.0, 20.0, 25.0, 40.0, 48.0), "周一: 10 to 48", "25.0")
    tree = ElementTree.fromstring(draw_boxes("minutes", "Minutes", [box]))
    lines = {line.get("class"): line for line in tree.iter("line")}
    [rect] = list(tree.iter("rect"))
    ticks = [text.text for text in tree.iter("text") if text.get("text-anchor") == "middle"]

    assert ticks == ["0", "10", "20", "30", "40", "50"]
    x, end = (float(lines["whisker"].get(side, "")) for side in ("x1", "x2"))
    assert (end - x) / float(rect.get("width", "")) == pytest.approx(38 / 20, abs=0.02)
    assert x < float(rect.get("x", "")) < float(lines["median"].get("x1", "")) < end
    assert ElementTree.fromstring(draw_boxes("none", "Minutes", [])).tag == "svg"


def test_a_long_label_is_cut_to_its_room() -> None:
    """It ends with a mark, and the bar keeps its room."""
    drawing = draw_bars(chart(Bar("很长的类别名称" * 5, (1, 0))))
    label = ElementTree.fromstring(drawing).findtext("text", "")

    assert label.endswith("…")
    assert text_width(label) <= 172
    assert numbers(drawing, "width")[0] > 100


@settings(deadline=None, max_examples=60)
@given(
    bars=st.lists(
        st.builds(
            Bar,
            st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=12),
            st.tuples(st.integers(0, 9_999), st.integers(0, 9_999)),
        ),
        max_size=8,
    )
)
def test_any_values_make_a_drawing_inside_its_frame(bars: list[Bar]) -> None:
    """Well-formed, and no rectangle outside."""
    for draw in (draw_bars, draw_columns):
        drawing = draw(chart(*bars))
        width = float(re.findall(r'viewBox="0 0 (\d+)', drawing)[0])
        ElementTree.fromstring(re.sub("[\ufffe\uffff]", "", drawing))

        ends = zip(numbers(drawing, "x"), numbers(drawing, "width"), strict=True)
        assert all(x >= 0 and w >= 0 and x + w <= width + 0.5 for x, w in ends)
