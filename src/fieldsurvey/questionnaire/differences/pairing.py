"""Two versions in; which question of the one is which of the other out."""

import difflib
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from fieldsurvey.errors import ExpressionError
from fieldsurvey.expressions import compile_expression
from fieldsurvey.expressions.printing import print_tree
from fieldsurvey.questionnaire.logic.form import Form, Placed
from fieldsurvey.questionnaire.model import LocalText, Question

_ALIKE_SHARE = 0.6
_REFERENCE = re.compile(r"\$\{([^{}]+)\}")


@dataclass(frozen=True)
class Pairing:
    """Two versions of a questionnaire, with questions that belong together."""

    old: Form
    new: Form

    @cached_property
    def renamed(self) -> Mapping[str, str]:
        """Old names by new ones, as far as a new name can be guessed."""
        return dict(_renamed(self.old, self.new))

    @cached_property
    def pairs(self) -> tuple[tuple[Placed, Placed], ...]:
        """What is in both versions, the old one first, in the order of the new version."""
        before = _by_name(self.old)
        now = _by_name(self.new).items()
        found = ((before.get(self.old_name(name)), here) for name, here in now)
        return tuple((old, new) for old, new in found if old is not None)

    @cached_property
    def added(self) -> tuple[Placed, ...]:
        """What only the new version has."""
        paired = {id(new) for _old, new in self.pairs}
        return tuple(each for each in self.new.placed if id(each) not in paired)

    @cached_property
    def removed(self) -> tuple[Placed, ...]:
        """What only the old version has."""
        paired = {id(old) for old, _new in self.pairs}
        return tuple(each for each in self.old.placed if id(each) not in paired)

    def old_name(self, new_name: str) -> str:
        """Return what the question of the new version was called in the old one."""
        return self.renamed.get(new_name, new_name)

    def same_expression(self, old: str | bool, new: str | bool) -> bool:
        """Whether two expressions say the same, however they are written."""
        return old == new or _canonical(old, {}) == _canonical(new, self.renamed)


def same_text(old: LocalText, new: LocalText) -> bool:
    """Whether two texts agree in every language that both are in; none agrees with none only.

    A bare text agrees with texts by language if it is one of them: the others are translations.
    """
    if not old or not new:
        return not old and not new
    if "" in old or "" in new:
        return not set(old.values()).isdisjoint(new.values())
    return all(old[language] == new[language] for language in old.keys() & new.keys())


def _canonical(text: str | bool, renamed: Mapping[str, str]) -> str | bool:
    if isinstance(text, bool) or not text:
        return text
    try:
        printed = print_tree(compile_expression(text).tree)
    except ExpressionError:
        return text
    return _REFERENCE.sub(lambda found: f"${{{renamed.get(found[1], found[1])}}}", printed)


def _by_name(form: Form) -> Mapping[str, Placed]:
    found: dict[str, Placed] = {}
    for placed in form.placed:
        found.setdefault(placed.item.name, placed)
    return found


def _renamed(old: Form, new: Form) -> Iterator[tuple[str, str]]:
    """Yield new and old names of questions that nothing but the name tells apart."""
    gone, come = _without_partner(old, new), _without_partner(new, old)
    for likeness in gone.keys() & come.keys():
        pairs = [
            (now.name, before.name)
            for before in gone[likeness]
            for now in come[likeness]
            if _is_alike(old, before, new, now)
        ]
        times_new = Counter(name for name, _before in pairs)
        times_old = Counter(name for _now, name in pairs)
        yield from (pair for pair in pairs if times_new[pair[0]] == times_old[pair[1]] == 1)


def _without_partner(form: Form, other: Form) -> dict[tuple[object, ...], list[Question]]:
    """Return the questions whose names the other version lacks, by type, choices and group."""
    found: dict[tuple[object, ...], list[Question]] = {}
    for question, placed in form.questions:
        if question.name not in other.order:
            choices = tuple(each.name for each in form.questionnaire.choice_list(question))
            likeness = (question.base_type, question.or_other, choices, _parent(placed))
            found.setdefault(likeness, []).append(question)
    return found


def _is_alike(old: Form, before: Question, new: Form, now: Question) -> bool:
    if before.label and same_text(before.label, now.label):
        return True
    return _neighbours(old, before) == _neighbours(new, now) and _is_worded_alike(before, now)


def _parent(placed: Placed) -> str:
    return placed.above[-1].name if placed.above else ""


def _neighbours(form: Form, question: Question) -> tuple[str, str]:
    place = form.order[question.name]
    before = form.placed[place - 1].item.name if place else ""
    after = form.placed[place + 1].item.name if place + 1 < len(form.placed) else ""
    return before, after


def _is_worded_alike(before: Question, now: Question) -> bool:
    languages = before.label.keys() & now.label.keys()
    if not languages:
        return before.calculation == now.calculation and before.preload == now.preload
    ratios = (
        difflib.SequenceMatcher(None, before.label[each], now.label[each]).ratio()
        for each in languages
    )
    return max(ratios) >= _ALIKE_SHARE
