"""`problems`: the problems that the answers show."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from fieldsurvey.cli.speaking import say, show, show_json
from fieldsurvey.cli.tables import table
from fieldsurvey.cli.workplace.standing import Standing, open_survey_file
from fieldsurvey.errors import UsageError
from fieldsurvey.i18n import _, language, ngettext

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fieldsurvey.campaign.workspace import Workspace
    from fieldsurvey.cli.lead.evening import Evening
    from fieldsurvey.report.assembling import Rules
    from fieldsurvey.report.problem_list import ProblemRow

app = typer.Typer(add_completion=False, help="List the problems that the answers show.")


@app.callback()
def problems() -> None:
    """List the problems that the answers show."""


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
    json: Annotated[bool, typer.Option("--json", help="For a program, as annex 6 has it.")] = False,
) -> None:
    """List every problem: one row for each problem answer, and one answer for each row.

    Names and numbers of persons are masked unless you ask for them with a reason.
    docs/problem-list.schema.json describes the JSON; with full names it is in an object.
    """
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
    }
    _refuse_unknown(wanted, workspace, rules)
    with open_survey_file(workspace) as survey_file:
        keep(unmasking, survey_file)
        evening = assess_evening(workspace, survey_file, rules)
    rows = [
        row
        for row in evening.rows(mask_names=not full_names, hints=hints)
        if all(not text or text in _answering(row)[option] for option, text in wanted.items())
    ]
    if json:
        show_json(headed(unmasking, "problems", [row.model_dump(mode="json") for row in rows]))
    else:
        if unmasking:
            show(unmasking.in_words())
        show(_table(rows, evening))
        say(ngettext("{count} problem.", "{count} problems.", len(rows)).format(count=len(rows)))


@app.command(epilog="Example: fieldsurvey problems count --json")
def count(
    ctx: typer.Context,
    json: Annotated[bool, typer.Option("--json", help="For a program.")] = False,
) -> None:
    """Count the households with problems, by kind and township, to show to others.

    A count too small to tell without pointing at somebody is hidden, and others with it, so that
    it cannot be worked out from the totals: campaign.yaml says how small (privacy).
    """
    from fieldsurvey.cli.lead.evening import assess_evening, load_rules
    from fieldsurvey.report.assembling import names_of
    from fieldsurvey.report.counting import count_households
    from fieldsurvey.report.wording import Wording

    standing: Standing = ctx.obj
    workspace = standing.lead_workspace()
    rules = load_rules(workspace)
    with open_survey_file(workspace) as survey_file:
        evening = assess_evening(workspace, survey_file, rules)
    limit = workspace.campaign.privacy.smallest_cell
    counted = count_households(evening.rows(mask_names=True), rules.questionnaires, limit)
    wording = Wording(language(), names_of(rules), workspace.campaign.language)
    townships = workspace.roster.townships
    names = [townships[code].name if code in townships else code for code in counted.townships]
    if json:
        show_json(counted.as_json())
        return
    show(
        table(
            (_("Kind of problem"), _("Households"), _("By township")),
            [
                (
                    wording.category(category) if category else _("Total"),
                    cells[-1],
                    "  ".join(
                        f"{name} {cell}"
                        for name, cell in zip(names, cells, strict=False)
                        if cell != "0"
                    ),
                )
                for category, cells in counted.lines
            ],
        )
    )
    say(_("A household with two kinds of problems is in two rows; a township not named has none."))
    if counted.is_any_hidden:
        say(
            _(
                "Counts below {limit} of sensitive matters are hidden, and some others with them."
            ).format(limit=limit)
        )


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
    }


def _refuse_unknown(wanted: "Mapping[str, str]", workspace: "Workspace", rules: "Rules") -> None:
    """Refuse a word that no row can have: an empty list must mean that there is no problem."""
    from fieldsurvey.questionnaire.nearest import suggestion

    townships, villages = workspace.roster.townships, workspace.roster.villages
    known = {
        "--team": [team.code for team in workspace.campaign.teams],
        "--township": [*townships, *(township.name for township in townships.values())],
        "--village": [*villages, *(village.name for village in villages.values())],
        "--category": list(rules.sectors.categories),
        "--severity": ["critical", "major", "minor"],
        "--sector": list(rules.sectors.sectors),
    }
    for option, words in known.items():
        if wanted[option] and wanted[option] not in words:
            raise UsageError(
                _("There is no “{word}” for {option}.").format(word=wanted[option], option=option),
                to_do=suggestion(wanted[option], words)
                or _("fieldsurvey score lists townships and villages."),
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
