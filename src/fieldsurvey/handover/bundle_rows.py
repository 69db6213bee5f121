"""A line in, its row in a bundle out; and back. Of an erased line the row holds what is left."""

import hashlib
import json

from fieldsurvey.chain.lines.line import Entry, Kind, Line, dump_json
from fieldsurvey.chain.lines.text import read_line
from fieldsurvey.errors import ChainError, NewerFormatError
from fieldsurvey.i18n import _

_ERASED = '{"erased":'
"""No line begins so: its keys are sorted, and the first is `at`."""


def line_row(line: Line) -> str:
    """Return the row of a line: its text, or the digest of an erased one with kind and interview.

    Those two are not proven by the digest; they only say where the gap in the answers is.
    """
    if not line.erased:
        return line.text
    entry = line.entry
    said = {"erased": line.erased.hex(), "interview": entry.interview, "kind": entry.kind.value}
    return dump_json(said)


def read_row(text: str, device: str, seq: int, previous: bytes) -> Line:
    """Read a row, standing after the chain that ends in `previous`.

    Raises:
        NewerFormatError: A newer program wrote it.
        ChainError: It is not the row of a line.
    """
    if not text.startswith(_ERASED):
        return read_line(text, previous=previous)
    try:
        said = json.loads(text)
        digest = bytes.fromhex(said["erased"])
        entry = Entry(_kind(said["kind"]), said["interview"])
        line = Line(
            text="",
            device=device,
            seq=seq,
            entry=entry,
            at="",
            monotonic_ms=0,
            boot="",
            hash=hashlib.sha256(previous + digest).digest(),
            previous=previous,
            digest=digest,
            erased=digest,
        )
        is_exact = len(digest) == 32 and type(entry.interview) is str and line_row(line) == text
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise ChainError(_("A line is not the JSON this program writes.")) from error
    if not is_exact:
        raise ChainError(_("A line is not the JSON this program writes."))
    return line


def _kind(name: object) -> Kind:
    if not isinstance(name, str):
        raise TypeError
    if name not in {kind.value for kind in Kind}:
        raise NewerFormatError(
            _("A line is of kind “{kind}”, which this program does not know.").format(
                kind=name[:40]
            ),
            to_do=_("Update the program; the line is kept."),
        )
    return Kind(name)
