"""An Entry in, the text of its line out; the text of a line in, a Line out, or a named refusal."""

import json
import re
from collections.abc import Callable, Sequence
from datetime import datetime
from hashlib import sha256
from operator import itemgetter
from typing import Any

from fieldsurvey.chain.lines.clock import Clock, RandomBytes
from fieldsurvey.chain.lines.line import GENESIS, LINE_FORMAT, Entry, Kind, Line, dump_json
from fieldsurvey.errors import ChainError, NewerFormatError
from fieldsurvey.i18n import _

LINE_BYTES_MAX = 256 * 1024
"""A longer line is refused, written or read: an answer is capped far below at 4 KB."""

NONCE_BYTES = 16
"""Random bytes in every line, so that an erased answer cannot be guessed from its digest."""

_SEQ_MAX = 2**53
_FIELDS: dict[str, type] = {
    "format": int,
    "device": str,
    "seq": int,
    "interview": str,
    "kind": str,
    "question": str,
    "questionnaire": str,
    "who": str,
    "at": str,
    "monotonic_ms": int,
    "boot": str,
    "nonce": str,
}
_KEYS = {*_FIELDS, "value"}
_TYPES = tuple(_FIELDS.values())
_in_order = itemgetter(*_FIELDS, "value")
_KINDS = {kind.value: kind for kind in Kind}

# Most lines hold nothing that JSON escapes, and a merge reads a hundred thousand of them. What
# matches here means to every JSON decoder what stands in it; all else goes to one.
_TEXT = r'"([^"\\\x00-\x1f]*)"'
_plain = re.compile(
    rf'\{{"at":{_TEXT},"boot":{_TEXT},"device":{_TEXT},"format":{LINE_FORMAT},"interview":{_TEXT},'
    rf'"kind":"({"|".join(_KINDS)})","monotonic_ms":(0|[1-9][0-9]{{0,14}}),"nonce":"[^"\\\x00-\x1f]*",'
    rf'"question":{_TEXT},"questionnaire":{_TEXT},"seq":([1-9][0-9]{{0,14}}),"value":{_TEXT},'
    rf'"who":{_TEXT}\}}'
).fullmatch


ReadOther = Callable[[str, bytes, int], Line]
"""Text, hash before it, number of lines read before it; the line out."""


def write_line(
    entry: Entry, *, device: str, seq: int, clock: Clock, random_bytes: RandomBytes
) -> str:
    """Return the text of `entry` as line `seq` of `device`; this text is never written again.

    Raises:
        ChainError: The line would be too long, or holds what UTF-8 cannot.
    """
    text = dump_json(
        {
            "format": LINE_FORMAT,
            "device": device,
            "seq": seq,
            "interview": entry.interview,
            "kind": entry.kind.value,
            "question": entry.question,
            "value": entry.value,
            "questionnaire": entry.questionnaire,
            "who": entry.who,
            "at": _wall_time(clock.now()),
            "monotonic_ms": clock.monotonic_ms(),
            "boot": clock.boot,
            "nonce": random_bytes(NONCE_BYTES).hex(),
        }
    )
    _check_size(text)
    return text


def _read_other(text: str, previous: bytes, _number: int = 0) -> Line:
    """Read a line that is not as plain as most."""
    record = _decode(text)
    kind = _check_fields(record)
    digest = sha256(text.encode()).digest()
    return Line(
        text=text,
        device=record["device"],
        seq=record["seq"],
        entry=Entry(
            kind,
            record["interview"],
            record["question"],
            record["value"],
            record["questionnaire"],
            record["who"],
        ),
        at=record["at"],
        monotonic_ms=record["monotonic_ms"],
        boot=record["boot"],
        digest=digest,
        hash=sha256(previous + digest).digest(),
        previous=previous,
    )


def read_line(text: str, *, previous: bytes = GENESIS) -> Line:
    """Read one line, standing after the chain that ends in `previous`.

    Raises:
        NewerFormatError: A newer program wrote it.
        ChainError: It is not a line; `what` names the fault.
    """
    (line,) = read_lines([text], [text.encode()], previous)
    return line


def read_lines(
    texts: Sequence[str],
    encoded: Sequence[bytes],
    previous: bytes,
    otherwise: ReadOther = _read_other,
) -> list[Line]:
    """Read lines that follow each other, the first of them after the chain that ends in `previous`.

    Args:
        texts: Of the lines.
        encoded: The same in UTF-8.
        previous: Hash of the chain before them.
        otherwise: Reads what is no plain line, given its text, the hash before it and how many
            lines were read before it.

    Raises:
        NewerFormatError: A newer program wrote one of them.
        ChainError: One is not a line; `what` names the fault.
    """
    lines: list[Line] = []
    make_entry, make_line = Entry._make, Line._make
    for text, row in zip(texts, encoded, strict=True):
        found = _plain(text)
        if found is None or len(text) > LINE_BYTES_MAX:
            lines.append(otherwise(text, previous, len(lines)))
            previous = lines[-1].hash
            continue
        at, boot, device, interview, kind, ms, question, version, seq, value, who = found.groups()
        digest = sha256(row).digest()
        hash_ = sha256(previous + digest).digest()
        entry = make_entry((_KINDS[kind], interview, question, value, version, who))
        lines.append(
            make_line(
                (text, device, int(seq), entry, at, int(ms), boot, hash_, previous, digest, b"")
            )
        )
        previous = hash_
    return lines


def _wall_time(now: datetime) -> str:
    if now.utcoffset() is None:
        raise ValueError("a clock must know its offset from UTC")
    return now.isoformat(timespec="milliseconds")


def _check_size(text: str) -> None:
    try:
        size = len(text.encode())
    except UnicodeEncodeError as error:
        raise ChainError(
            _("The text holds a broken character that cannot be saved."),
            to_do=_("Type it again."),
        ) from error
    if size > LINE_BYTES_MAX:
        raise ChainError(
            _("The text is too long: {size} bytes, at most {limit} can be saved.").format(
                size=size, limit=LINE_BYTES_MAX
            ),
            to_do=_("Shorten it."),
        )


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    # A key given twice would mean one thing to Python and another to SQLite.
    record = dict(pairs)
    if len(record) != len(pairs):
        raise ValueError("duplicate key")
    return record


def _no_constant(name: str) -> Any:
    raise ValueError(name)


_PLAIN = json.JSONDecoder(parse_constant=_no_constant)
_STRICT = json.JSONDecoder(object_pairs_hook=_once, parse_constant=_no_constant)


def _decode(text: str) -> dict[str, Any]:
    if len(text) > LINE_BYTES_MAX:
        raise ChainError(_("A line is longer than any this program writes."))
    # As many ends of keys as fields: no key can be there twice. Most lines are so plain, and a
    # merge reads a hundred thousand of them.
    decoder = _PLAIN if text.count('":') == len(_KEYS) else _STRICT
    try:
        record, end = decoder.raw_decode(text)
        if "\\u" in text:
            dump_json(record).encode()
    except (ValueError, RecursionError) as error:
        raise ChainError(_("A line is not the JSON this program writes.")) from error
    if end != len(text) or type(record) is not dict:
        raise ChainError(_("A line is not the JSON this program writes."))
    return record


def _check_fields(record: dict[str, Any]) -> Kind:
    try:
        fields = _in_order(record)
    except KeyError:
        fields = ()
    if not fields or len(record) != len(_KEYS) or fields[0] != LINE_FORMAT:
        raise _wrong_form(record)
    if tuple(map(type, fields[:-1])) != _TYPES or not 1 <= record["seq"] < _SEQ_MAX:
        raise ChainError(_("A field of a line holds what it should not."))
    kind = _KINDS.get(record["kind"])
    if kind is None:
        raise NewerFormatError(
            _("A line is of kind “{kind}”, which this program does not know.").format(
                kind=record["kind"][:40]
            ),
            to_do=_("Update the program; the line is kept."),
        )
    return kind


def _wrong_form(record: dict[str, Any]) -> ChainError:
    given = record.get("format")
    if type(given) is int and given > LINE_FORMAT:
        return NewerFormatError(
            _("A line has format {given}; this program reads up to {known}.").format(
                given=given, known=LINE_FORMAT
            ),
            to_do=_("Update the program; the line is kept."),
        )
    return ChainError(_("A line has other fields than it should."))
