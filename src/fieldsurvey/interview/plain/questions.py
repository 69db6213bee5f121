"""A question in, what the person typed to it out; asked line by line."""

from collections.abc import Mapping, Sequence
from typing import Any

from fieldsurvey.expressions.values import SpecialAnswer
from fieldsurvey.i18n import _, language
from fieldsurvey.interview.keys import Command
from fieldsurvey.interview.plain.desk import BLANK, PlainDesk
from fieldsurvey.interview.showing.screen import SEARCHED_FROM, question_lines
from fieldsurvey.interview.showing.searched_list import SearchedList, searched_choices
from fieldsurvey.interview.showing.step import Step
from fieldsurvey.interview.typed.answering import (
    ACKNOWLEDGED,
    CHOOSING,
    SELECT_MULTIPLE,
    parse_answer,
)
from fieldsurvey.interview.typed.digits import choice_titles
from fieldsurvey.interview.typed.refusal import Refusal
from fieldsurvey.questionnaire.choices.row_choices import choice_named
from fieldsurvey.questionnaire.model import in_language

_READ_AGAIN_MOST = 5
"""Choices that are read out each time a question is asked again."""

LISTED_MOST = 20
"""Rows that are read out of what a search finds."""


def ask_question(desk: PlainDesk, step: Step, *, is_again: bool = False) -> str | Command:
    """Return what the person says to the question of a step, as typed; or a command.

    Args:
        desk: Where it is asked.
        step: What is asked.
        is_again: Whether it was asked just before: then its choices are not read out again.
    """
    assert step.question is not None
    desk.say(question_lines(step))
    base = step.question.base_type
    stored = step.answer if isinstance(step.answer, str) else step.proposal
    if base in CHOOSING:
        return _ask_choice(desk, step, stored, is_again=is_again)
    if base in ("acknowledge", "trigger"):
        desk.tell("1  " + _("OK, acknowledged"))
        said = _ask(desk, step, stored, stored)
        return ACKNOWLEDGED if said == "1" else said
    return _ask(desk, step, stored, stored)


def _ask(desk: PlainDesk, step: Step, stored: str, shown: str) -> str | Command:
    """Ask for one line; Enter alone keeps what stands there already."""
    if stored and not step.is_required:
        desk.tell(_("Enter alone keeps it; {sign} alone leaves it blank.").format(sign=BLANK))
    if isinstance(step.answer, SpecialAnswer) and not stored:
        desk.tell(_("Enter alone takes the special answer back; /n keeps it and goes on."))
    said = desk.ask(_("Answer"), shown)
    return stored if said == shown and shown else said


def _ask_choice(desk: PlainDesk, step: Step, stored: str, *, is_again: bool) -> str | Command:
    is_searched = len(step.choices) > SEARCHED_FROM
    numbers: Mapping[str, str] = {}
    if is_searched:
        desk.tell(
            _("{count} choices. Type a part of the name, its pinyin initials, or the code.").format(
                count=f"{len(step.choices):,}"
            )
        )
    else:
        titles = choice_titles(step.choices)
        if is_again and len(titles) > _READ_AGAIN_MOST:
            desk.tell(
                _("The {count} choices as before; ?? reads them out.").format(count=len(titles))
            )
        else:
            desk.tell(*titles)
        numbers = {
            title.split(" ", 1)[0]: choice.name
            for title, choice in zip(titles, step.choices, strict=True)
        }
    said = _ask(desk, step, stored, _labels(step, stored))
    while said in ("??", "？？") and not is_searched:
        desk.tell(*choice_titles(step.choices))
        said = _ask(desk, step, stored, _labels(step, stored))
    if isinstance(said, Command) or not said or said == stored:
        return said
    assert step.question is not None
    if is_searched and isinstance(parse_answer(step.question, said, step.choices), Refusal):
        return _ask_found(desk, step, said)
    return _by_numbers(said, numbers)


def _labels(step: Step, stored: str) -> str:
    found = [(code, choice_named(step.choices, code)) for code in stored.split()]
    return ", ".join(
        in_language(choice.label, language()) if choice else code for code, choice in found
    )


def _by_numbers(said: str, numbers: Mapping[str, str]) -> str:
    """Return codes for the numbers that stand before the choices; other words as they are."""
    if all(number == code for number, code in numbers.items()):
        return said
    words = said.replace(",", " ").replace("，", " ").replace("、", " ").split()
    return " ".join(numbers.get(word, word) for word in words) if words else said


def _ask_found(desk: PlainDesk, step: Step, typed: str) -> str | Command:
    """Let one of the choices found be taken; of several that may be chosen, one after another."""
    assert step.question is not None
    if step.question.base_type not in SELECT_MULTIPLE:
        found: str | Command = choose_found(desk, searched_choices(step.choices), typed)
        return found
    codes: list[str] = []
    while typed:
        code = choose_found(desk, searched_choices(step.choices), typed)
        if isinstance(code, Command):
            return code
        codes += [code] if code else []
        more = desk.ask(_("Another one, or Enter alone to go on"))
        if isinstance(more, Command):
            return more
        typed = more
    return " ".join(dict.fromkeys(codes))


def choose_found(desk: PlainDesk, searched: SearchedList, typed: str) -> Any:
    """Return the value of one of the rows that what was typed finds; '' for none; a command."""
    found = searched.find(typed)
    if not found.count:
        desk.tell(_("Nothing fits; type less of it."))
        return ""
    places: Sequence[int] = found.places[:LISTED_MOST]
    if more := found.count - len(places):
        desk.tell(_("{count} more fit; type more of the name for those.").format(count=more))
    menu = [(_spoken(searched.title(place)), searched.value(place)) for place in places]
    again = _("None of these: search again")
    chosen = desk.choose(_("Number"), [*menu, (again, None)])
    if chosen is not None:
        return chosen
    said = desk.ask(_("Search"))
    return said if isinstance(said, Command) else choose_found(desk, searched, said)


def _spoken(title: str) -> str:
    """Return a title whose code is no number of a menu."""
    return " ".join(title.split())
