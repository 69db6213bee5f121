"""The keys of the rows of a list: digits choose or mark."""

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

from prompt_toolkit.application import Application
from prompt_toolkit.filters import to_filter
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent, merge_key_bindings
from prompt_toolkit.keys import Keys
from questionary.prompts.common import InquirerControl

from fieldsurvey.interview.typed.digits import Digits
from fieldsurvey.questionnaire.choices.search_index import SearchIndex

Binding: TypeAlias = Callable[[InquirerControl, KeyBindings], None]
"""Adds the keys of the choices of a list."""

Titles: TypeAlias = Callable[[int], Sequence[str]]
"""Gives the titles of rows for a window of so many columns."""


def bind_keys(application: Application[Any], keys: KeyBindings, bind: Binding | None) -> None:
    """Add keys to a prompt, and those of the rows of its list."""
    control = list_of(application)
    if bind is not None and control is not None:
        bind(control, keys)
    own = [application.key_bindings] if application.key_bindings else []
    application.key_bindings = merge_key_bindings([*own, keys])


def choosing_keys(control: InquirerControl, keys: KeyBindings) -> None:
    """Make digits choose: at once where no longer number begins with what was typed."""
    digits = _digits_of(control)

    def type_digit(event: KeyPressEvent) -> None:
        digits.type(event.data)
        place = digits.place()
        if place is not None:
            control.pointed_at = place
            if not digits.may_go_on():
                event.app.exit(result=control.get_pointed_at().value)

    _bind_digits(keys, type_digit)


def naming_keys(control: InquirerControl, keys: KeyBindings) -> None:
    """Make digits choose, and letters or characters point at the row whose name they begin.

    Pinyin initials do, too; what finds nothing begins a new search.
    """
    choosing_keys(control, keys)
    titles = [str(row.title).partition("  ")[2] for row in control.choices]
    index = SearchIndex(lambda: titles, len(titles))
    typed: list[str] = []

    @keys.add(Keys.Any)
    def search(event: KeyPressEvent) -> None:
        for character in filter(str.isprintable, event.data):
            if not index.find("".join((*typed, character)), 1).count:
                typed.clear()
            typed.append(character)
        if found := index.find("".join(typed), 1).places:
            control.pointed_at = found[0]


def marking_keys(control: InquirerControl, keys: KeyBindings) -> None:
    """Make digits mark and unmark; a second digit takes the mark of the first back."""
    digits = _digits_of(control)

    def type_digit(event: KeyPressEvent) -> None:
        before = digits.place()
        if digits.type(event.data) and before is not None:
            _toggle(control, before)
        place = digits.place()
        if place is not None:
            control.pointed_at = place
            _toggle(control, place)
        if not digits.may_go_on():
            digits.forget()

    _bind_digits(keys, type_digit)


def _digits_of(control: InquirerControl) -> Digits:
    return Digits(str(row.title) for row in control.choices)


def _bind_digits(keys: KeyBindings, handler: Callable[[KeyPressEvent], None]) -> None:
    for digit in "0123456789":
        keys.add(digit, eager=True)(handler)
    # What comes out of a clipboard was not pressed for this question.
    keys.add(Keys.BracketedPaste, eager=True)(lambda event: None)


def _toggle(control: InquirerControl, place: int) -> None:
    value = control.choices[place].value
    if value in control.selected_options:
        control.selected_options.remove(value)
    else:
        control.selected_options.append(value)


def list_of(application: Application[Any]) -> InquirerControl | None:
    """Return the list of rows of a prompt that has one, set to wrap long rows."""
    for window in application.layout.find_all_windows():
        if isinstance(window.content, InquirerControl):
            window.wrap_lines = to_filter(True)
            return window.content
    return None


def break_titles_anew(application: Application[Any], titles: Titles | None) -> None:
    """Break the titles of the last rows of a list for the window as it is, each time it changes."""
    control = list_of(application)
    if control is None or titles is None:
        return
    rows, broken_for = control.choices, [0]

    def break_anew(_application: Application[Any]) -> None:
        columns = application.output.get_size().columns
        if columns == broken_for[0]:
            return
        broken_for[0] = columns
        broken = titles(columns)
        for row, title in zip(rows[len(rows) - len(broken) :], broken, strict=True):
            row.title = title

    application.before_render += break_anew
