"""Takes interviews and what leads decided, gives the interviews that count.

Of two interviews of one household the lead makes one, field by field; of the branches of a forked
chain the lead says which are evidence. What was not taken is kept and shown, and counts nowhere.
The result depends on which lines there are, never on the order in which they were merged.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from fieldsurvey.assess.evidence import is_evidence
from fieldsurvey.chain.forks.branching import Branch
from fieldsurvey.chain.forks.conflicts import Conflict, conflicts
from fieldsurvey.chain.forks.kept_branches import answers, kept_by
from fieldsurvey.chain.forks.set_aside import SetAside
from fieldsurvey.chain.forks.settlements import ForkRuling, Rulings, Settlement
from fieldsurvey.chain.interview import Interview
from fieldsurvey.chain.lines.line import dump_json
from fieldsurvey.errors import Finding, FindingKind
from fieldsurvey.i18n import _, listed

PARTS = ("answers", "descriptions", "remarks", "photos", "photos_absent")
"""What of a path goes together when it is taken from one interview."""


@dataclass(frozen=True, slots=True)
class Case:
    """A conflict, and how it stands."""

    conflict: Conflict
    settlement: Settlement | None = None
    """What was decided last, whether it still holds or not."""
    is_open: bool = True
    """Nothing was decided, or it does not hold any longer."""


@dataclass(frozen=True, slots=True)
class ForkCase:
    """A forked chain, and how it stands."""

    device: str
    branches: tuple[Branch, ...]
    ruling: ForkRuling | None = None
    is_open: bool = True

    @property
    def kept(self) -> tuple[Branch, ...]:
        """The branches that count; none while it is open."""
        if self.ruling is None or self.is_open:
            return ()
        return kept_by(self.ruling, self.branches)


@dataclass(frozen=True, slots=True)
class Settled:
    """What counts, and what still has to be decided."""

    interviews: tuple[Interview, ...]
    """Those that count, and those nobody decided about; a settled one in place of its parts."""
    cases: tuple[Case, ...] = ()
    forks: tuple[ForkCase, ...] = ()
    findings: tuple[Finding, ...] = ()
    set_aside: tuple[SetAside, ...] = ()
    """What does not count because its laptop was revoked since a day."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is decided, and what it is decided about."""

    rulings: Rulings = field(default_factory=Rulings)
    branches: Mapping[str, Sequence[Branch]] = field(default_factory=dict)
    """Of every chain that forked, by device."""
    instance_keys: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """`settings.instance_key` of each questionnaire, by form id."""
    set_aside: tuple[SetAside, ...] = ()


def settle_interviews(interviews: Iterable[Interview], known: Known) -> Settled:
    """Apply what was decided; what was not decided stays as it is, and is named."""
    forks = tuple(
        _fork_case(device, tuple(branches), known.rulings.forks)
        for device, branches in sorted(known.branches.items())
    )
    aside = {one.id for each in known.set_aside for one in each.interviews}
    standing = _after_forks((one for one in interviews if one.id not in aside), forks)
    sure = [interview for interview in standing if not interview.forked]
    cases = tuple(
        _case(conflict, known.rulings.settlements)
        for conflict in conflicts(sure, known.instance_keys)
    )
    return Settled(
        interviews=tuple(_after_cases(standing, cases)),
        cases=cases,
        forks=forks,
        findings=(
            *(found for fork in forks for found in _fork_findings(fork)),
            *(found for case in cases for found in _findings(case, known.rulings.settlements)),
            *map(_aside_finding, known.set_aside),
        ),
        set_aside=known.set_aside,
    )


def settled_interview(conflict: Conflict, settlement: Settlement) -> Interview:
    """Return the one interview that was decided on: it bears the id of its base.

    Its head is made of what was decided, so that it changes when that does.
    """
    by_id = {interview.id: interview for interview in conflict.interviews}
    base = by_id[settlement.base]
    parts: dict[str, dict[str, Any]] = {name: dict(getattr(base, name)) for name in PARTS}
    for path, taken_from in sorted(settlement.kept.items()):
        for name, part in parts.items():
            theirs = getattr(by_id[taken_from], name)
            if path in theirs:
                part[path] = theirs[path]
            else:
                part.pop(path, None)
    decided = dump_json([dict(settlement.heads), settlement.base, dict(settlement.kept)])
    head = hashlib.sha256(decided.encode()).hexdigest()
    changed: dict[str, Any] = {**parts, "head": head}
    return base._replace(**changed)


def differing_paths(interviews: Sequence[Interview]) -> frozenset[str]:
    """Return the paths of which the interviews do not all say the same."""
    paths = {path for one in interviews for name in PARTS for path in getattr(one, name)}
    return frozenset(
        path for path in paths if any(_differ(interviews, name, path) for name in PARTS)
    )


def _differ(interviews: Sequence[Interview], name: str, path: str) -> bool:
    first = getattr(interviews[0], name).get(path)
    return any(getattr(one, name).get(path) != first for one in interviews[1:])


def _fork_case(
    device: str, branches: tuple[Branch, ...], rulings: Sequence[ForkRuling]
) -> ForkCase:
    own = [ruling for ruling in rulings if ruling.of == device]
    if not own:
        return ForkCase(device, branches)
    ruling = own[-1]
    return ForkCase(device, branches, ruling, is_open=not answers(ruling, branches))


def _after_forks(interviews: Iterable[Interview], forks: Sequence[ForkCase]) -> list[Interview]:
    """Leave out what branches said that do not count.

    Where none that counts went on with an interview, it stands as it was when the chain forked: of
    that nothing is set aside.
    """
    decided = {fork.device: fork for fork in forks if not fork.is_open}
    known = list(interviews)
    kept = {
        (one.device, _own_id(one))
        for one in known
        if one.device in decided and _is_said(one, decided[one.device].kept)
    }
    standing = []
    for interview in known:
        fork = decided.get(interview.device)
        if not interview.forked or fork is None:
            standing.append(interview)
        elif _is_said(interview, fork.kept) or not (
            _is_said(interview, fork.branches) or (interview.device, _own_id(interview)) in kept
        ):
            standing.append(interview._replace(forked=False))
    return standing


def _is_said(interview: Interview, branches: Iterable[Branch]) -> bool:
    """Say whether an interview ends in one of the branches, and so after the fork."""
    return any(interview.head in branch.hashes for branch in branches)


def _own_id(interview: Interview) -> str:
    return interview.id.split("~")[0]


def _case(conflict: Conflict, settlements: Sequence[Settlement]) -> Case:
    heads = {interview.id: interview.head for interview in conflict.interviews}
    about = [one for one in settlements if one.ids <= heads.keys()]
    if not about:
        return Case(conflict)
    fitting = [one for one in about if dict(one.heads) == heads]
    return Case(conflict, (fitting or about)[-1], is_open=not fitting)


def _after_cases(interviews: Iterable[Interview], cases: Sequence[Case]) -> Iterable[Interview]:
    settled: dict[str, Interview | None] = {}
    for case in cases:
        if case.settlement is None or case.is_open:
            continue
        made = settled_interview(case.conflict, case.settlement)
        settled |= dict.fromkeys((one.id for one in case.conflict.interviews), None)
        settled[made.id] = made
    for interview in interviews:
        counting = settled.get(interview.id, interview)
        if counting is not None:
            yield counting


def _findings(case: Case, settlements: Sequence[Settlement]) -> Iterable[Finding]:
    conflict = case.conflict
    if case.is_open and sum(map(is_evidence, conflict.interviews)) > 1:
        yield Finding(
            "X-01",
            conflict.subject,
            _open_words(case),
            _("fieldsurvey conflicts decide {id}").format(id=case_id(conflict)),
        )
    if case.settlement is None or case.is_open:
        return
    others = {
        one.device
        for one in settlements
        if one.heads == case.settlement.heads
        and one.device != case.settlement.device
        and not one.agrees(case.settlement)
    }
    if others:
        what = _("Two leads decided its interviews otherwise; what {device} said later holds.")
        yield Finding(
            "X-11",
            conflict.subject,
            what.format(device=case.settlement.device),
            _("Agree, and decide it once more: fieldsurvey conflicts decide {id}").format(
                id=case_id(conflict)
            ),
            kind=FindingKind.WARNING,
        )


def _open_words(case: Case) -> str:
    ids = listed(interview.id for interview in case.conflict.interviews)
    if case.settlement is None:
        return _("It was interviewed more than once with {form}: {ids}.").format(
            form=case.conflict.form_id, ids=ids
        )
    if case.settlement.ids != {interview.id for interview in case.conflict.interviews}:
        return _("It was decided, and then another interview came: {ids}.").format(ids=ids)
    return _("It was decided, and then one of the interviews was changed: {ids}.").format(ids=ids)


def _fork_findings(fork: ForkCase) -> Iterable[Finding]:
    if not fork.is_open:
        return
    what = (
        _("Its chain goes on in {count} ways, and nobody decided which of them counts.")
        if fork.ruling is None
        else _("It was decided which of its branches counts, and then another came: {count} now.")
    )
    yield Finding(
        "X-12",
        fork.device,
        what.format(count=len(fork.branches)),
        _("fieldsurvey conflicts decide {id}").format(id=fork_id(fork.device)),
    )


def _aside_finding(aside: SetAside) -> Finding:
    subjects = listed(dict.fromkeys(one.subject for one in aside.interviews))
    return Finding(
        "X-13",
        aside.device,
        _("Revoked since {day}: set aside until the lead decides are {subjects}.").format(
            day=aside.since, subjects=subjects
        ),
        _("fieldsurvey devices accept {device}, or withdraw each").format(device=aside.device),
    )


def case_id(conflict: Conflict) -> str:
    """Return the id a lead names a conflict by; it stays when another interview joins it."""
    place = "\n".join([conflict.subject, conflict.form_id, *conflict.instance])
    return f"{conflict.subject}-{hashlib.sha256(place.encode()).hexdigest()[:4]}"


def fork_id(device: str) -> str:
    """Return the id a lead names a fork by."""
    return f"fork-{device}"
