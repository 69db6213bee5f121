"""`share`: hand a lead's whole file over to another lead."""

from pathlib import Path
from typing import Annotated

import typer

from fieldsurvey.cli.speaking import say, show
from fieldsurvey.cli.waiting import progress
from fieldsurvey.cli.workplace.standing import Standing, open_survey_file
from fieldsurvey.errors import UsageError
from fieldsurvey.i18n import _, ngettext

app = typer.Typer(add_completion=False)


@app.command(epilog="Example: fieldsurvey share /media/stick --to age1…")
def share(
    ctx: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A stick, or an empty folder.")],
    to: Annotated[
        list[str] | None,
        typer.Option(
            metavar="AGE1…",
            help="The other lead's key, from their keys/recipients.json; may be said twice.",
        ),
    ] = None,
) -> None:
    """Hand everything the lead has over to another lead.

    Every laptop's lines go with the signatures they came with, and the lead's decisions signed by
    the lead. The other lead merges the folder like a stick; once both have done so, both have the
    same state digest. The other's decisions hold where that lead is enrolled.
    """
    from fieldsurvey.cli.workplace.equipping import load_key
    from fieldsurvey.cli.workplace.sealing_up import recipients_of
    from fieldsurvey.handover.sharing import share as write_all
    from fieldsurvey.handover.sharing import shared_bundles

    standing: Standing = ctx.obj
    workspace = standing.lead_workspace()
    if not folder.is_dir():
        raise UsageError(
            _("There is no such folder."),
            where=str(folder),
            to_do=_("Plug in the stick and name its folder."),
        )
    recipients = [*dict.fromkeys([*recipients_of(workspace), *(to or [])])]
    with open_survey_file(workspace) as survey_file:
        total = len(shared_bundles(survey_file))
        with progress(_("Writing"), total) as advance:
            names = write_all(
                survey_file,
                load_key(workspace),
                folder,
                outbox=workspace.outbox,
                recipients=recipients,
                on_bundle=advance,
            )
    show(
        ngettext(
            "{count} bundle is written, read back and compared.",
            "{count} bundles are written, read back and compared.",
            len(names),
        ).format(count=len(names))
    )
    say(_("The other lead merges it: fieldsurvey merge {folder}").format(folder=folder))
