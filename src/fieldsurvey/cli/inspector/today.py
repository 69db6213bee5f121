"""`today`: who is to be visited."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fieldsurvey.cli.speaking import say, show, show_json
from fieldsurvey.cli.tables import table
from fieldsurvey.cli.workplace.standing import Standing, open_survey_file
from fieldsurvey.errors import UsageError
from fieldsurvey.i18n import _, listed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fieldsurvey.campaign.model import Visit
    from fieldsurvey.campaign.sample.absence import Absences
    from fieldsurvey.campaign.sample.today import Stop, VillageRound
    from fieldsurvey.campaign.workspace import Workspace
    from fieldsurvey.chain.interview import Interview
    from fieldsurvey.chain.survey_file import SurveyFile

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

    Every village of the day with its households, and how far each is: absent ones with the
    reason, and below each the reserve that stands in.
    """
    from fieldsurvey.campaign.sample.today import next_day, rounds_of_day

    standing: Standing = ctx.obj
    workspace = standing.workspace()
    wanted = read_day(day, workspace)
    team = workspace.team
    sample = workspace.sample  # first: without one there is no schedule either
    rounds = rounds_of_day(workspace.schedule, sample, wanted, team)
    known = _read(workspace)
    rows = [row for round_ in rounds for row in _rows(round_, workspace, known)]
    if json:
        from fieldsurvey.report.masking.hiding import hide_known
        from fieldsurvey.report.masking.naming import Named

        named = Named(workspace.roster)
        show_json([hide_known(row, [row["subject"]], named) for row in rows])
    elif rows:
        _show(rows, wanted)
        say(_advice(workspace))
        if known.trouble:
            say(known.trouble)
        if team and known.unwitnessed:
            say(
                _("Fingerprint of this laptop, for the team lead: {fingerprint}").format(
                    fingerprint=known.unwitnessed
                )
            )
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


@dataclass(frozen=True, slots=True)
class _Known:
    """What was said so far."""

    trouble: str
    """Why nothing can be said on this laptop; blank where it can."""
    unwitnessed: str
    """Fingerprint of this laptop until the lead has signed for something of it; else blank."""

    interviews: "Mapping[str, list[Interview]]"
    """By subject."""
    absences: "Absences"


def _read(workspace: "Workspace") -> _Known:
    from fieldsurvey.cli.workplace.sealing_up import as_sealed
    from fieldsurvey.cli.workplace.standing_in import absences_in

    by_subject: dict[str, list[Interview]] = {}
    with open_survey_file(workspace) as survey_file:
        for interview in as_sealed(workspace, survey_file, survey_file.interviews()):
            if interview.keying.is_compared_only:
                continue
            by_subject.setdefault(interview.subject, []).append(interview)
        return _Known(
            _trouble(workspace, survey_file),
            _unwitnessed(survey_file),
            by_subject,
            absences_in(survey_file),
        )


def _trouble(workspace: "Workspace", survey_file: "SurveyFile") -> str:
    from fieldsurvey.cli.workplace.going_on import refuse_copy
    from fieldsurvey.errors import ChainError

    if not workspace.team:
        return ""
    try:
        refuse_copy(workspace, survey_file)
    except ChainError as refused:
        return f"{refused.what} {refused.to_do}"
    return ""


def _unwitnessed(survey_file: "SurveyFile") -> str:
    from fieldsurvey.chain.devices.keys import fingerprint
    from fieldsurvey.chain.devices.register import device, receipted_seq

    own = device(survey_file, survey_file.device)
    if own is None or not own.public_key or receipted_seq(survey_file, own.device):
        return ""
    return fingerprint(bytes.fromhex(own.public_key))


def _rows(round_: "VillageRound", workspace: "Workspace", known: _Known) -> list[dict[str, Any]]:
    from fieldsurvey.campaign.sample.today import stops_of

    village = workspace.roster.villages[round_.village]
    about = {"day": round_.day.isoformat(), "team": round_.team, "village": village.name}
    return [
        {**about, **_row(stop, workspace, known.interviews.get(stop.subject, []))}
        for stop in stops_of(round_, workspace.sample, known.absences, known.interviews)
    ]


def _row(stop: "Stop", workspace: "Workspace", made: "list[Interview]") -> dict[str, Any]:
    forms = workspace.forms(stop.subject)
    return {
        "subject": stop.subject,
        **_who(stop.visit),
        "interviews": [
            {"form": i.form_id, "status": i.status.value, "finish_code": i.finish_code}
            for i in made
        ],
        "wanted": sum(workspace.campaign.interviews_wanted(form) for form in forms),
        "is_planned": stop.visit is not None and not stop.visit.is_reserve,
        "must_visit": stop.visit is not None and stop.visit.must_visit,
        "absent": stop.absence.reason if stop.absence else "",
        "note": stop.absence.note if stop.absence else "",
        "reserve": stop.reserve,
        "stands_in_for": stop.stands_in_for,
    }


def _who(visit: "Visit | None") -> dict[str, Any]:
    if visit is None:
        return {"group": "", "head": _("(the village)"), "type": "", "marks": ""}
    household = visit.household
    return {
        "group": household.group,
        "head": household.head,
        "type": household.category.in_words(),
        "marks": " ".join(flag.in_words() for flag in sorted(household.flags)),
    }


def _show(rows: list[dict[str, Any]], day: date) -> None:
    headings = (_("Number"), _("Group"), _("Head"), _("Type"), _("Marks"), _("Done"))
    for village in dict.fromkeys(row["village"] for row in rows):
        here = [row for row in rows if row["village"] == village]
        cells = [
            (_numbered(row), row["group"], row["head"], row["type"], row["marks"], _how_far(row))
            for row in here
        ]
        show(table(headings, cells, title=f"{day.isoformat()}  {village}"))
        show(_("{done} of {count} households done.").format(**_count(here)))


def _count(rows: list[dict[str, Any]]) -> dict[str, int]:
    """Return how many households were drawn, and how many they or their reserves are done of."""
    done = {row["subject"] for row in rows if _is_done(row)}
    planned = [row for row in rows if row["is_planned"]]
    met = [row for row in planned if {row["subject"], row["reserve"]} & done]
    return {"done": len(met), "count": len(planned)}


def _advice(workspace: "Workspace") -> str:
    from fieldsurvey.campaign.workspace import WorkspaceKind

    if workspace.kind is WorkspaceKind.LEAD:
        return _(
            "Interviews are made on the teams' laptops; fieldsurvey merge takes in what they "
            "hand over, fieldsurvey status shows what is missing."
        )
    return _(
        "Start with: fieldsurvey interview NUMBER\n"
        "Nobody to interview there: fieldsurvey absent NUMBER"
    )


def _numbered(row: dict[str, Any]) -> str:
    """Return the number; a reserve stands below its household."""
    return f"↳ {row['subject']}" if row["stands_in_for"] else str(row["subject"])


def _finished(row: dict[str, Any]) -> list[dict[str, Any]]:
    return [i for i in row["interviews"] if i["status"] == "finished"]


def _is_done(row: dict[str, Any]) -> bool:
    return len(_finished(row)) >= int(row["wanted"])


def _how_far(row: dict[str, Any]) -> str:
    from fieldsurvey.campaign.sample.absence import Absence

    finished = _finished(row)
    if _is_done(row):
        return f"✓ {finished[-1]['finish_code']}"
    parts = [f"{len(finished)}/{row['wanted']}"] if row["wanted"] > 1 else []
    if any(i["status"] in ("started", "reopened") for i in row["interviews"]):
        parts.append(_("begun"))
    if row["absent"]:
        parts = [f"✗ {Absence(row['absent']).in_words()}", *parts]
        if row["must_visit"]:
            parts.append(_("must be visited"))
    return listed(parts)
