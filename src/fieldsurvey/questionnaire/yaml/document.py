"""A YAML file in; its data, its digest, the line of each value and every fault of the file out."""

import hashlib
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fieldsurvey.errors import Finding
from fieldsurvey.i18n import _
from fieldsurvey.questionnaire.findings import Code
from fieldsurvey.questionnaire.yaml.decoding import UnreadableFileError, decode, read_bytes
from fieldsurvey.questionnaire.yaml.source import SourceMap
from fieldsurvey.questionnaire.yaml.text import YamlText, read_yaml_text

_LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n|$)")
_MOST_TABS = 50


@dataclass(frozen=True, slots=True)
class Document:
    """A YAML file as far as it could be read."""

    source: SourceMap
    data: Any = None
    """A mapping, or None where the file holds none."""
    digest: str = ""
    """SHA-256 of the file's bytes, in hex."""
    content: bytes = field(default=b"", repr=False)
    """The file's bytes."""
    findings: tuple[Finding, ...] = field(default=())


def read_document(path: Path) -> Document:
    """Read the YAML file at `path`; faults of every kind are findings, nothing is raised."""
    try:
        content = read_bytes(path)
    except UnreadableFileError as error:
        return Document(SourceMap(str(path)), findings=(error.finding,))
    name = path.name
    text, findings = decode(content, name)
    tabs = _tab_findings(text, name)
    yaml_text = _read_without_tabs(text, name) if tabs else read_yaml_text(text, name)
    findings += [*tabs, *yaml_text.findings, *_top_findings(yaml_text)]
    data = yaml_text.data if isinstance(yaml_text.data, dict) else None
    digest = hashlib.sha256(content).hexdigest()
    return Document(yaml_text.source, data, digest, content, tuple(findings))


def _tab_findings(text: str, name: str) -> list[Finding]:
    if "\t" not in text:
        return []
    lines = [number for number, line in enumerate(_LINE.findall(text), start=1) if "\t" in line]
    return [_tab(f"{name}:{number}") for number in lines[:_MOST_TABS]]


def _tab(where: str) -> Finding:
    return Code.TAB.finding(
        where,
        _("A tab stands in this line; YAML takes blanks only."),
        _('Replace each tab with blanks; within a text write "\\t".'),
    )


def _read_without_tabs(text: str, name: str) -> YamlText:
    """Read on as if each tab were blanks, as many as leave the fewest other faults."""
    readings = [read_yaml_text(text.replace("\t", " " * width), name) for width in (2, 4, 8, 1)]
    best = min(readings, key=lambda reading: (not reading.is_whole, len(reading.findings)))
    if best.is_whole:
        return best
    return YamlText(None, best.source, (), is_whole=False)


def _top_findings(reading: YamlText) -> list[Finding]:
    if not reading.is_whole or isinstance(reading.data, dict):
        return []
    if reading.data is None:
        return [
            Code.FILE_EMPTY.finding(
                f"{reading.source.name}:1",
                _("The file is empty."),
                _("Check that the right file was saved; take a shipped one to begin with."),
            )
        ]
    return [
        Code.WRONG_SHAPE.finding(
            f"{reading.source.name}:{reading.source.top.line}",
            _("The file does not begin with 'key: value'."),
            _("Begin at the left margin with the first key and a colon."),
        )
    ]
