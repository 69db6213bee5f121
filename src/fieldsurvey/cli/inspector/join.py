"""`join`: a laptop becomes a team's laptop."""

from pathlib import Path
from typing import Annotated

import typer

from fieldsurvey.cli.speaking import say, show
from fieldsurvey.i18n import _

app = typer.Typer(add_completion=False)


@app.command(epilog="Example: fieldsurvey join /media/stick/team-1 assessment")
def join(
    kit: Annotated[Path, typer.Argument(metavar="KIT", help="The kit's folder on the stick.")],
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="The folder to work in on this laptop.")
    ] = Path("survey"),
) -> None:
    """Join this laptop to a team's kit.

    The kit's signature and every file of it are checked, then copied; the laptop makes a key of its
    own. Compare two fingerprints with the team lead: the kit's, and this laptop's.

    Where the campaign keeps laptops encrypted, you choose a passphrase, which every command then
    asks for; the team lead can help once it is forgotten.

    On a laptop that has joined already, a newer kit replaces the plan and the questionnaires; what
    was said stays, and interviews begun go on with the version they were begun with. Receipts and
    orders to erase that the lead put beside the kits are taken in.
    """
    from fieldsurvey.campaign.kit.joining import join_kit, renew_kit
    from fieldsurvey.campaign.workspace import Workspace
    from fieldsurvey.chain.devices.copies import mark_machine
    from fieldsurvey.chain.devices.keys import fingerprint
    from fieldsurvey.chain.devices.machine import machine_id
    from fieldsurvey.cli.inspector.locking_up import lock_for
    from fieldsurvey.cli.workplace.equipping import equip, leave_request
    from fieldsurvey.cli.workplace.kit_signatures import check_kit_signature, lead_fingerprint
    from fieldsurvey.cli.workplace.leads_word import take_leads_word
    from fieldsurvey.cli.workplace.standing import open_survey_file
    from fieldsurvey.cli.workplace.unlocking import unlock

    has_joined = (folder / "kit.json").exists()
    if has_joined:
        workspace = renew_kit(kit, Workspace(folder, unlock), check_kit_signature)
    else:
        workspace = join_kit(kit, folder, check_kit_signature, lock_for)
    key = equip(workspace, team=workspace.team)
    if not has_joined:
        mark_machine(workspace.keys, key.device, machine_id())
    request = leave_request(workspace, key)
    if has_joined:
        with open_survey_file(workspace) as survey_file:
            take_leads_word(workspace, survey_file, [kit.parent])
    show(
        _("This laptop is {device} of team {team}; its fingerprint is {fingerprint}.").format(
            device=key.device, team=workspace.team, fingerprint=fingerprint(key.public)
        )
    )
    if not has_joined:
        show(
            _("The kit was signed by the lead with the fingerprint {fingerprint}.").format(
                fingerprint=lead_fingerprint(workspace.manifest)
            )
        )
        say(_("Ask the lead whether that is theirs; if not, do not work with this kit."))
    say(
        _(
            "Read this laptop's to the team lead. {file} asks for it, too: it goes with the first "
            "stick."
        ).format(file=request.name)
    )
    say(_("Next: fieldsurvey -w {folder} today").format(folder=folder))
