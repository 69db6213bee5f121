"""Where the user stands: the workspace, and the survey file in it."""

from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from fieldsurvey.errors import FieldSurveyError, UsageError
from fieldsurvey.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fieldsurvey.campaign.workspace import Workspace
    from fieldsurvey.chain.survey_file import SurveyFile


@dataclass(frozen=True, slots=True)
class Standing:
    """What the global options said."""

    folder: Path | None = None
    """The folder named with --workspace; none means the nearest workspace."""

    def workspace(self) -> "Workspace":
        """Return the workspace named, or the nearest at or above this folder."""
        from fieldsurvey.campaign.workspace import Workspace, find_workspace
        from fieldsurvey.cli.workplace.unlocking import unlock

        found = find_workspace(self.folder if self.folder is not None else Path.cwd())
        return Workspace(found.folder, unlock)

    def lead_workspace(self) -> "Workspace":
        """Return the workspace, refusing a laptop's: the work is the team lead's."""
        from fieldsurvey.campaign.workspace import WorkspaceKind

        workspace = self.workspace()
        if workspace.kind is WorkspaceKind.LAPTOP:
            raise UsageError(
                _("This is a team's laptop; that is done in the team lead's workspace."),
                where=str(workspace.folder),
                to_do=_("Hand over, and do it there; or name that folder with --workspace."),
            )
        return workspace

    def laptop_workspace(self) -> "Workspace":
        """Return the workspace, refusing the lead's: interviews are made on a joined laptop."""
        from fieldsurvey.campaign.workspace import WorkspaceKind

        workspace = self.workspace()
        if workspace.kind is WorkspaceKind.LEAD:
            raise UsageError(
                _("This is the team lead's workspace; that is done on a laptop joined to a kit."),
                where=str(workspace.folder),
                to_do=_("fieldsurvey kit make makes the kits, fieldsurvey join joins a laptop."),
            )
        return workspace


def open_survey_file(workspace: "Workspace") -> "SurveyFile":
    """Open the survey file of a workspace, for this program alone."""
    from fieldsurvey.chain.survey_file import SurveyFile

    key = workspace.key
    return SurveyFile.open(workspace.survey_db, database_key=key.database if key else b"")


@contextmanager
def open_to_write(workspace: "Workspace") -> "Iterator[SurveyFile]":
    """Open a laptop's survey file to go on with its chain, and keep its last line as a witness.

    Whatever is asked inside is locked on an encrypted laptop once nobody touches a key for long.

    Raises:
        ChainError: The folder was copied from another laptop, or set back to an older copy: what
            was said on from there would be a second version of the same lines.
    """
    from fieldsurvey.chain.devices.copies import keep_head
    from fieldsurvey.cli.workplace.going_on import refuse_copy
    from fieldsurvey.cli.workplace.unlocking import locked_when_idle_in

    with locked_when_idle_in(workspace), open_survey_file(workspace) as survey_file:
        refuse_copy(workspace, survey_file)
        try:
            yield survey_file
        finally:
            # Without a new witness the earlier one stands; what was said is safe either way.
            with suppress(OSError, FieldSurveyError):
                keep_head(survey_file, workspace.keys)
