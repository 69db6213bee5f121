"""The lines a lead has in, the problems that must stand on the list out: said anew, and short.

A second way to the same list, for tests: it shares no code with `chain.folding`, `assess` and
`report`. What it does not say (dates, places, words of the reader) the laws compare otherwise.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from fieldsurvey.chain.line import Kind, Line

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
    head: str
    seqs: tuple[int, ...] = ()
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
    interviews = settled(told_by(said, lead), decisions)
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


def told_by(said: list[Line], lead: str) -> list[Told]:
    """Fold lines into interviews, in the order of each chain, whatever is missing in between."""
    told: dict[str, Told] = {}
    for line in said:
        kind, path, value = line.entry.kind, line.entry.question, line.entry.value
        if kind is Kind.INTERVIEW_START:
            told[line.entry.interview] = Told(line.entry.interview, value["subject"], "")
        one = told.get(line.entry.interview)
        if one is None or not line.entry.interview.startswith(line.device):
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
        told[one.id] = replace(one, head=line.hash.hex(), seqs=(*one.seqs, line.seq))
    overruled = {line.entry.interview for line in said if line.device == lead}
    return [
        replace(one, status="withdrawn") if one.id in overruled else one for one in told.values()
    ]


def settled(interviews: list[Told], decisions: list[Line]) -> list[Told]:
    """Put one interview in the place of those that a lead decided between, while that holds."""
    counting = {one.id: one for one in interviews}
    claims: dict[str, list[Told]] = {}
    for one in interviews:
        if one.status != "withdrawn":
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
