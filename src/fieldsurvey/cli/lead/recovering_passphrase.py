"""A locked laptop, a stick and the lead in, the laptop under a new passphrase out."""

from pathlib import Path

from fieldsurvey.campaign.roster.csv_table import write_bytes
from fieldsurvey.campaign.workspace import Workspace
from fieldsurvey.chain.devices.age_keys import AgeIdentity
from fieldsurvey.chain.devices.keys import device_in
from fieldsurvey.chain.lines.line import Entry, Kind
from fieldsurvey.cli.inspector.change_passphrase import set_passphrase
from fieldsurvey.cli.speaking import say, show
from fieldsurvey.cli.workplace.equipping import KEY_FILE
from fieldsurvey.cli.workplace.sealing_keys import identities_of
from fieldsurvey.cli.workplace.standing import open_survey_file
from fieldsurvey.errors import HandoverError, UsageError
from fieldsurvey.handover.sealing import marks, seal, unseal
from fieldsurvey.handover.unlock_request import (
    ANSWERING,
    ASKING,
    FILE_BYTES_MAX,
    UnlockAnswer,
    UnlockRequest,
    read_answer,
    read_request,
    same_code,
)
from fieldsurvey.i18n import _


def ask_or_renew(workspace: Workspace, stick: Path) -> None:
    """Choose a new passphrase where the lead has answered; else ask.

    Raises:
        UsageError: The laptop is not encrypted, or there is no such stick.
        HandoverError: The answer is damaged, or belongs to another request.
    """
    _need_stick(stick)
    if not workspace.is_encrypted:
        raise UsageError(
            _("This laptop is not encrypted: there is no passphrase to change."),
            where=str(workspace.folder),
        )
    device = device_in(workspace.keys / KEY_FILE)
    answered = stick / f"{device}{ANSWERING}"
    once = workspace.keys / "unlock.age"
    if answered.exists() and once.exists():
        _renew(workspace, answered, once)
    else:
        _ask(workspace, stick, device, once)


def answer(workspace: Workspace, stick: Path, code: str, identity: Path | None) -> None:
    """Answer the request on a stick whose code somebody read out.

    Raises:
        UsageError: There is none, or the code is that of none.
        HandoverError: It cannot be opened with the keys here.
    """
    _need_stick(stick)
    requests = [read_request(_read(path), str(path)) for path in sorted(stick.glob(f"d*{ASKING}"))]
    if not requests:
        raise UsageError(
            _("No laptop asks on this stick."),
            where=str(stick),
            to_do=_("First on the laptop: fieldsurvey recover passphrase STICK"),
        )
    meant = next((request for request in requests if same_code(code, request.code)), None)
    if meant is None:
        for request in requests:
            say(_("{device} of team {team} asks.").format(device=request.device, team=request.team))
        raise UsageError(
            _("No request on this stick has that code.") if code else _("The code is missing."),
            where=str(stick),
            to_do=_(
                "Let the inspector read the code from the laptop's screen, and give it with --code."
                " It shows that it is this laptop that asks."
            ),
        )
    _answer(workspace, stick, meant, identity)


def _ask(workspace: Workspace, stick: Path, device: str, once: Path) -> None:
    key_file = workspace.key_file
    if once.exists():
        own = AgeIdentity.load(once)
    else:
        own = AgeIdentity.make()
        own.save(once)
    request = UnlockRequest(
        workspace.manifest.campaign,
        workspace.team,
        device,
        key_file.mark,
        key_file.to,
        key_file.sealed,
        own.recipient,
    )
    path = stick / f"{device}{ASKING}"
    write_bytes(path, request.to_json().encode())
    show(_("The code of this request: {code}").format(code=request.code))
    say(_("Carry the stick to the team lead, who runs there:"))
    say(f"  fieldsurvey recover passphrase {stick} --code {request.code}")
    say(_("Then run the same command here once more, and choose a new passphrase."))


def _answer(
    workspace: Workspace, stick: Path, request: UnlockRequest, identity: Path | None
) -> None:
    secret = unseal(request.sealed, identities_of(workspace, identity), request.to)
    sealed = seal(secret, [request.reply_to])
    with open_survey_file(workspace) as survey_file:
        about = {"about": "unlock", "device": request.device, "code": request.code}
        survey_file.append([Entry(Kind.DECISION, value=about)])
    path = stick / f"{request.device}{ANSWERING}"
    write_bytes(path, UnlockAnswer(request.device, request.mark, sealed).to_json().encode())
    (stick / f"{request.device}{ASKING}").unlink(missing_ok=True)
    show(
        _("{file} opens the laptop {device}, and only it.").format(
            file=path.name, device=request.device
        )
    )
    say(_("Carry the stick back; there: fieldsurvey recover passphrase STICK"))


def _renew(workspace: Workspace, answered: Path, once: Path) -> None:
    said = read_answer(_read(answered), str(answered))
    own = AgeIdentity.load(once)
    key = workspace.key_file.accept(unseal(said.sealed, [own], marks([own.recipient])))
    if key is None:
        raise HandoverError(
            _("The answer holds the key of another laptop."),
            where=str(answered),
            to_do=_("Begin again: delete that file, then fieldsurvey recover passphrase STICK"),
        )
    set_passphrase(workspace, key)
    # From here on nobody can open the answer any more, wherever a copy of it lies.
    once.unlink()
    answered.unlink(missing_ok=True)
    say(_("From now on only the new passphrase opens this laptop."))


def _need_stick(stick: Path) -> None:
    if not stick.is_dir():
        raise UsageError(
            _("There is no such folder."), where=str(stick), to_do=_("Plug in the stick.")
        )


def _read(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return file.read(FILE_BYTES_MAX).decode(errors="replace")
    except OSError as failed:
        raise HandoverError(
            _("The file cannot be read: {why}.").format(why=failed.strerror or failed),
            where=str(path),
        ) from failed
