"""The page's colours: every text can be read, by day, by night and on paper."""

import re
from importlib.resources import files

import pytest

CSS = (files("fieldsurvey.report") / "templates" / "page.css").read_text(encoding="utf-8")

ON = [
    ("ink", "paper"),
    ("ink", "card"),
    ("ink", "track"),
    ("ink", "accent-soft"),
    ("quiet", "paper"),
    ("quiet", "card"),
    ("accent", "paper"),
    ("accent", "card"),
    ("accent", "accent-soft"),
    ("critical-ink", "accent-soft"),
    ("critical-ink", "critical-soft"),
    ("critical-ink", "paper"),
    ("major-ink", "major-soft"),
    ("minor-ink", "minor-soft"),
    ("good", "good-soft"),
    ("ink", "h1"),
    ("ink", "h2"),
    ("ink", "h3"),
    ("on-h4", "h4"),
]
"""Which text stands on which ground."""

DRAWN = ["critical", "major", "minor", "s1", "s2", "s3", "s4", "good", "field", "minor-ink"]
"""What is drawn on a card: shapes and borders need 3 to 1 (WCAG 2.2, 1.4.11)."""


def colours(condition: str) -> dict[str, str]:
    """Return the variables of the day, with those of a condition over them."""
    blocks = [re.search(r"^:root \{(.*?)^\}", CSS, re.M | re.S)]
    if condition:
        blocks.append(re.search(re.escape(condition) + r".*?:root \{(.*?)\}", CSS, re.S))
    found: dict[str, str] = {}
    for block in blocks:
        assert block is not None
        found |= dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", block[1]))
    return found


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour, as WCAG 2.2 has it."""
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(
    "condition", ["", "@media screen and (prefers-color-scheme: dark)", "@media print"]
)
def test_every_text_stands_out_of_its_ground(condition: str) -> None:
    """At least 4.5 to 1; what is drawn at least 3 to 1 on a card."""
    known = colours(condition)

    for text, ground in ON:
        assert contrast(known[text], known[ground]) >= 4.5, (text, ground)
    for shape in DRAWN:
        assert contrast(known[shape], known["card"]) >= 3, shape


def test_the_contrast_of_black_and_white() -> None:
    """Is 21, the most there is."""
    assert contrast("#000", "#ffffff") == pytest.approx(21)


def test_nothing_is_fetched_by_the_style() -> None:
    """Patterns of the page itself only."""
    assert set(re.findall(r"url\(([^)]*)\)", CSS)) == {
        f"#fill-{name}" for name in ("major", "minor", "s2", "s3", "s4")
    }
    assert "@import" not in CSS
