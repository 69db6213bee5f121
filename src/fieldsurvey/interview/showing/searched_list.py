"""A list of any length that is searched as somebody types, and what was found of it. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from fieldsurvey.i18n import language
from fieldsurvey.interview.logic.wording import media_of
from fieldsurvey.questionnaire.choices.row_choices import choice_named, names_of, search_index
from fieldsurvey.questionnaire.choices.search_index import Found, SearchIndex
from fieldsurvey.questionnaire.model import Choice, in_language

SHOWN_MOST = 100
"""Rows that are shown of what fits; who wants another types on."""


@dataclass(frozen=True, slots=True)
class SearchedList:
    """Rows by place; none is made before it is shown."""

    index: SearchIndex
    title: Callable[[int], str]
    """What stands in the row at a place, from 0."""
    value: Callable[[int], Any]
    """What choosing it gives."""
    first: int | None = None
    """Place of the row that stands first while nothing is typed: what is chosen now."""
    name: Callable[[Any], str] = str
    """What a value is called."""

    prepared: Callable[[], object] = lambda: None
    """Makes ready whatever taking a row needs."""

    def prepare(self) -> None:
        """Make it ready, so that no key press waits for it."""
        self.index.prepare()
        self.prepared()

    def find(self, typed: str) -> Found:
        """Return what fits, best first."""
        found = self.index.find(typed, SHOWN_MOST)
        if typed.strip() or self.first is None:
            return found
        others = (place for place in found.places if place != self.first)
        return Found((self.first, *others)[:SHOWN_MOST], found.count)


def searched_choices(choices: Sequence[Choice], chosen: str = "") -> SearchedList:
    """Return the choices of a question, the one chosen first."""
    first = next((p for p, code in enumerate(names_of(choices)) if code == chosen), None)

    def title(place: int) -> str:
        choice = choices[place]
        words = (in_language(choice.label, language()), *media_of(choice, language(), ""))
        return "  ".join((choice.name, " ".join(words)))

    def name(code: str) -> str:
        choice = choice_named(choices, code)
        return in_language(choice.label, language()) if choice else code

    return SearchedList(
        search_index(choices),
        title,
        lambda place: choices[place].name,
        first if chosen else None,
        name,
        lambda: choice_named(choices, ""),
    )


def searched_menu(menu: Sequence[tuple[str, str, Any]], chosen: object = None) -> SearchedList:
    """Return a menu of (title, all words it is found by, value); the row of `chosen` first."""
    first = next((p for p, row in enumerate(menu) if row[2] == chosen), None)
    return SearchedList(
        SearchIndex(lambda: (words for _title, words, _value in menu), len(menu)),
        lambda place: menu[place][0],
        lambda place: menu[place][2],
        first,
    )
