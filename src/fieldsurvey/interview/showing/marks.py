"""Marks of the screen, and what stands for each where an encoding has not got it. Pure."""

PLAIN_MARKS = {
    **{"✓": "v", "✗": "x", "▲": "!", "△": "~", "≠": "#", "↶": "<", "✎": "*", "⏎": ">"},
    **{"●": "*", "○": "o", "•": "*", "»": ">", "›": ">", "→": ">", "…": ".", "·": "-"},
    **{"—": "-", "–": "-", "─": "-", "↑": "^", "↓": "v", "“": '"', "”": '"'},
}
"""As wide as the mark itself, and on every keyboard."""


def plain_marks_for(encoding: str) -> dict[int, str]:
    """Return what stands for each mark that `encoding` has not got, for `str.translate`."""
    return {ord(mark): plain for mark, plain in PLAIN_MARKS.items() if not _has(encoding, mark)}


def _has(encoding: str, mark: str) -> bool:
    try:
        mark.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True
