"""Digits typed one by one in, the row of a list they mean out; knows no terminal."""

from collections.abc import Iterable, Sequence

from fieldsurvey.i18n import language
from fieldsurvey.interview.logic.wording import media_of
from fieldsurvey.interview.showing.columns import wrap
from fieldsurvey.questionnaire.model import Choice, in_language


def choice_titles(
    choices: Sequence[Choice], columns: int | None = None, before: int = 0
) -> list[str]:
    """Return each choice after the number that chooses it: the paper's code, else its place.

    Args:
        choices: Those offered.
        columns: Of the screen, to break long labels between words; None leaves them whole.
        before: Columns that stand before a title: the pointer, the mark.
    """
    are_codes = all(choice.name.isdecimal() for choice in choices)
    return [
        _hung(choice.name if are_codes else str(place), choice, columns, before)
        for place, choice in enumerate(choices, start=1)
    ]


def _hung(key: str, choice: Choice, columns: int | None, before: int) -> str:
    label = " ".join((in_language(choice.label, language()), *media_of(choice, language(), "")))
    if columns is None:
        return f"{key}  {label}"
    indent = before + len(key) + 2
    lines = wrap([("", label)], max(1, columns - indent))
    parts = ["".join(text for _style, text in line).rstrip() for line in lines]
    return f"{key}  " + f"\n{' ' * indent}".join(parts)


class Digits:
    """What was typed of the number that a row of a list begins with."""

    def __init__(self, titles: Iterable[str]) -> None:
        """Take the rows in their order; one that begins with no number cannot be typed."""
        self._places: dict[str, int] = {}
        for place, title in enumerate(titles):
            number = title.split(" ", 1)[0]
            if number.isdecimal():
                self._places.setdefault(number, place)
        self._typed = ""

    def type(self, digit: str) -> bool:
        """Take one more digit; say whether it goes on with the number typed before."""
        longer = self._typed + digit
        goes_on = bool(self._typed) and any(number.startswith(longer) for number in self._places)
        self._typed = longer if goes_on else digit
        return goes_on

    def place(self) -> int | None:
        """Return the place of the row whose number was typed, from 0; None if there is none."""
        return self._places.get(self._typed)

    def may_go_on(self) -> bool:
        """Say whether a longer number begins with what was typed."""
        return any(n != self._typed and n.startswith(self._typed) for n in self._places)

    def forget(self) -> None:
        """Begin a new number with the next digit."""
        self._typed = ""
