"""An edition in, one self-contained HTML page out: no network, no script, every text escaped."""

import base64
import hashlib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from itertools import groupby
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from fieldsurvey.report.edition import Edition, edition_digest
from fieldsurvey.report.figures import charts_of, legend_of, progress_of, tiles_of
from fieldsurvey.report.page_words import page_words
from fieldsurvey.report.phrases import (
    correction_line,
    deduction_note,
    explained_lines,
    missing_headline,
    missing_lines,
    points,
    ranked_list_name,
    ranking_note,
)
from fieldsurvey.report.problem_row import ProblemRow
from fieldsurvey.report.speaking import speaking
from fieldsurvey.report.voice import voice_of
from fieldsurvey.report.wording import NOTHING, Wording, headings

_TAGS = {"zh": "zh-Hans", "en": "en"}


def render_page(edition: Edition, language: str) -> bytes:
    """Return the page of `edition` in `language`, UTF-8: the same edition makes the same bytes."""
    with speaking(language):
        return _environment().get_template("page.html.j2").render(_view(edition, language)).encode()


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
def _style() -> str:
    return (files("fieldsurvey.report") / "templates" / "page.css").read_text(encoding="utf-8")


def _view(edition: Edition, language: str) -> dict[str, Any]:
    """Return everything the template shows, in words."""
    wording = Wording(language, edition.names, edition.language)
    return {
        "tag": _TAGS[language],
        "style": Markup(_style()),
        "policy": content_policy(_style()),
        "edition": edition,
        "wording": wording,
        "digest": edition_digest(edition),
        "voice": voice_of(edition, wording),
        "missing_headline": missing_headline(edition.missing),
        "missing": missing_lines(edition.missing, wording),
        "explained": explained_lines(edition.missing),
        "tiles": tiles_of(edition),
        "charts": charts_of(edition, wording),
        "legend": legend_of(),
        "progress": progress_of,
        "villages": group_rows(edition.rows),
        "hints": group_rows(edition.hints),
        "earlier": group_rows(tuple(each.row for each in edition.earlier)),
        "printed_in": {each.row.number: each.edition for each in edition.earlier},
        "rows": {each.number: each for each in _rows_there(edition)},
        "deduction_note": deduction_note,
        "corrections": [(c, correction_line(c, wording)) for c in edition.corrections],
        "has_working": any(
            village.indicators
            for ranked in edition.rankings
            for town in ranked.townships
            for village in town.villages
        ),
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


def content_policy(style: str) -> str:
    """Return a content security policy that allows one style sheet and nothing else."""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def group_rows(rows: tuple[ProblemRow, ...]) -> list[tuple[str, str, list[ProblemRow]]]:
    """Return rows by village: township, village and the rows there, in the order of the list."""
    grouped = groupby(rows, key=lambda row: (row.township, row.village))
    return [(township, village, list(inside)) for (township, village), inside in grouped]
