"""A lead's workspace and survey file in, everything a lead has to decide between out."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from fieldsurvey.assess.settling import Case, ForkCase, case_id, fork_id
from fieldsurvey.campaign.workspace import Workspace
from fieldsurvey.chain.devices.register import devices
from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.cli.lead.evening import Evening, assess_evening
from fieldsurvey.cli.workplace.standing_in import absences_in
from fieldsurvey.errors import UsageError
from fieldsurvey.i18n import _, listed
from fieldsurvey.questionnaire.nearest import suggestion

SHARED_RESERVE = "T030"


class Sort(StrEnum):
    """What claims the same place."""

    INTERVIEWS = "interviews"
    """Two or more interviews of one subject."""
    FORK = "fork"
    """Two or more ways in which one laptop's chain goes on."""
    RESERVE = "reserve"
    """One reserve called in for two or more households."""


@dataclass(frozen=True, slots=True)
class ReserveCase:
    """A reserve, and the households it was called in for."""

    reserve: str
    households: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Matter:
    """One thing to decide, whatever it is about."""

    id: str
    sort: Sort
    subject: str
    """Sample number, village or device."""
    of: Case | ForkCase | ReserveCase
    is_open: bool
    team: str = ""

    @property
    def sides(self) -> tuple[str, ...]:
        """What the decision is between, as `--keep` names it."""
        match self.of:
            case Case(conflict=conflict):
                return tuple(interview.id for interview in conflict.interviews)
            case ForkCase(branches=branches):
                return tuple(branch.tip[:12] for branch in branches)
            case ReserveCase(households=households):
                return households

    @property
    def kept(self) -> tuple[str, ...]:
        """What counts by the decision that holds; nothing while it is open."""
        if self.is_open:
            return ()
        match self.of:
            case Case(conflict=conflict, settlement=settlement) if settlement is not None:
                used = {settlement.base, *settlement.kept.values()}
                return tuple(one.id for one in conflict.interviews if one.id in used)
            case ForkCase(kept=kept):
                return tuple(branch.tip[:12] for branch in kept)
            case _:
                return ()

    @property
    def why(self) -> str:
        """The reason of what was decided last."""
        match self.of:
            case Case(settlement=settlement) if settlement is not None:
                return settlement.why
            case ForkCase(ruling=ruling) if ruling is not None:
                return ruling.why
            case _:
                return ""

    @property
    def was_decided(self) -> bool:
        """Whether something was decided about it, be it open again."""
        return bool(self.why)


def matters_in(workspace: Workspace, survey_file: SurveyFile) -> list[Matter]:
    """Return everything to decide and decided, by id."""
    return matters_of(assess_evening(workspace, survey_file), survey_file)


def matters_of(evening: Evening, survey_file: SurveyFile) -> list[Matter]:
    """Return the same of what is assessed already."""
    team = {known.device: known.team for known in devices(survey_file)}
    found = [
        Matter(case_id(case.conflict), Sort.INTERVIEWS, case.conflict.subject, case, case.is_open)
        for case in evening.settled.cases
    ]
    found += [
        Matter(fork_id(fork.device), Sort.FORK, fork.device, fork, fork.is_open, team[fork.device])
        for fork in evening.settled.forks
    ]
    shared = {f.where for f in evening.assessment.findings if f.code == SHARED_RESERVE}
    found += _reserves(survey_file, shared)
    return sorted(found, key=lambda matter: (matter.sort is Sort.FORK, matter.id))


def find_matter(matters: list[Matter], wanted: str) -> Matter:
    """Return the matter that somebody names by its id or, where it is the only one, its subject.

    Raises:
        UsageError: There is none, or several.
    """
    meant = [m for m in matters if wanted in (m.id, m.subject)]
    exact = [m for m in meant if m.id == wanted]
    if len(exact or meant) == 1:
        return (exact or meant)[0]
    if meant:
        raise UsageError(
            _("There are several conflicts of {subject}.").format(subject=wanted),
            to_do=_("Name one of them: {ids}.").format(ids=listed(m.id for m in meant)),
        )
    raise UsageError(
        _("There is no conflict “{id}”.").format(id=wanted),
        to_do=suggestion(wanted, [m.id for m in matters])
        or _("fieldsurvey conflicts list shows them."),
    )


def _reserves(survey_file: SurveyFile, shared: set[str]) -> Iterator[Matter]:
    claims: dict[str, list[str]] = {}
    for household, reserve in absences_in(survey_file).stand_ins.items():
        claims.setdefault(reserve, []).append(household)
    for reserve in sorted(shared):
        case = ReserveCase(reserve, tuple(claims[reserve]))
        yield Matter(f"reserve-{reserve}", Sort.RESERVE, reserve, case, is_open=True)
