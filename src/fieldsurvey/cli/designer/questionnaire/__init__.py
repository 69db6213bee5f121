"""`questionnaire`: the designer's tools, one module a command."""

import typer

from fieldsurvey.cli.designer.questionnaire import (
    check,
    diff,
    eval_,
    new,
    paper,
    schema,
    show,
    test,
    try_,
)

app = typer.Typer(add_completion=False, help="Write, check, try, test and compare questionnaires.")
for command in (new, check, show, eval_, try_, test, diff, schema, paper):
    app.add_typer(command.app)


@app.callback()
def questionnaire() -> None:
    """Write, check, try, test and compare questionnaires."""
