"""The command `demo`: run the campaign, then say in a few lines what came of it."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fieldsurvey.cli.speaking import say, show
from fieldsurvey.cli.tables import table
from fieldsurvey.cli.waiting import stage
from fieldsurvey.i18n import _, language

if TYPE_CHECKING:
    from fieldsurvey.cli.start.demo.campaign import Demo
    from fieldsurvey.report.frozen.edition import Edition
    from fieldsurvey.report.frozen.tally import TallyLine

app = typer.Typer(add_completion=False)


@app.command(epilog="Example: fieldsurvey demo --out demo-campaign --seed 7")
def demo(
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Where to build it.")] = Path(
        "demo-campaign"
    ),
    seed: Annotated[
        str, typer.Option("--seed", help="The same seed makes the same campaign.")
    ] = "2020",
    force: Annotated[
        bool, typer.Option("--force", help="Replace an earlier demo in that place.")
    ] = False,
) -> None:
    """Run a whole campaign with invented households, in seconds.

    Eleven townships, 28 villages, five laptops, three days of interviews, three evenings' lists
    and the ranking. It leaves workspaces that you can go on with.
    """
    from fieldsurvey.cli.start.demo.campaign import clear, run_demo

    clear(out, is_forced=force)
    with stage() as told:
        made = run_demo(out, seed, told)
    _summarise(made)
    _what_next(out, made)


def _summarise(made: "Demo") -> None:
    campaign = made.lead.campaign
    from fieldsurvey.questionnaire.model import in_language

    show(in_language(campaign.name, language()))
    show(
        _(
            "{villages} villages, {interviews} interviews, {answers} answers, {teams} laptops"
        ).format(
            villages=len(made.lead.sample.villages),
            interviews=made.interviews,
            answers=made.answers,
            teams=len(campaign.teams),
        )
    )
    show(_editions(made))
    last = made.nights[-1].edition
    show(_categories(last))
    _show_ranking(last)


def _editions(made: "Demo") -> Any:
    headings = (
        _("Edition"),
        _("Day"),
        _("Problems"),
        _("Critical"),
        _("Major"),
        _("Minor"),
        _("Late"),
        _("Missing"),
    )
    rows = []
    for night in made.nights:
        edition = night.edition
        rows.append(
            (
                str(edition.number),
                edition.date,
                str(len(edition.rows)),
                str(edition.today.critical),
                str(edition.today.major),
                str(edition.today.minor),
                str(sum(row.is_late for row in edition.rows)),
                str(edition.missing.count),
            )
        )
    return table(headings, rows, title=_("Editions"))


def _categories(edition: "Edition") -> Any:
    from fieldsurvey.questionnaire.model import in_language

    most = max((line.total for line in edition.to_date.by_category), default=1)
    headings = (_("Category"), "", _("Critical"), _("Major"), _("Minor"))
    return table(
        headings,
        [
            (
                in_language(edition.names.categories.get(line.key, {}), language()) or line.key,
                _bar(line, most),
                str(line.critical),
                str(line.major),
                str(line.minor),
            )
            for line in edition.to_date.by_category
        ],
        title=_("Problems to date"),
    )


def _bar(line: "TallyLine", most: int) -> str:
    return "█" * max(1, round(24 * line.total / most))


def _show_ranking(edition: "Edition") -> None:
    from fieldsurvey.cli.lead.rank import ranking_table

    for ranked in edition.rankings:
        show(ranking_table(ranked))


def _what_next(out: Path, made: "Demo") -> None:
    spoken = "" if language() == made.lead.campaign.language else f".{language()}"
    page = made.nights[-1].files[0].with_name(f"problem-list{spoken}.html")
    say(_("The last list as a page:"))
    say(f"  {page}")
    say(_("Go on with it:"))
    for command in (
        f"fieldsurvey -w {out}/lead problems list --severity critical",
        f"fieldsurvey -w {out}/lead rank",
        f"fieldsurvey -w {out}/lead verify",
        f"fieldsurvey -w {out}/laptops/1 today --date {made.nights[0].edition.date}",
    ):
        say(f"  {command}")
    say(_("The personal codes that inspectors sign with:"))
    say(f"  {out / 'lead' / 'keys' / 'codes-team-1.html'}")
