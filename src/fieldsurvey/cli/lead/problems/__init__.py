"""`problems`: listed, looked at, decided about, one module a command."""

import typer

from fieldsurvey.cli.lead.problems import adding, counting, deciding, listing, looking

app = typer.Typer(add_completion=False, help="List the problems, look at them, decide about them.")
for command in (listing, looking, deciding, adding, counting):
    app.add_typer(command.app)


@app.callback()
def problems() -> None:
    """List the problems, look at them, decide about them.

    A problem keeps its number for life; every decision is a line that says who and why.
    """
