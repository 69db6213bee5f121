"""What a person typed → the text that is stored, or a refusal with a sentence. Pure.

Forgiving in what is read, strict in what is kept: what is stored reads back as itself.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TypeAlias

from fieldsurvey.i18n import _
from fieldsurvey.interview.photos.picture_formats import EXTENSIONS
from fieldsurvey.interview.typed.choices import read_choice, read_choices, read_rank
from fieldsurvey.interview.typed.dates import read_date, read_date_time, read_time
from fieldsurvey.interview.typed.numbers import read_decimal, read_integer, read_range
from fieldsurvey.interview.typed.refusal import UNREADABLE, Refusal
from fieldsurvey.interview.typed.text import compact, read_text
from fieldsurvey.questionnaire.model import Choice, Question
from fieldsurvey.questionnaire.question_types import PICTURE

SELECT_ONE = frozenset({"select_one", "select_one_from_file", "select_one_external"})
SELECT_MULTIPLE = frozenset({"select_multiple", "select_multiple_from_file"})
CHOOSING = SELECT_ONE | SELECT_MULTIPLE | {"rank"}
"""Types answered by choosing from a list."""

ACKNOWLEDGED = "OK"
"""What XLSForm stores when a statement is acknowledged."""

_PICTURE_FILE = re.compile(rf"[0-9a-f]{{64}}\.(?:{'|'.join(EXTENSIONS)})")

_YES = frozenset({"ok", "1", "y", "yes", "是", "好", "√", "true"})


def parse_answer(
    question: Question,
    typed: str,
    choices: Sequence[Choice] = (),
    now: datetime | None = None,
) -> str | Refusal:
    """Return what is stored for `typed`; blank gives blank.

    Args:
        question: Its type, parameters and appearance say how `typed` is read.
        typed: As it came from the keyboard or an answers file.
        choices: Those offered at this moment.
        now: Supplies the year of a date typed without one, and the offset of a time.
    """
    if not compact(typed):
        return ""
    base = question.base_type
    if base in SELECT_ONE:
        return read_choice(typed, choices)
    if base in SELECT_MULTIPLE:
        return read_choices(typed, choices)
    if base == "rank":
        return read_rank(typed, choices)
    return _READERS.get(base, _read_plain_text)(question, typed, now)


def _read_plain_text(question: Question, typed: str, now: datetime | None) -> str | Refusal:
    return read_text(typed, lines="multiline" in question.appearance.split())


def _read_acknowledgement(typed: str) -> str | Refusal:
    if compact(typed).casefold() in _YES:
        return ACKNOWLEDGED
    return Refusal(
        UNREADABLE,
        _("This is a statement to be acknowledged."),
        _("Type OK, or leave it blank."),
    )


def _read_place(typed: str) -> str | Refusal:
    """Read `latitude longitude [altitude [accuracy]]`, degrees and metres."""
    parts = [part for part in re.split(r"[\s,;]+", compact(typed)) if part]
    numbers = [read_decimal(part) for part in parts]
    plain = [number for number in numbers if isinstance(number, str)]
    if (
        len(plain) != len(parts)
        or not 2 <= len(parts) <= 4
        or abs(float(plain[0])) > 90
        or abs(float(plain[1])) > 180
    ):
        return Refusal(
            UNREADABLE,
            _("This is not a place."),
            _("Type latitude and longitude in degrees, for example 34.26 108.94."),
        )
    return " ".join([*plain, "0", "0"][:4])


def _read_picture(typed: str) -> str | Refusal:
    """Read the name of a picture's file in the workspace, as attaching the picture gives it."""
    name = compact(typed)
    if _PICTURE_FILE.fullmatch(name):
        return name
    return Refusal(
        UNREADABLE,
        _("This question is answered by a photo."),
        _("Name the file of the photo, or leave it blank."),
    )


_Reader: TypeAlias = Callable[[Question, str, datetime | None], str | Refusal]

_READERS: Mapping[str, _Reader] = {
    "integer": lambda _question, typed, _now: read_integer(typed),
    "decimal": lambda _question, typed, _now: read_decimal(typed),
    "range": lambda question, typed, _now: read_range(typed, question.given_parameters),
    "date": lambda question, typed, now: read_date(typed, question.appearance, now),
    "time": lambda _question, typed, _now: read_time(typed),
    "dateTime": lambda _question, typed, now: read_date_time(typed, now),
    "acknowledge": lambda _question, typed, _now: _read_acknowledgement(typed),
    "trigger": lambda _question, typed, _now: _read_acknowledgement(typed),
    "geopoint": lambda _question, typed, _now: _read_place(typed),
    **{kind: lambda _question, typed, _now: _read_picture(typed) for kind in PICTURE},
}
"""Types that are not text; choices are read before."""
