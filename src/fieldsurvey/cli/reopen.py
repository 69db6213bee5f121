"""`reopen`: open a finished interview again."""

from typing import Annotated

import typer

from fieldsurvey.cli.speaking import say
from fieldsurvey.cli.standing import Standing, open_survey_file
from fieldsurvey.errors import UsageError
from fieldsurvey.i18n import _

app = typer.Typer(add_completion=False)


@app.command(epilog="Example: fieldsurvey reopen 0103-07 --reason 'insurance card found later'")
def reopen(
    ctx: typer.Context,
    subject: Annotated[
        str, typer.Argument(metavar="SUBJECT", help="A sample number, 0103-07, or a village, 0103.")
    ],
    reason: Annotated[str, typer.Option(help="Why; it stays with the interview for ever.")],
    form: Annotated[
        str, typer.Option(metavar="FORM", help="Which questionnaire, where several apply.")
    ] = "",
) -> None:
    """Open a finished interview again, with a reason.

    What was said before stays in the chain; both versions reach the team lead.
    """
    from fieldsurvey.chain.interview import Status
    from fieldsurvey.chain.line import Entry, Kind
    from fieldsurvey.cli.sitting import interviews_of

    standing: Standing = ctx.obj
    workspace = standing.laptop_workspace()
    wanted = workspace.subject(subject).id
    if not reason.strip():
        raise UsageError(_("A reason is needed."), to_do=_("Say it with --reason."))
    with open_survey_file(workspace) as survey_file:
        finished = [
            interview
            for interview in interviews_of(survey_file, wanted, form)
            if interview.status is Status.FINISHED and interview.device == survey_file.device
        ]
        if len(finished) != 1:
            raise UsageError(
                _("{count} finished interviews of {subject} are on this laptop.").format(
                    count=len(finished), subject=wanted
                ),
                to_do=_("Name the questionnaire with --form."),
            )
        opened = finished[0]
        survey_file.append(
            [
                Entry(
                    Kind.REOPEN,
                    interview=opened.id,
                    value={"reason": reason.strip()},
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
