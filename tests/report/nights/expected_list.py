"""The lines a lead has in, the problems that must stand on the list out: said anew, and short.

A second way to the same list, for tests: it shares no code with `chain.folding`, `assess` and
`report`. What it does not say (dates, places, words of the reader) the laws compare otherwise.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from fieldsurvey.chain.lines.line import Kind, Line

SEVERITY = {
    ("water", "2"): "critical",
    ("water", "3"): "minor",
    ("water", "4"): "watch",
    ("roof", "2"): "major",
}
"""What the form holds against an answer."""

WORST_FIRST = ("critical", "major", "minor", "watch")
OPEN = ("started", "reopened")

Place = tuple[str, str]
"""Subject and question; of a problem that somebody added its number and nothing."""


@dataclass(frozen=True)
class Told:
    """An interview as its lines tell it."""

    id: str
    subject: str
    head: str = ""
    last: int = 0
    """Seq of its last line."""
    status: str = "started"
    answers: Mapping[str, str] = field(default_factory=dict)
    descriptions: Mapping[str, str] = field(default_factory=dict)
    counts: bool = True
    """False where its laptop's chain forked and nobody decided."""


@dataclass(frozen=True)
class Expected:
    """One problem that must stand."""

    severity: str
    state: str
    detail: str

    @property
    def is_hint(self) -> bool:
        """Whether it is only a hint."""
        return self.severity == "watch"


def expected_list(lines: Iterable[Line], lead: str) -> dict[Place, Expected]:
    """Return every problem and hint that stands by these lines, and how."""
    said = sorted(lines, key=lambda line: (line.device, line.seq))
    decisions = [line for line in said if line.entry.kind is Kind.DECISION]
    decisions.sort(key=lambda line: (line.at, line.device, line.seq))
    interviews = settled(told_by(said, lead, decisions), decisions)
    found: dict[Place, list[tuple[Any, Expected]]] = {}
    for one in interviews:
        for path, answer in one.answers.items():
            severity = SEVERITY.get((path, answer))
            if severity and one.status != "withdrawn":
                counts = one.counts and one.status != "started"
                row = Expected(severity, "suspected", one.descriptions.get(path, ""))
                rank = (severity == "watch", not counts, WORST_FIRST.index(severity), one.id)
                found.setdefault((one.subject, path), []).append((rank, row))
    rows = {place: min(each, key=lambda ranked: ranked[0])[1] for place, each in found.items()}
    for line in decisions:
        if line.entry.value.get("state") == "added":
            added = line.entry.value["added"]
            row = Expected(added["severity"], "suspected", added["text"])
            rows.setdefault((line.entry.value["problem"], ""), row)
    return rows


def told_by(said: list[Line], lead: str, decisions: list[Line]) -> list[Told]:
    """Fold lines into interviews, each chain by itself; a forked one branch by branch."""
    told: list[Told] = []
    for device in sorted({line.device for line in said} - {lead}):
        chain = [line for line in said if line.device == device]
        seqs = Counter(line.seq for line in chain)
        fork = min((seq for seq, count in seqs.items() if count > 1), default=None)
        told += folded(chain) if fork is None else versions(chain, fork, decisions)
    overruled = {line.entry.interview for line in said if line.device == lead}
    return [
        replace(one, status="withdrawn") if one.id.split("~")[0] in overruled else one
        for one in told
    ]


def folded(chain: Iterable[Line]) -> list[Told]:
    """Fold the lines of one chain, in its order, whatever is missing in between."""
    told: dict[str, Told] = {}
    for line in chain:
        kind, path, value = line.entry.kind, line.entry.question, line.entry.value
        if kind is Kind.INTERVIEW_START:
            told[line.entry.interview] = Told(line.entry.interview, value["subject"])
        one = told.get(line.entry.interview)
        if one is None:
            continue
        if kind is Kind.ANSWER and one.status in OPEN:
            one = replace(one, answers={**one.answers, path: value})
        elif kind is Kind.NOTE and one.status in OPEN:
            one = replace(one, descriptions={**one.descriptions, path: value["description"]})
        elif kind is Kind.FINISH and one.status in OPEN:
            one = replace(one, status="finished")
        elif kind is Kind.REOPEN and one.status not in OPEN:
            one = replace(one, status="reopened")
        elif kind is Kind.WITHDRAW:
            one = replace(one, status="withdrawn")
        told[one.id] = replace(one, head=line.hash.hex(), last=line.seq)
    return list(told.values())


def versions(chain: list[Line], fork: int, decisions: list[Line]) -> list[Told]:
    """Fold each branch of a forked chain; of an interview that goes on after it, every version.

    Once a lead has decided, those of the branches kept count. Where none of them went on with an
    interview, it counts as it stood when the chain forked: that is not what was set aside.
    """
    by_hash = {line.hash: line for line in chain}
    parents = {line.previous for line in chain}
    branches = {tip.hash.hex(): branch_of(tip, by_hash) for tip in chain if tip.hash not in parents}
    told = {tip: folded(branch) for tip, branch in branches.items()}
    every = {(one.id, one.head): one for each in told.values() for one in each}.values()
    late = {one.id for one in every if one.last >= fork}
    kept = kept_tips(chain[0].device, branches, fork, decisions)
    found = [one for one in every if one.id not in late]
    for id_ in sorted(late):
        grown = [one for one in every if one.id == id_ and one.last >= fork]
        before = [one for one in every if one.id == id_ and one.last < fork]
        if kept is None:
            counting = [replace(one, counts=False) for one in (*grown, *before)]
        else:
            heads = {one.head for tip in kept for one in told[tip]}
            counting = [one for one in grown if one.head in heads] or before
        found += [replace(one, id=f"{id_}~{one.head[:12]}") for one in counting]
    return found


def branch_of(tip: Line, by_hash: Mapping[bytes, Line]) -> list[Line]:
    """Return the lines from the first one to a tip."""
    branch = [tip]
    while branch[-1].previous in by_hash:
        branch.append(by_hash[branch[-1].previous])
    return branch[::-1]


def kept_tips(
    device: str, branches: Mapping[str, list[Line]], fork: int, decisions: list[Line]
) -> set[str] | None:
    """Return the branches that count; None while the lead has not decided about these."""
    ruled = [line.entry.value for line in decisions if line.entry.value.get("device") == device]
    if not ruled:
        return None
    late = {
        tip: {line.hash.hex() for line in branch if line.seq >= fork}
        for tip, branch in branches.items()
    }
    seen = [hashes & {*ruled[-1]["branches"]} for hashes in late.values()]
    if not all(seen) or sum(map(len, seen)) > len(set[str]().union(*seen)):
        return None
    return {tip for tip, hashes in late.items() if hashes & {*ruled[-1]["kept"]}}


def settled(interviews: list[Told], decisions: list[Line]) -> list[Told]:
    """Put one interview in the place of those that a lead decided between, while that holds."""
    counting = {one.id: one for one in interviews}
    claims: dict[str, list[Told]] = {}
    for one in interviews:
        if one.status != "withdrawn" and one.counts:
            claims.setdefault(one.subject, []).append(one)
    for claimants in claims.values():
        heads = {one.id: one.head for one in claimants}
        ruled = [line.entry.value for line in decisions if line.entry.value.get("heads") == heads]
        if len(heads) > 1 and ruled:
            base = counting[ruled[-1]["base"]]
            for path, id_ in ruled[-1]["kept"].items():
                taken = counting[id_]
                base = replace(
                    base,
                    answers=_taken(base.answers, taken.answers, path),
                    descriptions=_taken(base.descriptions, taken.descriptions, path),
                )
            for id_ in heads:
                del counting[id_]
            counting[base.id] = base
    return list(counting.values())


def _taken(own: Mapping[str, str], other: Mapping[str, str], path: str) -> dict[str, str]:
    rest = {key: value for key, value in own.items() if key != path}
    return rest | {path: other[path]} if path in other else rest


def is_whole(said: Mapping[str, Any]) -> bool:
    """Whether a decision has the second name that it needs, and says into what it merges."""
    needs = {"dismissed": ("second",), "merged": ("second", "into")}
    return all(said.get(name) for name in needs.get(said["state"], ()))


def states_of(decisions: Iterable[Line], numbers: Mapping[str, Place]) -> dict[Place, str]:
    """Return how the problems stand that somebody decided about.

    Args:
        decisions: In the order said.
        numbers: The place of each problem that stands, by its number.
    """
    history: dict[str, tuple[str, str]] = {}

    def way(number: str) -> list[str]:
        passed = [number]
        while history.get(number, ("",))[0] == "merged":
            number = history[number][1]
            passed.append(number)
        return passed

    for line in decisions:
        said = line.entry.value
        number, state, into = said.get("problem"), said.get("state"), said.get("into", "")
        if state == "added":
            history.setdefault(number, ("suspected", ""))
        elif number and is_whole(said) and (state != "merged" or number not in way(into)):
            history[number] = state, into
    return {
        place: "suspected"
        if history[number][0] == "merged" and way(number)[-1] not in numbers
        else history[number][0]
        for number, place in numbers.items()
        if number in history
    }
