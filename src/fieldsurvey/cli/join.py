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

    Every file of the kit is checked, then copied; the laptop makes a key of its own. Read its
    fingerprint to the team lead: it is shown again when your work is merged.

    On a laptop that has joined already, a newer kit replaces the plan and the questionnaires; what
    was said stays, and interviews begun go on with the version they were begun with.
    """
    from fieldsurvey.campaign.kit import join_kit, renew_kit
    from fieldsurvey.campaign.workspace import Workspace
    from fieldsurvey.chain.keys import fingerprint
    from fieldsurvey.cli.equipping import equip, leave_request

    has_joined = (folder / "kit.json").exists()
    workspace = renew_kit(kit, Workspace(folder)) if has_joined else join_kit(kit, folder)
    key = equip(workspace, team=workspace.team)
    request = leave_request(workspace, key)
    show(
        _("This laptop is {device} of team {team}; its fingerprint is {fingerprint}.").format(
            device=key.device, team=workspace.team, fingerprint=fingerprint(key.public)
        )
    )
    say(
        _(
            "Read it to the team lead. {file} asks for it, too; it goes with the first stick."
        ).format(file=request.name)
    )
    say(_("Next: fieldsurvey -w {folder} today").format(folder=folder))
