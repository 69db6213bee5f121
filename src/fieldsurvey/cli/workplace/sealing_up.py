"""A laptop's workspace and survey file in, everything said sealed in its outbox out."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from fieldsurvey.campaign.workspace import Workspace, WorkspaceKind
from fieldsurvey.chain.interview import Interview, Status
from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.cli.failing import tell_findings
from fieldsurvey.cli.speaking import say
from fieldsurvey.cli.waiting import progress
from fieldsurvey.cli.workplace.equipping import load_key
from fieldsurvey.cli.workplace.standing import open_to_write
from fieldsurvey.errors import HandoverError
from fieldsurvey.handover.handing_over import seal_missing, seal_pending, unsealed_finishes
from fieldsurvey.handover.pictures import SealedPictures, is_whole_picture, seal_pictures
from fieldsurvey.handover.proven import Proven
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


def seal_photos(
    workspace: Workspace, survey_file: SurveyFile, is_whole: Callable[[Path], bool] | None = None
) -> SealedPictures:
    """Seal the pictures that are not in the outbox yet, or are not whole there.

    Raises:
        HandoverError: The outbox cannot be written, or nothing can be sealed here.
    """
    with progress(_("Sealing pictures")) as advance:
        return seal_pictures(
            survey_file,
            workspace.photos,
            workspace.outbox,
            recipients_of(workspace),
            advance,
            workspace.key,
            is_whole=is_whole,
        )


@contextmanager
def open_laptop_file(workspace: Workspace) -> Iterator[SurveyFile]:
    """Open a laptop's survey file to say something in it, once what a crash left is sealed.

    Raises:
        ChainError: The folder was copied from another laptop, or set back to an older copy.
    """
    with open_to_write(workspace) as survey_file:
        if workspace.kind is WorkspaceKind.LAPTOP:
            seal_after_a_crash(workspace, survey_file)
        yield survey_file


def seal_after_a_crash(
    workspace: Workspace, survey_file: SurveyFile, subject: str = ""
) -> Sequence[str]:
    """Seal what should lie in the outbox and does not; return the interviews finished by that.

    Where it fails again that is said, and the work can go on: what is said now is kept as well.
    Nothing is read where nothing has changed since it was all compared.

    Raises:
        HandoverError: It fails again, and an interview of `subject` waits for it.
    """
    outbox = workspace.outbox
    proven = Proven.load(outbox)
    if proven.is_as_left(survey_file):
        return ()

    def is_whole(sealed: Path) -> bool:
        return proven.still(sealed.name) or is_whole_picture(sealed)

    waiting = unsealed_finishes(survey_file, outbox)
    try:
        pictures = seal_photos(workspace, survey_file, is_whole)
        seal_missing(survey_file, load_key(workspace), outbox, recipients_of(workspace))
        # Without the note it is all compared again, which costs time and nothing else.
        if not pictures.findings:
            with suppress(OSError):
                proven.keep(survey_file, pictures.names)
    except HandoverError as failed:
        meant = (survey_file.interview(name) for name in waiting)
        if any(interview and interview.subject == subject for interview in meant):
            raise not_finished(failed, f"fieldsurvey interview {subject}") from failed
        say(f"{failed.where}: {failed.what} {failed.to_do}")
        return ()
    return waiting


def as_sealed(
    workspace: Workspace, survey_file: SurveyFile, interviews: Iterable[Interview]
) -> list[Interview]:
    """Return interviews as they may be shown: one that is not sealed is not finished."""
    if workspace.kind is WorkspaceKind.LEAD:
        return list(interviews)
    unsealed = set(unsealed_finishes(survey_file, workspace.outbox))
    return [
        interview._replace(status=Status.STARTED, finished_at="", finish_code="")
        if interview.id in unsealed and interview.status is Status.FINISHED
        else interview
        for interview in interviews
    ]


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
