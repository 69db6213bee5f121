"""A conflict and what a lead wishes in; the decision as a line in the lead's chain out."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from fieldsurvey.assess.evidence import is_evidence
from fieldsurvey.assess.settling import Case, ForkCase
from fieldsurvey.campaign.workspace import Workspace
from fieldsurvey.chain.forks.conflicts import Conflict
from fieldsurvey.chain.forks.settlements import ForkRuling, Settlement, fork_entry, settlement_entry
from fieldsurvey.chain.lines.line import Entry, Kind
from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.cli.lead.conflicts.cases import Matter, ReserveCase
from fieldsurvey.cli.lead.conflicts.sides import Sides, sides_of
from fieldsurvey.cli.lead.conflicts.telling import show_matter, show_sides
from fieldsurvey.cli.speaking import is_at_terminal, say, show
from fieldsurvey.errors import UsageError
from fieldsurvey.i18n import _, listed
from fieldsurvey.questionnaire import load_questionnaires
from fieldsurvey.questionnaire.nearest import suggestion


@dataclass(frozen=True, slots=True)
class Wish:
    """What the options of `decide` say."""

    keep: tuple[str, ...]
    settings: tuple[str, ...]
    """`QUESTION=1`."""
    why: str
    by: str
    second: str
    none: bool = False
    """Of a fork: no branch counts."""

    @property
    def is_said(self) -> bool:
        """Whether the options say what counts, so that nothing is asked but the reason."""
        return bool(self.keep or self.settings or self.none)


@dataclass(frozen=True, slots=True)
class Taken:
    """Which interview each differing path is taken from, by its place, and why."""

    places: dict[str, int]
    reasons: dict[str, str]


def decide_matter(
    matter: Matter, wish: Wish, workspace: Workspace, survey_file: SurveyFile
) -> None:
    """Write the decision, and say what holds now; nothing is written where the lead leaves."""
    if wish.none and not isinstance(matter.of, ForkCase):
        raise _wrong(_("Only of a fork may none count."), matter)
    match matter.of:
        case Case(conflict=conflict):
            entries = _settle(matter, conflict, wish, workspace, survey_file)
        case ForkCase():
            entries = _rule(matter, matter.of, wish, workspace, survey_file)
        case ReserveCase():
            entries = _give_reserve(matter, matter.of, wish, workspace, survey_file)
    if not entries:
        say(_("Left; nothing was decided."))
        return
    survey_file.append(entries)
    show(_("Decided. What was not taken is kept, and counts nowhere."))


def _settle(
    matter: Matter,
    conflict: Conflict,
    wish: Wish,
    workspace: Workspace,
    survey_file: SurveyFile,
) -> list[Entry]:
    finished = {one.id for one in conflict.interviews if is_evidence(one)}
    if not finished:
        raise UsageError(
            _("None of these interviews is finished: there is nothing to decide yet."),
            where=matter.id,
            to_do=_("Wait for the laptops to hand over again."),
        )
    sides = sides_of(survey_file, conflict, load_questionnaires(workspace.questionnaires))
    ids = [one.id for one in conflict.interviews]
    if wish.keep:
        base = _named(wish.keep, ids, matter)
        why = wish.why or _reason(matter)
        kept = dict.fromkeys(sides.differing, base)
        return _settlement(conflict, base, kept, why, {}, wish)
    taken = _by_options(sides, wish, matter) if wish.settings else _ask(sides, wish, matter)
    if taken is None:
        return []
    kept = {path: ids[place] for path, place in taken.places.items()}
    base = _base(kept, [id_ for id_ in ids if id_ in finished])
    why = wish.why or _commonest(list(taken.reasons.values())) or _reason(matter)
    reasons = {path: reason for path, reason in taken.reasons.items() if reason != why}
    return _settlement(conflict, base, kept, why, reasons, wish)


def _settlement(
    conflict: Conflict,
    base: str,
    kept: dict[str, str],
    why: str,
    reasons: dict[str, str],
    wish: Wish,
) -> list[Entry]:
    if base not in {one.id for one in conflict.interviews if is_evidence(one)}:
        raise UsageError(
            _("{id} is not finished, so it cannot count.").format(id=base),
            to_do=_("Take another, or wait for its laptop to hand over again."),
        )
    settlement = Settlement(
        heads={one.id: one.head for one in conflict.interviews},
        base=base,
        kept=kept,
        why=why,
        reasons=reasons,
        second=wish.second,
        who=wish.by,
    )
    return [settlement_entry(settlement)]


def _base(kept: dict[str, str], ids: Sequence[str]) -> str:
    """Return the finished interview most is taken from; the one begun first where they are even."""
    count = Counter(kept.values())
    return max(ids, key=lambda id_: (count[id_], -ids.index(id_)))


def _by_options(sides: Sides, wish: Wish, matter: Matter) -> Taken:
    """Read `--set`; every differing question must be named, for nothing is merged by machine."""
    places: dict[str, int] = {}
    count = len(sides.interviews)
    for text in wish.settings:
        path, _equals, side = text.rpartition("=")
        if path not in sides.to_decide:
            raise UsageError(
                _("“{question}” is not a question in which they differ.").format(question=path),
                where=matter.id,
                to_do=suggestion(path, list(sides.to_decide))
                or _("fieldsurvey conflicts show {id} lists them.").format(id=matter.id),
            )
        if side not in map(str, range(1, count + 1)):
            raise UsageError(
                _("“{text}” does not say which side to take.").format(text=text),
                to_do=_("Write QUESTION=1 or QUESTION=2."),
            )
        places[path] = int(side) - 1
    if left := [path for path in sides.to_decide if path not in places]:
        raise UsageError(
            _("Not every question that differs is decided: {questions}.").format(
                questions=listed(left)
            ),
            where=matter.id,
            to_do=_("Name each with --set, or take one interview whole with --keep."),
        )
    return Taken(places, {})


def _ask(sides: Sides, wish: Wish, matter: Matter) -> Taken | None:
    """Ask question by question, and why; None where the lead leaves."""
    _need_terminal(matter)
    from fieldsurvey.interview.prompts.siding import LEAVE, ask_reason, ask_side

    show_sides(sides, matter)
    places: dict[str, int] = {}
    reasons: dict[str, str] = {}
    why = wish.why
    for nth, path in enumerate(sides.to_decide, start=1):
        asked = f"{nth}/{len(sides.to_decide)}  {sides.number(path)}  {sides.label(path)}"
        said = [sides.words(path, side) for side in range(len(sides.interviews))]
        place = ask_side(asked, said)
        if place == LEAVE:
            return None
        places[path] = place
        show(f"✓ {sides.number(path)} {sides.label(path)}: {said[place]}")
        if not wish.why:
            why = ask_reason(_("Why? (Enter: as before)") if why else _("Why?"), why)
        reasons[path] = why
    return Taken(places, reasons)


def _rule(
    matter: Matter, fork: ForkCase, wish: Wish, workspace: Workspace, survey_file: SurveyFile
) -> list[Entry]:
    tips = {branch.tip[:12]: branch.tip for branch in fork.branches}
    if wish.is_said:
        kept = [_named((name,), list(tips), matter) for name in wish.keep]
    else:
        chosen = _choose_one(matter, workspace, survey_file, [*tips, _("none of them")])
        if chosen is None:
            return []
        kept = list(tips)[chosen : chosen + 1]
    ruling = ForkRuling(
        of=fork.device,
        branches=frozenset(tips.values()),
        kept=frozenset(tips[name] for name in kept),
        why=wish.why or _reason(matter),
        second=wish.second,
        who=wish.by,
    )
    return [fork_entry(ruling)]


def _give_reserve(
    matter: Matter, case: ReserveCase, wish: Wish, workspace: Workspace, survey_file: SurveyFile
) -> list[Entry]:
    """Let the reserve stand in for one household; the others have none until one is called in."""
    if wish.keep:
        household = _named(wish.keep, list(case.households), matter)
    else:
        chosen = _choose_one(matter, workspace, survey_file, case.households)
        if chosen is None:
            return []
        household = case.households[chosen]
    why = wish.why or _reason(matter)
    return [
        Entry(Kind.REPLACE, value={"subject": other, "reserve": "", "reason": why}, who=wish.by)
        for other in case.households
        if other != household
    ]


def _choose_one(
    matter: Matter, workspace: Workspace, survey_file: SurveyFile, names: Sequence[str]
) -> int | None:
    _need_terminal(matter)
    from fieldsurvey.interview.prompts.siding import LEAVE, ask_side

    show_matter(matter, workspace, survey_file, with_all=False)
    chosen = ask_side(_("Which of them counts?"), names)
    return None if chosen == LEAVE else chosen


def _named(keep: tuple[str, ...], sides: Sequence[str], matter: Matter) -> str:
    """Return the one side that `--keep` names, in full or by its beginning."""
    if len(keep) != 1:
        raise _wrong(_("Only one of them can be taken whole."), matter)
    meant = [side for side in sides if side == keep[0]] or [
        side for side in sides if keep[0] and (side.startswith(keep[0]) or keep[0].startswith(side))
    ]
    if len(meant) != 1:
        raise UsageError(
            _("“{id}” is none of them.").format(id=keep[0]),
            where=matter.id,
            to_do=_("Name one of: {sides}.").format(sides=listed(sides)),
        )
    return meant[0]


def _reason(matter: Matter) -> str:
    if not is_at_terminal():
        raise UsageError(_("A reason is needed."), to_do=_("Say it with --why."))
    from fieldsurvey.interview.prompts.siding import ask_reason

    return ask_reason(_("Why?"), matter.why)


def _commonest(reasons: list[str]) -> str:
    return Counter(reasons).most_common(1)[0][0] if reasons else ""


def _need_terminal(matter: Matter) -> None:
    if not is_at_terminal():
        raise UsageError(
            _("Nothing says which of them counts."),
            where=matter.id,
            to_do=_("Start it in a terminal, or say it with --keep or --set, and --why."),
        )


def _wrong(what: str, matter: Matter) -> UsageError:
    return UsageError(what, where=matter.id, to_do=_("fieldsurvey conflicts decide --help"))
