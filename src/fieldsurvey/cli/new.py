"""`new`: the folder of a new campaign."""

from pathlib import Path
from typing import Annotated

import typer

from fieldsurvey.cli.speaking import say, show
from fieldsurvey.i18n import _

app = typer.Typer(add_completion=False)


@app.command(epilog="Example: fieldsurvey new assessment-2020")
def new(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="The folder to make; it must not hold anything.")
    ],
    campaign_id: Annotated[
        str | None,
        typer.Option("--id", help="Name of the campaign in file names; the folder's by default."),
    ] = None,
) -> None:
    """Make the folder of a new campaign.

    It holds campaign.yaml to fill in, the questionnaires, the score table, an empty roster, and
    the key and survey file of the team lead.
    """
    from fieldsurvey.campaign.campaign_file import template_campaign
    from fieldsurvey.campaign.workspace import create_workspace
    from fieldsurvey.cli.equipping import equip
    from fieldsurvey.cli.sealing_keys import recovery_reminder

    workspace = create_workspace(folder, template_campaign(campaign_id or _identifier(folder)))
    equip(workspace)
    show(str(workspace.folder))
    say(recovery_reminder(workspace))
    say(_("Next: write your teams and days into campaign.yaml, fill in the roster, then"))
    say(f"  fieldsurvey -w {folder} roster import FILE...")
    say(f"  fieldsurvey -w {folder} sample draw")
    say(f"  fieldsurvey -w {folder} kit make STICK")


def _identifier(folder: Path) -> str:
    kept = "".join(
        letter if letter.isascii() and (letter.isalnum() or letter in "-_") else "-"
        for letter in folder.absolute().name
    )
    return kept.strip("-_")[:64] or "campaign"
