"""`new`: the folder of a new campaign."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fieldsurvey.cli.speaking import say, show
from fieldsurvey.i18n import _

if TYPE_CHECKING:
    from fieldsurvey.campaign.plan import Campaign

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
    encrypted: Annotated[
        bool,
        typer.Option("--encrypted", help="Let laptops encrypt what they hold, under a passphrase."),
    ] = False,
) -> None:
    """Make the folder of a new campaign.

    It holds campaign.yaml to fill in, the questionnaires, the score table, an empty roster, and
    the key and survey file of the team lead.

    With --encrypted every laptop that joins asks for a passphrase, and keeps what is said, the
    plan and the photos encrypted; that is `at_rest` in campaign.yaml.
    """
    from fieldsurvey.campaign.workspace import create_workspace
    from fieldsurvey.cli.workplace.equipping import equip
    from fieldsurvey.cli.workplace.sealing_keys import recovery_reminder

    workspace = create_workspace(folder, _campaign(folder, campaign_id, is_encrypted=encrypted))
    equip(workspace)
    show(str(workspace.folder))
    say(recovery_reminder(workspace))
    say(_("Next: write your teams and days into campaign.yaml, fill in the roster, then"))
    say(f"  fieldsurvey -w {folder} roster import FILE...")
    say(f"  fieldsurvey -w {folder} sample draw")
    say(f"  fieldsurvey -w {folder} kit make STICK")


def _campaign(folder: Path, campaign_id: str | None, *, is_encrypted: bool) -> "Campaign":
    from fieldsurvey.campaign.campaign_file import template_campaign
    from fieldsurvey.campaign.plan import AtRest

    campaign = template_campaign(campaign_id or _identifier(folder))
    if not is_encrypted:
        return campaign
    return campaign.model_copy(update={"at_rest": AtRest(encrypted="required")})


def _identifier(folder: Path) -> str:
    kept = "".join(
        letter if letter.isascii() and (letter.isalnum() or letter in "-_") else "-"
        for letter in folder.absolute().name
    )
    return kept.strip("-_")[:64] or "campaign"
