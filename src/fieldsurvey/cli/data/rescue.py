"""`rescue`: every provable line out of a damaged file, into a fresh one."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fieldsurvey.cli.failing import FAULTS
from fieldsurvey.cli.speaking import show, show_json
from fieldsurvey.cli.waiting import stage
from fieldsurvey.cli.workplace.standing import Standing
from fieldsurvey.errors import UsageError
from fieldsurvey.i18n import _

if TYPE_CHECKING:
    from fieldsurvey.campaign.workspace import Workspace

app = typer.Typer(add_completion=False)


@app.command(epilog="Example: fieldsurvey rescue /media/stick/survey.db --to rescued")
def rescue(
    ctx: typer.Context,
    places: Annotated[
        list[Path],
        typer.Argument(metavar="FILE...", help="Survey files, bundles, folders, images of sticks."),
    ],
    to: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="The new folder; NAME-rescued here without it."),
    ] = None,
    code: Annotated[
        list[str] | None,
        typer.Option(metavar="CODE", help="A finish code from a paper form; may be repeated."),
    ] = None,
    identity: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="A key that opens bundles: the recovery key."),
    ] = None,
    key_file: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The survey.key.json of an encrypted file."),
    ] = None,
    by: Annotated[
        str,
        typer.Option(metavar="NAME", help="Take it into the lead's survey file, on your word."),
    ] = "",
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Why; said with --by.")] = "",
    unwitnessed: Annotated[
        bool,
        typer.Option("--unwitnessed", help="With --by: also the lines nobody stands for."),
    ] = False,
    texts: Annotated[
        bool, typer.Option("--texts", help="Show the texts that are not provable, too.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="For a program.")] = False,
) -> None:
    """Recover every provable line of a damaged survey file.

    The file is only read: a copy is looked at, and its bytes where SQLite cannot go on. What is
    provable goes into a fresh survey file in a new folder, with a report; what is not is kept
    beside it as text. With --by it is taken in as a bundle would be: of a laptop that is not
    enrolled nothing. Exit code 1 if anything is missing, waits, or nobody stands for it.

    A file of an encrypted laptop is opened by the lead's or the recovery key, else by the
    laptop's passphrase; keys/survey.key.json must lie beside it, or be named. What comes out of it
    stays encrypted under the same key.
    """
    from fieldsurvey.cli.data.rescuing import Wanted, carry_out

    _refuse_absent([*places, *filter(None, [key_file])])
    standing: Standing = ctx.obj
    wanted = Wanted(
        places=places,
        to=to or Path(f"{_stem(places[0])}-rescued"),
        codes=tuple(code or ()),
        identity=identity,
        key_file=key_file,
        by=by.strip(),
        reason=reason.strip(),
        with_unwitnessed=unwitnessed,
    )
    if (unwitnessed or reason) and not wanted.by:
        raise UsageError(
            _("--unwitnessed and --reason go with --by NAME: somebody must answer for it."),
            to_do=_("Add --by and your name."),
        )
    workspace = standing.lead_workspace() if wanted.by else _workspace_or_none(standing)
    with stage() as tell:
        tell(_("Reading"))
        report = carry_out(wanted, workspace)
    if json:
        show_json(report.as_json())
    else:
        for sentence in (*report.words(), *(report.proof.unproven if texts else ())):
            show(sentence)
    if not report.is_whole or report.is_held_back:
        raise typer.Exit(FAULTS)


def _stem(place: Path) -> str:
    return place.resolve().stem or "files"


def _refuse_absent(places: list[Path]) -> None:
    for place in places:
        if not place.exists():
            raise UsageError(
                _("There is no such file or folder."),
                where=str(place),
                to_do=_("Plug the stick in, or look at its name."),
            )


def _workspace_or_none(standing: Standing) -> "Workspace | None":
    """Return the workspace one stands in; a rescue may be far from any."""
    try:
        return standing.workspace()
    except UsageError:
        if standing.folder is not None:
            raise
        return None
