"""`nightly`: merge what is there, assess, freeze tonight's numbered list, write it."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fieldsurvey.cli.failing import FAULTS
from fieldsurvey.cli.lead.merge import refuse_absent
from fieldsurvey.cli.lead.pdf_option import PdfOption, formats_wanted
from fieldsurvey.cli.speaking import say, show, show_json
from fieldsurvey.cli.workplace.standing import Standing, open_survey_file
from fieldsurvey.errors import FindingKind, UsageError
from fieldsurvey.i18n import _

if TYPE_CHECKING:
    from fieldsurvey.campaign.workspace import Workspace
    from fieldsurvey.chain.survey_file import SurveyFile
    from fieldsurvey.cli.lead.tonight import Tonight
    from fieldsurvey.report.frozen.edition import Edition

app = typer.Typer(add_completion=False)


@app.command(epilog="Example: fieldsurvey nightly /media/stick-1 /media/stick-2")
def nightly(
    ctx: typer.Context,
    sources: Annotated[
        list[Path] | None,
        typer.Argument(metavar="PLACE...", help="Sticks to merge first; the inbox always is."),
    ] = None,
    day: Annotated[
        str | None, typer.Option("--date", metavar="YYYY-MM-DD", help="Another day than today.")
    ] = None,
    ranking: Annotated[
        bool, typer.Option("--ranking", help="Put scores and ranking in: only for the office.")
    ] = False,
    at: Annotated[
        str | None,
        typer.Option(
            metavar="HH:MM", help="Wait for that time today, and warn of who is missing before it."
        ),
    ] = None,
    due: Annotated[
        str | None,
        typer.Option(
            metavar="HH:MM",
            help="The list of the last evening at that time: for a schedule that may come late.",
        ),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show all of it on a copy; change no file.")
    ] = False,
    send: Annotated[
        bool | None,
        typer.Option(
            "--send/--no-send",
            help="Send it by e-mail, or not; without either as the campaign says.",
            show_default=False,
        ),
    ] = None,
    pdf: PdfOption = False,
    json: Annotated[bool, typer.Option("--json", help="Print the edition for a program.")] = False,
) -> None:
    """Make tonight's problem list.

    Merges, assesses, freezes a numbered edition and writes it as workbook, Word document,
    page, CSV and JSON. It goes out complete or not, and says what is missing (then the exit
    code is 1). Run again with nothing new, it changes nothing; what comes late
    is in the next edition, marked as late.

    With --at it waits for the evening: 60, 30 and 10 minutes before, it takes in what has come and
    says which teams, laptops, villages and households are missing.
    """
    from fieldsurvey.cli.lead.tonight import make_edition
    from fieldsurvey.cli.lead.tonight_told import say_how, tell_all
    from fieldsurvey.report.phrasing.phrases import headline, missing_headline

    standing: Standing = ctx.obj
    workspace = standing.lead_workspace()
    wanted = _day_wanted(workspace, day, due)
    is_sent = _is_to_be_sent(workspace, send)
    formats = _formats(workspace, with_pdf=pdf)
    places = list(sources or [])
    if at is None and due is None:
        refuse_absent(places)
    else:
        places = _await(workspace, wanted, places, at, is_dry=dry_run)
    if dry_run:
        made = _try(workspace, wanted, places, with_ranking=ranking)
    else:
        with _opened(workspace, is_patient=at is not None or due is not None) as survey_file:
            made = make_edition(
                workspace, survey_file, wanted, places, with_ranking=ranking, formats=formats
            )
    if json:
        show_json(made.edition.model_dump(mode="json"))
    else:
        show(headline(made.edition))
        for path in made.files:
            show(str(path))
    say_how(made, is_dry=dry_run)
    if dry_run:
        tell_all(workspace, made, say if json else show, is_sent=is_sent)
    is_faulty = any(finding.kind is FindingKind.FAULT for finding in made.misfits)
    if made.edition.missing.count:
        say(missing_headline(made.edition.missing))
    has_everybody = dry_run or not is_sent or _mail(workspace, made.edition, json=json)
    is_short = len(places) < len(sources or [])
    if made.edition.missing.count or is_faulty or is_short or not has_everybody:
        raise typer.Exit(FAULTS)


def _day_wanted(workspace: "Workspace", day: str | None, due: str | None) -> date:
    """Return the day the list is for."""
    from fieldsurvey.cli.inspector.today import read_day
    from fieldsurvey.cli.lead.waiting_plan import due_day, read_time

    if due is None:
        return read_day(day, workspace)
    if day is not None:
        raise UsageError(_("--due says which day it is; leave --date out."))
    zone = workspace.campaign.zone
    return due_day(datetime.now(zone), read_time(due), zone)


def _await(
    workspace: "Workspace", day: date, sources: list[Path], at: str | None, *, is_dry: bool
) -> list[Path]:
    """Wait until the list is due, and return the sticks that are there then."""
    import time

    from fieldsurvey.cli.lead.waiting_plan import plan_waiting, read_time, waiting_words
    from fieldsurvey.cli.lead.waiting_up import present, wait_up, warn_of_missing

    if at is not None:
        zone = workspace.campaign.zone
        waiting = plan_waiting(datetime.now(zone), read_time(at), zone)
        if is_dry:
            say(waiting_words(waiting, datetime.now(zone)))
        else:
            present(sources)
            wait_up(
                waiting,
                now=lambda: datetime.now(zone),
                sleep=time.sleep,
                warn=lambda moments: warn_of_missing(workspace, day, sources, moments),
            )
    return present(sources)


def _opened(workspace: "Workspace", *, is_patient: bool) -> "SurveyFile":
    """Open the survey file; where nobody may be there, wait for a window that has it open."""
    if not is_patient:
        return open_survey_file(workspace)
    import time

    from fieldsurvey.cli.lead.waiting_up import open_patiently

    return open_patiently(workspace, time.sleep)


def _formats(workspace: "Workspace", *, with_pdf: bool) -> "tuple[str, ...]":
    """Return what the list is written as: PDF, too, where the campaign's mail brings it."""
    from fieldsurvey.report.keeping.writing import PDF

    plan = workspace.campaign.mail
    return formats_wanted(with_pdf=with_pdf or (plan is not None and PDF in plan.attach))


def _try(
    workspace: "Workspace", day: date, sources: list[Path], *, with_ranking: bool
) -> "Tonight":
    """Make the list on a copy: no file of the workspace or of a stick is touched."""
    from fieldsurvey.cli.lead.tonight import make_edition
    from fieldsurvey.cli.workplace.dry_copy import dry_copy

    with dry_copy(workspace) as copy, open_survey_file(copy) as survey_file:
        made = make_edition(copy, survey_file, day, sources, with_ranking=with_ranking, is_dry=True)
    there = [workspace.folder / path.relative_to(copy.folder) for path in made.files]
    return replace(made, files=tuple(there))


def _is_to_be_sent(workspace: "Workspace", wanted: bool | None) -> bool:
    """Say whether tonight's list goes out by e-mail; refuse at once what could not be sent."""
    plan = workspace.campaign.mail
    if wanted is False or (wanted is None and (plan is None or plan.send != "always")):
        return False
    from fieldsurvey.cli.lead.mailing import need_plan

    need_plan(workspace)
    return True


def _mail(workspace: "Workspace", edition: "Edition", *, json: bool) -> bool:
    """Send tonight's list after those that wait, and return whether everybody has them."""
    from fieldsurvey.cli.lead.mailing import mail_out, with_waiting

    return mail_out(workspace, with_waiting(workspace, edition), tell_sent=say if json else show)
