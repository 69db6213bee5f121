"""`erase`: remove for good what was said in an interview."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fieldsurvey.cli.speaking import say, show, show_json
from fieldsurvey.cli.waiting import progress
from fieldsurvey.cli.workplace.standing import Standing, open_survey_file
from fieldsurvey.i18n import _, listed, ngettext

if TYPE_CHECKING:
    from fieldsurvey.chain.interview import Interview

app = typer.Typer(add_completion=False)


@app.command(
    epilog="Example: fieldsurvey erase 0103-07 --reason 'the household asked for it' --yes"
)
def erase(
    ctx: typer.Context,
    interview: Annotated[
        str, typer.Argument(metavar="NUMBER|ID", help="A sample number, or an interview's id.")
    ],
    reason: Annotated[str, typer.Option(help="Why; it stays in the lead's chain.")] = "",
    by: Annotated[str, typer.Option(metavar="NAME", help="Who erases it.")] = "",
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    json: Annotated[bool, typer.Option("--json", help="For a program.")] = False,
) -> None:
    """Remove for good what was said in an interview, or in all of a household.

    The text of every line goes, here, in the inbox and among the pictures; digest and hash stay, so
    the chain still verifies, and a stick that brings the text again is refused it. The order goes
    to the laptop with the next receipt. Editions that were made still hold it: they are named.
    """
    from fieldsurvey.cli.workplace.meant import agree, interviews_meant, need_reason
    from fieldsurvey.handover.erasure import erase_interviews, lines_to_erase

    standing: Standing = ctx.obj
    workspace = standing.lead_workspace()
    why = need_reason(reason)
    with open_survey_file(workspace) as survey_file:
        meant = interviews_meant(workspace, survey_file, interview)
        count = len({line.hash for one in meant for line in lines_to_erase(survey_file, one.id)})
        asked = ngettext(
            "{count} line of {interviews} will be erased for good.",
            "{count} lines of {interviews} will be erased for good.",
            count,
        ).format(count=count, interviews=listed(one.id for one in meant))
        if not agree(asked, yes=yes):
            say(_("Nothing was erased."))
            return
        with progress(_("Erasing"), 3) as advance:
            erased = erase_interviews(
                survey_file,
                meant,
                why,
                who=by,
                inbox=workspace.inbox,
                photos=workspace.photos,
                on_step=advance,
            )
    editions = list(_editions_with(workspace.editions, meant))
    if json:
        show_json(
            {
                "interviews": [one.id for one in meant],
                "lines": erased.lines,
                "bundles": [each.name for each in erased.bundles],
                "pictures": erased.pictures,
                "editions": editions,
            }
        )
        return
    show(
        _("Erased. Lines: {lines}, bundles of the inbox: {bundles}, pictures: {pictures}.").format(
            lines=erased.lines, bundles=len(erased.bundles), pictures=erased.pictures
        )
    )
    say(_("The laptop is told by the next stick that is merged and goes back to it."))
    if editions:
        say(_("These editions still hold it: {editions}.").format(editions=listed(editions)))


def _editions_with(folder: Path, interviews: "Iterable[Interview]") -> Iterator[str]:
    """Yield the names of editions that name one of the interviews or its subject."""
    words = {word.encode() for one in interviews for word in (one.id, one.subject)}
    for edition in sorted(path for path in folder.glob("*") if path.is_dir()):
        texts = (path.read_bytes() for path in edition.glob("*.json"))
        if any(word in text for text in texts for word in words):
            yield edition.name
