"""A questionnaire in; for each choice the question it leads to, where others are passed over, out.

A question is passed over only where that is certain from the one answer alone; what hangs on more
than one answer is said at the question itself.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from fieldsurvey.errors import ExpressionError
from fieldsurvey.expressions import compile_expression
from fieldsurvey.questionnaire.logic.reasoning import decide
from fieldsurvey.questionnaire.model import Group, Item, Question, Questionnaire, Repeat
from fieldsurvey.questionnaire.paper_marks import is_in_body

END = ""
"""Where a choice leads that passes over everything up to the end."""


@dataclass(frozen=True, slots=True)
class _Place:
    """One item, and the places that follow it inside and behind it."""

    item: Item
    inside: tuple[str, ...]
    """Names of what stands in it."""
    repeats: tuple[str, ...]
    """Names of the repeats around it."""


def skips_of(questionnaire: Questionnaire) -> Mapping[tuple[str, str], str]:
    """Return, by question and choice, the name of the question that is next, or `END`.

    A choice after which nothing is passed over is not there.
    """
    places = list(_places(questionnaire))
    skips = {}
    for index, place in enumerate(places):
        question = place.item
        if not isinstance(question, Question) or question.base_type != "select_one":
            continue
        for choice in questionnaire.choice_list(question):
            following = [each for each in places[index + 1 :] if _is_near(place, each)]
            known = {question.name: choice.name}
            target, passed = _first_asked(following, known)
            is_inside = bool(place.repeats) and target == END
            if passed and not is_inside:
                skips[question.name, choice.name] = target
    return skips


def _places(questionnaire: Questionnaire) -> Iterator[_Place]:
    for item, above in questionnaire.walk():
        inside = () if isinstance(item, Question) else tuple(_names(item.children))
        repeats = tuple(each.name for each in above if isinstance(each, Repeat))
        yield _Place(item, inside, repeats)


def _names(items: Sequence[Item]) -> Iterator[str]:
    for item in items:
        yield item.name
        if isinstance(item, Group | Repeat):
            yield from _names(item.children)


def _is_near(here: _Place, other: _Place) -> bool:
    """Return whether a place is in the same rows, so that one answer decides about it."""
    return other.repeats[: len(here.repeats)] == here.repeats


def _first_asked(following: Sequence[_Place], known: dict[str, str]) -> tuple[str, bool]:
    """Return the first question that may be asked, and whether a printed one was passed over."""
    gone: set[str] = set()
    passed = False
    for place in following:
        item = place.item
        if item.name in gone or _is_never_asked(item, known):
            gone.update((item.name, *place.inside))
            known[item.name] = ""
            passed = passed or is_in_body(item)
        elif isinstance(item, Repeat) or is_in_body(item):
            return item.name, passed
    return END, passed


def _is_never_asked(item: Item, known: Mapping[str, str]) -> bool:
    if not item.relevant:
        return False
    try:
        return decide(compile_expression(item.relevant).tree, known) is False
    except ExpressionError:
        return False
