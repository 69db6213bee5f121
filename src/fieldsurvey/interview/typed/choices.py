"""Choices as typed (`1`, `是`, `1 3`, `1,3`, `13`) → their codes, or a refusal."""

import re
from collections.abc import Mapping, Sequence

from fieldsurvey.i18n import _, language
from fieldsurvey.interview.typed.refusal import EXCLUSIVE, NOT_A_CHOICE, Refusal
from fieldsurvey.interview.typed.text import compact
from fieldsurvey.questionnaire.choices.row_choices import choice_named, names_of, search_index
from fieldsurvey.questionnaire.model import Choice, in_language

_SHOWN = 12
"""Choices named in a refusal; a longer list is only counted."""

_LONG = 500
"""Choices from which on only those that fit what was typed are looked at."""


def read_choice(typed: str, choices: Sequence[Choice]) -> str | Refusal:
    """Return the code of the one choice that `typed` names by code or by label."""
    exact = choice_named(choices, compact(typed))
    code = exact.name if exact else _spellings(_fitting(typed, choices)).get(_key(typed))
    return code if code is not None else _not_a_choice(typed, choices)


def read_choices(typed: str, choices: Sequence[Choice]) -> str | Refusal:
    """Return the codes chosen, each once, in the order of the list."""
    codes = _codes(typed, choices)
    if isinstance(codes, Refusal):
        return codes
    chosen = [
        choice
        for name in names_of(choices)
        if name in codes and (choice := choice_named(choices, name))
    ]
    alone = next((choice for choice in chosen if choice.exclusive), None)
    if alone is not None and len(chosen) > 1:
        return Refusal(
            EXCLUSIVE,
            _("“{choice}” cannot be chosen together with others.").format(choice=_label(alone)),
            _("Choose either it alone, or the others without it."),
        )
    return " ".join(choice.name for choice in chosen)


def read_rank(typed: str, choices: Sequence[Choice]) -> str | Refusal:
    """Return every code once, the first preference first."""
    codes = _codes(typed, choices)
    if isinstance(codes, Refusal):
        return codes
    if sorted(codes) != sorted(choice.name for choice in choices):
        return Refusal(
            NOT_A_CHOICE,
            _("A ranking names every choice exactly once."),
            _("Type all {count} codes, the first preference first.").format(count=len(choices)),
        )
    return " ".join(codes)


def _codes(typed: str, choices: Sequence[Choice]) -> list[str] | Refusal:
    spellings = _spellings(_fitting(typed, choices))
    codes: list[str] = []
    for piece in filter(None, re.split(r"\s*[,、;]\s*", compact(typed))):
        found = _codes_of_piece(piece, spellings)
        if found is None:
            return _not_a_choice(piece, choices)
        codes += found
    return codes


def _codes_of_piece(piece: str, spellings: Mapping[str, str]) -> list[str] | None:
    """Read one piece as a label or code, else as blank-separated ones, else as a run of codes."""
    for parts in ([piece], piece.split(), [c for c in piece if not c.isspace()]):
        found = [spellings.get(_key(part)) for part in parts]
        if None not in found:
            return [code for code in found if code is not None]
    return None


def _fitting(typed: str, choices: Sequence[Choice]) -> Sequence[Choice]:
    """Return the choices worth a look: of a long list those that some piece typed may mean."""
    if len(choices) <= _LONG:
        return choices
    index = search_index(choices)
    text = compact(typed)
    pieces = dict.fromkeys((text, *re.split(r"\s*[,、;]\s*", text), *re.split(r"[\s,、;]+", text)))
    places = {place for piece in pieces if piece for place in index.find(piece, _SHOWN).places}
    return [choices[place] for place in sorted(places)]


def _spellings(choices: Sequence[Choice]) -> dict[str, str]:
    """Map what may be typed to codes; a code wins over a label, a label that is twice is out."""
    labels: dict[str, str] = {}
    twice: set[str] = set()
    for choice in choices:
        for key in {_key(label) for label in choice.label.values()}:
            if key in labels:
                twice.add(key)
            labels[key] = choice.name
    unique = {key: name for key, name in labels.items() if key and key not in twice}
    return unique | {_key(choice.name): choice.name for choice in choices}


def _key(text: str) -> str:
    return compact(text).casefold()


def _label(choice: Choice) -> str:
    return in_language(choice.label, language())


def _not_a_choice(typed: str, choices: Sequence[Choice]) -> Refusal:
    """Refuse, naming the choices; of a long list those that what was typed is a part of."""
    shown = "".join(character for character in typed if character.isprintable())[:40]
    alike = search_index(choices).find(typed, _SHOWN)
    count = alike.count if len(choices) > _SHOWN and alike.count else len(choices)
    places = alike.places if count == alike.count else range(min(_SHOWN, count))
    named = ", ".join(f"{choices[place].name} {_label(choices[place])}" for place in places)
    if count > _SHOWN:
        named = _("{named} … ({count} in all)").format(named=named, count=count)
    return Refusal(
        NOT_A_CHOICE,
        _("“{typed}” is not one of the choices.").format(typed=shown),
        _("Choose from: {named}.").format(named=named),
    )
