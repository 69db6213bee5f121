"""`kit`: one folder for each team, to be carried on a stick."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from fieldsurvey.cli.speaking import say, show
from fieldsurvey.cli.standing import Standing
from fieldsurvey.i18n import _

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
    made = make_kits(
        workspace, out, lead_public_key=load_key(workspace).public.hex(), made_at=_now()
    )
    for folder in made:
        show(str(folder))
    say(_("On each team's laptop: fieldsurvey join KIT DIR"))


def _now() -> datetime:
    return datetime.now().astimezone()
