"""The parts of a drawing in, an SVG with its title and description out."""

from collections.abc import Sequence
from unicodedata import east_asian_width

from markupsafe import Markup

from fieldsurvey.report.drawing.chart import Link

WIDTH = 380
FONT = 13


def text_width(text: str, font: float = FONT) -> float:
    """Return about how wide `text` is drawn, in units of the drawing."""
    wide = sum(east_asian_width(sign) in "WF" for sign in text)
    return (wide + 0.56 * (len(text) - wide)) * font


def label_width(labels: Sequence[str], most: float = 170.0) -> float:
    """Return how much room labels at the left take."""
    return min(most, max((text_width(label) for label in labels), default=0.0)) + 10


def fitted(label: str, width: float) -> str:
    """Return `label`, cut with a mark where it is wider than its room."""
    if text_width(label) <= width + 2:
        return label
    while label and text_width(f"{label}…") > width:
        label = label[:-1]
    return f"{label}…"


def number(value: float) -> str:
    """Write a coordinate short, and the same on every machine."""
    return f"{value:.1f}".removesuffix(".0")


def draw_text(css_class: str, x: float, y: float, text: str, anchor: str = "start") -> Markup:
    """Return one line of text."""
    return Markup('<text class="{}" x="{}" y="{}" text-anchor="{}">{}</text>').format(
        css_class, number(x), number(y), anchor, text
    )


def draw_rect(
    css_class: str, x: float, y: float, width: float, height: float, title: str
) -> Markup:
    """Return one rectangle that says what it stands for."""
    return Markup(
        '<rect class="{}" x="{}" y="{}" width="{}" height="{}"><title>{}</title></rect>'
    ).format(css_class, number(x), number(y), number(width), number(height), title)


def linked(link: Link | None, body: Markup, said: str) -> Markup:
    """Return `body`, leading to where `link` goes; `said` is what those hear who cannot see it."""
    if link is None:
        return body
    narrows = (
        Markup(' data-column="{}" data-value="{}"').format(link.column, link.value)
        if link.column
        else ""
    )
    return Markup('<a href="#{}"{} aria-label="{}">{}</a>').format(link.to, narrows, said, body)


def frame(
    key: str, title: str, said: str, body: Markup, height: float, width: float = WIDTH
) -> Markup:
    """Return the whole drawing; with links inside it is a group, else one picture."""
    role = "group" if "<a " in body else "img"
    return Markup(
        '<svg role="{role}" aria-labelledby="{key}-title" aria-describedby="{key}-said"'
        ' viewBox="0 0 {width} {height}"'
        ' width="{width}" height="{height}"'
        ' font-size="{font}"><title id="{key}-title">{title}</title>'
        '<desc id="{key}-said">{said}</desc>{body}</svg>'
    ).format(
        role=role,
        key=key,
        title=title,
        said=said,
        width=number(width),
        height=number(height),
        font=FONT,
        body=body,
    )
