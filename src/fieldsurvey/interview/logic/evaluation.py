"""What a questionnaire says of a set of answers: relevant, computed, offered, problems. Pure.

Takes a questionnaire, answers and the facts of the plan; gives an `Evaluation`. A new answer gives
a new Evaluation in which only what the answer touches was evaluated again.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime

from fieldsurvey.chain.interview import Interview
from fieldsurvey.expressions import Expression, Scope
from fieldsurvey.expressions.values import AnswerValue
from fieldsurvey.interview.logic.check_plan import CheckPlan
from fieldsurvey.interview.logic.checking import read_paths, waits
from fieldsurvey.interview.logic.kept import Kept
from fieldsurvey.interview.logic.paths import code_of, name_of, row_of, row_path
from fieldsurvey.interview.logic.plan import Node, Plan, how_many, plan_of
from fieldsurvey.interview.logic.propagation import fire, propagate
from fieldsurvey.interview.logic.state import State
from fieldsurvey.questionnaire.model import (
    Check,
    Choice,
    ProblemRule,
    Question,
    Questionnaire,
    Repeat,
)

SEED = "interview.seed"
"""The fact that an interview's chance is drawn from."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """A questionnaire with answers in it, as it stands. Never changes."""

    _state: State
    order: tuple[str, ...]
    """Every path in the order of the form, relevant or not; a repeat before its rows."""
    places: Mapping[str, int]
    """Where each path stands in `order`."""

    @property
    def plan(self) -> Plan:
        """The questionnaire, compiled."""
        return self._state.plan

    @property
    def now(self) -> datetime | None:
        """The moment that expressions are told when they ask for the time."""
        return self._state.now

    @property
    def answers(self) -> Mapping[str, AnswerValue]:
        """What was said, by path in the order first said; only of what is relevant.

        With it the values that computed questions keep (`kept`).
        """
        return self._state.answers

    @property
    def kept(self) -> Mapping[str, AnswerValue]:
        """The values that computed questions keep, by path: of `once()`, triggers, defaults."""
        paths = (path for name in self.plan.kept for path in self._state.paths(name))
        return {path: self.answers[path] for path in paths if path in self.answers}

    @property
    def instance_name(self) -> str:
        """What the questionnaire calls this interview; '' where it says nothing."""
        named_by = self.plan.instance_name
        return named_by.text_value(self.scope()) if named_by else ""

    @property
    def values(self) -> Mapping[str, AnswerValue]:
        """Every value by path: answers, and what is computed; blank where not relevant."""
        return self._state.values

    @property
    def relevant(self) -> Set[str]:
        """Paths of the questions, groups and repeats that are relevant."""
        return self._state.relevant.keys()

    @property
    def rows(self) -> Mapping[str, int]:
        """Number of rows by the path of a repeat."""
        return self._state.rows

    @property
    def problems(self) -> Mapping[str, ProblemRule]:
        """The rule that holds, by the path of its answer; hints (`watch`) too."""
        return self._state.problems

    @property
    def checks(self) -> Mapping[str, Check]:
        """The checks that hold and wait for no required answer, by `check:C-03`.

        In the order of the questionnaire. An answer that may be left blank and was not asked for
        yet counts as blank.
        """
        held = self._state.checks
        return {path: held[path] for path in sorted(held, key=self._check_order)}

    @property
    def fired(self) -> Mapping[str, Check]:
        """Those of `checks` that wait for no answer at all: it is time to say so."""
        return {
            path: check
            for path, check in self.checks.items()
            if not waits(self._state, self.check_plan(path), row_of(path), for_all=True)
        }

    def check_plan(self, path: str) -> CheckPlan:
        """Return the compiled check of a path such as `check:C-03`."""
        return self.plan.checks[code_of(path)]

    def disagreeing(self, path: str) -> tuple[str, ...]:
        """Return the paths of the answers that a check reads, the one to mend first, then in order.

        Blanks and questions that are not asked disagree with nothing, and are left out.
        """
        plan = self.check_plan(path)
        read = read_paths(self._state, plan, row_of(path))
        found = [p for p in read if self.answers.get(p, "") != ""]
        found.sort(key=self.places.__getitem__)
        at = row_of(path) + plan.at
        first = at if self.is_asked(at) or not found else found[-1]
        return (first, *(p for p in found if p != first))

    def node(self, path: str) -> Node:
        """Return the compiled question, group or repeat at `path`."""
        return self.plan.nodes[name_of(path)]

    def question(self, path: str) -> Question:
        """Return the question at `path`; of a repeat, the question how many rows there are."""
        node = self.node(path)
        if isinstance(node.item, Question):
            return node.item
        assert isinstance(node.item, Repeat)
        return node.asks or how_many(node.item)

    def is_asked(self, path: str) -> bool:
        """Say whether a person is asked it as things stand."""
        return path in self.relevant and self._state.is_asked(path)

    def is_required(self, path: str) -> bool:
        """Say whether it may not be left blank as things stand."""
        return path in self.relevant and self._state.is_required(path)

    def is_read_only(self, path: str) -> bool:
        """Say whether its value is only shown as things stand."""
        return self._state.is_read_only(self.node(path), path)

    def breaks_constraint(self, path: str) -> bool:
        """Say whether the answer at `path` breaks its constraint; a blank breaks none."""
        return self._breaks(self.node(path).constraint, path)

    def breaks_warning(self, path: str) -> bool:
        """Say whether the answer at `path` breaks its warning; a blank breaks none."""
        return self._breaks(self.node(path).warning, path)

    def choices(self, path: str) -> Sequence[Choice]:
        """Return the choices offered at `path` as things stand."""
        return self._state.offered(self.node(path), path)

    def proposal(self, path: str) -> str:
        """Return what is put before the person to confirm: a fact, a calculation or a default."""
        return self._state.computed(self.node(path), path)

    def nearest(self, path: str, name: str) -> str:
        """Return the path of `name` in the row of `path`, else in the row around it, and so on."""
        return self._state.nearest(path, name)

    def scope(self, path: str = "") -> Scope:
        """Return what an expression at `path` sees."""
        return self._state.scope(path)

    def asked(self, first: int = 0) -> Iterator[str]:
        """Yield the paths a person is asked, in the order of the form, from a place in it on."""
        for place in range(first, len(self.order)):
            if self.is_asked(self.order[place]):
                yield self.order[place]

    def touched_by(self, path: str) -> tuple[str, ...]:
        """Return `path` and every path that it may change or judge, in the order of the form."""
        name = name_of(path)
        names = {name, *self.plan.graph.touched_by(name)}
        return tuple(other for other in self.order if name_of(other) in names)

    def with_answer(self, path: str, answer: AnswerValue) -> tuple["Evaluation", tuple[str, ...]]:
        """Return the evaluation once `path` is answered, and the paths that became moot by it."""
        state = self._state.copy()
        state.answers[path] = answer
        moot = propagate(state, [name_of(path)])
        if state.plan.triggers:
            moot += fire(state, self.values)
        if state.rows == self.rows:
            return Evaluation(state, self.order, self.places), moot
        return _with_order(state), moot

    def with_answers(
        self, answers: Mapping[str, AnswerValue], before: Mapping[str, AnswerValue]
    ) -> "Evaluation":
        """Return the evaluation of other answers; those it does not ask for are left out.

        Args:
            answers: By path.
            before: The values that count as known: a trigger fires where one is another now.
        """
        state = _stated(self.plan, self._state.facts, self.now, answers, self._state.seed)
        if state.plan.triggers:
            fire(state, before)
        return _with_order(state)

    def in_order(self, paths: Iterable[str]) -> "Evaluation":
        """Return the same with its answers in this order."""
        state = self._state.copy()
        state.answers = Kept((path, self.answers[path]) for path in paths)
        return Evaluation(state, self.order, self.places)

    def _check_order(self, path: str) -> tuple[int, int]:
        """Return the place of a check in the file, then that of its row in the form."""
        plan = self.check_plan(path)
        return plan.place, self.places.get(row_of(path) + plan.at, 0)

    def _breaks(self, condition: Expression | None, path: str) -> bool:
        answer = self.values.get(path, "")
        if condition is None or not isinstance(answer, str) or not answer:
            return False
        return not condition.truth(self.scope(path))


def evaluate(
    questionnaire: Questionnaire,
    answers: Mapping[str, AnswerValue],
    facts: Mapping[str, str] | None = None,
    now: datetime | None = None,
    seed: str = "",
) -> Evaluation:
    """Return what `questionnaire` says of `answers`; those it does not ask for are left out.

    Args:
        questionnaire: Read and checked.
        answers: By path.
        facts: Facts of the plan (`household.head`) and metadata (`start`, `username`).
        now: What now() and today() give; aware.
        seed: What chance is drawn from.
    """
    return _with_order(_stated(plan_of(questionnaire), facts or {}, now, answers, seed))


def evaluate_interview(
    questionnaire: Questionnaire, interview: Interview, now: datetime | None = None
) -> Evaluation:
    """Return what `questionnaire` says of an interview.

    Without `now`, now() is the moment the interview was finished, else started: the same
    interview says the same whenever it is looked at.
    """
    facts, seed = facts_of(interview), seed_of(interview)
    return evaluate(questionnaire, interview.answers, facts, now or moment_of(interview), seed)


def moment_of(interview: Interview) -> datetime | None:
    """Return the moment an interview was finished, else started: what now() says of it later."""
    said_at = interview.finished_at or interview.started_at
    return datetime.fromisoformat(said_at) if said_at else None


def seed_of(interview: Interview) -> str:
    """Return what chance is drawn from in an interview: always the same for the same one."""
    drawn = interview.preload.get(SEED, "") or interview.id
    return drawn or f"{interview.form_id} {interview.subject}"


def facts_of(interview: Interview) -> Mapping[str, str]:
    """Return the facts an interview started with, and what the machine knows of it."""
    known = {
        "start": interview.started_at,
        "end": interview.finished_at,
        "today": interview.started_at[:10],
        "deviceid": interview.device,
        "username": " ".join(interview.inspectors),
    }
    # Not one dictionary: the facts of the plan may not have been read yet, and often need not be.
    return Facts(interview.preload, known)


class Facts(Mapping[str, str]):
    """Facts of the plan, and after them what the machine knows."""

    __slots__ = ("_known", "_plan")

    def __init__(self, plan: Mapping[str, str], known: Mapping[str, str]) -> None:
        self._plan = plan
        self._known = known

    def __getitem__(self, name: str) -> str:
        return self._plan[name] if name in self._plan else self._known[name]

    def __iter__(self) -> Iterator[str]:
        return iter({**self._known, **self._plan})

    def __len__(self) -> int:
        return len(self._known.keys() | self._plan.keys())


def _stated(
    plan: Plan,
    facts: Mapping[str, str],
    now: datetime | None,
    answers: Mapping[str, AnswerValue],
    seed: str,
) -> State:
    state = State(plan, facts, now, Kept(answers), seed)
    propagate(state, plan.by_rank)
    state.answers = Kept(
        (path, answer)
        for path, answer in state.answers.items()
        if path in state.values or path in state.rows
    )
    return state


def _with_order(state: State) -> Evaluation:
    if not state.plan.has_repeats:
        return Evaluation(state, tuple(state.plan.nodes), state.plan.places)
    order = tuple(_paths_in(state, state.plan.children[""], ""))
    return Evaluation(state, order, {path: place for place, path in enumerate(order)})


def _paths_in(state: State, names: Sequence[str], row: str) -> Iterator[str]:
    """Yield the paths of `names` and of all that is in them, for one row."""
    for name in names:
        yield row + name
        inside = state.plan.children.get(name, ())
        if isinstance(state.plan.nodes[name].item, Repeat):
            for number in range(1, state.rows.get(row + name, 0) + 1):
                yield from _paths_in(state, inside, row_path(row + name, number))
        else:
            yield from _paths_in(state, inside, row)
