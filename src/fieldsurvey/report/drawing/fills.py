"""Nothing in, the patterns that fill what is drawn out: colours are told apart without colour."""

from markupsafe import Markup

_DOTS = '<circle cx="3" cy="3" r="1.2"/>'
_STRIPES = '<path d="M0 0V6"/>'
_GRID = '<path d="M0 0H6M0 0V6"/>'
_TURNED = ' patternTransform="rotate(45)"'
_FILLS = (
    ("major", _DOTS, ""),
    ("minor", _STRIPES, _TURNED),
    ("s2", _DOTS, ""),
    ("s3", _STRIPES, _TURNED),
    ("s4", _GRID, ""),
)
"""By class: the first of each series is solid."""


def draw_fills() -> Markup:
    """Return the definitions of the patterns, once for a page: `fill-major` and so on."""
    patterns = (
        f'<pattern id="fill-{name}" class="{name}" width="6" height="6"'
        f' patternUnits="userSpaceOnUse"{turned}><rect width="6" height="6"/>{drawn}</pattern>'
        for name, drawn, turned in _FILLS
    )
    return Markup(f"<defs>{''.join(patterns)}</defs>")
