"""A questionnaire in; which answers each question needs, and which each answer touches, out.

The one order in which anything is evaluated, and the one answer to what must be looked at again:
checks read it, and so does the interview.
"""

import heapq
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from fieldsurvey.questionnaire.logic.form import Form, Placed, form_of
from fieldsurvey.questionnaire.logic.formulas import Formula
from fieldsurvey.questionnaire.model import Question, Questionnaire

Edges = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class DependencyGraph:
    """Who needs whom among the questions, groups and repeats of one questionnaire."""

    uses: Edges
    """By name: what any expression of it names, and the group it stands in."""
    fed_by: Edges
    """By name: what decides whether it has an answer, and which."""
    rank: Mapping[str, int]
    """By name: its place in an order in which everything comes after what feeds it."""
    cycles: tuple[tuple[str, ...], ...]
    """Names that feed each other in a circle; empty in a questionnaire that may be used."""
    touches: Mapping[str, tuple[str, ...]]
    """By name: what it feeds, directly; who counts or adds up a repeat is fed by all in it."""
    judges: Mapping[str, tuple[str, ...]]
    """By name: the questions whose problem rules read it."""
    fires: Mapping[str, tuple[str, ...]]
    """By name: the questions whose `trigger` names it."""
    checked_by: Mapping[str, tuple[str, ...]]
    """By name: codes of the checks that it decides, through conditions and calculations, too."""
    reads: Mapping[str, tuple[str, ...]]
    """By code of a check: what its expression names, in the order of the form."""
    rests_on: Mapping[str, tuple[str, ...]]
    """By code of a check: all that decides it, in the order of evaluation."""
    _used_by: Mapping[str, tuple[str, ...]] = field(repr=False)
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
            onward = (*self.touches.get(here, ()), *self.fires.get(here, ()))
            fed = [each for each in onward if each not in entered]
            entered.update(fed)
            waiting.extend(fed)
        return (reached | entered) - {name}


@lru_cache(maxsize=32)
def dependency_graph(questionnaire: Questionnaire) -> DependencyGraph:
    """Return the graph of `questionnaire`; made once for each."""
    form = form_of(questionnaire)
    inside = _inside(form)
    names = {name: _Names(form, name, placed) for name, placed in _by_name(form)}
    named = {name: each.named() for name, each in names.items()}
    feeding = {name: each.feeding() for name, each in names.items()}
    uses = {name: each.around | named[name] - {name} for name, each in names.items()}
    fed_by = {name: each.around | feeding[name] for name, each in names.items()}
    widened = {name: fed | _widened(feeding[name], inside, name) for name, fed in fed_by.items()}
    looks_at = {name: used | _widened(named[name], inside, name) for name, used in uses.items()}
    in_order = list(_in_order(fed_by, widened))
    placed = set(in_order)
    stuck = [name for name in fed_by if name not in placed]
    rank = {name: place for place, name in enumerate([*in_order, *stuck])}
    reads = {each.check.code: _known(form, [each.formula]) for each in form.checks}
    rests_on = {
        code: tuple(sorted(_behind(_widened(names, inside, ""), fed_by), key=rank.__getitem__))
        for code, names in reads.items()
    }
    return DependencyGraph(
        uses=uses,
        fed_by=fed_by,
        rank=rank,
        cycles=tuple(_cycles(stuck, fed_by)),
        touches=_turned(widened),
        judges=_turned({name: each.judged_by(inside) for name, each in names.items()}),
        fires=_turned({name: each.under("trigger") for name, each in names.items()}),
        checked_by=_deciding(rests_on),
        reads={
            code: tuple(sorted(named_by, key=form.order.__getitem__))
            for code, named_by in reads.items()
        },
        rests_on=rests_on,
        _used_by=_turned(looks_at),
    )


def _by_name(form: Form) -> Iterator[tuple[str, Placed]]:
    """Yield each name once, even in a form that gives one twice."""
    for name, place in form.order.items():
        yield name, form.placed[place]


class _Names:
    """The names of the form that one question, group or repeat looks up."""

    def __init__(self, form: Form, name: str, placed: Placed) -> None:
        self.form = form
        self.placed = placed
        is_added = name != placed.item.name
        self.formulas = () if is_added else placed.formulas
        self.around = frozenset({placed.above[-1].name} if placed.above else ())
        """What it stands in; of the text that `or_other` adds, its question, too."""
        if is_added:
            self.around |= {placed.item.name}

    def named(self) -> frozenset[str]:
        """Return what any of its expressions names."""
        return self._known(self.formulas)

    def feeding(self) -> frozenset[str]:
        """Return what expressions name that decide whether it has an answer, and which."""
        return self._known(formula for formula in self.formulas if formula.feeds)

    def under(self, key: str) -> frozenset[str]:
        """Return what the expressions under one key name."""
        return self._known(formula for formula in self.formulas if formula.key == key)

    def judged_by(self, inside: Edges) -> frozenset[str]:
        """Return what its problem rules read."""
        judged_by = self.under("when")
        return judged_by | _widened(judged_by, inside, "")

    def _known(self, formulas: Iterable[Formula]) -> frozenset[str]:
        return _known(self.form, formulas)


def _known(form: Form, formulas: Iterable[Formula]) -> frozenset[str]:
    """Return the names of the form that expressions look up."""
    return frozenset(name for each in formulas for name in each.names if name in form.order)


def _behind(names: Iterable[str], fed_by: Edges) -> set[str]:
    """Return `names` with all that decides whether they have an answer, and which."""
    reached, waiting = set(names), list(names)
    while waiting:
        new = fed_by[waiting.pop()] - reached
        reached |= new
        waiting += new
    return reached


def _deciding(rests_on: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    deciding: dict[str, list[str]] = {}
    for code, names in rests_on.items():
        for name in names:
            deciding.setdefault(name, []).append(code)
    return {name: tuple(codes) for name, codes in deciding.items()}


def _inside(form: Form) -> dict[str, frozenset[str]]:
    """Return, by group and repeat, the names of everything in it, however deep."""
    inside: dict[str, set[str]] = {}
    for name, placed in _by_name(form):
        if not isinstance(placed.item, Question):
            inside.setdefault(name, set())
        for outer in placed.above:
            inside.setdefault(outer.name, set()).add(name)
    return {name: frozenset(names) for name, names in inside.items()}


def _widened(names: frozenset[str], inside: Edges, itself: str) -> frozenset[str]:
    """Return `names` with all that is in the groups and repeats among them, but not `itself`."""
    return names.union(*(inside[name] for name in names if name in inside)) - {itself}


def _turned(edges: Edges) -> dict[str, tuple[str, ...]]:
    turned: dict[str, list[str]] = {name: [] for name in edges}
    for name, used in edges.items():
        for each in used:
            turned[each].append(name)
    return {name: tuple(users) for name, users in turned.items()}


def _in_order(fed_by: Edges, widened: Edges) -> Iterator[str]:
    """Yield each name after what feeds it, else as the form has them; leave out what is stuck.

    Who adds up a repeat comes after all in it as well, where that is possible: `position(..)`
    and `count(${member})` may stand in the repeat they look at.
    """
    names, place = list(fed_by), {name: index for index, name in enumerate(fed_by)}
    feeds = _turned(widened)
    missing = {name: len(feeders) for name, feeders in widened.items()}
    needed = {name: len(feeders) for name, feeders in fed_by.items()}
    ready = [place[name] for name, count in missing.items() if count == 0]
    possible = [place[name] for name, count in needed.items() if count == 0]
    done: set[str] = set()
    while ready or possible:
        name = names[heapq.heappop(ready or possible)]
        if name in done:
            continue
        done.add(name)
        yield name
        for fed in feeds[name]:
            missing[fed] -= 1
            needed[fed] -= name in fed_by[fed]
            if missing[fed] == 0:
                heapq.heappush(ready, place[fed])
            if needed[fed] == 0 and fed not in done:
                heapq.heappush(possible, place[fed])


def _cycles(stuck: list[str], fed_by: Edges) -> Iterator[tuple[str, ...]]:
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
