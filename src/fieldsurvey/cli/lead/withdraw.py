"""`withdraw`: take an interview out of everything, keeping what was said."""

from typing import Annotated

import typer

from fieldsurvey.cli.speaking import say, show
from fieldsurvey.cli.workplace.standing import Standing, open_survey_file, open_to_write
from fieldsurvey.i18n import _

app = typer.Typer(add_completion=False)


@app.command(epilog="Example: fieldsurvey withdraw 0103-07 --reason 'wrong household'")
def withdraw(
    ctx: typer.Context,
    interview: Annotated[
        str, typer.Argument(metavar="NUMBER|ID", help="A sample number, or an interview's id.")
    ],
    reason: Annotated[str, typer.Option(help="Why; it stays with the interview for ever.")] = "",
    by: Annotated[str, typer.Option(metavar="NAME", help="Who withdraws it.")] = "",
) -> None:
    """Take an interview out of every list, score and count at once.

    What was said stays in the chain. The household counts as not visited and can be interviewed
    anew. On a laptop it concerns that laptop's interviews, in the lead's workspace all.
    """
    from fieldsurvey.campaign.workspace import WorkspaceKind
    from fieldsurvey.chain.interview import Status
    from fieldsurvey.chain.lines.line import Entry, Kind
    from fieldsurvey.chain.union import refold
    from fieldsurvey.cli.workplace.meant import interviews_meant, need_reason, only_one
    from fieldsurvey.errors import UsageError

    standing: Standing = ctx.obj
    workspace = standing.workspace()
    is_lead = workspace.kind is WorkspaceKind.LEAD
    with (open_survey_file if is_lead else open_to_write)(workspace) as survey_file:
        meant = [
            one
            for one in interviews_meant(workspace, survey_file, interview)
            if one.status is not Status.WITHDRAWN and (is_lead or one.device == survey_file.device)
        ]
        if not meant:
            raise UsageError(
                _("It is withdrawn already."),
                where=interview,
                to_do=_("Nothing needs doing; it can be interviewed anew."),
            )
        one = only_one(meant, interview)
        said = Entry(
            Kind.WITHDRAW,
            one.id.split("~")[0],
            value={"reason": need_reason(reason)},
            questionnaire=one.questionnaire,
            who=by or ("" if is_lead else next(iter(one.inspectors), "")),
        )
        with survey_file.transaction():
            survey_file.append([said])
            if one.device != survey_file.device:
                refold(survey_file, one.device)
    show(_("Withdrawn: {id} of {subject}.").format(id=one.id, subject=one.subject))
    if not is_lead:
        say(_("It can be interviewed anew: fieldsurvey interview {n}").format(n=one.subject))
