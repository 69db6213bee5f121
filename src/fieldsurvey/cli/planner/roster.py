"""`roster`: the townships, villages and households to draw from."""

from pathlib import Path
from typing import Annotated

import typer

from fieldsurvey.cli.failing import FAULTS, tell_findings
from fieldsurvey.cli.speaking import say, show
from fieldsurvey.cli.workplace.standing import Standing
from fieldsurvey.i18n import _

app = typer.Typer(
    add_completion=False, help="Import the townships, villages and households to draw from."
)


@app.callback()
def roster() -> None:
    """Import the townships, villages and households to draw from."""


@app.command("import", epilog="Example: fieldsurvey roster import villages.csv households.csv")
def import_(
    ctx: typer.Context,
    sources: Annotated[
        list[Path],
        typer.Argument(metavar="FILE...", help="CSV files (UTF-8 or GBK), or folders of them."),
    ],
) -> None:
    """Take in the roster from CSV files, listing every bad row.

    Headings may be Chinese or English. Nothing is taken in while a row is bad.
    """
    from fieldsurvey.campaign.roster.tables import import_roster
    from fieldsurvey.errors import FindingKind

    standing: Standing = ctx.obj
    workspace = standing.lead_workspace()
    taken, findings = import_roster(sources)
    tell_findings(findings)
    if not findings and not taken.households:
        say(_("There is not a single household in these files."))
    if not taken.households or any(f.kind is FindingKind.FAULT for f in findings):
        say(_("Nothing was taken in."))
        raise typer.Exit(FAULTS)
    workspace.save_roster(taken)
    show(
        _("Townships: {townships}, villages: {villages}, households: {households}.").format(
            townships=len(taken.townships),
            villages=len(taken.villages),
            households=len(taken.households),
        )
    )
