"""`reopen`: open a finished interview again."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from fieldsurvey.cli.speaking import say
from fieldsurvey.cli.workplace.standing import Standing
from fieldsurvey.errors import UsageError
from fieldsurvey.i18n import _, listed

if TYPE_CHECKING:
    from fieldsurvey.chain.interview import Interview

app = typer.Typer(add_completion=False)


@app.command(epilog="Example: fieldsurvey reopen 0103-07 --reason 'insurance card found later'")
def reopen(
    ctx: typer.Context,
    subject: Annotated[
        str, typer.Argument(metavar="SUBJECT", help="A sample number, 0103-07, or a village, 0103.")
    ],
    reason: Annotated[
        str, typer.Option(help="Why; it stays with the interview for ever. Asked for if missing.")
    ] = "",
    form: Annotated[
        str, typer.Option(metavar="FORM", help="Which questionnaire, where several apply.")
    ] = "",
    interview: Annotated[
        str, typer.Option(metavar="ID", help="Which interview, where several were made.")
    ] = "",
) -> None:
    """Open a finished interview again, with a reason.

    What was said before stays in the chain; both versions reach the team lead.
    """
    from fieldsurvey.chain.interview import Status
    from fieldsurvey.chain.lines.line import Entry, Kind
    from fieldsurvey.cli.inspector.sitting import interviews_of
    from fieldsurvey.cli.workplace.sealing_up import open_laptop_file

    standing: Standing = ctx.obj
    workspace = standing.laptop_workspace()
    wanted = workspace.subject(subject).id
    with open_laptop_file(workspace) as survey_file:
        finished = [
            made
            for made in interviews_of(survey_file, wanted, form)
            if made.status is Status.FINISHED
            and not made.purged_at
            and made.device == survey_file.device
        ]
        opened = _only(finished, wanted, interview)
        why = reason.strip() or _ask_reason(wanted)
        survey_file.append(
            [
                Entry(
                    Kind.REOPEN,
                    interview=opened.id,
                    value={"reason": why},
                    questionnaire=opened.questionnaire,
                    who=opened.inspectors[0] if opened.inspectors else "",
                )
            ]
        )
    say(
        _("Open again. Go on with: fieldsurvey interview {subject} --form {form}").format(
            subject=wanted, form=opened.form_id
        )
    )


def _ask_reason(subject: str) -> str:
    """Ask why; without somebody to answer it must have been said."""
    if not all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout)):
        raise UsageError(_("A reason is needed."), to_do=_("Say it with --reason."))
    from fieldsurvey.interview.prompts.reopening import ask_why_reopened

    return ask_why_reopened(subject)


def _only(finished: "list[Interview]", subject: str, interview: str) -> "Interview":
    """Return the one interview that is meant."""
    meant = [made for made in finished if interview in ("", made.id)]
    if not meant:
        raise UsageError(
            _("No finished interview of {subject} is on this laptop.").format(subject=subject),
            to_do=_("fieldsurvey show {subject} shows how far it is.").format(subject=subject),
        )
    if len(meant) > 1:
        known = listed(f"{made.id} ({made.form_id})" for made in meant)
        raise UsageError(
            _("Several finished interviews of {subject} are on this laptop.").format(
                subject=subject
            ),
            to_do=_("Name one with --interview: {known}.").format(known=known),
        )
    return meant[0]
