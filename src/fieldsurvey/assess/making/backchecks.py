"""Interviews in, which to check back; back-checks in, how often they say something else.

A draw can be repeated: whoever knows its seed and the interviews draws the same ones.
What its line says (`decision`, `Entry.value`)::

    {"about": "backcheck", "seed": …, "drawn": [interview, …], "suspects": [interview, …]}
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from fieldsurvey.assess.evidence import is_evidence
from fieldsurvey.assess.making.record import Making
from fieldsurvey.assess.making.signs import Noticed
from fieldsurvey.assess.versions import version_of
from fieldsurvey.chain.interview import Interview, Keying, Status
from fieldsurvey.chain.lines.line import Entry, Kind, Line
from fieldsurvey.chain.lines.said import said_by, text_at, texts_at
from fieldsurvey.expressions.values import AnswerValue, SpecialAnswer
from fieldsurvey.interview.logic.paths import name_of
from fieldsurvey.interview.logic.plan import plan_of
from fieldsurvey.questionnaire.model import Questionnaire

ABOUT = "backcheck"

_FREE = frozenset({"text"})
"""What is said in words is never the same twice; it is not compared."""


@dataclass(frozen=True, slots=True)
class Draw:
    """Interviews drawn to be checked back."""

    seed: str
    drawn: tuple[str, ...]
    """By chance, every inspector's among them."""
    suspects: tuple[str, ...] = ()
    """Besides, those with the most signs."""

    @property
    def all(self) -> tuple[str, ...]:
        """Both."""
        return (*self.suspects, *self.drawn)


def draw_backchecks(
    makings: Sequence[Making],
    noticed: Iterable[Noticed],
    *,
    seed: str,
    share_percent: int,
    suspects: int,
    before: frozenset[str] = frozenset(),
) -> Draw:
    """Draw interviews to be checked back.

    Of each inspector at the keyboard a share, at least one; in an order that only the seed gives.

    Args:
        makings: Of which to draw.
        noticed: Signs; those with the most are drawn as well.
        seed: What chance is drawn from.
        share_percent: Of each inspector's interviews.
        suspects: How many with the most signs.
        before: Drawn already; never drawn again.
    """
    signs: defaultdict[str, int] = defaultdict(int)
    for each in noticed:
        signs[each.interview] += 1
    left = [making for making in makings if making.interview not in before]
    most = sorted(
        (making for making in left if signs[making.interview]),
        key=lambda making: (-signs[making.interview], _chance(seed, making.interview)),
    )
    chosen = tuple(making.interview for making in most[:suspects])
    return Draw(seed, _of_each(left, seed, share_percent, frozenset(chosen)), chosen)


def _of_each(
    makings: Sequence[Making], seed: str, share_percent: int, taken: frozenset[str]
) -> tuple[str, ...]:
    own: defaultdict[str, list[str]] = defaultdict(list)
    for making in makings:
        own[making.inspectors[0] if making.inspectors else ""].append(making.interview)
    drawn = []
    for name in sorted(own):
        wanted = ceil(len(own[name]) * share_percent / 100)
        rest = sorted(set(own[name]) - taken, key=lambda each: _chance(seed, each))
        drawn += rest[:wanted]
    return tuple(sorted(drawn))


def _chance(seed: str, interview: str) -> str:
    return hashlib.sha256(f"{seed}\n{interview}".encode()).hexdigest()


def draw_entry(draw: Draw, who: str) -> Entry:
    """Return what the line of a draw says."""
    value = {
        "about": ABOUT,
        "seed": draw.seed,
        "drawn": list(draw.drawn),
        "suspects": list(draw.suspects),
    }
    return Entry(Kind.DECISION, value=value, who=who)


def draws_in(lines: Iterable[Line]) -> list[Draw]:
    """Return the draws that decision lines tell of."""
    return [
        Draw(text_at(said, "seed"), texts_at(said, "drawn"), texts_at(said, "suspects"))
        for said in map(said_by, lines)
        if text_at(said, "about") == ABOUT
    ]


@dataclass(frozen=True, slots=True)
class Difference:
    """One question that was answered in both."""

    question: str
    """Its path."""
    first: str
    again: str
    is_same: bool


@dataclass(frozen=True, slots=True)
class Compared:
    """One interview and its back-check."""

    first: Interview
    again: Interview
    answers: tuple[Difference, ...]

    @property
    def is_by_others(self) -> bool:
        """Whether nobody checked back an interview of their own; else it proves nothing."""
        return not set(self.first.inspectors) & set(self.again.inspectors)

    @property
    def differing(self) -> tuple[Difference, ...]:
        """Where they say something else."""
        return tuple(each for each in self.answers if not each.is_same)


def compare_backchecks(
    interviews: Iterable[Interview], questionnaires: Mapping[str, Questionnaire]
) -> tuple[Compared, ...]:
    """Return each interview that was checked back with what was compared, by subject.

    The latest back-check counts, finished or not: what it did not ask is not compared.

    Args:
        interviews: Back-checks among them.
        questionnaires: By digest, or by `form_id`.
    """
    made = list(interviews)
    firsts = {(i.subject, i.form_id): i for i in sorted(made, key=_latest_last) if is_evidence(i)}
    again = {
        (i.subject, i.form_id): i
        for i in sorted(made, key=_latest_last)
        if i.keying is Keying.BACKCHECK and i.status is not Status.WITHDRAWN
    }
    return tuple(
        Compared(firsts[key], again[key], _differences(firsts[key], again[key], form))
        for key in sorted(firsts.keys() & again.keys())
        if (form := version_of(questionnaires, again[key])) is not None
    )


def _latest_last(interview: Interview) -> tuple[str, str]:
    return interview.started_at, interview.id


def _differences(first: Interview, again: Interview, form: Questionnaire) -> tuple[Difference, ...]:
    nodes = plan_of(form).nodes
    return tuple(
        Difference(path, _said(before), _said(value), before == value)
        for path, value in again.answers.items()
        if (before := first.answers.get(path, "")) and value
        if (node := nodes.get(name_of(path))) is not None
        if not node.is_computed and form.questions[name_of(path)].base_type not in _FREE
    )


def _said(value: AnswerValue) -> str:
    return value.value if isinstance(value, SpecialAnswer) else value


@dataclass(frozen=True, slots=True)
class ErrorRate:
    """How often a back-check says something else."""

    of: str
    """A question, an inspector, or a day."""
    differing: int
    compared: int


def error_rates(pairs: Iterable[Compared], by: str) -> list[ErrorRate]:
    """Return error rates by `question`, `inspector` or `day`, the highest first.

    An inspector's are of the interviews made at the keyboard; pairs where somebody checked an
    interview of their own are left out.
    """
    counts: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0])
    for pair in pairs:
        if not pair.is_by_others:
            continue
        for each in pair.answers:
            key = {
                "question": f"{pair.first.form_id}.{name_of(each.question)}",
                "inspector": next(iter(pair.first.inspectors), ""),
                "day": pair.first.started_at[:10],
            }[by]
            counts[key][0] += not each.is_same
            counts[key][1] += 1
    rates = [ErrorRate(key, differing, compared) for key, (differing, compared) in counts.items()]
    return sorted(rates, key=lambda rate: (-rate.differing / rate.compared, rate.of))
