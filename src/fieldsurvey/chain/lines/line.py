"""One line of a chain: what was said, by whom, when, on which machine.

A line is exact UTF-8 JSON text, made once and never re-serialised: what is stored is what is
hashed and what travels. `digest = sha256(line)`, `hash = sha256(previous hash + digest)`.
"""

import json
from collections.abc import Mapping
from enum import StrEnum
from typing import Any, NamedTuple

LINE_FORMAT = 1
"""Raised when a line says something an older program would misread."""

GENESIS = bytes(32)
"""The hash before the first line of a chain."""


PICTURES = "pictures"
"""What a `receipt` line is about that signs for pictures, not for lines: `{"about": "pictures",
"device": …, "pictures": [sha256, …]}`."""


class Kind(StrEnum):
    """What a line is about."""

    KEY = "key"
    SESSION = "session"
    """What was done at the keyboard besides answering: a jump, a change of language."""
    INTERVIEW_START = "interview_start"
    ANSWER = "answer"
    WITHDRAW = "withdraw"
    """With a question: that answer is moot. Without: the whole interview is withdrawn."""
    NOTE = "note"
    """A remark on a question, or the description of a problem."""
    PHOTO = "photo"
    """A picture that belongs to a question, its removal, or why there is none."""
    PAUSE = "pause"
    """The interview was left, or nobody was at it for a while."""
    RESUME = "resume"
    """The interview is gone on with."""
    FINISH = "finish"
    REOPEN = "reopen"
    ABSENT = "absent"
    REPLACE = "replace"
    DECISION = "decision"
    EDITION = "edition"
    LEDGER = "ledger"
    RECEIPT = "receipt"
    ERASE = "erase"
    CLOCK_ANOMALY = "clock_anomaly"
    """The wall clock was set, or its zone."""


INTERVIEW_KINDS = frozenset(
    {
        Kind.INTERVIEW_START,
        Kind.ANSWER,
        Kind.WITHDRAW,
        Kind.NOTE,
        Kind.PHOTO,
        Kind.PAUSE,
        Kind.RESUME,
        Kind.FINISH,
        Kind.REOPEN,
    }
)
"""Kinds that are always said in an interview."""


# Entries and lines are tuples: a merge makes a hundred thousand of each, and a frozen dataclass
# takes four times as long to make.


class Entry(NamedTuple):
    """What somebody says, before it is a line."""

    kind: Kind
    interview: str = ""
    question: str = ""
    """The path of a question: `water_safe`, `member[2]/age`."""
    value: Any = None
    """JSON. An answer is a string, or `{"special": "refused"}`; for a note
    `{"remark": …}` or `{"description": …}`; for a photo `{"sha256": …, "extension": …, "name": …,
    "size_bytes": …, "taken_at": …, "place": …}`, `{"removed": sha256}` or `{"absent": why}`."""
    questionnaire: str = ""
    """Digest of the questionnaire the interview is made with."""
    who: str = ""


class Line(NamedTuple):
    """One line, read: its text is the truth, the rest is read from it."""

    text: str
    device: str
    seq: int
    """1, 2, 3 … in the chain of its device."""
    entry: Entry
    at: str
    """Wall time as ISO 8601 with offset."""
    monotonic_ms: int
    boot: str
    hash: bytes = GENESIS
    """32 bytes: the chain up to and with this line."""
    previous: bytes = GENESIS
    """32 bytes: the chain before this line."""
    digest: bytes = b""
    """SHA-256 of the text, 32 bytes, made when it is read; of an erased line as it was."""
    erased: bytes = b""
    """Of an erased line, whose text is blank: the digest of what it said."""


def dump_json(value: Any) -> str:
    """Write JSON the one way lines are written: compact, sorted keys, UTF-8 as it is."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


JsonObject = Mapping[str, Any]
