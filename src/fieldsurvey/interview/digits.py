"""Digits typed one by one in, the row of a list they mean out; knows no terminal."""

from collections.abc import Iterable, Sequence

from fieldsurvey.i18n import language
from fieldsurvey.questionnaire.model import Choice, in_language


def choice_titles(choices: Sequence[Choice]) -> list[str]:
    """Return each choice after the number that chooses it: the paper's code, else its place."""
    spoken = language()
    are_codes = all(choice.name.isdecimal() for choice in choices)
    return [
        f"{choice.name if are_codes else place}  {in_language(choice.label, spoken)}"
        for place, choice in enumerate(choices, start=1)
    ]


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
