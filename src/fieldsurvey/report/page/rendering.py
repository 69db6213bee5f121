"""An edition in, one self-contained HTML page out: no network, every text escaped.

Everything can be read without its script, which adds search, filters and sorting to the list.
"""

import base64
import hashlib
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from fieldsurvey.i18n import _
from fieldsurvey.report.drawing import draw_fills
from fieldsurvey.report.field_figures import durations_of, heat_map_of
from fieldsurvey.report.figures import charts_of, progress_of, tiles_of
from fieldsurvey.report.frozen.edition import Edition
from fieldsurvey.report.frozen.edition_json import edition_digest
from fieldsurvey.report.frozen.problem_row import ProblemRow
from fieldsurvey.report.page.tables import parts_of, places_of
from fieldsurvey.report.phrasing.page_words import page_words
from fieldsurvey.report.phrasing.phrases import (
    correction_line,
    deduction_note,
    explained_lines,
    missing_lines,
    points,
    ranked_list_name,
    ranking_note,
)
from fieldsurvey.report.phrasing.voice import Voice, voice_of
from fieldsurvey.report.speaking import speaking
from fieldsurvey.report.wording import NOTHING, Wording, headings

_TAGS = {"zh": "zh-Hans", "en": "en"}


def render_page(edition: Edition, language: str) -> bytes:
    """Return the page of `edition` in `language`, UTF-8: the same edition makes the same bytes."""
    written = BytesIO()
    with speaking(language):
        template = _environment().get_template("page.html.j2")
        for piece in template.generate(_view(edition, language)):
            written.write(piece.encode())
    return written.getvalue()


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("fieldsurvey.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["points"] = points
    return environment


@cache
def _source(name: str) -> str:
    return (files("fieldsurvey.report") / "templates" / name).read_text(encoding="utf-8")


def _style(columns: Sequence[tuple[str, str, str]]) -> str:
    """Return the style sheet; on a narrow screen rows are cards whose cells say their column."""
    labels = "\n".join(
        f'  .problems td:nth-child({place})::before {{ content: "{css_text(words)} "; }}'
        for place, (column, _kind, words) in enumerate(columns, start=1)
        if column not in ("sequence", "number")
    )
    return f"{_source('page.css')}@media screen and (max-width: 860px) {{\n{labels}\n}}\n"


def css_text(words: str) -> str:
    """Return `words` as they stand between quotes in a style sheet: nothing ends the quotes."""
    return "".join(sign if sign.isalnum() or sign == " " else f"\\{ord(sign):x} " for sign in words)


def _view(edition: Edition, language: str) -> dict[str, Any]:
    """Return everything the template shows, in words."""
    wording = Wording(language, edition.names, edition.language)
    voice = voice_of(edition, wording)
    columns, places = list_columns(), places_of(edition.rows)
    style, script = _style(columns), _source("page.js")
    return {
        "tag": _TAGS[language],
        "style": Markup(style),
        "script": Markup(script),
        "policy": content_policy(style, script),
        "columns": columns,
        "places": places,
        "contents": _contents(edition, voice),
        "filters": _filters(),
        "edition": edition,
        "wording": wording,
        "digest": edition_digest(edition),
        "voice": voice,
        "missing": missing_lines(edition.missing, wording),
        "explained": explained_lines(edition.missing),
        "tiles": tiles_of(edition),
        "fills": draw_fills(),
        "charts": charts_of(edition, wording),
        "visits": heat_map_of(edition, wording),
        "durations": durations_of(edition, wording),
        "progress": progress_of,
        "parts": (parts := parts_of(edition.rows, places)),
        "in_parts": _("All {count} rows are here, in {parts} tables.").format(
            count=len(edition.rows), parts=len(parts)
        ),
        "hints": parts_of(edition.hints),
        "earlier": parts_of([each.row for each in edition.earlier]),
        "printed_in": {each.row.number: each.edition for each in edition.earlier},
        "rows": {each.number: each for each in _rows_there(edition)},
        "deduction_note": deduction_note,
        "corrections": [(c, correction_line(c, wording)) for c in edition.corrections],
        "has_working": _has_working(edition),
        "list_name": ranked_list_name,
        "ranking_note": ranking_note(),
        "note": wording.text(edition.note),
        "heading": headings(),
        "nothing": NOTHING,
        "say": page_words(),
    }


def _rows_there(edition: Edition) -> Iterator[ProblemRow]:
    yield from edition.rows
    yield from (each.row for each in edition.earlier)


def _has_working(edition: Edition) -> bool:
    return any(
        village.indicators
        for ranked in edition.rankings
        for town in ranked.townships
        for village in town.villages
    )


def _contents(edition: Edition, voice: Voice) -> list[tuple[str, str]]:
    """Return the id and the heading of each section that the page has."""
    words = page_words()
    above = (
        ("missing", "not_in", bool(edition.missing.count)),
        ("figures", "in_figures", True),
        ("ranking", "ranking", bool(edition.rankings)),
    )
    below = (
        ("list", "list", True),
        ("corrections", "corrections", bool(edition.corrections)),
        ("hints", "hints", bool(edition.hints)),
        ("working", "working", _has_working(edition)),
        ("earlier", "earlier", bool(edition.earlier)),
    )
    last = (
        ("coverage", "coverage", bool(edition.coverage.by_village)),
        ("durations", "durations", bool(edition.durations)),
        ("notes", "notes", True),
    )
    named = dict(words) | {"not_in": voice.gaps}
    return [
        *((name, named[word]) for name, word, is_there in above if is_there),
        *((section.key, section.title) for section in voice.sections),
        *((name, named[word]) for name, word, is_there in below if is_there),
        *((section.key, section.title) for section in voice.annexed),
        *((name, named[word]) for name, word, is_there in last if is_there),
    ]


def list_columns() -> list[tuple[str, str, str]]:
    """Return key, kind and heading of each column: how it is found and how it is sorted."""
    heading, say = headings(), page_words()
    return [
        ("sequence", "number", heading["sequence"]),
        ("number", "text", heading["number"]),
        ("household", "text", say["household"]),
        ("severity", "severity", heading["severity"]),
        ("category", "text", heading["category"]),
        ("description", "text", heading["description"]),
        ("source", "text", heading["source"]),
        ("state", "text", heading["state"]),
        ("found", "text", say["found"]),
        ("sector", "text", say["responsible"]),
    ]


def _filters() -> list[tuple[str, str]]:
    """Return key and heading of what the list can be narrowed by."""
    heading = headings()
    return [(key, heading[key]) for key in ("township", "category", "severity", "sector", "state")]


def content_policy(style: str, script: str = "") -> str:
    """Return a content security policy that allows one style sheet and one script, if any."""
    scripts = (
        f" script-src {_digest(script)}; require-trusted-types-for 'script';" if script else ""
    )
    return (
        f"default-src 'none'; style-src {_digest(style)};{scripts}"
        " base-uri 'none'; form-action 'none'"
    )


def _digest(source: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()}'"
