"""`score`: the points of villages and townships, with the working, and by another score table."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fieldsurvey.cli.lead.engine_option import EngineOption, engine_named
from fieldsurvey.cli.lead.score_why import points
from fieldsurvey.cli.speaking import show, show_json
from fieldsurvey.cli.tables import table
from fieldsurvey.cli.workplace.standing import Standing, open_survey_file
from fieldsurvey.errors import UsageError
from fieldsurvey.i18n import _

if TYPE_CHECKING:
    from fieldsurvey.assess.scores.score import Basis
    from fieldsurvey.campaign.model import Roster
    from fieldsurvey.cli.lead.evening import Evening
    from fieldsurvey.cli.lead.standings import Standings as Scored
    from fieldsurvey.cli.lead.trail import Trails
    from fieldsurvey.report.freezing.rule_versions import RulesUsed

app = typer.Typer(add_completion=False)


@app.command(epilog="Example: fieldsurvey score 0103 --why")
def score(
    ctx: typer.Context,
    place: Annotated[
        str,
        typer.Argument(
            metavar="[VILLAGE|TOWNSHIP|NUMBER]",
            help="Its code, or with --why the number of a problem; all villages if none.",
        ),
    ] = "",
    why: Annotated[
        bool,
        typer.Option(
            "--why", help="Show the working: of a place point by point, of a problem its evidence."
        ),
    ] = False,
    with_suspected: Annotated[
        bool, typer.Option("--with-suspected", help="Show the working with suspected problems.")
    ] = False,
    what_if: Annotated[
        Path | None,
        typer.Option(
            "--what-if", metavar="FILE", help="Another score table: what would move, and why."
        ),
    ] = None,
    engine: EngineOption = "auto",
    json: Annotated[bool, typer.Option("--json", help="For a program.")] = False,
) -> None:
    """Score the villages and townships, with the working.

    100 points a village; exact, rounded once. Both scores are shown: confirmed only, which ranks,
    and with suspected problems. The hash of the rules stands below.
    """
    from fieldsurvey.cli.lead.evening import assess_evening, load_rules
    from fieldsurvey.cli.lead.rules_shown import rules_of, show_rules
    from fieldsurvey.cli.lead.score_table import refuse_misfit
    from fieldsurvey.cli.lead.standings import assess_standings
    from fieldsurvey.cli.lead.trail import Trails

    standing: Standing = ctx.obj
    workspace = standing.lead_workspace()
    where = engine_named(engine)
    rules = load_rules(workspace)
    refuse_misfit(rules)
    with open_survey_file(workspace) as survey_file:
        used = rules_of(workspace, survey_file, rules)
        if what_if is not None or (place and why):
            evening = assess_evening(workspace, survey_file, rules)
            _look_closer(
                place, Trails(evening, survey_file), what_if, suspected=with_suspected, as_json=json
            )
        else:
            standings = assess_standings(workspace, survey_file, rules, where)
            _list(_rows(place, workspace.roster, standings), used, as_json=json)
    if not json:
        show_rules(used)


def _look_closer(
    place: str, trails: "Trails", what_if: Path | None, *, suspected: bool, as_json: bool
) -> None:
    from fieldsurvey.assess.scores.score import Basis

    basis = Basis.WITH_SUSPECTED if suspected else Basis.CONFIRMED
    if what_if is not None:
        _compare(what_if, place, trails.evening, basis, as_json=as_json)
    else:
        _explain(place, trails, basis, as_json=as_json)


def _list(rows: list[dict[str, Any]], used: "RulesUsed", *, as_json: bool) -> None:
    from fieldsurvey.cli.lead.rules_shown import rules_json

    if as_json:
        show_json([row | {"rules": rules_json(used)} for row in rows])
    else:
        show(_table(rows))


def _explain(place: str, trails: "Trails", basis: "Basis", *, as_json: bool) -> None:
    from fieldsurvey.cli.lead.score_why import lines_json, show_working, working

    if lines := working(place, trails.evening, basis):
        if as_json:
            show_json(lines_json(lines, trails))
        else:
            show_working(lines)
    elif "-" in place:
        _explain_problem(place, trails, as_json=as_json)
    else:
        raise _nobody_there(place)


def _explain_problem(number: str, trails: "Trails", *, as_json: bool) -> None:
    from fieldsurvey.cli.lead.problems.meant import problem_meant
    from fieldsurvey.cli.lead.score_why import problem_json, show_problem

    problem = problem_meant(trails.evening.assessment.problems, number)
    if as_json:
        show_json(problem_json(problem, trails))
    else:
        show_problem(problem, trails)


def _compare(other: Path, place: str, evening: "Evening", basis: "Basis", *, as_json: bool) -> None:
    from fieldsurvey.cli.lead.what_if import compare_with, comparison_json, show_comparison

    if place and not any(code.startswith(place) for code in evening.assessment.villages):
        raise _nobody_there(place)
    compared = compare_with(other, evening, basis)
    if as_json:
        show_json(comparison_json(compared, place))
    else:
        show_comparison(compared, place, evening)


def _rows(place: str, roster: "Roster", standings: "Scored") -> list[dict[str, Any]]:
    from fieldsurvey.assess.scores.rounding import hundredths

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


def _nobody_there(place: str) -> UsageError:
    return UsageError(
        _("Nothing has come in yet from “{place}”.").format(place=place),
        to_do=_("fieldsurvey status lists the villages."),
    )
