"""A questionnaire laid out for looking through: each item with its place, each expression read."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from fieldsurvey.questionnaire.logic.formulas import (
    Formula,
    formula_of,
    formulas_of,
    instance_name_of,
)
from fieldsurvey.questionnaire.model import Check, Group, Item, Question, Questionnaire, Repeat
from fieldsurvey.questionnaire.yaml.source import DataPath


@dataclass(frozen=True, slots=True)
class Placed:
    """One question, group or repeat, and where it stands."""

    item: Item
    path: DataPath
    """The way to it in the file."""
    above: tuple[Group | Repeat, ...]
    """Groups and repeats it stands in, outermost first."""
    formulas: tuple[Formula, ...]


@dataclass(frozen=True, slots=True)
class PlacedCheck:
    """One check, and where it stands."""

    check: Check
    path: DataPath
    formula: Formula


@dataclass(frozen=True)
class Form:
    """A questionnaire, every item placed and every expression read, in the order of the form."""

    questionnaire: Questionnaire
    placed: tuple[Placed, ...]

    @cached_property
    def order(self) -> dict[str, int]:
        """The place of each question, group and repeat among all; of a name given twice, the first.

        The text question that comes with `or_other` stands with its own name.
        """
        order: dict[str, int] = {}
        for place, each in enumerate(self.placed):
            order.setdefault(each.item.name, place)
            if isinstance(each.item, Question) and each.item.or_other:
                order.setdefault(f"{each.item.name}_other", place)
        return order

    @cached_property
    def questions(self) -> tuple[tuple[Question, Placed], ...]:
        """Questions only."""
        return tuple((p.item, p) for p in self.placed if isinstance(p.item, Question))

    @cached_property
    def formulas(self) -> tuple[Formula, ...]:
        """Every expression."""
        of_settings = instance_name_of(self.questionnaire.settings)
        of_checks = (placed.formula for placed in self.checks)
        return (*of_settings, *(f for p in self.placed for f in p.formulas), *of_checks)

    @cached_property
    def checks(self) -> tuple[PlacedCheck, ...]:
        """Checks across questions, in the order of the file."""
        paths = ((check, ("checks", n)) for n, check in enumerate(self.questionnaire.checks))
        return tuple(PlacedCheck(check, path, formula_of(check, path)) for check, path in paths)


@lru_cache(maxsize=32)
def form_of(questionnaire: Questionnaire) -> Form:
    """Lay `questionnaire` out; done once for each."""
    return Form(questionnaire, tuple(_placed(questionnaire.survey, ("survey",), ())))


def _placed(
    items: Sequence[Item], path: DataPath, above: tuple[Group | Repeat, ...]
) -> Iterator[Placed]:
    for index, item in enumerate(items):
        here = (*path, index)
        yield Placed(item, here, above, tuple(formulas_of(item, here)))
        if not isinstance(item, Question):
            yield from _placed(item.children, (*here, "children"), (*above, item))
