"""`problems list`: every problem, on the screen, for a program or as a table for the office."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fieldsurvey.cli.speaking import say, show, show_json
from fieldsurvey.cli.tables import table
from fieldsurvey.cli.workplace.meant import need_known
from fieldsurvey.cli.workplace.standing import Standing, open_survey_file
from fieldsurvey.i18n import _, language, ngettext

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fieldsurvey.campaign.workspace import Workspace
    from fieldsurvey.cli.lead.evening import Evening
    from fieldsurvey.report.freezing.assembling import Rules
    from fieldsurvey.report.frozen.problem_row import ProblemRow
    from fieldsurvey.report.wording import Wording

app = typer.Typer(add_completion=False)


@app.command("list", epilog="Example: fieldsurvey problems list --severity critical --json")
def list_(
    ctx: typer.Context,
    day: Annotated[
        str | None, typer.Option("--date", metavar="YYYY-MM-DD", help="Only of this day.")
    ] = None,
    team: Annotated[str, typer.Option(metavar="CODE", help="Only of this team.")] = "",
    township: Annotated[str, typer.Option(metavar="CODE|NAME", help="Only of this township.")] = "",
    village: Annotated[str, typer.Option(metavar="CODE|NAME", help="Only of this village.")] = "",
    category: Annotated[
        str, typer.Option(metavar="KEY", help="Only of this category: water, housing …")
    ] = "",
    severity: Annotated[
        str, typer.Option(metavar="KEY", help="Only critical, major or minor ones.")
    ] = "",
    sector: Annotated[str, typer.Option(metavar="KEY", help="Only of this bureau: water …")] = "",
    state: Annotated[
        str,
        typer.Option(metavar="KEY", help="Only suspected, confirmed, dismissed or merged ones."),
    ] = "",
    awaiting: Annotated[
        bool, typer.Option("--awaiting", help="Only those that a second person must confirm.")
    ] = False,
    full_names: Annotated[
        bool,
        typer.Option(
            "--full-names", help="Show names and numbers in full; needs --reason and --by."
        ),
    ] = False,
    reason: Annotated[
        str, typer.Option(help="Why full names are needed; it is kept in the chain.")
    ] = "",
    by: Annotated[str, typer.Option(metavar="NAME", help="Who asks for full names.")] = "",
    hints: Annotated[
        bool, typer.Option("--hints", help="List the hints for the reviewer instead.")
    ] = False,
    csv: Annotated[
        Path | None,
        typer.Option("--csv", metavar="FILE", help="Write columns 1 to 20 of annex 6 to a file."),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="For a program, as annex 6 has it.")] = False,
) -> None:
    """List every problem: one row for each problem answer, and one answer for each row.

    Names and numbers of persons are masked unless you ask for them with a reason.
    docs/problem-list.schema.json describes the JSON; with full names it is in an object.
    """
    from fieldsurvey.assess.problems.problem import ProblemState
    from fieldsurvey.cli.inspector.today import read_day
    from fieldsurvey.cli.lead.evening import assess_evening, load_rules
    from fieldsurvey.cli.workplace.unmasking import asked_unmasked, headed, keep

    unmasking = asked_unmasked("problems list", full_names=full_names, reason=reason, by=by)

    standing: Standing = ctx.obj
    workspace = standing.workspace()
    rules = load_rules(workspace)
    wanted = {
        "--date": read_day(day, workspace).isoformat() if day else "",
        "--team": team,
        "--township": township,
        "--village": village,
        "--category": category,
        "--severity": severity,
        "--sector": sector,
        "--state": state,
    }
    _refuse_unknown(wanted, workspace, rules)
    with open_survey_file(workspace) as survey_file:
        keep(unmasking, survey_file)
        evening = assess_evening(workspace, survey_file, rules)
    waiting = {
        problem.number
        for problem in evening.assessment.problems
        if problem.needs_confirmation and problem.state is ProblemState.SUSPECTED
    }
    rows = [
        row
        for row in evening.rows(mask_names=not full_names, hints=hints)
        if all(not text or text in _answering(row)[option] for option, text in wanted.items())
        and (not awaiting or row.number in waiting)
    ]
    if csv is not None:
        _write_csv(rows, csv, evening)
    elif json:
        show_json(headed(unmasking, "problems", [row.model_dump(mode="json") for row in rows]))
    else:
        if unmasking:
            show(unmasking.in_words())
        show(_table(rows, evening))
        say(ngettext("{count} problem.", "{count} problems.", len(rows)).format(count=len(rows)))


def _answering(row: "ProblemRow") -> "Mapping[str, tuple[str, ...]]":
    """Return what each option may have said to mean this row."""
    return {
        "--date": (row.date,),
        "--team": (row.team,),
        "--township": (row.township_code, row.township),
        "--village": (row.village_code, row.village),
        "--category": (row.category,),
        "--severity": (row.severity.value,),
        "--sector": (row.sector,),
        "--state": (row.state.value,),
    }


def _refuse_unknown(wanted: "Mapping[str, str]", workspace: "Workspace", rules: "Rules") -> None:
    """Refuse a word that no row can have: an empty list must mean that there is no problem."""
    townships, villages = workspace.roster.townships, workspace.roster.villages
    known = {
        "--team": [team.code for team in workspace.campaign.teams],
        "--township": [*townships, *(township.name for township in townships.values())],
        "--village": [*villages, *(village.name for village in villages.values())],
        "--category": list(rules.sectors.categories),
        "--severity": ["critical", "major", "minor"],
        "--sector": list(rules.sectors.sectors),
        "--state": ["suspected", "confirmed", "dismissed", "merged"],
    }
    for option, words in known.items():
        need_known(
            wanted[option],
            words,
            option,
            otherwise=_("fieldsurvey score lists townships and villages."),
        )


def _write_csv(rows: "list[ProblemRow]", path: Path, evening: "Evening") -> None:
    """Write the rows as the office's tables have them; no cell is ever a formula."""
    from fieldsurvey.campaign.roster.csv_table import write_bytes
    from fieldsurvey.report.frozen.problem_row import number_rows
    from fieldsurvey.report.problem_csv import problem_csv

    write_bytes(path, problem_csv(number_rows(rows), wording_of(evening)))
    said = ngettext("{count} row written to {path}.", "{count} rows written to {path}.", len(rows))
    show(said.format(count=len(rows), path=path))


def wording_of(evening: "Evening") -> "Wording":
    """Return the words of the lead's language for codes in rows."""
    from fieldsurvey.report.freezing.assembling import names_of
    from fieldsurvey.report.wording import Wording

    return Wording(language(), names_of(evening.rules), evening.workspace.campaign.language)


def _table(rows: "list[ProblemRow]", evening: "Evening") -> Any:
    wording = wording_of(evening)
    headings = (_("Number"), _("Village"), _("Head"), _("Severity"), _("State"), _("Problem"))
    return table(
        headings,
        [
            (
                row.number,
                row.village,
                row.head or "—",
                wording.severity(row.severity.value),
                wording.state(row.state.value),
                wording.description(row),
            )
            for row in rows
        ],
    )
