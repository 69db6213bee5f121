"""`today`: who is to be visited."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fieldsurvey.cli.speaking import say, show, show_json
from fieldsurvey.cli.standing import Standing, open_survey_file
from fieldsurvey.cli.tables import table
from fieldsurvey.errors import UsageError
from fieldsurvey.i18n import _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fieldsurvey.campaign.today import VillageRound
    from fieldsurvey.campaign.workspace import Workspace
    from fieldsurvey.chain.interview import Interview

app = typer.Typer(add_completion=False)


@app.command(epilog="Example: fieldsurvey today --date 2020-06-28")
def today(
    ctx: typer.Context,
    day: Annotated[
        str | None, typer.Option("--date", metavar="YYYY-MM-DD", help="Another day than today.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="For a program.")] = False,
) -> None:
    """Show who is to be visited today.

    Every village of the day with its questionnaires and households, and how far each is.
    """
    from fieldsurvey.campaign.today import next_day, rounds_of_day

    standing: Standing = ctx.obj
    workspace = standing.workspace()
    wanted = read_day(day, workspace)
    team = workspace.team
    rounds = rounds_of_day(workspace.schedule, workspace.sample, wanted, team)
    made = _by_subject(workspace)
    rows = [row for round_ in rounds for row in _rows(round_, workspace, made)]
    if json:
        show_json(rows)
    elif rows:
        _show(rows, wanted)
    else:
        show(_("Nobody is to be visited on {day}.").format(day=wanted.isoformat()))
        following = next_day(workspace.schedule, wanted, team)
        if following is not None:
            say(_("The next day is {day}: --date {day}").format(day=following.isoformat()))


def read_day(text: str | None, workspace: "Workspace") -> date:
    """Return the day that somebody names, or today in the campaign's time zone."""
    if text is None:
        return datetime.now(workspace.campaign.zone).date()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(
            _("“{text}” is not a date.").format(text=text),
            to_do=_("Write it like 2020-06-28."),
        ) from None


def _by_subject(workspace: "Workspace") -> "Mapping[str, list[Interview]]":
    by_subject: dict[str, list[Interview]] = {}
    with open_survey_file(workspace) as survey_file:
        for interview in survey_file.interviews():
            by_subject.setdefault(interview.subject, []).append(interview)
    return by_subject


def _rows(
    round_: "VillageRound", workspace: "Workspace", made: "Mapping[str, list[Interview]]"
) -> list[dict[str, Any]]:
    village = workspace.roster.villages[round_.village]
    return [
        {
            "day": round_.day.isoformat(),
            "team": round_.team,
            "village": village.name,
            "subject": subject,
            **_who(subject, workspace),
            "interviews": [
                {"form": i.form_id, "status": i.status.value, "finish_code": i.finish_code}
                for i in made.get(subject, [])
            ],
            "wanted": sum(
                workspace.campaign.interviews_wanted(form) for form in workspace.forms(subject)
            ),
        }
        for subject in round_.subjects
    ]


def _who(subject: str, workspace: "Workspace") -> dict[str, Any]:
    found = workspace.subject(subject)
    if found.visit is None:
        return {"group": "", "head": _("(the village)"), "type": "", "marks": ""}
    household = found.visit.household
    return {
        "group": household.group,
        "head": household.head,
        "type": household.category.in_words(),
        "marks": " ".join(flag.in_words() for flag in sorted(household.flags)),
    }


def _show(rows: list[dict[str, Any]], day: date) -> None:
    headings = (_("Number"), _("Group"), _("Head"), _("Type"), _("Marks"), _("Done"))
    for village in dict.fromkeys(row["village"] for row in rows):
        listed = [
            (row["subject"], row["group"], row["head"], row["type"], row["marks"], _how_far(row))
            for row in rows
            if row["village"] == village
        ]
        show(table(headings, listed, title=f"{day.isoformat()}  {village}"))
    say(_("Start with: fieldsurvey interview NUMBER"))


def _how_far(row: dict[str, Any]) -> str:
    finished = [i for i in row["interviews"] if i["status"] == "finished"]
    open_ones = [i for i in row["interviews"] if i["status"] in ("started", "reopened")]
    if len(finished) >= row["wanted"]:
        return f"✓ {finished[-1]['finish_code']}"
    parts = [f"{len(finished)}/{row['wanted']}"] if row["wanted"] > 1 else []
    if open_ones:
        parts.append(_("begun"))
    return " ".join(parts)
