"""`kit`: one folder for each team, to be carried on a stick."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fieldsurvey.cli.speaking import say, show
from fieldsurvey.cli.standing import Standing, open_survey_file
from fieldsurvey.errors import CampaignError
from fieldsurvey.i18n import _

if TYPE_CHECKING:
    from fieldsurvey.campaign.workspace import Workspace

app = typer.Typer(add_completion=False, help="Make one kit for each team.")


@app.callback()
def kit() -> None:
    """Make one kit for each team."""


@app.command(epilog="Example: fieldsurvey kit make /media/stick")
def make(
    ctx: typer.Context,
    out: Annotated[
        Path, typer.Argument(metavar="DIR", help="Where to put the kits: a stick, or a folder.")
    ],
) -> None:
    """Make one kit for each team: its questionnaires, its households, its days.

    A kit holds only the households its team may visit.
    """
    from fieldsurvey.campaign.kit import make_kits
    from fieldsurvey.cli.equipping import load_key

    standing: Standing = ctx.obj
    workspace = standing.lead_workspace()
    _refuse_renamed(workspace)
    made = make_kits(
        workspace, out, lead_public_key=load_key(workspace).public.hex(), made_at=_now()
    )
    for folder in made:
        show(str(folder))
    say(_("On each team's laptop: fieldsurvey join KIT DIR"))


def _refuse_renamed(workspace: "Workspace") -> None:
    """Refuse a campaign whose id is another than its survey file's: no bundle would be taken in."""
    with open_survey_file(workspace) as survey_file:
        begun_as = survey_file.campaign
    if begun_as != workspace.campaign.id:
        raise CampaignError(
            _("The campaign is called “{id}” here, but “{begun_as}” when it was begun.").format(
                id=workspace.campaign.id, begun_as=begun_as
            ),
            where=str(workspace.campaign_yaml),
            to_do=_("Write id: {begun_as}, or begin with fieldsurvey new DIR --id {id}.").format(
                id=workspace.campaign.id, begun_as=begun_as
            ),
        )


def _now() -> datetime:
    return datetime.now().astimezone()
