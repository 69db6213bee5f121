"""`questionnaire show`: the questions, when each is asked, and which answers are problems."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from fieldsurvey.cli.questionnaire.forms import find_form
from fieldsurvey.cli.speaking import show, show_json, table
from fieldsurvey.i18n import _, language

if TYPE_CHECKING:
    from fieldsurvey.questionnaire.outline import OutlineRow

app = typer.Typer(add_completion=False)


@app.command("show", epilog="Example: fieldsurvey questionnaire show registered-household")
def show_(
    ctx: typer.Context,
    form: Annotated[
        str, typer.Argument(metavar="FORM", help="A file, or the form_id of a questionnaire.")
    ],
    json: Annotated[bool, typer.Option("--json", help="For a program.")] = False,
) -> None:
    """Show the questions of a questionnaire, when each is asked, and which answers are problems."""
    from fieldsurvey.questionnaire.model import in_language
    from fieldsurvey.questionnaire.outline import outline

    found = find_form(form, ctx.obj)
    rows = outline(found, language())
    if json:
        show_json([asdict(row) for row in rows])
        return
    headings = (_("No."), _("Name"), _("Type"), _("Question"), _("Asked when"), _("Problem"))
    title = in_language(found.settings.form_title, language())
    show(table(headings, [_cells(row) for row in rows], title=title))


def _cells(row: "OutlineRow") -> tuple[str, ...]:
    problems = "; ".join(f"{severity.value}: {when}" for _name, severity, when in row.problems)
    name = "  " * row.depth + row.name + ("*" if row.is_required else "")
    choices = " ".join(f"{code} {label}" for code, label in row.choices)
    return (row.number, name, row.type, f"{row.label}  {choices}".rstrip(), row.condition, problems)
