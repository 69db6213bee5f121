"""What somebody wants rescued in, the rescue carried out and its report out."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from fieldsurvey.campaign.workspace import Workspace, WorkspaceKind
from fieldsurvey.chain.devices.age_keys import AgeIdentity
from fieldsurvey.chain.devices.keys import DeviceKey
from fieldsurvey.chain.files import write_file
from fieldsurvey.cli.data.rescue_keys import Keyring
from fieldsurvey.cli.lead.enrolling import gate_of
from fieldsurvey.cli.workplace.equipping import KEY_FILE, load_key
from fieldsurvey.cli.workplace.sealing_keys import identities_of
from fieldsurvey.cli.workplace.standing import open_survey_file
from fieldsurvey.errors import CampaignError, ChainError, FieldSurveyError
from fieldsurvey.handover.rescue.finds import Finds
from fieldsurvey.handover.rescue.gathering import Source, gather
from fieldsurvey.handover.rescue.proving import Proof, prove
from fieldsurvey.handover.rescue.report import RescueReport
from fieldsurvey.handover.rescue.taking_in import TakenIn, take_in_rescued
from fieldsurvey.handover.rescue.writing import REPORT, write_rescued
from fieldsurvey.i18n import _


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody asks for."""

    places: Sequence[Path]
    to: Path
    codes: tuple[str, ...] = ()
    identity: Path | None = None
    key_file: Path | None = None
    by: str = ""
    reason: str = ""
    with_unwitnessed: bool = False


def carry_out(wanted: Wanted, workspace: Workspace | None) -> RescueReport:
    """Rescue what is wanted, write the new folder, and take it in where somebody says so.

    Args:
        wanted: What is asked for.
        workspace: Where one stands; none is needed but to take in.

    Raises:
        HandoverError: A file cannot be read, or the new folder cannot be written.
        ChainError: A key or a survey file cannot be used.
    """
    identities = _identities(wanted, workspace)
    keyring = Keyring(identities, wanted.key_file, workspace)
    finds, sources = gather(wanted.places, identities, locks=keyring.lock_of)
    home = _home(wanted.places[0], keyring)
    proof = prove(finds, lead_keys=_lead_keys(home, workspace), codes=wanted.codes)
    key, recipients, why_not = _sealing(home)
    lock = keyring.used[0] if keyring.used else None
    written = write_rescued(proof, finds, wanted.to, key=key, recipients=recipients, lock=lock)
    taken = _take_in(wanted, workspace, proof, finds, sources) if wanted.by and workspace else []
    report = RescueReport(tuple(sources), proof, written, tuple(taken), wanted.by, why_not)
    write_file(written.folder / REPORT, ("\n".join(report.words()) + "\n").encode())
    return report


def _identities(wanted: Wanted, workspace: Workspace | None) -> Sequence[AgeIdentity]:
    if workspace is not None:
        return identities_of(workspace, wanted.identity)
    return [AgeIdentity.load(wanted.identity)] if wanted.identity else []


def _home(place: Path, keyring: Keyring) -> Workspace | None:
    """Return the workspace a file lies in, or what is left of it: its keys may lie beside."""
    folder = place if place.is_dir() else place.parent
    return Workspace(folder, keyring.open) if (folder / "keys").is_dir() else None


def _lead_keys(*workspaces: Workspace | None) -> list[bytes]:
    """Return the public keys of the leads whose receipts count here."""
    keys = []
    for workspace in filter(None, workspaces):
        try:
            if workspace.kind is WorkspaceKind.LAPTOP:
                keys.append(bytes.fromhex(workspace.manifest.lead_key))
            else:
                keys.append(load_key(workspace).public)
        except (FieldSurveyError, ValueError):
            continue
    return keys


def _sealing(home: Workspace | None) -> tuple[DeviceKey | None, Sequence[str], str]:
    """Return the laptop's key and its recipients, or why nothing can be sealed again."""
    if home is None or not (home.keys / KEY_FILE).exists():
        return None, (), _("the key of the laptop does not lie beside the file")
    try:
        key = load_key(home)
        recipients = home.recipients.both if home.recipients else ()
    except (ChainError, CampaignError) as error:
        return None, (), error.what.rstrip(".。")
    if home.kind is WorkspaceKind.LEAD:
        return None, (), _("it is the lead's own file, which hands over to nobody")
    return key, recipients, ""


def _take_in(
    wanted: Wanted, workspace: Workspace, proof: Proof, finds: Finds, sources: Sequence[Source]
) -> list[TakenIn]:
    with open_survey_file(workspace) as survey_file:
        return take_in_rescued(
            survey_file,
            proof,
            finds,
            by=wanted.by,
            reason=wanted.reason,
            files=[source.sha256 for source in sources if source.texts],
            with_unwitnessed=wanted.with_unwitnessed,
            gate=gate_of(workspace, survey_file),
        )
