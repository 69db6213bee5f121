"""Interviews in; in words, which of them do not simply count as they stand, and why, out.

On a laptop that is what was purged. In the lead's workspace it is what was decided between several
interviews of one household, between the branches of a chain, and about a revoked laptop.
"""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from fieldsurvey.assess.settling import Case, Settled, settle_interviews
from fieldsurvey.campaign.workspace import WorkspaceKind
from fieldsurvey.chain.interview import Interview
from fieldsurvey.cli.lead.ruled import known_rulings
from fieldsurvey.i18n import _, ngettext

if TYPE_CHECKING:
    from fieldsurvey.campaign.workspace import Workspace
    from fieldsurvey.chain.survey_file import SurveyFile
    from fieldsurvey.questionnaire import Questionnaire


def standing_words(
    workspace: "Workspace",
    survey_file: "SurveyFile",
    interviews: Iterable[Interview],
    forms: "Mapping[str, Questionnaire]",
) -> dict[str, str]:
    """Return a sentence on each interview that has one, by id.

    Args:
        workspace: A laptop's or the lead's.
        survey_file: Its survey file.
        interviews: Those that are shown.
        forms: The questionnaires in use, by form id.
    """
    if workspace.kind is WorkspaceKind.LAPTOP:
        return {one.id: _purged(one) for one in interviews if one.purged_at}
    settled = settle_interviews(survey_file.interviews(), known_rulings(survey_file, forms))
    return _decided(settled) | _aside(settled) | _branches(settled, interviews)


def _purged(interview: Interview) -> str:
    day = interview.purged_at[:10]
    return _("Removed from this laptop on {day}: the team lead has it.").format(day=day)


def _decided(settled: Settled) -> dict[str, str]:
    return {
        one.id: _between(one, case) for case in settled.cases for one in case.conflict.interviews
    }


def _between(interview: Interview, case: Case) -> str:
    settlement = case.settlement
    if settlement is None or case.is_open:
        return _("Interviewed more than once: the lead has not decided yet which counts.")
    if interview.id == settlement.base:
        others = [id_ for id_ in settlement.kept.values() if id_ != settlement.base]
        if not others:
            return _("Interviewed more than once: the lead decided that this one counts.")
        return ngettext(
            "Interviewed more than once: the lead decided that this one counts, "
            "with {count} answer of another.",
            "Interviewed more than once: the lead decided that this one counts, "
            "with {count} answers of others.",
            len(others),
        ).format(count=len(others))
    count = sum(id_ == interview.id for id_ in settlement.kept.values())
    if not count:
        return _("Does not count: the lead decided for {id}.").format(id=settlement.base)
    return ngettext(
        "Counts with {count} answer only: the lead decided for {id} otherwise.",
        "Counts with {count} answers only: the lead decided for {id} otherwise.",
        count,
    ).format(count=count, id=settlement.base)


def _aside(settled: Settled) -> dict[str, str]:
    said = _("Set aside: its laptop was revoked since {day}, and the lead has not decided yet.")
    return {
        one.id: said.format(day=each.since) for each in settled.set_aside for one in each.interviews
    }


def _branches(settled: Settled, interviews: Iterable[Interview]) -> dict[str, str]:
    forks = {fork.device: fork for fork in settled.forks}
    said = {}
    for one in interviews:
        fork = forks.get(one.device)
        if not one.forked or fork is None:
            continue
        if fork.is_open:
            said[one.id] = _("Not scored: its laptop has two histories, and nobody decided yet.")
        elif not any(one.head in branch.hashes for branch in fork.kept):
            said[one.id] = _("Does not count: the lead decided for another history of its laptop.")
    return said
