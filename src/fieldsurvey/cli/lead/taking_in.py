"""Sticks in, their lines in the lead's survey file and signed receipts on the sticks out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from fieldsurvey.campaign.workspace import Workspace
from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.cli.lead.enrolling import gate_of
from fieldsurvey.cli.speaking import say
from fieldsurvey.cli.workplace.equipping import keep_questionnaires
from fieldsurvey.cli.workplace.leads_word import leave_leads_word
from fieldsurvey.cli.workplace.sealing_keys import identities_of
from fieldsurvey.cli.workplace.sealing_up import seal_up
from fieldsurvey.errors import HandoverError
from fieldsurvey.handover.merging import MergeReport, merge
from fieldsurvey.handover.taking_pictures import PicturesReport, take_pictures
from fieldsurvey.questionnaire import load_questionnaires


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What the sticks brought."""

    bundles: MergeReport
    pictures: PicturesReport


def take_in(
    workspace: Workspace,
    survey_file: SurveyFile,
    sources: Sequence[Path],
    on_step: Callable[[], None] = lambda: None,
    identity: Path | None = None,
    *,
    is_dry: bool = False,
) -> TakenIn:
    """Merge every bundle and picture of the sticks, and leave the lead's receipts on them.

    A stick that cannot be written gets no receipt, which is said; its lines are taken in.

    Args:
        workspace: The lead's.
        survey_file: Its survey file.
        sources: Sticks, folders, bundles.
        on_step: Called after each bundle and each picture.
        identity: File of one more key that may open them.
        is_dry: Whether nothing is left on a stick, and pictures are left alone.
    """
    identities = identities_of(workspace, identity)
    report = merge(
        survey_file,
        sources,
        inbox=workspace.inbox,
        identities=identities,
        on_verdict=lambda verdict: on_step(),
        gate=gate_of(workspace, survey_file),
    )
    if is_dry:
        return TakenIn(report, PicturesReport())
    pictures = take_pictures(
        survey_file,
        sources,
        inbox=workspace.inbox,
        photos=workspace.photos,
        identities=identities,
        on_picture=on_step,
    )
    keep_questionnaires(survey_file, workspace, load_questionnaires(workspace.questionnaires))
    for stick in sources:
        if stick.is_dir() and stick != workspace.inbox:
            leave_leads_word(workspace, survey_file, stick)
    seal_own_chain(workspace, survey_file)
    return TakenIn(report, pictures)


def seal_own_chain(workspace: Workspace, survey_file: SurveyFile) -> None:
    """Sign what the lead has said, so that its decisions cannot be rewritten without its key.

    Where the disk refuses that is said; the next merge signs it.
    """
    try:
        seal_up(workspace, survey_file)
    except HandoverError as failed:
        say(f"{failed.where}: {failed.what} {failed.to_do}")
