"""`rejoin`: go on with a new chain where the old one cannot."""

from typing import TYPE_CHECKING, Annotated

import typer

from fieldsurvey.cli.speaking import say, show
from fieldsurvey.cli.workplace.standing import Standing, open_survey_file
from fieldsurvey.errors import UsageError
from fieldsurvey.i18n import _

if TYPE_CHECKING:
    from fieldsurvey.campaign.workspace import Workspace
    from fieldsurvey.chain.devices.keys import DeviceKey
    from fieldsurvey.chain.survey_file import SurveyFile

app = typer.Typer(add_completion=False)


@app.command(epilog="Example: fieldsurvey rejoin")
def rejoin(
    ctx: typer.Context,
    reason: Annotated[
        str, typer.Option(metavar="TEXT", help="Why, where the program sees no cause itself.")
    ] = "",
) -> None:
    """Let a laptop go on that was copied or set back.

    What is here is sealed and kept, and handed over with the rest. The laptop gets a new key and a
    new chain, which names the old one; the lead enrols it anew. Interviews that were open before
    are begun again; finished ones stay.
    """
    from fieldsurvey.chain.devices.copies import HEAD_FILE, keep_head, mark_machine
    from fieldsurvey.chain.devices.keys import fingerprint
    from fieldsurvey.chain.devices.machine import machine_id
    from fieldsurvey.chain.devices.new_chain import begin_new_chain
    from fieldsurvey.cli.workplace.equipping import leave_request
    from fieldsurvey.cli.workplace.going_on import why_not

    standing: Standing = ctx.obj
    workspace = standing.laptop_workspace()
    with open_survey_file(workspace) as survey_file:
        why = why_not(workspace, survey_file) if _has_key(workspace) else "cut short"
        if not (why or reason.strip()):
            raise UsageError(
                _("Nothing is wrong with this laptop: it can go on as it is."),
                to_do=_("fieldsurvey today shows who is to be visited."),
            )
        before = survey_file.device
        key = _next_key(workspace, survey_file)
        begin_new_chain(survey_file, key, reason.strip() or why)
    (workspace.keys / HEAD_FILE).unlink(missing_ok=True)
    mark_machine(workspace.keys, key.device, machine_id())
    with open_survey_file(workspace) as survey_file:
        keep_head(survey_file, workspace.keys)
    leave_request(workspace, key)
    show(
        _("This laptop is {device} of team {team}; its fingerprint is {fingerprint}.").format(
            device=key.device, team=workspace.team, fingerprint=fingerprint(key.public)
        )
    )
    say(
        _("It goes on after {device}; read the fingerprint to the team lead.").format(device=before)
    )


def _has_key(workspace: "Workspace") -> bool:
    from fieldsurvey.cli.workplace.equipping import KEY_FILE

    return (workspace.keys / KEY_FILE).exists()


def _next_key(workspace: "Workspace", survey_file: "SurveyFile") -> "DeviceKey":
    """Return the key to go on with: sealing with the old one comes first, and it is kept.

    Cut short at any moment, the next try goes on from there.
    """
    import secrets

    from fieldsurvey.chain.devices.keys import DeviceKey
    from fieldsurvey.cli.workplace.equipping import KEY_FILE, load_key
    from fieldsurvey.cli.workplace.sealing_up import seal_up

    path = workspace.keys / KEY_FILE
    if path.exists():
        key = load_key(workspace)
        if key.device != survey_file.device:
            return key
        seal_up(workspace, survey_file)
        path.replace(workspace.keys / f"{key.device}.key")
    key = DeviceKey.make(secrets.token_bytes)
    key.save(path)
    return key
