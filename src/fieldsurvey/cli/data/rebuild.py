"""`rebuild`: fold the interviews from their lines again."""

import typer

from fieldsurvey.cli.speaking import show
from fieldsurvey.cli.workplace.standing import Standing, open_survey_file
from fieldsurvey.i18n import ngettext

app = typer.Typer(add_completion=False)


@app.command(epilog="Example: fieldsurvey rebuild")
def rebuild(ctx: typer.Context) -> None:
    """Fold the interviews from their lines again.

    Lines are the truth and stay as they are; everything else is thrown away and made anew, and the
    whole file is written anew.
    """
    from fieldsurvey.chain.union import rebuild_views

    standing: Standing = ctx.obj
    with open_survey_file(standing.workspace()) as survey_file:
        rebuild_views(survey_file)
        survey_file.write_anew()
        count = len(survey_file.interviews())
    show(
        ngettext("{count} interview folded.", "{count} interviews folded.", count).format(
            count=count
        )
    )
