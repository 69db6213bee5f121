"""The folder of a dead laptop in, everything it said in the lead's survey file out.

What the laptop had not sealed yet is sealed here in its name, with its own key, in a folder that is
gone afterwards; the lead's chain says that it was done.
"""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from fieldsurvey.campaign.secrets.key_file import KeyFile
from fieldsurvey.campaign.secrets.workspace_key import WorkspaceKey
from fieldsurvey.campaign.workspace import Workspace, WorkspaceKind
from fieldsurvey.chain.lines.line import Entry, Kind
from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.cli.lead.merge import told
from fieldsurvey.cli.lead.taking_in import take_in
from fieldsurvey.cli.speaking import say, show
from fieldsurvey.cli.workplace.equipping import load_key
from fieldsurvey.cli.workplace.sealing_keys import identities_of
from fieldsurvey.cli.workplace.standing import open_survey_file
from fieldsurvey.errors import FieldSurveyError, HandoverError, UsageError
from fieldsurvey.handover.handing_over import seal_pending
from fieldsurvey.handover.pictures import seal_pictures
from fieldsurvey.handover.sealing import unseal
from fieldsurvey.i18n import _


def take_in_laptop(lead: Workspace, folder: Path, identity: Path | None = None) -> int:
    """Merge all that a laptop's folder holds; return how many lines are new.

    Args:
        lead: The lead's workspace.
        folder: The laptop's workspace; it may be damaged, or hold nothing but bundles.
        identity: File of one more key that may open it.

    Raises:
        UsageError: There is no such folder.
    """
    if not folder.is_dir():
        raise UsageError(_("There is no such folder."), where=str(folder))
    dead = Workspace(folder, lambda key_file: _opened(key_file, lead, identity))
    with tempfile.TemporaryDirectory(prefix=".recover-", dir=lead.folder) as made:
        _copy_sealed(folder, Path(made) / "outbox")
        said = _sealed_again(lead, dead, Path(made))
        with open_survey_file(lead) as survey_file:
            taken_in = take_in(lead, survey_file, [Path(made)], identity=identity)
            if said:
                survey_file.append([Entry(Kind.DECISION, value={"about": "recovery", **said})])
    for verdict in taken_in.bundles.verdicts:
        show(told(verdict))
    if words := taken_in.pictures.words():
        say(words)
    return taken_in.bundles.new_lines


def _copy_sealed(folder: Path, target: Path) -> None:
    """Copy what lies sealed in a folder; a file that its disk does not give is told of."""
    target.mkdir()
    for path in (*folder.rglob("*.fsb"), *folder.rglob("*.fsp")):
        try:
            shutil.copyfile(path, target / path.name)
        except OSError as failed:
            say(_("{path} cannot be used: {why}.").format(path=path, why=failed.strerror))


def _opened(key_file: KeyFile, lead: Workspace, identity: Path | None) -> WorkspaceKey:
    """Return the key of a laptop as the lead can open it."""
    key = key_file.accept(unseal(key_file.sealed, identities_of(lead, identity), key_file.to))
    if key is None:
        raise HandoverError(_("The file that holds the key of the laptop was altered."))
    return key


def _sealed_again(lead: Workspace, dead: Workspace, outbox: Path) -> dict[str, str | int]:
    """Seal everything in the laptop's survey file for the lead; say whose it is and how far."""
    if dead.kind is not WorkspaceKind.LAPTOP or not dead.survey_db.exists():
        say(_("There is no survey file in that folder; its bundles are taken in."))
        return {}
    recipients = lead.recipients.both if lead.recipients else ()
    try:
        with _copied(dead) as survey_file:
            seal_pending(survey_file, load_key(dead), outbox, recipients)
            seal_pictures(survey_file, dead.photos, outbox, recipients, key=dead.key)
            return {"device": survey_file.device, "last": survey_file.last_seq}
    except FieldSurveyError as failed:
        say(_("The survey file of the laptop cannot be read: {why}").format(why=failed.what))
        say(_("Its bundles are taken in; for the rest: fieldsurvey rescue FILE"))
        return {}


@contextmanager
def _copied(dead: Workspace) -> Iterator[SurveyFile]:
    """Open a copy of a survey file, as encrypted as it is itself: the disk may be dying."""
    with tempfile.TemporaryDirectory(prefix="fieldsurvey-") as place:
        copy = replace(dead, folder=Path(place)).survey_db
        for path in (dead.survey_db, dead.survey_db.with_name("survey.db-journal")):
            if path.exists():
                shutil.copyfile(path, copy.with_name(path.name))
        key = dead.key
        with SurveyFile.open(copy, database_key=key.database if key else b"") as survey_file:
            yield survey_file
