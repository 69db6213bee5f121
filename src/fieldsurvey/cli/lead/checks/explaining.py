"""`checks explain`: why a check may stand, a line with who and why."""

from typing import Annotated

import typer

from fieldsurvey.cli.speaking import show
from fieldsurvey.cli.workplace.standing import Standing, open_survey_file
from fieldsurvey.errors import UsageError
from fieldsurvey.i18n import _, language

app = typer.Typer(add_completion=False)


@app.command(
    epilog="Example: fieldsurvey checks explain X-06 0103 "
    "--why 'a team came in May; the plan is older' --by 'Gao Lan'"
)
def explain(
    ctx: typer.Context,
    code: Annotated[str, typer.Argument(metavar="CODE", help="Of the check: X-06.")],
    where: Annotated[str, typer.Argument(metavar="WHERE", help="As the list of checks has it.")],
    why: Annotated[
        str, typer.Option(help="Why it may stand; it stays with the check for ever.")
    ] = "",
    by: Annotated[str, typer.Option(metavar="NAME", help="Who says so.")] = "",
) -> None:
    """Say why a check may stand: one to explain, or one to review.

    The reason stands beside the check from now on, here and in the nightly lists; said again, the
    later one holds. An error must be mended. Where it comes to be about other interviews it is open
    again.
    """
    from fieldsurvey.assess.checks.check_reasons import reason_entry
    from fieldsurvey.cli.lead.checks.collecting import collect_now
    from fieldsurvey.cli.lead.evening import assess_evening
    from fieldsurvey.cli.lead.problems.asking import name_of, reason_of
    from fieldsurvey.questionnaire.model import CheckKind

    standing: Standing = ctx.obj
    workspace = standing.lead_workspace()
    wanted = (code.upper(), where.upper())
    with open_survey_file(workspace) as survey_file:
        holding = collect_now(assess_evening(workspace, survey_file), survey_file, language())
        meant = [row for row in holding if (row.code.upper(), row.where.upper()) == wanted]
        if not meant:
            raise UsageError(
                _("{code} does not hold at {where}.").format(code=code.upper(), where=where),
                to_do=_("fieldsurvey checks list shows which check holds where."),
            )
        if any(row.kind is CheckKind.FIX for row in meant):
            raise UsageError(
                _("{code} is an error: it must be mended, whatever the reason.").format(
                    code=meant[0].code
                ),
                where=where,
                to_do=_("Mend the answers or the plan; in the field with fieldsurvey reopen."),
            )
        said = {"why": reason_of(why), "who": name_of(by, _("Who says so?"), "--by")}
        about = {(row.code, row.where, row.interviews) for row in meant}
        survey_file.append([reason_entry(*each, **said) for each in sorted(about)])
    show(_("{code} at {where} is explained.").format(code=meant[0].code, where=meant[0].where))
