"""`rank`: the townships in order."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from fieldsurvey.cli.lead.engine_option import EngineOption, engine_named
from fieldsurvey.cli.lead.score_why import points
from fieldsurvey.cli.speaking import say, show, show_json
from fieldsurvey.cli.tables import table
from fieldsurvey.cli.workplace.standing import Standing, open_survey_file
from fieldsurvey.errors import UsageError
from fieldsurvey.i18n import _, language

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fieldsurvey.cli.lead.trail import Trails
    from fieldsurvey.report.freezing.rule_versions import RulesUsed
    from fieldsurvey.report.frozen.ranked_list import RankedList, TownshipStanding

app = typer.Typer(add_completion=False)


@app.command(epilog="Example: fieldsurvey rank 01 --why")
def rank(
    ctx: typer.Context,
    township: Annotated[
        str, typer.Argument(metavar="[TOWNSHIP]", help="With --why: only this one, by its code.")
    ] = "",
    why: Annotated[
        bool, typer.Option("--why", help="Show what decided each place, and its villages.")
    ] = False,
    engine: EngineOption = "auto",
    json: Annotated[bool, typer.Option("--json", help="For a program.")] = False,
) -> None:
    """Rank the townships.

    By the confirmed score, unrounded; then by fewer critical problems a household; then by the
    points for policies. Equal ones share a rank; one that is not complete is provisional.
    """
    from fieldsurvey.cli.lead.evening import assess_evening, load_rules
    from fieldsurvey.cli.lead.rules_shown import rules_of
    from fieldsurvey.cli.lead.score_table import refuse_misfit
    from fieldsurvey.cli.lead.standings import assess_standings
    from fieldsurvey.cli.lead.trail import Trails
    from fieldsurvey.report.freezing.standings import rank_sections

    standing: Standing = ctx.obj
    workspace = standing.lead_workspace()
    where = engine_named(engine)
    rules = load_rules(workspace)
    refuse_misfit(rules)
    with open_survey_file(workspace) as survey_file:
        used = rules_of(workspace, survey_file, rules)
        if why:
            evening = assess_evening(workspace, survey_file, rules)
            _explain(Trails(evening, survey_file), used, township, as_json=json)
            return
        standings = assess_standings(workspace, survey_file, rules, where)
    _refuse_unranked(township, standings.townships)
    lists = rank_sections(standings.rankings, workspace.roster)
    if json:
        show_json(_as_json(lists, used, township, {}))
        return
    _show(lists, used)
    say(_("Why a township stands there: fieldsurvey rank TOWNSHIP --why"))


def _explain(trails: "Trails", used: "RulesUsed", township: str, *, as_json: bool) -> None:
    from fieldsurvey.cli.lead.rank_why import place_json, places, show_places
    from fieldsurvey.report.freezing.standings import rank_sections

    evening = trails.evening
    _refuse_unranked(township, evening.assessment.townships)
    lists = rank_sections(evening.assessment.rankings, evening.workspace.roster)
    if as_json:
        whys = {
            ranked.township.township: place_json(ranked, above, trails)
            for ranked, above in places(evening, township)
        }
        show_json(_as_json(lists, used, township, whys))
        return
    _show(lists, used)
    show_places(evening, township)


def _show(lists: "Sequence[RankedList]", used: "RulesUsed") -> None:
    from fieldsurvey.cli.lead.rules_shown import show_rules

    for listed in lists:
        show(ranking_table(listed))
    show_rules(used)


def _refuse_unranked(township: str, known: "Mapping[str, object]") -> None:
    if township and township not in known:
        raise UsageError(
            _("Nothing has come in yet from “{place}”.").format(place=township),
            to_do=_("fieldsurvey rank lists the townships."),
        )


def _as_json(
    lists: "Sequence[RankedList]",
    used: "RulesUsed",
    township: str,
    whys: "Mapping[str, dict[str, Any]]",
) -> list[dict[str, Any]]:
    from fieldsurvey.cli.lead.rules_shown import rules_json

    dumped = [listed.model_dump(mode="json") | {"rules": rules_json(used)} for listed in lists]
    for each in dumped:
        each["townships"] = [
            place | ({"why": whys[place["code"]]} if place["code"] in whys else {})
            for place in each["townships"]
            if township in ("", place["code"])
        ]
    return dumped


def place_in_words(place: "TownshipStanding") -> str:
    """Return a rank as it stands in the list; one that is ranked though provisional has a mark."""
    if place.rank is None:
        return _("provisional")
    return (
        _("{rank} (provisional)").format(rank=place.rank)
        if place.is_provisional
        else str(place.rank)
    )


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
                place_in_words(place),
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
