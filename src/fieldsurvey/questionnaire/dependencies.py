"""A questionnaire in; which answers each question needs, and which each answer touches, out."""

import heapq
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from fieldsurvey.questionnaire.form import Form, Placed, form_of
from fieldsurvey.questionnaire.formulas import Formula
from fieldsurvey.questionnaire.model import Questionnaire


@dataclass(frozen=True, slots=True)
class DependencyGraph:
    """Who needs whom among the questions, groups and repeats of one questionnaire."""

    uses: Mapping[str, frozenset[str]]
    """By name: what any expression of it names, and the group it stands in."""
    fed_by: Mapping[str, frozenset[str]]
    """By name: what decides whether it has an answer, and which."""
    rank: Mapping[str, int]
    """By name: its place in an order in which everything comes after what feeds it."""
    cycles: tuple[tuple[str, ...], ...]
    """Names that feed each other in a circle; empty in a questionnaire that may be used."""
    _used_by: Mapping[str, tuple[str, ...]] = field(repr=False)
    _feeds: Mapping[str, tuple[str, ...]] = field(repr=False)
    _touched: dict[str, tuple[str, ...]] = field(default_factory=dict, repr=False)

    def touched_by(self, name: str) -> tuple[str, ...]:
        """Return all that has to be looked at again once `name` has another answer, in order.

        Costs what it finds, not what the questionnaire holds; `name` itself is not in it.
        """
        if name not in self._touched:
            self._touched[name] = tuple(sorted(self._reached(name), key=self.rank.__getitem__))
        return self._touched[name]

    def _reached(self, name: str) -> set[str]:
        """Follow what `name` feeds; at each, add what only looks at it (a constraint, a rule)."""
        reached: set[str] = set()
        waiting, entered = [name], {name}
        while waiting:
            here = waiting.pop()
            reached.update(self._used_by.get(here, ()))
            fed = [each for each in self._feeds.get(here, ()) if each not in entered]
            entered.update(fed)
            waiting.extend(fed)
        return reached - {name}


@lru_cache(maxsize=32)
def dependency_graph(questionnaire: Questionnaire) -> DependencyGraph:
    """Return the graph of `questionnaire`; made once for each."""
    form = form_of(questionnaire)
    uses = {name: _used(form, placed) for name, placed in _by_name(form)}
    fed_by = {name: _used(form, placed, feeding=True) for name, placed in _by_name(form)}
    feeds = _turned(fed_by)
    in_order = list(_in_order(fed_by, feeds))
    placed = set(in_order)
    stuck = [name for name in fed_by if name not in placed]
    rank = {name: place for place, name in enumerate([*in_order, *stuck])}
    cycles = tuple(_cycles(stuck, fed_by))
    return DependencyGraph(uses, fed_by, rank, cycles, _turned(uses), feeds)


def _by_name(form: Form) -> Iterator[tuple[str, Placed]]:
    """Yield each name once, even in a form that gives one twice."""
    for name, place in form.order.items():
        yield name, form.placed[place]


def _used(form: Form, placed: Placed, feeding: bool = False) -> frozenset[str]:
    names = {placed.above[-1].name} if placed.above else set()
    for formula in placed.formulas:
        if formula.feeds or not feeding:
            names |= _known_names(formula, form)
    return frozenset(names if feeding else names - {placed.item.name})


def _known_names(formula: Formula, form: Form) -> set[str]:
    return {name for name in formula.names if name in form.order}


def _turned(edges: Mapping[str, frozenset[str]]) -> dict[str, tuple[str, ...]]:
    turned: dict[str, list[str]] = {name: [] for name in edges}
    for name, used in edges.items():
        for each in used:
            turned[each].append(name)
    return {name: tuple(users) for name, users in turned.items()}


def _in_order(
    fed_by: Mapping[str, frozenset[str]], feeds: Mapping[str, tuple[str, ...]]
) -> Iterator[str]:
    """Yield each name after what feeds it, else as the form has them; leave out what is stuck."""
    place = {name: index for index, name in enumerate(fed_by)}
    names = list(fed_by)
    missing = {name: len(feeders) for name, feeders in fed_by.items()}
    ready = [place[name] for name, count in missing.items() if count == 0]
    heapq.heapify(ready)
    while ready:
        name = names[heapq.heappop(ready)]
        yield name
        for fed in feeds[name]:
            missing[fed] -= 1
            if missing[fed] == 0:
                heapq.heappush(ready, place[fed])


def _cycles(stuck: list[str], fed_by: Mapping[str, frozenset[str]]) -> Iterator[tuple[str, ...]]:
    """Yield circles among names none of which comes to its turn; each name in one at most."""
    among = {name: place for place, name in enumerate(stuck)}
    seen: set[str] = set()
    for start in stuck:
        way: dict[str, int] = {}
        name = start
        while name not in way and name not in seen:
            way[name] = len(way)
            name = min((f for f in fed_by[name] if f in among), key=among.__getitem__)
        if name in way:
            yield tuple(reversed(list(way)[way[name] :]))
        seen.update(way)
