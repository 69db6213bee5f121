"""A laptop's workspace and survey file in, everything said sealed in its outbox out."""

from collections.abc import Sequence

from fieldsurvey.campaign.workspace import Workspace
from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.cli.equipping import load_key
from fieldsurvey.cli.failing import tell_findings
from fieldsurvey.cli.speaking import say
from fieldsurvey.cli.waiting import progress
from fieldsurvey.errors import HandoverError
from fieldsurvey.handover.handing_over import seal_missing, seal_pending, unsealed_finishes
from fieldsurvey.handover.pictures import SealedPictures, seal_pictures
from fieldsurvey.i18n import _


def recipients_of(workspace: Workspace) -> Sequence[str]:
    """Return whom a laptop seals to; nobody where its kit was made before there was sealing.

    Raises:
        CampaignError: They are not as the kit said.
    """
    return workspace.recipients.both if workspace.recipients else ()


def seal_up(workspace: Workspace, survey_file: SurveyFile) -> None:
    """Seal everything said and every picture, each file written whole and read back.

    Raises:
        HandoverError: It could not be; nothing that was said is lost, and nothing is finished.
    """
    tell_findings(seal_photos(workspace, survey_file).findings)
    seal_pending(survey_file, load_key(workspace), workspace.outbox, recipients_of(workspace))


def seal_photos(workspace: Workspace, survey_file: SurveyFile) -> SealedPictures:
    """Seal the pictures that are not in the outbox yet.

    Raises:
        HandoverError: The outbox cannot be written, or nothing can be sealed here.
    """
    with progress(_("Sealing pictures")) as advance:
        return seal_pictures(
            survey_file, workspace.photos, workspace.outbox, recipients_of(workspace), advance
        )


def seal_after_a_crash(workspace: Workspace, survey_file: SurveyFile) -> Sequence[str]:
    """Seal what should lie in the outbox and does not; return the interviews finished by that.

    Where it fails again that is said, and the work can go on: what is said now is kept as well.
    """
    waiting = unsealed_finishes(survey_file, workspace.outbox)
    try:
        seal_missing(survey_file, load_key(workspace), workspace.outbox, recipients_of(workspace))
    except HandoverError as failed:
        say(f"{failed.where}: {failed.what} {failed.to_do}")
        return ()
    return waiting


def not_finished(failed: HandoverError, go_on: str) -> HandoverError:
    """Say that an interview is not finished, because it is not sealed.

    Args:
        failed: Why it is not sealed.
        go_on: The command that tries again.
    """
    return HandoverError(
        _("NOT finished yet: {why}").format(why=failed.what),
        where=failed.where,
        to_do=_("Every answer is kept on this laptop. {to_do} Then finish with: {command}").format(
            to_do=failed.to_do, command=go_on
        ),
    )
