"""`conflicts`: what claims the same place twice, for the lead to decide."""

from typing import TYPE_CHECKING, Annotated

import typer

from fieldsurvey.cli.failing import FAULTS
from fieldsurvey.cli.speaking import say, show, show_json
from fieldsurvey.cli.workplace.standing import Standing, open_survey_file
from fieldsurvey.i18n import _, ngettext

if TYPE_CHECKING:
    from fieldsurvey.cli.lead.conflicts.cases import Matter

app = typer.Typer(add_completion=False, help="Show and decide what claims the same place twice.")

_Matter = Annotated[
    str, typer.Argument(metavar="ID", help="As the list names it, or the sample number.")
]


@app.callback()
def conflicts() -> None:
    """Show and decide what claims the same place twice.

    Two interviews of one household, a laptop's chain that goes on in two ways, a reserve called in
    for two households. Nothing of that is ever merged by machine.
    """


@app.command("list", epilog="Example: fieldsurvey conflicts list --all")
def list_(
    ctx: typer.Context,
    everything: Annotated[bool, typer.Option("--all", help="Those that are decided, too.")] = False,
    json: Annotated[bool, typer.Option("--json", help="For a program.")] = False,
) -> None:
    """List what the lead has to decide. Exit code 1 while anything is open."""
    from fieldsurvey.cli.lead.conflicts.cases import matters_in
    from fieldsurvey.cli.lead.conflicts.telling import as_json, matters_table

    standing: Standing = ctx.obj
    workspace = standing.lead_workspace()
    with open_survey_file(workspace) as survey_file:
        matters = matters_in(workspace, survey_file)
    open_now = [matter for matter in matters if matter.is_open]
    listed = matters if everything else open_now
    if json:
        show_json([as_json(matter) for matter in listed])
    else:
        if listed:
            show(matters_table(listed))
        _tell_open(open_now, len(matters) - len(open_now))
    if open_now:
        raise typer.Exit(FAULTS)


@app.command("show", epilog="Example: fieldsurvey conflicts show 0103-07")
def show_(
    ctx: typer.Context,
    matter: _Matter,
    everything: Annotated[
        bool, typer.Option("--all", help="The answers that are the same, too.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="For a program.")] = False,
) -> None:
    """Show a conflict side by side, what differs first."""
    from fieldsurvey.cli.lead.conflicts.cases import find_matter, matters_in
    from fieldsurvey.cli.lead.conflicts.telling import show_matter, with_differences

    standing: Standing = ctx.obj
    workspace = standing.lead_workspace()
    with open_survey_file(workspace) as survey_file:
        found = find_matter(matters_in(workspace, survey_file), matter)
        if json:
            show_json(with_differences(found, workspace, survey_file))
        else:
            show_matter(found, workspace, survey_file, with_all=everything)


@app.command(epilog="Example: fieldsurvey conflicts decide 0103-07 --keep d3f9a1c2-17 --why seen")
def decide(
    ctx: typer.Context,
    matter: _Matter,
    keep: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ID",
            help="Take this interview whole; of a fork this branch (several times: all of them).",
        ),
    ] = None,
    keep_none: Annotated[
        bool, typer.Option("--keep-none", help="Of a fork: no branch counts.")
    ] = False,
    settings: Annotated[
        list[str] | None,
        typer.Option(
            "--set", metavar="QUESTION=1|2", help="Take this answer from the first or the second."
        ),
    ] = None,
    why: Annotated[
        str, typer.Option(metavar="TEXT", help="The reason; asked for if missing.")
    ] = "",
    by: Annotated[str, typer.Option(metavar="NAME", help="Who decides.")] = "",
    second: Annotated[str, typer.Option(metavar="NAME", help="Who decides with them.")] = "",
) -> None:
    """Decide a conflict; what is not taken is kept, and shown, and counts nowhere.

    Without --keep and --set a terminal asks question by question: 1 takes the first, 2 the second.
    Deciding again replaces the decision. If one of the interviews changes later, the conflict is
    open again.
    """
    from fieldsurvey.cli.lead.conflicts.cases import find_matter, matters_in
    from fieldsurvey.cli.lead.conflicts.deciding import Wish, decide_matter

    standing: Standing = ctx.obj
    workspace = standing.lead_workspace()
    wish = Wish(tuple(keep or ()), tuple(settings or ()), why.strip(), by, second, none=keep_none)
    with open_survey_file(workspace) as survey_file:
        found = find_matter(matters_in(workspace, survey_file), matter)
        decide_matter(found, wish, workspace, survey_file)


def _tell_open(open_now: "list[Matter]", decided: int) -> None:
    if open_now:
        say(
            ngettext(
                "{count} conflict is open. Look at one: fieldsurvey conflicts show {id}",
                "{count} conflicts are open. Look at one: fieldsurvey conflicts show {id}",
                len(open_now),
            ).format(count=len(open_now), id=open_now[0].id)
        )
    elif decided:
        say(
            ngettext(
                "Nothing is open; {count} conflict is decided.",
                "Nothing is open; {count} conflicts are decided.",
                decided,
            ).format(count=decided)
        )
    else:
        say(_("There is no conflict."))
