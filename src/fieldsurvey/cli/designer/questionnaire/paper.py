"""`questionnaire print`: the paper form, as a page ready for print."""

from pathlib import Path
from typing import Annotated

import typer

from fieldsurvey.cli.designer.questionnaire.forms import find_form
from fieldsurvey.cli.speaking import say
from fieldsurvey.i18n import _, language

app = typer.Typer(add_completion=False)


@app.command("print", epilog="Example: fieldsurvey questionnaire print well.yaml --out well.html")
def print_(
    ctx: typer.Context,
    form: Annotated[
        str, typer.Argument(metavar="FORM", help="A file, or the form_id of a questionnaire.")
    ],
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Write it into a file.")
    ] = None,
) -> None:
    """Print the paper form as HTML for A4: codes, boxes, skips, a place for the finish code."""
    from fieldsurvey.campaign.roster.csv_table import write_bytes
    from fieldsurvey.report.paper import render_paper

    page = render_paper(find_form(form, ctx.obj), language())
    if out is None:
        typer.echo(page, nl=False)
        return
    write_bytes(out, page)
    say(_("Written: {path}").format(path=out))
    say(_("Open it in a browser and print it."))
