"""`questionnaire new`: a commented questionnaire to start from."""

from pathlib import Path
from typing import Annotated

import typer

from fieldsurvey.cli.speaking import say, show
from fieldsurvey.errors import UsageError
from fieldsurvey.i18n import _, language

app = typer.Typer(add_completion=False)


@app.command(epilog="Example: fieldsurvey questionnaire new well-visit.yaml")
def new(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="The file to write; it must not be there yet.")
    ],
    form_id: Annotated[
        str, typer.Option("--id", metavar="ID", help="Its form_id; the file's name by default.")
    ] = "",
) -> None:
    """Write a commented questionnaire to start from.

    It shows groups, choices, a repeat, a cascade, conditions, constraints, warnings, special
    answers, calculations, facts of the plan and problem rules. Its comments are in the language in
    use, its texts in Chinese and English.
    """
    from fieldsurvey.campaign.roster.csv_table import write_bytes
    from fieldsurvey.questionnaire.checks.naming import NAME, malformed
    from fieldsurvey.questionnaire.template import template_text

    wanted = form_id or file.stem
    if not NAME.fullmatch(wanted):
        what, to_do = malformed(wanted)
        raise UsageError(what, to_do=to_do if form_id else _("Name one with --id."))
    if file.exists():
        raise UsageError(
            _("There is a file of that name already."),
            where=str(file),
            to_do=_("Choose another name, or take the file away."),
        )
    write_bytes(file, template_text(wanted, language()).encode())
    show(str(file))
    say(_("Next: make it yours, then"))
    say(f"  fieldsurvey questionnaire check {file}")
    say(f"  fieldsurvey questionnaire show {file} --as-asked")
