"""One character typed into one field of the paper in; what stands there, and whether it is all.

A code is complete where no longer code begins with it; then nobody presses Enter. Pure.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile

from fieldsurvey.expressions.values import SpecialAnswer
from fieldsurvey.interview.logic.evaluation import Evaluation
from fieldsurvey.interview.typed.answering import SELECT_MULTIPLE, SELECT_ONE, parse_answer
from fieldsurvey.interview.typed.numbers import scale_of
from fieldsurvey.interview.typed.refusal import Refusal
from fieldsurvey.interview.typed.text import compact
from fieldsurvey.questionnaire.model import Choice, Question

UNREADABLE = "?"
"""Keyed where the paper cannot be read: two boxes ticked, a smudge."""

SPECIAL_KEYS = {
    "r": SpecialAnswer.REFUSED,
    "d": SpecialAnswer.DONT_KNOW,
    "n": SpecialAnswer.NOT_APPLICABLE,
}
"""One letter each, in fields that take no words."""

_NUMBER = frozenset("0123456789+-.,")
_DATE = frozenset("0123456789-./年月日号 ")
_CLOCK = frozenset("0123456789:点时分")
_SCALE_MOST = 1_000
"""Steps of a range up to which its numbers are codes that can be complete by themselves."""
_PRINTED_MOST = 500
"""Choices that paper prints; of a longer list only what a filter lets through is looked at."""
_BY_PLACE_MOST = 9
"""Choices of a ranking up to which each takes the one digit written beside it."""


@dataclass(frozen=True, slots=True)
class Field:
    """What is needed to type into one field."""

    question: Question
    choices: Sequence[Choice]
    """All that the paper prints: what a filter leaves out may stand there in ink."""
    now: datetime | None = None

    @property
    def is_coded(self) -> bool:
        """Whether the paper has codes here, not words or figures."""
        return self.kind in ("one", "several", "rank", "tick")

    @property
    def takes_words(self) -> bool:
        """Whether every letter may be part of the answer."""
        return self.kind == "words"

    @property
    def kind(self) -> str:
        """How it is typed: one, several, rank, tick, scale, number, date, clock, words."""
        base = self.question.base_type
        if base in SELECT_ONE:
            return "one"
        if base in SELECT_MULTIPLE:
            return "several"
        if base == "range":
            return "scale" if _scale(self.question) else "number"
        known = {"acknowledge": "tick", "trigger": "tick", "integer": "number"}
        known |= {"decimal": "number", "date": "date", "time": "clock", "rank": "rank"}
        return known.get(base, "words")


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in a field."""

    text: str
    is_complete: bool = False
    special: SpecialAnswer | None = None
    """Where a special answer was keyed."""


def field_at(evaluation: Evaluation, path: str) -> Field:
    """Return the field of the paper at `path`."""
    chosen_from = evaluation.node(path).chosen_from
    printed = chosen_from.all if chosen_from else ()
    choices = printed if 0 < len(printed) <= _PRINTED_MOST else evaluation.choices(path)
    return Field(evaluation.question(path), choices, evaluation.now)


def type_character(field: Field, text: str, character: str) -> Typed | None:
    """Return what stands in the field after one more character; None where it fits nothing."""
    if field.takes_words:
        return Typed(text + character) if character.isprintable() else None
    plain = compact(character) or (" " if character.isspace() else "")
    typed = _type_code(field, text, plain)
    if typed is not None or text:
        return typed
    if plain == UNREADABLE:
        return Typed(UNREADABLE, is_complete=True)
    special = SPECIAL_KEYS.get(plain.casefold())
    is_allowed = special is not None and special.value in field.question.special
    return Typed("", is_complete=True, special=special) if is_allowed else None


def press_enter(field: Field, text: str) -> Typed | None:
    """Return what stands in the field once Enter ends it; None where a code is not complete."""
    if field.kind == "several":
        *done, part = text.split(" ")
        left = [code for code in _codes(field) if code not in done]
        if part and part not in left:
            return None
        return Typed(" ".join([*done, part]).strip(), is_complete=True)
    if field.kind in ("one", "scale") and text and text != UNREADABLE:
        exact = next((code for code in _codes(field) if _is_same(code, text)), None)
        return None if exact is None else Typed(exact, is_complete=True)
    if field.kind == "rank" and text and len(field.choices) <= _BY_PLACE_MOST:
        return None
    return Typed(text.strip(), is_complete=True)


def erase(field: Field, text: str) -> str:
    """Return what is left once the last character is taken back."""
    return text.rstrip(" ")[:-1] if field.kind == "several" else text[:-1]


def _type_code(field: Field, text: str, character: str) -> Typed | None:
    if not character:
        return None
    match field.kind:
        case "several":
            return _several_of(field, text, character)
        case "rank":
            return _placed(field, text, character)
        case "number":
            return Typed(text + character) if character in _NUMBER else None
        case "date" | "clock":
            return _dated(field, text, character)
    return _one_of(_codes(field), text + character)


def _one_of(codes: Sequence[str], text: str) -> Typed | None:
    begun = [code for code in codes if code.casefold().startswith(text.casefold())]
    if not begun:
        return None
    return Typed(text, is_complete=len(begun) == 1 and _is_same(begun[0], text))


def _several_of(field: Field, text: str, character: str) -> Typed | None:
    """Type into `1 3 1`: codes that are complete end with a blank, the last may be begun."""
    *done, part = text.split(" ")
    alone = {choice.name for choice in field.choices if choice.exclusive}
    if alone.intersection(done):
        return None
    left = [c for c in _codes(field) if c not in done and not (done and c in alone)]
    before = "".join(f"{code} " for code in done)
    if character in (" ", ","):
        return Typed(f"{before}{part} ") if part in left else None
    typed = _one_of(left, part + character)
    if typed is None:
        # `1` of 1 to 12, then `3`: the first code is complete after all.
        again = part in left and part not in alone
        return _several_of(field, f"{before}{part} ", character) if again else None
    if not typed.is_complete:
        return Typed(before + typed.text)
    [code] = [code for code in left if _is_same(code, typed.text)]
    is_all = code in alone or not {*left} - alone - {code}
    return Typed(f"{before}{code} ".rstrip(" ") if is_all else f"{before}{code} ", is_all)


def _placed(field: Field, text: str, character: str) -> Typed | None:
    """Type the place written beside each choice; `213` puts the second choice first."""
    count = len(field.choices)
    if count > _BY_PLACE_MOST:
        return Typed(text + character) if character.isprintable() else None
    if not character.isdecimal() or not 1 <= int(character) <= count or character in text:
        return None
    places = text + character
    if len(places) < count:
        return Typed(places)
    ranked = sorted(zip(places, field.choices, strict=True), key=lambda pair: pair[0])
    return Typed(" ".join(choice.name for _place, choice in ranked), is_complete=True)


def _dated(field: Field, text: str, character: str) -> Typed | None:
    """Type a date or a time: as many digits as there are boxes end it, if it is one."""
    is_date = field.kind == "date"
    taken, digits = (_DATE, _date_digits(field.question)) if is_date else (_CLOCK, 4)
    is_full = text.isdecimal() and len(text) == digits
    if character not in taken or is_full:
        return None
    typed = text + character
    is_complete = len(typed) == digits and typed.isdecimal()
    said = parse_answer(field.question, typed, (), field.now) if is_complete else ""
    return Typed(typed, is_complete=is_complete and not isinstance(said, Refusal))


def _date_digits(question: Question) -> int:
    looks = question.appearance.split()
    return 4 if "year" in looks else 6 if "month-year" in looks else 8


def _codes(field: Field) -> tuple[str, ...]:
    if field.kind == "tick":
        return ("1",)
    if field.kind == "scale":
        return _scale(field.question)
    return tuple(choice.name for choice in field.choices)


def _scale(question: Question) -> tuple[str, ...]:
    """Return the numbers of a range of whole steps; none where they are no codes."""
    start, end, step = scale_of(question.given_parameters)
    if any(part % 1 for part in (start, end, step)) or step <= 0 or start < 0 or end < start:
        return ()
    numbers = (int(start + nth * step) for nth in range(_SCALE_MOST + 1))
    codes = tuple(str(number) for number in takewhile(lambda number: number <= end, numbers))
    return codes if len(codes) <= _SCALE_MOST else ()


def _is_same(code: str, text: str) -> bool:
    return code.casefold() == text.casefold()
