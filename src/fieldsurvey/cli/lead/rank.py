"""`rank`: the townships in order."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from fieldsurvey.cli.lead.engine_option import EngineOption, engine_named
from fieldsurvey.cli.lead.score import points
from fieldsurvey.cli.speaking import say, show, show_json
from fieldsurvey.cli.tables import table
from fieldsurvey.cli.workplace.standing import Standing, open_survey_file
from fieldsurvey.i18n import _, language

if TYPE_CHECKING:
    from fieldsurvey.report.edition import RankedList

app = typer.Typer(add_completion=False)


@app.command(epilog="Example: fieldsurvey rank --json")
def rank(
    ctx: typer.Context,
    engine: EngineOption = "one",
    json: Annotated[bool, typer.Option("--json", help="For a program.")] = False,
) -> None:
    """Rank the townships.

    By the confirmed score, unrounded; then by fewer critical problems a household; then by the
    points for policies. Equal ones share a rank; one that is not complete is provisional.
    """
    from fieldsurvey.cli.lead.evening import load_rules
    from fieldsurvey.cli.lead.standings import assess_standings
    from fieldsurvey.report.standings import rank_sections

    standing: Standing = ctx.obj
    workspace = standing.lead_workspace()
    with open_survey_file(workspace) as survey_file:
        rules = load_rules(workspace)
        standings = assess_standings(workspace, survey_file, rules, engine_named(engine))
    lists = rank_sections(standings.rankings, workspace.roster)
    if json:
        show_json([listed.model_dump(mode="json") for listed in lists])
        return
    for listed in lists:
        show(ranking_table(listed))
    say(_("The working: fieldsurvey score TOWNSHIP --why"))


def ranking_table(ranked: "RankedList") -> Any:
    """Return the ranking as a table."""
    from fieldsurvey.questionnaire.model import in_language

    headings = (
        _("Rank"),
        _("Township"),
        _("Confirmed"),
        _("With suspected"),
        _("Grade"),
        _("Confirmed critical"),
        _("Villages"),
    )
    return table(
        headings,
        [
            (
                str(place.rank) if place.rank is not None else _("provisional"),
                f"{place.code} {place.name}" + (" ★" if place.is_key else ""),
                points(place.confirmed_hundredths),
                points(place.suspected_hundredths),
                in_language(place.grade, language()),
                str(place.critical),
                str(len(place.villages)),
            )
            for place in ranked.townships
        ],
        title={
            "all": _("Ranking of the townships (★ key township)"),
            "key": _("Ranking of the key townships"),
            "other": _("Ranking of the other townships"),
        }[ranked.of],
    )
