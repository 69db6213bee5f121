"""One question in; how it is printed out."""

import re
from collections.abc import Iterator, Mapping

from fieldsurvey.expressions.values import SpecialAnswer
from fieldsurvey.i18n import _, language
from fieldsurvey.interview.logic.wording import special_in_words
from fieldsurvey.questionnaire import question_types as types
from fieldsurvey.questionnaire.condition_words import Wording
from fieldsurvey.questionnaire.model import Question, Questionnaire
from fieldsurvey.report.paper.sheet import Entry, PrintedChoice, Room

_ROOMS = {
    "rank": Room.RANK,
    "integer": Room.DIGITS,
    "decimal": Room.DIGITS,
    "range": Room.DIGITS,
    "date": Room.DATE,
    "time": Room.TIME,
    "dateTime": Room.DATE_TIME,
    "text": Room.LINES,
    "acknowledge": Room.TICK,
    "trigger": Room.TICK,
    "note": Room.NOTHING,
}
_RANGE = {"start": "0", "end": "10"}
"""XLSForm's range where the form says none."""
_INTEGER_BOXES, _RANGE_BOXES, _DECIMAL_BOXES = 6, 3, 2


class Entries:
    """Prints the questions of one questionnaire."""

    def __init__(
        self,
        questionnaire: Questionnaire,
        words: Wording,
        marks: Mapping[str, str],
        go_to: Mapping[tuple[str, str], str],
    ) -> None:
        self.questionnaire = questionnaire
        self.words = words
        self.marks = marks
        self.go_to = go_to

    def entry(self, question: Question) -> Entry:
        """Return one question as it is printed."""
        room = _room(question)
        is_whole = question.base_type in ("integer", "range")
        return Entry(
            name=question.name,
            mark=self.marks.get(question.name, ""),
            label=self.words.text(question.label),
            room=room,
            hints=tuple(hint for hint in self.hints(question) if hint),
            condition=self.words.asked_when(question),
            choices=tuple(self.choices(question)),
            special=tuple((key, _special(key)) for key in question.special),
            unit=self.words.text(question.unit),
            integer_boxes=_RANGE_BOXES if question.base_type == "range" else _INTEGER_BOXES,
            decimal_boxes=0 if is_whole else _DECIMAL_BOXES,
            lines=4 if "multiline" in question.appearance else 2,
            is_required=question.required is True,
        )

    def hints(self, question: Question) -> Iterator[str]:
        """Yield what stands small below a question."""
        if question.base_type == "select_multiple":
            yield _("Several may be ticked.")
        if question.base_type == "rank":
            yield _("Write 1 before the first, 2 before the second, and so on.")
        if question.base_type in types.CHOOSING_FROM_FILE:
            yield _("Write code and name, as listed in {file}.").format(file=question.list_name)
        if question.base_type in types.ATTACHING:
            yield _("Write the number of the photo or file.")
        if question.base_type == "range":
            bounds = dict(_RANGE) | dict(re.findall(r"(\w+)\s*=\s*(\S+)", question.parameters))
            yield _("From {start} to {end}.").format(start=bounds["start"], end=bounds["end"])
        yield self.words.text(question.hint)
        if "${" not in question.constraint:  # said of this answer alone, it may be said before
            yield self.words.text(question.constraint_message)

    def choices(self, question: Question) -> Iterator[PrintedChoice]:
        """Yield the choices with where they lead."""
        if question.base_type not in types.CHOOSING:
            return
        for choice in self.questionnaire.choice_list(question):
            label = self.words.text(choice.label)
            if choice.exclusive:
                label = _("{choice} (no other besides)").format(choice=label)
            yield PrintedChoice(
                choice.name, label, self.go_to.get((question.name, choice.name), "")
            )
        if question.or_other:
            yield PrintedChoice("other", _("Other, namely:"))


def _room(question: Question) -> Room:
    if question.base_type in ("select_one", "select_multiple"):
        return Room.CHOICE
    return _ROOMS.get(question.base_type, Room.LINE)


def _special(key: str) -> str:
    return special_in_words(SpecialAnswer(key), language())
