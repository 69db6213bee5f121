"""Takes scores of townships, gives their ranks (spec, section 6, rule 7).

The printed rule: higher confirmed score, unrounded; then fewer critical problems per household
visited; then more of 政策落实. Who is equal in all three shares a rank, and as many ranks are left
out: 1, 2, 2, 4. A township below the plan's coverage is 暂定: it stands after the others without a
rank, unless the campaign ranks it with a mark.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from fieldsurvey.assess.scores.score import TownshipScore
from fieldsurvey.assess.scores.scoring_rules import Options


class Decider(StrEnum):
    """What sets a township below the one above it."""

    SCORE = "score"
    CRITICAL = "critical"
    POLICIES = "policies"
    NOTHING = "nothing"
    """It is the first, or shares the rank above."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """One township in the list."""

    rank: int | None
    """None: provisional, and provisional ones are not ranked."""
    township: TownshipScore
    is_shared: bool
    """Others have the same rank."""
    decided_by: Decider


Ranking = tuple[Ranked, ...]
"""One list, best first."""


def rank_townships(townships: Iterable[TownshipScore], options: Options) -> Ranking:
    """Rank townships in one list; equal ones stand in the order of their codes."""
    listed = list(townships)
    if options.rank_provisional:
        return _rank(listed, options)
    complete = [township for township in listed if not township.is_provisional]
    provisional = [township for township in listed if township.is_provisional]
    unranked = tuple(
        Ranked(None, ranked.township, False, Decider.NOTHING)
        for ranked in _rank(provisional, options)
    )
    return _rank(complete, options) + unranked


def rank_in_lists(
    townships: Iterable[TownshipScore], options: Options, is_key: Callable[[str], bool]
) -> tuple[Ranking, ...]:
    """Rank in one list, or, where the campaign says so, key townships (重点) and others apart.

    Args:
        townships: Any order.
        options: Of the scoring rules.
        is_key: Says of a township's code whether it is a key township.
    """
    listed = list(townships)
    if not options.rank_apart:
        return (rank_townships(listed, options),)
    key = [township for township in listed if is_key(township.township)]
    others = [township for township in listed if not is_key(township.township)]
    return rank_townships(key, options), rank_townships(others, options)


_Key = tuple[Fraction, Fraction, Fraction]


def _rank(townships: Iterable[TownshipScore], options: Options) -> Ranking:
    keyed = sorted(
        ((_key(township, options), township) for township in townships),
        key=lambda pair: (pair[0], pair[1].township),
    )
    keys = [key for key, _ in keyed]
    shared_by = Counter(keys)
    first = {key: order for order, key in reversed(list(enumerate(keys)))}
    return tuple(
        Ranked(
            rank=1 + first[key],
            township=township,
            is_shared=shared_by[key] > 1,
            decided_by=_decider(keys[order - 1], key) if order else Decider.NOTHING,
        )
        for order, (key, township) in enumerate(keyed)
    )


def _key(township: TownshipScore, options: Options) -> _Key:
    """Return what sorts best first."""
    policies = [share for block, share in township.blocks if block.code == options.tie_break_block]
    return -township.confirmed, township.critical_per_household, -sum(policies, Fraction(0))


def _decider(above: _Key, key: _Key) -> Decider:
    deciders = (Decider.SCORE, Decider.CRITICAL, Decider.POLICIES)
    return next(
        (decider for decider, a, b in zip(deciders, above, key, strict=True) if a != b),
        Decider.NOTHING,
    )
