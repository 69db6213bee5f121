"""`status`: who was visited and what is missing."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from fieldsurvey.cli.failing import FAULTS, tell_findings
from fieldsurvey.cli.speaking import say, show, show_json
from fieldsurvey.cli.tables import table
from fieldsurvey.cli.workplace.standing import Standing, open_survey_file
from fieldsurvey.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from fieldsurvey.assess.coverage import HouseholdCoverage, VillageCoverage
    from fieldsurvey.campaign.workspace import Workspace
    from fieldsurvey.cli.lead.devices_seen import DeviceSeen
    from fieldsurvey.cli.lead.evening import Evening

app = typer.Typer(add_completion=False)


@app.command(epilog="Example: fieldsurvey status --date 2020-06-28")
def status(
    ctx: typer.Context,
    day: Annotated[
        str | None,
        typer.Option("--date", metavar="YYYY-MM-DD", help="Only the villages of that day."),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="For a program.")] = False,
) -> None:
    """Show who was visited and what is missing.

    One row a village: households and forms done of those planned, and who still has to be seen.
    """
    from fieldsurvey.chain.proving.verifying import examine_rest
    from fieldsurvey.cli.inspector.today import read_day
    from fieldsurvey.cli.lead.devices_seen import devices_seen
    from fieldsurvey.cli.lead.evening import assess_evening

    standing: Standing = ctx.obj
    workspace = standing.lead_workspace()
    wanted = read_day(day, workspace) if day else None
    with open_survey_file(workspace) as survey_file:
        evening = assess_evening(workspace, survey_file)
        laptops = devices_seen(workspace, survey_file)
        altered = list(examine_rest(survey_file))
    villages = [v for v in evening.assessment.coverage if wanted in (None, v.day)]
    rows = [_row(village, evening) for village in villages]
    if json:
        from fieldsurvey.report.masking.hiding import hide_known

        show_json([hide_known(row, [row["village"]], evening.named) for row in rows])
    else:
        _show_status(workspace, villages, rows, laptops)
    if altered:
        tell_findings(altered)
        raise typer.Exit(FAULTS)


def _show_status(
    workspace: "Workspace",
    villages: "Sequence[VillageCoverage]",
    rows: list[dict[str, Any]],
    laptops: "Iterable[DeviceSeen]",
) -> None:
    from fieldsurvey.cli.workplace.sealing_keys import recovery_reminder

    show(table(_headings(), [_cells(row) for row in rows]))
    _show_absent(rows)
    for laptop in laptops:
        for remark in laptop.remarks():
            say(
                _("Laptop {device} of team {team}: {remark}").format(
                    device=laptop.device, team=laptop.team, remark=remark
                )
            )
    complete = sum(village.is_complete for village in villages)
    say(_("{done} of {count} villages complete.").format(done=complete, count=len(villages)))
    if reminder := recovery_reminder(workspace):
        say(reminder)


def _headings() -> tuple[str, ...]:
    return (_("Day"), _("Team"), _("Village"), _("Households"), _("Forms"), _("Still to see"))


def _row(village: "VillageCoverage", evening: "Evening") -> dict[str, Any]:
    return {
        "day": village.day.isoformat() if village.day else "",
        "team": village.team,
        "village": village.village,
        "name": evening.workspace.roster.villages[village.village].name,
        "visited": village.visited,
        "planned": len(village.households),
        "forms_done": sum(min(form.done, form.wanted) for form in village.forms),
        "forms_wanted": sum(form.wanted for form in village.forms),
        "unsettled": [household.number for household in village.unsettled],
        "is_complete": village.is_complete,
        "absent": [_absent(h) for h in village.households if h.absence or h.reserve],
    }


def _absent(household: "HouseholdCoverage") -> dict[str, Any]:
    """Return a household that somebody called absent, and how it stands."""
    absence = household.absence
    return {
        "subject": household.number,
        "reason": absence.reason if absence else "",
        "note": absence.note if absence else "",
        "reserve": household.reserve,
        "must_visit": household.must_visit,
        "state": household.state.value,
        "is_settled": household.is_settled,
    }


def _show_absent(rows: list[dict[str, Any]]) -> None:
    """Show every household that could not be met: why, and who stands in."""
    absent = [household for row in rows for household in row["absent"]]
    if absent:
        headings = (_("Number"), _("Not met because"), _("Reserve"), _("How it stands"))
        cells = [(h["subject"], _why(h), h["reserve"], _standing(h)) for h in absent]
        show(table(headings, cells))


def _why(household: dict[str, Any]) -> str:
    from fieldsurvey.campaign.sample.absence import Absence

    return Absence(household["reason"], household["note"]).in_words()


def _standing(household: dict[str, Any]) -> str:
    if household["state"] == "visited":
        return _("visited itself after all")
    if household["state"] == "replaced":
        return _("reserve visited")
    if household["state"] == "missing":
        return _("to be visited again")
    if not household["is_settled"]:
        return _("reserve still to visit")
    return _("must be visited") if household["must_visit"] else _("no reserve is left")


def _cells(row: dict[str, Any]) -> tuple[str, ...]:
    unsettled = row["unsettled"]
    listed = " ".join(unsettled[:3]) + (f" +{len(unsettled) - 3}" if len(unsettled) > 3 else "")
    return (
        row["day"],
        row["team"],
        f"{row['village']} {row['name']}",
        f"{row['visited']}/{row['planned']}",
        f"{row['forms_done']}/{row['forms_wanted']}",
        "✓" if row["is_complete"] else listed,
    )
