"""Texts that try to be more than text, and an edition that is full of them."""

from typing import Any

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</style><script>1</script>",
    "{{ 7*7 }}{% raw %}",
    "{x} {height} {0}",
    "&lt;b&gt; &amp;",
    "'; --",
]


CODES = {
    "columns",
    "severity",
    "state",
    "kind",
    "of",
    "standing",
    "language",
    "household_type",
    "level",
}
"""Fields that hold a code; what is none of theirs is refused before a page is made of it."""


def poisoned(said: Any, text: str, field: str = "") -> Any:
    """Return what an edition says with `text` before every text in it, numbers still apart."""
    if isinstance(said, str):
        return f"{text}{said}" if said and field not in CODES else said
    if isinstance(said, dict):
        return {key: poisoned(value, text, key) for key, value in said.items()}
    if isinstance(said, list):
        return [poisoned(value, text, field) for value in said]
    return said
