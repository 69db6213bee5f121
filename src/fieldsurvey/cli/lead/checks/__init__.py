"""`checks`: what does not go together, one module a command."""

import typer

from fieldsurvey.cli.lead.checks import explaining, inspectors, listing

app = typer.Typer(add_completion=False, help="Show what does not go together.")
for command in (listing, explaining, inspectors):
    app.add_typer(command.app)


@app.callback()
def checks() -> None:
    """Show what does not go together: within a form, across forms, against the plan.

    A check never takes a point. E must be mended, W be mended or explained, R is for the reviewer.
    """
