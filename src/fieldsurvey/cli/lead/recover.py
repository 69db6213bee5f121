"""`recover`: a forgotten passphrase, a dead laptop."""

from pathlib import Path
from typing import Annotated

import typer

from fieldsurvey.cli.workplace.standing import Standing
from fieldsurvey.i18n import _

app = typer.Typer(
    add_completion=False, help="Open a laptop whose passphrase is forgotten, or that is dead."
)


@app.callback()
def recover() -> None:
    """Open a laptop whose passphrase is forgotten, or that is dead."""


@app.command(epilog="Example: fieldsurvey recover passphrase /media/stick")
def passphrase(
    ctx: typer.Context,
    stick: Annotated[
        Path, typer.Argument(metavar="STICK", help="The stick that goes to the lead and back.")
    ],
    code: Annotated[
        str, typer.Option(metavar="CODE", help="Lead: the code that the inspector reads out.")
    ] = "",
    identity: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Lead: a key that opens it, too: the recovery key."),
    ] = None,
) -> None:
    """Give a laptop whose passphrase is forgotten a new one; nothing is lost.

    The same command three times: on the laptop, where it shows a code; at the team lead's, with
    that code; on the laptop again, where a new passphrase is chosen. The lead's key never comes
    near the laptop.
    """
    from fieldsurvey.campaign.workspace import WorkspaceKind
    from fieldsurvey.cli.lead.recovering_passphrase import answer, ask_or_renew

    standing: Standing = ctx.obj
    workspace = standing.workspace()
    if workspace.kind is WorkspaceKind.LAPTOP:
        ask_or_renew(workspace, stick)
    else:
        answer(workspace, stick, code, identity)


@app.command(epilog="Example: fieldsurvey recover laptop /media/disk/survey")
def laptop(
    ctx: typer.Context,
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="The laptop's folder, on its disk or copied.")
    ],
    identity: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="A key that opens it, too: the recovery key."),
    ] = None,
) -> None:
    """Take in what a dead laptop holds: from its disk, or a copy of its folder.

    What it handed over or sealed lies in its outbox and is merged; what it had not sealed yet is
    read from its survey file, encrypted or not, with the lead's key. The folder is only read.
    """
    from fieldsurvey.cli.lead.recovering_laptop import take_in_laptop
    from fieldsurvey.cli.speaking import say

    standing: Standing = ctx.obj
    new = take_in_laptop(standing.lead_workspace(), folder, identity)
    say(_("New lines taken in: {count}.").format(count=new))
