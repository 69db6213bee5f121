"""`problems`: the problems that the answers show."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from fieldsurvey.cli.speaking import say, show, show_json, table
from fieldsurvey.cli.standing import Standing, open_survey_file
from fieldsurvey.errors import UsageError
from fieldsurvey.i18n import _, language, ngettext

if TYPE_CHECKING:
    from fieldsurvey.cli.evening import Evening
    from fieldsurvey.report.problem_list import ProblemRow

app = typer.Typer(help="List the problems that the answers show.")


@app.callback()
def problems() -> None:
    """List the problems that the answers show."""


@app.command("list", epilog="Example: fieldsurvey problems list --severity critical --json")
def list_(
    ctx: typer.Context,
    day: Annotated[str, typer.Option("--date", help="Only of this day, 2020-06-28.")] = "",
    team: Annotated[str, typer.Option(help="Only of this team.")] = "",
    township: Annotated[str, typer.Option(help="Only of this township, by its name.")] = "",
    village: Annotated[str, typer.Option(help="Only of this village, by its code.")] = "",
    category: Annotated[str, typer.Option(help="Only of this category: water, housing …")] = "",
    severity: Annotated[str, typer.Option(help="critical, major or minor.")] = "",
    sector: Annotated[str, typer.Option(help="Only of this bureau, by its key.")] = "",
    full_names: Annotated[
        bool, typer.Option("--full-names", help="Show names of households in full.")
    ] = False,
    hints: Annotated[
        bool, typer.Option("--hints", help="List the hints for the reviewer instead.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="For a program, as annex 6 has it.")] = False,
) -> None:
    """List every problem: one row for each problem answer, and one answer for each row.

    Names are masked unless you ask for them. docs/problem-list.schema.json describes the JSON.
    """
    from fieldsurvey.cli.evening import assess_evening

    _check(severity)
    standing: Standing = ctx.obj
    workspace = standing.workspace()
    with open_survey_file(workspace) as survey_file:
        evening = assess_evening(workspace, survey_file)
    wanted = {
        "date": day,
        "team": team,
        "township": township,
        "category": category,
        "severity": severity,
        "sector": sector,
    }
    rows = [
        row
        for row in evening.rows(mask_names=not full_names, hints=hints)
        if all(value in ("", getattr(row, key)) for key, value in wanted.items())
        and (not village or row.subject.split("-")[0] == village)
    ]
    if json:
        show_json([row.model_dump(mode="json") for row in rows])
    else:
        show(_table(rows, evening))
        say(ngettext("{count} problem.", "{count} problems.", len(rows)).format(count=len(rows)))


def _check(severity: str) -> None:
    if severity not in ("", "critical", "major", "minor", "watch"):
        raise UsageError(
            _("There is no severity {severity!r}.").format(severity=severity),
            to_do=_("Use critical, major or minor."),
        )


def _table(rows: "list[ProblemRow]", evening: "Evening") -> Any:
    from fieldsurvey.report.assembling import names_of
    from fieldsurvey.report.wording import Wording

    wording = Wording(language(), names_of(evening.rules), evening.workspace.campaign.language)
    headings = (_("Number"), _("Village"), _("Head"), _("Severity"), _("Problem"))
    return table(
        headings,
        [
            (
                row.number,
                row.village,
                row.head or "—",
                wording.severity(row.severity.value),
                wording.description(row),
            )
            for row in rows
        ],
    )
