"""Lines in, what leads decided about conflicts and forks out; such a decision in, its entry out.

What these lines (kind `decision`) say (`Entry.value`)::

    {"about": "conflict", "interviews": [id, …], "heads": {id: head, …}, "base": id,
     "kept": {path: id, …}, "why": …, "reasons": {path: …}, "second": name}
    {"about": "fork", "device": …, "branches": [tip, …], "kept": [tip, …], "why": …, "second": name}

`heads` are the last hashes of the interviews that were looked at: once one of them goes on, or
another interview joins them, the decision no longer answers the question, and the conflict is open
again. A path in `kept` is taken from the interview named there, every other from `base`. `reasons`
says why for one path where it is not `why`. A tip is the hash of a branch's last line; a branch
that goes on is still the same branch.

A later line holds, in the order said. Total: a line that says something else decides nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from fieldsurvey.chain.lines.line import Entry, Kind, Line
from fieldsurvey.chain.lines.said import in_order_said, said_by, text_at

CONFLICT = "conflict"
FORK = "fork"


@dataclass(frozen=True, slots=True)
class Settlement:
    """How a lead decided between interviews."""

    heads: Mapping[str, str]
    """Last hash of each interview that was decided about, by id."""
    base: str
    """Id of the interview that every other path is taken from."""
    kept: Mapping[str, str]
    """Id of the interview each differing path is taken from."""
    why: str
    reasons: Mapping[str, str] = field(default_factory=dict)
    """By path, where a field has a reason of its own."""
    second: str = ""
    who: str = ""
    at: str = ""
    device: str = ""
    """The lead's whose chain says so."""

    @property
    def ids(self) -> frozenset[str]:
        """The interviews it is about."""
        return frozenset(self.heads)

    def agrees(self, other: "Settlement") -> bool:
        """Say whether both give the same interview."""
        return self._outcome() == other._outcome()

    def _outcome(self) -> object:
        taken = {path: id_ for path, id_ in self.kept.items() if id_ != self.base}
        return self.heads, self.base, taken


@dataclass(frozen=True, slots=True)
class ForkRuling:
    """Which branches of a forked chain are evidence."""

    of: str
    """The device whose chain forked."""
    branches: frozenset[str]
    """Tips of the branches that were looked at."""
    kept: frozenset[str]
    """Tips of those that count; none of them may."""
    why: str
    second: str = ""
    who: str = ""
    at: str = ""
    device: str = ""
    """The lead's whose chain says so."""


@dataclass(frozen=True, slots=True)
class Rulings:
    """Everything that was decided, in the order said."""

    settlements: tuple[Settlement, ...] = ()
    forks: tuple[ForkRuling, ...] = ()


def fold_rulings(lines: Iterable[Line], leads: frozenset[str]) -> Rulings:
    """Return what the devices `leads` decided; what anybody else says decides nothing."""
    said = in_order_said(
        line for line in lines if line.entry.kind is Kind.DECISION and line.device in leads
    )
    return Rulings(
        settlements=tuple(one for line in said if (one := _settlement(line)) is not None),
        forks=tuple(ruling for line in said if (ruling := _fork(line)) is not None),
    )


def settlement_entry(settlement: Settlement) -> Entry:
    """Return what must be said for it to hold."""
    said = {
        "about": CONFLICT,
        "interviews": sorted(settlement.heads),
        "heads": dict(settlement.heads),
        "base": settlement.base,
        "kept": dict(settlement.kept),
        "why": settlement.why,
        "second": settlement.second,
    }
    reasons = {"reasons": dict(settlement.reasons)} if settlement.reasons else {}
    return Entry(Kind.DECISION, value=said | reasons, who=settlement.who)


def fork_entry(ruling: ForkRuling) -> Entry:
    """Return what must be said for it to hold."""
    said = {
        "about": FORK,
        "device": ruling.of,
        "branches": sorted(ruling.branches),
        "kept": sorted(ruling.kept),
        "why": ruling.why,
        "second": ruling.second,
    }
    return Entry(Kind.DECISION, value=said, who=ruling.who)


def _settlement(line: Line) -> Settlement | None:
    said = said_by(line)
    heads, kept = _texts(said.get("heads")), _texts(said.get("kept"))
    base, why = text_at(said, "base"), text_at(said, "why")
    is_whole = len(heads) > 1 and base in heads and set(kept.values()) <= heads.keys()
    if said.get("about") != CONFLICT or not is_whole or not why:
        return None
    return Settlement(
        heads=heads,
        base=base,
        kept=kept,
        why=why,
        reasons=_texts(said.get("reasons")),
        second=text_at(said, "second"),
        who=line.entry.who,
        at=line.at,
        device=line.device,
    )


def _fork(line: Line) -> ForkRuling | None:
    said = said_by(line)
    device, why = text_at(said, "device"), text_at(said, "why")
    branches, kept = _names(said.get("branches")), _names(said.get("kept"))
    if said.get("about") != FORK or not device or not why or not kept <= branches:
        return None
    return ForkRuling(
        of=device,
        branches=branches,
        kept=kept,
        why=why,
        second=text_at(said, "second"),
        who=line.entry.who,
        at=line.at,
        device=line.device,
    )


def _texts(value: Any) -> dict[str, str]:
    if not isinstance(value, dict):
        return {}
    return {key: text for key, text in value.items() if isinstance(text, str)}


def _names(value: Any) -> frozenset[str]:
    return (
        frozenset(name for name in value if isinstance(name, str))
        if isinstance(value, list)
        else frozenset()
    )
