"""`devices`: which laptops may hand over."""

from typing import TYPE_CHECKING, Annotated

import typer

from fieldsurvey.cli.speaking import is_at_terminal, say, show, show_json
from fieldsurvey.cli.tables import table
from fieldsurvey.cli.workplace.standing import Standing, open_survey_file
from fieldsurvey.errors import UsageError
from fieldsurvey.i18n import _, listed, ngettext

if TYPE_CHECKING:
    from fieldsurvey.campaign.workspace import Workspace
    from fieldsurvey.chain.survey_file import SurveyFile
    from fieldsurvey.handover.enrolment_request import EnrolmentRequest

app = typer.Typer(add_completion=False, help="List, enrol and revoke the teams' laptops.")


@app.callback()
def devices() -> None:
    """List, enrol and revoke the teams' laptops."""


@app.command("list", epilog="Example: fieldsurvey devices list")
def list_(
    ctx: typer.Context,
    json: Annotated[bool, typer.Option("--json", help="For a program.")] = False,
) -> None:
    """List the laptops: enrolled, waiting or revoked, and who worked on each.

    Your own fingerprint stands above the list: whoever joins a laptop compares it.
    """
    from fieldsurvey.cli.lead.devices_seen import devices_seen
    from fieldsurvey.cli.workplace.equipping import load_key

    standing: Standing = ctx.obj
    workspace = standing.lead_workspace()
    with open_survey_file(workspace) as survey_file:
        seen = devices_seen(workspace, survey_file)
    if json:
        show_json([laptop.as_json() for laptop in seen])
        return
    say(
        _("Your own fingerprint: {fingerprint}").format(
            fingerprint=_own(load_key(workspace).public)
        )
    )
    if not seen:
        say(_("No laptop has handed over yet, and none is enrolled."))
        return
    headings = (_("Device"), _("Team"), _("State"), _("Fingerprint"), _("Lines"))
    rows = [(d.device, d.team, d.state_in_words(), d.fingerprint, str(d.lines)) for d in seen]
    show(table(headings, rows))
    for laptop in seen:
        for remark in laptop.remarks(with_people=True):
            say(f"{laptop.device}: {remark}")


@app.command(epilog="Example: fieldsurvey devices enrol /media/stick/d3f9a1c2e.enrol")
def enrol(
    ctx: typer.Context,
    laptops: Annotated[
        list[str],
        typer.Argument(
            metavar="DEVICE|FILE...",
            help="Laptops by id, the files DEVICE.enrol they wrote, or a stick with such files.",
        ),
    ],
    fingerprint: Annotated[
        str,
        typer.Option(
            metavar="CODE", help="What was read out from the laptop; it must be the same."
        ),
    ] = "",
    yes: Annotated[
        bool, typer.Option("--yes", help="The fingerprints were compared; do not ask.")
    ] = False,
) -> None:
    """Enrol laptops: what they hand over counts.

    Compare the fingerprint with the one the laptop shows (fieldsurvey join, or today). What had
    come already and waited in the inbox is merged at once.
    """
    from fieldsurvey.cli.lead.enrolling import asked_for, check_fingerprint, check_team, named_by
    from fieldsurvey.cli.lead.enrolling import enrol as decide
    from fieldsurvey.cli.lead.taking_in import take_in

    standing: Standing = ctx.obj
    workspace = standing.lead_workspace()
    if fingerprint and len(laptops) != 1:
        raise UsageError(_("--fingerprint goes with one laptop."))
    with open_survey_file(workspace) as survey_file:
        requests = [
            asked_for(survey_file, wanted) for laptop in laptops for wanted in named_by(laptop)
        ]
        for request in requests:
            check_team(workspace, request)
            if fingerprint:
                check_fingerprint(request, fingerprint)
        for request in requests:
            if fingerprint or yes or _is_confirmed(request):
                decided = decide(survey_file, request.public_key, request.team)
                show(
                    _("{device} of team {team} is enrolled.").format(
                        device=decided.device, team=decided.team
                    )
                )
        merged = take_in(workspace, survey_file, [workspace.inbox]).bundles
    if merged.new_lines:
        say(
            ngettext(
                "{new} line that had waited in the inbox is merged.",
                "{new} lines that had waited in the inbox are merged.",
                merged.new_lines,
            ).format(new=merged.new_lines)
        )


@app.command(epilog="Example: fieldsurvey devices revoke d3f9a1c2e --reason 'stolen on 29 June'")
def revoke(
    ctx: typer.Context,
    device: Annotated[str, typer.Argument(metavar="DEVICE", help="The laptop's id.")],
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Why; it stays for ever.")],
    since: Annotated[
        str,
        typer.Option(metavar="YYYY-MM-DD", help="Set its interviews from that day on aside, too."),
    ] = "",
) -> None:
    """Revoke a laptop: what it hands over from now on is kept, and counts for nothing.

    What had been merged before stays and counts; with --since only what it said before that day.
    What is set aside is named in the evening's list until you decide: devices accept, or withdraw.
    To trust the laptop again, enrol it again.
    """
    from fieldsurvey.chain.forks.set_aside import set_aside_in
    from fieldsurvey.cli.inspector.today import read_day
    from fieldsurvey.cli.lead.enrolling import revoke as decide
    from fieldsurvey.cli.workplace.meant import need_reason

    standing: Standing = ctx.obj
    workspace = standing.lead_workspace()
    why = need_reason(reason)
    day = read_day(since, workspace).isoformat() if since else ""
    with open_survey_file(workspace) as survey_file:
        decided = decide(survey_file, device, why, day)
        aside = [one for one in set_aside_in(survey_file) if one.device == device]
    show(
        _("{device} is revoked; its lines up to {last} count, nothing after them.").format(
            device=decided.device, last=decided.last
        )
    )
    for one in aside:
        show(
            _("Set aside since {day}: {subjects}.").format(
                day=one.since, subjects=listed(each.subject for each in one.interviews)
            )
        )


@app.command(epilog="Example: fieldsurvey devices accept d3f9a1c2e --reason 'checked at the door'")
def accept(
    ctx: typer.Context,
    device: Annotated[str, typer.Argument(metavar="DEVICE", help="The revoked laptop's id.")],
    numbers: Annotated[
        list[str] | None,
        typer.Argument(metavar="NUMBER|ID...", help="Sample numbers or ids; all of it if none."),
    ] = None,
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Why; it stays for ever.")] = "",
    by: Annotated[str, typer.Option(metavar="NAME", help="Who decides.")] = "",
) -> None:
    """Let interviews count that were set aside when their laptop was revoked.

    Those that must not count are withdrawn instead: fieldsurvey withdraw ID.
    """
    from fieldsurvey.chain.forks.set_aside import accepting_entries, set_aside_in
    from fieldsurvey.cli.workplace.meant import need_reason

    standing: Standing = ctx.obj
    workspace = standing.lead_workspace()
    why = need_reason(reason)
    with open_survey_file(workspace) as survey_file:
        waiting = [
            interview
            for each in set_aside_in(survey_file)
            for interview in each.interviews
            if each.device == device
        ]
        meant = [one for one in waiting if not numbers or {one.subject, one.id} & {*numbers}]
        unknown = {*(numbers or ())} - {name for one in meant for name in (one.subject, one.id)}
        if unknown or not meant:
            raise UsageError(
                _("Nothing of that is set aside."),
                where=listed(sorted(unknown)) or device,
                to_do=_("fieldsurvey devices list names what is."),
            )
        survey_file.append(accepting_entries(meant, why, by))
    show(
        ngettext(
            "{count} interview counts again.", "{count} interviews count again.", len(meant)
        ).format(count=len(meant))
    )


def enrol_at_once(
    workspace: "Workspace", survey_file: "SurveyFile", waiting: "dict[str, tuple[str, str]]"
) -> bool:
    """Ask about each laptop that waits, its public key by device and team; say if one was enrolled.

    Where nobody can answer nothing is asked.
    """
    from fieldsurvey.cli.lead.enrolling import enrol as decide
    from fieldsurvey.handover.enrolment_request import EnrolmentRequest

    if not is_at_terminal():
        return False
    is_any = False
    for device, (team, key) in sorted(waiting.items()):
        request = EnrolmentRequest(workspace.campaign.id, team, device, key, "", "")
        if workspace.campaign.team(team) is not None and _is_confirmed(request):
            decide(survey_file, key, team)
            is_any = True
    return is_any


def _is_confirmed(request: "EnrolmentRequest") -> bool:
    """Ask whether the laptop shows the same fingerprint.

    Raises:
        UsageError: Nobody can answer.
    """
    told = _("{device} of team {team}, fingerprint {fingerprint}").format(
        device=request.device,
        team=request.team,
        fingerprint=_own(bytes.fromhex(request.public_key)),
    )
    if not is_at_terminal():
        raise UsageError(
            _("Nobody has compared the fingerprint: {laptop}.").format(laptop=told),
            to_do=_(
                "Read it out with the team and say --fingerprint CODE, or --yes where you compared."
            ),
        )
    say(told)
    answer = input(_("Does the laptop show the same? Enrol it? [y/N] "))
    return answer.strip().casefold() in {"y", "yes", "是", "1"}


def _own(public: bytes) -> str:
    from fieldsurvey.chain.devices.keys import fingerprint

    return fingerprint(public)
