"""`schedule`: let the computer itself make the list of every evening."""

import os
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fieldsurvey.cli.failing import FAULTS
from fieldsurvey.cli.speaking import say, show, show_json
from fieldsurvey.cli.workplace.standing import Standing
from fieldsurvey.errors import UsageError
from fieldsurvey.i18n import _, language

if TYPE_CHECKING:
    from fieldsurvey.campaign.workspace import Workspace
    from fieldsurvey.cli.lead.scheduling.choosing import Scheduled
    from fieldsurvey.cli.lead.scheduling.job import Job, Places, System
    from fieldsurvey.cli.lead.scheduling.steps import Step

app = typer.Typer(add_completion=False, help="Let the computer make the list of every evening.")

_SYSTEMS = ("systemd", "cron", "windows")

_As = Annotated[
    str | None,
    typer.Option(
        "--as",
        metavar="|".join(_SYSTEMS),
        help="Whose scheduler; without it that of this computer.",
        show_default=False,
    ),
]
_DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Show what would be written and run; change nothing.")
]


@app.callback()
def schedule() -> None:
    """Let the computer make the list of every evening.

    A timer of systemd, a line of cron or a task of Windows runs nightly --due (docs/editions.md).
    """


@app.command(epilog="Example: fieldsurvey schedule install --at 20:00 --dry-run")
def install(
    ctx: typer.Context,
    sources: Annotated[
        list[Path] | None,
        typer.Argument(metavar="PLACE...", help="Sticks to merge, too, where they are plugged in."),
    ] = None,
    at: Annotated[
        str | None,
        typer.Option(
            metavar="HH:MM",
            help="When, in the campaign's time zone; its deadline if not given.",
            show_default=False,
        ),
    ] = None,
    send: Annotated[
        bool, typer.Option("--send", help="Send it by e-mail, whatever the campaign says.")
    ] = False,
    system: _As = None,
    dry_run: _DryRun = False,
) -> None:
    """Make the list of every evening by itself.

    Given twice it is the same thing once; with another time, that time holds. Where the computer
    was off at the time, systemd and Windows make the list once it is on; cron does not. Where the
    system's own tool is absent or refuses, what is left to do by hand is said, and the exit code
    is 1.
    """
    from fieldsurvey.cli.lead.scheduling.choosing import install_steps
    from fieldsurvey.cli.lead.scheduling.stepping import take_steps

    standing: Standing = ctx.obj
    workspace = standing.lead_workspace()
    chosen = _system(system)
    job = _job(workspace, at, sources or [], is_sent=send)
    steps = install_steps(chosen, job, _places())
    if dry_run:
        _show(steps)
    is_done = dry_run or take_steps(steps)
    if is_done and not dry_run:
        show(
            _("The list is made every evening at {time} by {system}: {name}").format(
                time=job.clock, system=chosen, name=job.name
            )
        )
    _tell_of(job, workspace, chosen)
    if not is_done:
        raise typer.Exit(FAULTS)


@app.command("show", epilog="Example: fieldsurvey schedule show")
def show_scheduled(
    ctx: typer.Context,
    json: Annotated[bool, typer.Option("--json", help="For a program.")] = False,
) -> None:
    """Show what is scheduled for this campaign's folder."""
    standing: Standing = ctx.obj
    found = _found(standing.lead_workspace())
    if json:
        show_json([each._asdict() for each in found])
        return
    for each in found:
        show(
            _("Every evening at {time} by {system}: {where}").format(
                time=each.at, system=each.system, where=each.where
            )
        )
    if not found:
        say(_("Nothing is scheduled."))


@app.command(epilog="Example: fieldsurvey schedule remove")
def remove(ctx: typer.Context, system: _As = None, dry_run: _DryRun = False) -> None:
    """Take away what schedule install made for this campaign's folder, and nothing else."""
    from fieldsurvey.cli.lead.scheduling.choosing import remove_steps
    from fieldsurvey.cli.lead.scheduling.job import job_name
    from fieldsurvey.cli.lead.scheduling.stepping import take_steps

    standing: Standing = ctx.obj
    workspace = standing.lead_workspace()
    systems = [_system(system)] if system else [each.system for each in _found(workspace)]
    name, places = job_name(workspace), _places()
    steps = [step for each in systems for step in remove_steps(each, name, places)]
    if not steps:
        say(_("Nothing is scheduled."))
    elif dry_run:
        _show(steps)
    elif not take_steps(steps):
        raise typer.Exit(FAULTS)
    else:
        show(_("Nothing runs by itself any more."))


def _system(wanted: str | None) -> "System":
    from fieldsurvey.cli.lead.scheduling.choosing import usual_system

    match wanted:
        case None:
            return usual_system()
        case "systemd" | "cron" | "windows":
            return wanted
    raise UsageError(
        _("“{wanted}” is no scheduler that is known here.").format(wanted=wanted),
        to_do=_("Write one of: {names}").format(names=", ".join(_SYSTEMS)),
    )


def _job(workspace: "Workspace", at: str | None, sources: list[Path], *, is_sent: bool) -> "Job":
    from fieldsurvey.cli.lead.scheduling.job import make_job
    from fieldsurvey.cli.lead.waiting_plan import read_time

    if is_sent:
        from fieldsurvey.cli.lead.mailing import need_plan

        need_plan(workspace)
    return make_job(
        workspace,
        workspace.campaign.deadline if at is None else read_time(at),
        interpreter=sys.executable,
        language=language(),
        now=datetime.now().astimezone(),
        sources=[source.absolute() for source in sources],
        is_sent=is_sent,
    )


def _places() -> "Places":
    from fieldsurvey.cli.lead.scheduling.stepping import places_of

    return places_of(os.environ, Path.home())


def _found(workspace: "Workspace") -> "list[Scheduled]":
    from fieldsurvey.cli.lead.scheduling.choosing import find_scheduled
    from fieldsurvey.cli.lead.scheduling.job import job_name

    return find_scheduled(job_name(workspace), _places())


def _show(steps: "list[Step]") -> None:
    from fieldsurvey.cli.lead.scheduling.stepping import show_steps

    show_steps(steps)
    say(_("Nothing was changed.") if steps else _("It is scheduled so already."))


def _tell_of(job: "Job", workspace: "Workspace", system: "System") -> None:
    """Say what the schedule cannot do by itself."""
    if system == "systemd":
        say(_("To run while nobody is logged on: loginctl enable-linger"))
    if system == "cron" and f"{job.next_at:%H:%M}" != job.clock:
        say(
            _("Cron goes by this computer's clock: {time} here is {at} there.").format(
                time=f"{job.next_at:%H:%M}", at=job.clock
            )
        )
    mail = workspace.campaign.mail
    if mail and mail.password_env:
        say(
            _(
                "What runs by itself does not see the variable {name}: write password_file into "
                "campaign.yaml, or the mail will not go out."
            ).format(name=mail.password_env)
        )
