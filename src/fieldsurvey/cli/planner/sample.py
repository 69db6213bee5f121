"""`sample`: draw, show and verify the sample."""

import secrets
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fieldsurvey.cli.failing import FAULTS, tell_findings
from fieldsurvey.cli.speaking import say, show, show_json
from fieldsurvey.cli.tables import table
from fieldsurvey.cli.workplace.standing import Standing
from fieldsurvey.errors import UsageError
from fieldsurvey.i18n import _

if TYPE_CHECKING:
    from fieldsurvey.campaign.model import Visit
    from fieldsurvey.campaign.workspace import Workspace

app = typer.Typer(add_completion=False, help="Draw, show and verify the sample.")


@app.callback()
def sample() -> None:
    """Draw, show and verify the sample."""


@app.command(epilog="Example: fieldsurvey sample draw --seed 20200612")
def draw(
    ctx: typer.Context,
    seed: Annotated[
        str | None,
        typer.Option(help="Any text: the same seed draws the same sample. Random by default."),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Draw again although there is a sample.")
    ] = False,
) -> None:
    """Draw villages, households and reserves by the plan's rules, and plan the days.

    The seed and the roster's fingerprint are kept, so that anybody can draw the same again.
    """
    from fieldsurvey.campaign.sample.drawing import draw_sample
    from fieldsurvey.campaign.sample.schedule import plan_schedule

    standing: Standing = ctx.obj
    workspace = standing.lead_workspace()
    if (workspace.folder / "sample.csv").exists() and not force:
        raise UsageError(
            _("There is a sample already; drawing again would change who is visited."),
            where=str(workspace.folder / "sample.csv"),
            to_do=_("Use --force if no kit has gone out yet."),
        )
    campaign, roster = workspace.campaign, workspace.roster
    if not roster.households:
        raise UsageError(
            _("The roster holds no household yet, so there is nothing to draw from."),
            where=str(workspace.roster_folder),
            to_do=_("Take it in first: fieldsurvey roster import FILE..."),
        )
    drawn = draw_sample(roster, campaign.sample, seed or secrets.token_hex(8))
    planned = plan_schedule(drawn, roster, campaign.teams, campaign.days, campaign.villages_per_day)
    workspace.save_sample(drawn, tuple(planned))
    visits = [visit for visit in drawn.visits if not visit.is_reserve]
    show(
        _("{villages} villages, {households} households, {reserves} reserves; seed {seed}.").format(
            villages=len(drawn.villages),
            households=len(visits),
            reserves=len(drawn.visits) - len(visits),
            seed=drawn.seed,
        )
    )
    for shift in drawn.shifts:
        say(str(shift))


@app.command("show", epilog="Example: fieldsurvey sample show --village 0103")
def show_(
    ctx: typer.Context,
    village: Annotated[str, typer.Option(help="Only this village, by its code.")] = "",
    reserves: Annotated[bool, typer.Option("--reserves", help="List the reserves, too.")] = False,
    json: Annotated[bool, typer.Option("--json", help="For a program.")] = False,
) -> None:
    """List the households drawn."""
    standing: Standing = ctx.obj
    workspace = standing.workspace()
    rows = [
        _row(visit, workspace)
        for visit in workspace.sample.visits
        if (reserves or not visit.is_reserve) and village in ("", visit.household.village)
    ]
    if json:
        from fieldsurvey.report.masking.hiding import hide_known
        from fieldsurvey.report.masking.naming import Named

        named = Named(workspace.roster)
        show_json([hide_known(row, [row["number"]], named) for row in rows])
        return
    headings = (_("Number"), _("Village"), _("Group"), _("Head"), _("Type"), _("Marks"))
    keys = ("number", "village", "group", "head", "category", "flags")
    show(table(headings, [[str(row[key]) for key in keys] for row in rows]))


def _row(visit: "Visit", workspace: "Workspace") -> dict[str, Any]:
    household = visit.household
    return {
        "number": visit.number,
        "village": workspace.roster.villages[household.village].name,
        "group": household.group,
        "head": household.head,
        "category": household.category.in_words(),
        "flags": " ".join(flag.in_words() for flag in sorted(household.flags)),
        "is_reserve": visit.is_reserve,
        "must_visit": visit.must_visit,
    }


@app.command(epilog="Example: fieldsurvey sample verify")
def verify(ctx: typer.Context) -> None:
    """Draw the sample again from its seed and compare; hold sample and schedule to the plan."""
    from fieldsurvey.campaign.plan_checks import check_sample, check_schedule
    from fieldsurvey.campaign.sample.drawing import verify_sample
    from fieldsurvey.errors import FindingKind

    standing: Standing = ctx.obj
    workspace = standing.lead_workspace()
    campaign, sample = workspace.campaign, workspace.sample
    findings = [
        *verify_sample(workspace.roster, campaign.sample, sample),
        *check_sample(workspace.roster, campaign.sample, sample),
        *check_schedule(workspace.schedule, sample, campaign),
    ]
    tell_findings(findings)
    if any(finding.kind is not FindingKind.WARNING for finding in findings):
        raise typer.Exit(FAULTS)
    show(_("The same sample comes out again from seed {seed}.").format(seed=sample.seed))
