"""Charts: pure drawings that say every number in words too."""

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldsurvey.report.charts import Bar, Chart, Series, draw_bars, draw_columns, text_width

SERIES = (Series("critical", "critical"), Series("major", "major"))


def chart(*bars: Bar, scale: int = 1) -> Chart:
    """Build a chart of two series."""
    return Chart("Problems", SERIES, bars, scale)


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

    assert 'aria-label="Problems: Water 5; School 98.50"' in drawing
    assert "<title>School · critical: 1.50</title>" in drawing


def test_a_long_label_is_cut_to_its_room() -> None:
    """It ends with a mark, and the bar keeps its room."""
    drawing = draw_bars(chart(Bar("很长的类别名称" * 5, (1, 0))))
    label = ElementTree.fromstring(drawing).findtext("text", "")

    assert label.endswith("…")
    assert text_width(label) <= 172
    assert numbers(drawing, "width")[0] > 150


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
