"""`questionnaire schema`: what an editor needs to complete a questionnaire and underline faults."""

from pathlib import Path
from typing import Annotated

import typer

from fieldsurvey.cli.speaking import say, show_json
from fieldsurvey.i18n import _

app = typer.Typer(add_completion=False)


@app.command(epilog="Example: fieldsurvey questionnaire schema --out questionnaire.schema.json")
def schema(
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Write it into a file.")
    ] = None,
) -> None:
    """Print the JSON Schema of questionnaires, so that editors complete and underline."""
    import json

    from fieldsurvey.campaign.roster.csv_table import write_bytes
    from fieldsurvey.questionnaire.json_schema import questionnaire_schema

    if out is None:
        show_json(questionnaire_schema())
        return
    text = json.dumps(questionnaire_schema(), ensure_ascii=False, indent=2)
    write_bytes(out, f"{text}\n".encode())
    say(_("Written: {path}").format(path=out))
    say(
        _("Put this line on top of a questionnaire: {line}").format(
            line=f"# yaml-language-server: $schema={out.name}"
        )
    )
