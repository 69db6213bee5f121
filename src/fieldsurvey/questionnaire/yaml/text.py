"""YAML text in; plain data, the line of each value, and every fault of the text out.

YAML 1.2's idea of a plain scalar (true, false, null, decimal numbers; anything else is text), less
everything that makes two readers of one file disagree: duplicate keys, anchors, tags, `no` for
false. The text is read event by event, so depth and size are bounded before anything is built.
"""

import re
from dataclasses import dataclass, field
from typing import Any

import yaml

from fieldsurvey.errors import Finding
from fieldsurvey.i18n import _
from fieldsurvey.questionnaire.findings import Code
from fieldsurvey.questionnaire.yaml.source import Mark, SourceMap
from fieldsurvey.questionnaire.yaml.syntax import syntax_finding

DEEPEST = 40
"""Levels of nesting; a questionnaire of groups in groups needs about twenty."""

_AMBIGUOUS = frozenset(
    spelling
    for word in ("y", "n", "yes", "no", "on", "off")
    for spelling in (word, word.capitalize(), word.upper())
) | {"True", "TRUE", "False", "FALSE", "Null", "NULL"}
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,17})(\.[0-9]{1,17})?", re.ASCII)
_WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None, "~": None, "": None}


_ACTING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]"
)
"""What a terminal acts on or nobody sees; YAML lets it in behind a backslash."""


@dataclass(frozen=True, slots=True)
class YamlText:
    """What a YAML text holds, as far as it could be read."""

    data: Any
    """Mappings, lists, text, numbers, true, false and None; None where nothing could be read."""
    source: SourceMap
    findings: tuple[Finding, ...]
    is_whole: bool
    """Whether it was read to its end; a fault of syntax ends the reading."""


def read_yaml_text(text: str, name: str) -> YamlText:
    """Read `text`, calling the file it comes from `name` in findings."""
    building = _Building(yaml.CSafeLoader(text), name)
    data, top, is_whole = None, Mark(1, 1), False
    try:
        data, top = building.document()
        is_whole = True
    except yaml.YAMLError as error:
        building.findings.append(syntax_finding(error, text, name))
    except _TooDeepError as error:
        building.findings.append(_too_deep(f"{name}:{error.line}"))
    return YamlText(data, SourceMap(name, top), tuple(building.findings), is_whole)


class _TooDeepError(Exception):
    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


def _unseen(where: str, character: str) -> Finding:
    return Code.CONTROL_CHARACTER.finding(
        where,
        _("An invisible control character ({code}) is in the file.").format(
            code=f"U+{ord(character):04X}"
        ),
        _("Delete the line and type it again."),
    )


def _too_deep(where: str) -> Finding:
    return Code.TOO_DEEP.finding(
        where,
        _("The file is nested more than {deepest} levels deep here.").format(deepest=DEEPEST),
        _("Take groups out of groups, or close the brackets that were left open."),
    )


@dataclass(slots=True)
class _Building:
    """Builds data and marks from the events of one YAML stream."""

    loader: Any
    name: str
    findings: list[Finding] = field(default_factory=list)

    def document(self) -> tuple[Any, Mark]:
        """Build the only document; None for an empty stream."""
        get_event = self.loader.get_event
        get_event()
        event = get_event()
        if isinstance(event, yaml.StreamEndEvent):
            return None, Mark(1, 1)
        event = get_event()
        built = self._value(event, event.start_mark.line + 1, 0)
        get_event()
        after = get_event()
        if not isinstance(after, yaml.StreamEndEvent):
            self.findings.append(_second_document(self._place(after.start_mark.line + 1)))
        return built

    def _value(self, event: Any, key_line: int, depth: int) -> tuple[Any, Mark]:
        line = event.start_mark.line + 1
        if isinstance(event, yaml.AliasEvent):
            self.findings.append(_anchor(self._place(line), f"*{event.anchor}"))
            return None, Mark(line, key_line)
        if event.anchor is not None:
            self.findings.append(_anchor(self._place(line), f"&{event.anchor}"))
        if event.tag is not None:
            self.findings.append(_tag(self._place(line), event.tag))
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event, line, key_line)
        if depth >= DEEPEST:
            raise _TooDeepError(line)
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(line, key_line, depth)
        return self._list(line, key_line, depth)

    def _scalar(self, event: Any, line: int, key_line: int) -> tuple[Any, Mark]:
        text = event.value
        if unseen := _ACTING.search(text):
            self.findings.append(_unseen(self._place(line), unseen[0]))
        if event.style:
            starts_below = event.style in "|>"
            return text, Mark(line + starts_below, key_line)
        if text in _WORDS and event.tag is None:
            return _WORDS[text], Mark(key_line if not text else line, key_line)
        if text in _AMBIGUOUS:
            self.findings.append(_ambiguous(self._place(line), text))
            return text, Mark(line, key_line)
        number = _NUMBER.fullmatch(text)
        if number is None or event.tag is not None:
            return text, Mark(line, key_line)
        return (float(text) if number[1] else int(text)), Mark(line, key_line)

    def _list(self, line: int, key_line: int, depth: int) -> tuple[list[Any], Mark]:
        values: list[Any] = []
        marks: list[Mark] = []
        while not isinstance(event := self.loader.get_event(), yaml.SequenceEndEvent):
            value, mark = self._value(event, event.start_mark.line + 1, depth + 1)
            values.append(value)
            marks.append(mark)
        return values, Mark(line, key_line, marks)

    def _mapping(self, line: int, key_line: int, depth: int) -> tuple[dict[str, Any], Mark]:
        values: dict[str, Any] = {}
        marks: dict[str, Mark] = {}
        while not isinstance(event := self.loader.get_event(), yaml.MappingEndEvent):
            at = event.start_mark.line + 1
            key = self._key(event, at, depth)
            event = self.loader.get_event()
            value, mark = self._value(event, at, depth + 1)
            if key in values:
                first = marks[key].key_line
                self.findings.append(_twice(self._place(at), key, first))
            elif key is not None:
                values[key], marks[key] = value, mark
        return values, Mark(line, key_line, marks)

    def _key(self, event: Any, line: int, depth: int) -> str | None:
        if not isinstance(event, yaml.ScalarEvent):
            self._value(event, line, depth + 1)
            self.findings.append(_key_not_text(self._place(line)))
            return None
        if event.anchor is not None or event.tag is not None:
            self._value(event, line, depth)
        elif not event.style and event.value in _AMBIGUOUS:
            self.findings.append(_ambiguous(self._place(line), event.value))
        elif not event.style and event.value == "<<":
            self.findings.append(_anchor(self._place(line), "<<"))
            return None
        return str(event.value)

    def _place(self, line: int) -> str:
        return f"{self.name}:{line}"


def _twice(where: str, key: str, first_line: int) -> Finding:
    return Code.KEY_TWICE.finding(
        where,
        _("The key '{key}' is there twice; the first is on line {line}.").format(
            key=key, line=first_line
        ),
        _("Keep one of the two."),
    )


def _anchor(where: str, mark: str) -> Finding:
    return Code.ANCHOR.finding(
        where,
        _(
            "'{mark}' is an anchor, an alias or a merge key of YAML; they are not taken here."
        ).format(mark=mark),
        _("Write the value out, or put the text in quotes if it is meant to begin so."),
    )


def _tag(where: str, tag: str) -> Finding:
    return Code.TAG.finding(
        where,
        _("'{tag}' is a tag of YAML; tags are not taken here.").format(tag=tag),
        _("Take the tag away; put in quotes what is text."),
    )


def _ambiguous(where: str, word: str) -> Finding:
    meaning = {"n": "null", "y": "true", "t": "true"}.get(word[0].lower(), "false")
    meaning = "false" if word.lower() in {"n", "no"} else meaning
    meaning = "true" if word.lower() == "on" else meaning
    return Code.AMBIGUOUS_WORD.finding(
        where,
        _("YAML may read {word} as {meaning}.").format(word=word, meaning=meaning),
        _('Put it in quotes: "{word}". If {meaning} is meant, write {meaning}.').format(
            word=word, meaning=meaning
        ),
    )


def _key_not_text(where: str) -> Finding:
    return Code.KEY_NOT_TEXT.finding(
        where,
        _("A list or a mapping stands where a key is expected."),
        _("Write a name before the colon; put in quotes a text that begins with a bracket."),
    )


def _second_document(where: str) -> Finding:
    return Code.SECOND_DOCUMENT.finding(
        where,
        _("A second document begins here; a file holds one."),
        _("Take the line '---' away, or save the second document as a file of its own."),
    )
