"""`mail`: send the editions by e-mail, each to everybody once."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from fieldsurvey.cli.failing import FAULTS
from fieldsurvey.cli.speaking import say, show, show_json
from fieldsurvey.cli.workplace.standing import Standing, open_survey_file
from fieldsurvey.errors import UsageError
from fieldsurvey.i18n import _, listed

if TYPE_CHECKING:
    from fieldsurvey.campaign.workspace import Workspace
    from fieldsurvey.report.frozen.edition import Edition
    from fieldsurvey.report.mailing.posting import EditionMail

app = typer.Typer(add_completion=False, help="Send the lists by e-mail, each to everybody once.")

_NUMBER = "Number of an edition."


@app.callback()
def mail() -> None:
    """Send the lists by e-mail, each to everybody once.

    To whom, and through which server, stands in campaign.yaml under mail: (docs/mail.md).
    """


@app.command(epilog="Example: fieldsurvey mail send 3")
def send(
    ctx: typer.Context,
    edition: Annotated[
        int | None, typer.Argument(metavar="EDITION", min=1, help=_NUMBER, show_default=False)
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show the message, and send nothing.")
    ] = False,
    once: Annotated[
        bool, typer.Option("--once", help="Try once, without waiting for a busy server.")
    ] = False,
) -> None:
    """Send an edition; without a number the last one, and what waits in the outbox.

    Who has it already does not get it again. Where there is no network it waits in the folder
    mail, and the same command sends it. A busy server is tried again after 1, 5 and 15 minutes.
    """
    from fieldsurvey.cli.lead.mailing import mail_out, need_plan, with_waiting

    standing: Standing = ctx.obj
    workspace = standing.lead_workspace()
    need_plan(workspace)
    wanted = _edition(workspace, edition)
    if dry_run:
        _show_message(workspace, wanted)
        return
    editions = [wanted] if edition else with_waiting(workspace, wanted)
    if not mail_out(workspace, editions, is_patient=not once):
        raise typer.Exit(FAULTS)


@app.command(epilog="Example: fieldsurvey mail outbox --all")
def outbox(
    ctx: typer.Context,
    everything: Annotated[
        bool, typer.Option("--all", help="Every edition, those that everybody has too.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="For a program.")] = False,
) -> None:
    """Show which editions wait to be sent, and who has them."""
    from fieldsurvey.cli.lead.mailing import mailbag_of, tell_unsure
    from fieldsurvey.report.keeping.writing import read_editions
    from fieldsurvey.report.mailing.posting import mail_of
    from fieldsurvey.report.mailing.record import Fate

    standing: Standing = ctx.obj
    workspace = standing.lead_workspace()
    bag = mailbag_of(workspace)
    with open_survey_file(workspace) as survey_file:
        every = [mail_of(survey_file, bag, e) for e in read_editions(workspace.editions)]
    listing = [
        each for each in every if everything or each.waiting_file.exists() or each.of(Fate.PERHAPS)
    ]
    if json:
        show_json([_as_json(each, bag.plan.sender) for each in listing])
        return
    if not listing:
        say(_("Nothing waits to be sent."))
        return
    show(_table(listing))
    for each in listing:
        tell_unsure(each)


@app.command(epilog="Example: fieldsurvey mail settle 3 --arrived")
def settle(
    ctx: typer.Context,
    edition: Annotated[int, typer.Argument(metavar="EDITION", min=1, help=_NUMBER)],
    arrived: Annotated[
        bool, typer.Option("--arrived", help="They have it, by e-mail or by hand.")
    ] = False,
    again: Annotated[
        bool, typer.Option("--again", help="It did not arrive; it may be sent again.")
    ] = False,
) -> None:
    """Say whether an edition arrived of which nobody can tell.

    When power or the line goes after a message was handed over and before the server has answered,
    nobody here knows whether it was sent. It is not sent again until you say so.
    """
    from fieldsurvey.cli.lead.mailing import mailbag_of
    from fieldsurvey.cli.lead.taking_in import seal_own_chain
    from fieldsurvey.report.mailing.posting import mail_of
    from fieldsurvey.report.mailing.posting import settle as note

    if arrived == again:
        raise UsageError(_("Say --arrived or --again."))
    standing: Standing = ctx.obj
    workspace = standing.lead_workspace()
    bag = mailbag_of(workspace)
    wanted = _edition(workspace, edition)
    with open_survey_file(workspace) as survey_file:
        meant = note(survey_file, bag, mail_of(survey_file, bag, wanted), arrived=arrived)
        seal_own_chain(workspace, survey_file)
    if not meant:
        say(_("Nothing is unsure about edition {number}.").format(number=edition))
    elif arrived:
        show(_("Noted: {to} has edition {number}.").format(to=listed(meant), number=edition))
    else:
        show(
            _("Noted: {to} does not have edition {number}.").format(
                to=listed(meant), number=edition
            )
        )
        say(_("Send it with: fieldsurvey mail send {number}").format(number=edition))


def _edition(workspace: "Workspace", number: int | None) -> "Edition":
    """Return an edition by its number, or the last one."""
    from fieldsurvey.report.keeping.writing import read_editions

    made = read_editions(workspace.editions)
    found = [each for each in made if number in (None, each.number)]
    if not found:
        raise UsageError(
            _("There is no such edition.") if made else _("No edition was made yet."),
            where=str(workspace.editions),
            to_do=_("fieldsurvey nightly makes one; fieldsurvey mail outbox --all lists them."),
        )
    return found[-1]


def _show_message(workspace: "Workspace", edition: "Edition") -> None:
    from fieldsurvey.cli.lead.mailing import mailbag_of
    from fieldsurvey.report.mailing.posting import compose, mail_of
    from fieldsurvey.report.mailing.reading import in_words

    bag = mailbag_of(workspace)
    with open_survey_file(workspace) as survey_file:
        show(in_words(compose(survey_file, bag, mail_of(survey_file, bag, edition))))
    say(_("Nothing was sent."))


def _as_json(mail: "EditionMail", sender: str) -> dict[str, Any]:
    from fieldsurvey.report.mailing.message import message_id

    waiting = mail.waiting_file
    return {
        "edition": mail.edition.number,
        "date": mail.edition.date,
        "message_id": message_id(mail.posting.digest, sender),
        "file": str(waiting) if waiting.exists() else None,
        "addresses": [
            {"address": address, "state": fate.value} for address, fate in mail.fates.items()
        ],
    }


def _table(listing: "list[EditionMail]") -> Any:
    from fieldsurvey.cli.tables import table
    from fieldsurvey.i18n import pgettext
    from fieldsurvey.report.mailing.record import Fate

    words = {
        Fate.WAITING: pgettext("mail", "waiting"),
        Fate.PERHAPS: pgettext("mail", "perhaps sent"),
        Fate.SENT: pgettext("mail", "sent"),
    }
    headings = (_("Edition"), _("Date"), _("To"), _("State"))
    rows = [
        (str(mail.edition.number), mail.edition.date, address, words[fate])
        for mail in listing
        for address, fate in mail.fates.items()
    ]
    return table(headings, rows)
