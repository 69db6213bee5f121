"""`questionnaire`: the designer's tools, one module a command."""

import typer

from fieldsurvey.cli.questionnaire import check, diff, schema, show

app = typer.Typer(add_completion=False, help="Check and show questionnaires.")
for command in (check, show, diff, schema):
    app.add_typer(command.app)


@app.callback()
def questionnaire() -> None:
    """Check and show questionnaires."""
