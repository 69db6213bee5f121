"""`score`: the points of villages and townships, with the working."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from fieldsurvey.cli.lead.engine_option import EngineOption, engine_named
from fieldsurvey.cli.speaking import show, show_json
from fieldsurvey.cli.tables import table
from fieldsurvey.cli.workplace.standing import Standing, open_survey_file
from fieldsurvey.errors import UsageError
from fieldsurvey.i18n import _

if TYPE_CHECKING:
    from fieldsurvey.assess.explaining import Line
    from fieldsurvey.campaign.model import Roster
    from fieldsurvey.cli.lead.evening import Evening
    from fieldsurvey.cli.lead.standings import Standings

app = typer.Typer(add_completion=False)


@app.command(epilog="Example: fieldsurvey score 0103 --why")
def score(
    ctx: typer.Context,
    place: Annotated[
        str, typer.Argument(metavar="[VILLAGE|TOWNSHIP]", help="Its code; all villages if none.")
    ] = "",
    why: Annotated[bool, typer.Option("--why", help="Show the working, point by point.")] = False,
    with_suspected: Annotated[
        bool, typer.Option("--with-suspected", help="Show the working with suspected problems.")
    ] = False,
    engine: EngineOption = "one",
    json: Annotated[bool, typer.Option("--json", help="For a program.")] = False,
) -> None:
    """Score the villages and townships, with the working.

    100 points a village; exact, rounded once. Both scores are shown: confirmed only, which ranks,
    and with suspected problems.
    """
    from fieldsurvey.cli.lead.evening import assess_evening, load_rules
    from fieldsurvey.cli.lead.standings import assess_standings

    standing: Standing = ctx.obj
    workspace = standing.lead_workspace()
    where = engine_named(engine)
    if place and why:
        with open_survey_file(workspace) as survey_file:
            evening = assess_evening(workspace, survey_file)
        lines = _working(place, evening, with_suspected=with_suspected)
        if json:
            from fieldsurvey.report.hiding import hide_heads

            villages = [code for code in workspace.roster.villages if code.startswith(place)]
            said = [_line_json(line) for line in lines]
            show_json(hide_heads(said, villages, workspace.roster))
        else:
            show(_working_table(lines))
        return
    with open_survey_file(workspace) as survey_file:
        standings = assess_standings(workspace, survey_file, load_rules(workspace), where)
    rows = _rows(place, workspace.roster, standings)
    if json:
        show_json(rows)
    else:
        show(_table(rows))


def _working(place: str, evening: "Evening", *, with_suspected: bool) -> "tuple[Line, ...]":
    from fieldsurvey.assess.explaining import explain_township, explain_village
    from fieldsurvey.assess.score import Basis

    basis = Basis.WITH_SUSPECTED if with_suspected else Basis.CONFIRMED
    assessment = evening.assessment
    if place in assessment.villages:
        return explain_village(assessment.villages[place], basis)
    if place in assessment.townships:
        return explain_township(assessment.townships[place], basis)
    raise _nobody_there(place)


def _rows(place: str, roster: "Roster", standings: "Standings") -> list[dict[str, Any]]:
    from fieldsurvey.assess.rounding import hundredths

    townships = [
        {
            "level": "township",
            "code": code,
            "name": roster.townships[code].name,
            "confirmed_hundredths": hundredths(scored.confirmed),
            "suspected_hundredths": hundredths(scored.with_suspected),
            "grade": scored.grade.label if scored.grade else {},
            "visited": sum(village.households_visited for village in scored.villages),
        }
        for code, scored in standings.townships.items()
    ]
    villages = [
        {
            "level": "village",
            "code": code,
            "name": roster.villages[code].name,
            "confirmed_hundredths": scored.confirmed.score_hundredths,
            "suspected_hundredths": scored.with_suspected.score_hundredths,
            "grade": scored.grade.label if scored.grade else {},
            "visited": scored.households_visited,
        }
        for code, scored in standings.villages.items()
    ]
    rows = sorted([*townships, *villages], key=lambda row: str(row["code"]))
    if not place:
        return rows
    chosen = [row for row in rows if str(row["code"]).startswith(place)]
    if not chosen:
        raise _nobody_there(place)
    return chosen


def _table(rows: list[dict[str, Any]]) -> Any:
    headings = (_("Code"), _("Place"), _("Confirmed"), _("With suspected"), _("Households"))
    return table(
        headings,
        [
            (
                ("  " if row["level"] == "village" else "") + row["code"],
                row["name"],
                points(row["confirmed_hundredths"]),
                points(row["suspected_hundredths"]),
                str(row["visited"]),
            )
            for row in rows
        ],
    )


def points(hundredths: int) -> str:
    """Show points as people write them: 8875 is 88.75."""
    sign = "-" if hundredths < 0 else ""
    return f"{sign}{abs(hundredths) // 100}.{abs(hundredths) % 100:02d}"


def _working_table(lines: "tuple[Line, ...]") -> Any:
    from fieldsurvey.assess.rounding import hundredths

    return table(
        (_("What"), _("Points"), _("Of"), _("Why")),
        [
            (
                "  " * line.depth + line.what,
                points(hundredths(line.points)),
                points(hundredths(line.possible)) if line.possible is not None else "",
                line.why,
            )
            for line in lines
        ],
    )


def _line_json(line: "Line") -> dict[str, Any]:
    from fieldsurvey.assess.rounding import hundredths

    problem = line.problem
    return {
        "depth": line.depth,
        "what": line.what,
        "points_hundredths": hundredths(line.points),
        "possible_hundredths": None if line.possible is None else hundredths(line.possible),
        "why": line.why,
        "problem": problem.number if problem else None,
        "interview": problem.interview if problem else None,
        "question": problem.question if problem else None,
    }


def _nobody_there(place: str) -> UsageError:
    return UsageError(
        _("Nothing has come in yet from “{place}”.").format(place=place),
        to_do=_("fieldsurvey status lists the villages."),
    )
