"""An edition in, its JSON, the hash that stands for it, and its schema out."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import Any

from fieldsurvey.report.frozen.edition import Edition
from fieldsurvey.report.frozen.problem_row import ProblemRow


def edition_json(edition: Edition) -> bytes:
    """Return the edition as JSON in UTF-8, ending with a line feed: same facts, same bytes.

    One line a field, one line a row: two editions can be compared with any tool.
    """
    return b"".join(edition_pieces(edition))


def edition_pieces(edition: Edition) -> Iterator[bytes]:
    """Yield that JSON line by line: of 100,000 rows the whole is never in memory."""
    before = "{\n"
    for name in type(edition).model_fields:
        yield f"{before}{_compact(name)}: ".encode()
        yield from _by_line(getattr(edition, name))
        before = ",\n"
    yield b"\n}\n"


def _as_data(part: object) -> Mapping[str, Any]:
    """Return the fields of a part of an edition, in order, for the encoder."""
    if isinstance(part, ProblemRow):
        return {name: getattr(part, name) for name in _FIELDS_OF_A_ROW}
    return vars(part)


_FIELDS_OF_A_ROW = tuple(field.name for field in fields(ProblemRow))
_compact = json.JSONEncoder(ensure_ascii=False, default=_as_data).encode


def _by_line(value: object) -> Iterator[bytes]:
    """Yield a list of objects with one line for each, everything else on one line."""
    if not isinstance(value, tuple) or not value:
        yield _compact(value).encode()
        return
    before = "[\n"
    for each in value:
        yield f"{before}{_compact(each)}".encode()
        before = ",\n"
    yield b"\n]"


def edition_digest(edition: Edition) -> str:
    """Return the SHA-256 of the edition's JSON, in hex: what its line in the chain witnesses."""
    digest = hashlib.sha256()
    for piece in edition_pieces(edition):
        digest.update(piece)
    return digest.hexdigest()


def edition_schema() -> dict[str, Any]:
    """Return the JSON Schema of an edition."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **Edition.model_json_schema(mode="serialization"),
    }
