"""`purge`: remove from a laptop what the lead has signed for."""

from collections import Counter
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fieldsurvey.cli.failing import FAULTS
from fieldsurvey.cli.speaking import say, show, show_json
from fieldsurvey.cli.waiting import progress
from fieldsurvey.cli.workplace.standing import Standing, open_to_write
from fieldsurvey.i18n import _, listed, ngettext, sentences

if TYPE_CHECKING:
    from pathlib import Path

    from fieldsurvey.handover.purging import Purged, Waiting

app = typer.Typer(add_completion=False)


@app.command(epilog="Example: fieldsurvey purge --yes")
def purge(
    ctx: typer.Context,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    json: Annotated[bool, typer.Option("--json", help="For a program.")] = False,
) -> None:
    """Remove from this laptop the interviews that the lead has signed for.

    Answers, pictures and bundles go, pictures that were taken away again too; numbers, times and
    finish codes stay, and the chain still verifies. Afterwards every file of the workspace is
    searched for what was removed. Take in the lead's receipt first: fieldsurvey hand-over STICK.
    """
    from fieldsurvey.cli.workplace.meant import agree
    from fieldsurvey.handover.outbox_pictures import unneeded_pictures
    from fieldsurvey.handover.picture_receipts import signed_pictures
    from fieldsurvey.handover.purging import purge as remove
    from fieldsurvey.handover.purging import purgeable

    standing: Standing = ctx.obj
    workspace = standing.laptop_workspace()
    with open_to_write(workspace) as survey_file:
        lead_key = bytes.fromhex(workspace.manifest.lead_key)
        signed = signed_pictures(survey_file, lead_key, workspace.keys)
        ready, waiting = purgeable(survey_file, signed)
        left = unneeded_pictures(survey_file, signed, workspace.outbox, workspace.photos)
        _tell_waiting(waiting)
        if not (ready or left):
            if json:
                show_json(_as_json(None, waiting))
            say(_("Nothing can be purged."))
            return
        if not agree(_asked(len(ready), len(left)), yes=yes):
            say(_("Nothing was removed."))
            return
        with progress(_("Removing and searching")) as advance:
            purged = remove(
                survey_file,
                ready,
                folder=workspace.folder,
                outbox=workspace.outbox,
                photos=workspace.photos,
                detached=left,
                key=workspace.key,
                on_step=advance,
            )
    if json:
        show_json(_as_json(purged, waiting))
    else:
        _show(purged)
    if purged.is_empty and workspace.is_encrypted:
        _tell_of_key(workspace.survey_key_json)
    if purged.proof.found:
        raise typer.Exit(FAULTS)


def _asked(interviews: int, pictures: int) -> str:
    said = [
        ngettext(
            "{count} interview will be removed from this laptop; the lead has it.",
            "{count} interviews will be removed from this laptop; the lead has them.",
            interviews,
        ).format(count=interviews)
    ]
    if pictures:
        said.append(
            ngettext(
                "So will {count} picture that no interview shows any more.",
                "So will {count} pictures that no interview shows any more.",
                pictures,
            ).format(count=pictures)
        )
    return sentences(said)


def _show(purged: "Purged") -> None:
    show(
        _(
            "Removed. Interviews: {interviews}, lines: {lines}, bundles: {bundles}, "
            "pictures: {pictures}."
        ).format(
            interviews=len(purged.interviews),
            lines=purged.lines,
            bundles=purged.bundles,
            pictures=purged.pictures,
        )
    )
    proof = purged.proof
    show(
        _("Searched {files} files for {traces} traces of it: {found} found.").format(
            files=proof.files, traces=proof.traces, found=len(proof.found)
        )
    )
    if proof.opened:
        show(
            ngettext(
                "{count} of them is encrypted, and was searched decrypted.",
                "{count} of them are encrypted, and were searched decrypted.",
                proof.opened,
            ).format(count=proof.opened)
        )
    if proof.found:
        say(_("It is still in: {files}. Remove these by hand.").format(files=listed(proof.found)))


def _tell_of_key(key_file: "Path") -> None:
    """Say what the last key is for that is left, and when it may go."""
    say(_("No interview is left on this laptop."))
    say(
        _(
            "What its disk may keep of them, where nobody can overwrite it, is encrypted. "
            "Only {key_file} opens it. It stays: the plan and the chain here need it."
        ).format(key_file=key_file)
    )
    say(
        _(
            "When this laptop leaves the campaign, delete that file first, then the whole folder:"
            " from then on nobody can open anything of it, not even the team lead."
        )
    )


def _tell_waiting(waiting: "list[Waiting]") -> None:
    by_reason = Counter(one.why for one in waiting)
    for why, count in by_reason.items():
        say(
            ngettext(
                "{count} finished interview stays: {why}.",
                "{count} finished interviews stay: {why}.",
                count,
            ).format(count=count, why=why)
        )


def _as_json(purged: "Purged | None", waiting: "list[Waiting]") -> dict[str, Any]:
    about: dict[str, Any] = {
        "waiting": [{"interview": one.interview.id, "why": one.why} for one in waiting],
        "interviews": [one.id for one in purged.interviews] if purged else [],
    }
    if purged:
        about |= {
            "lines": purged.lines,
            "bundles": purged.bundles,
            "pictures": purged.pictures,
            "files_searched": purged.proof.files,
            "files_decrypted": purged.proof.opened,
            "traces": purged.proof.traces,
            "found_in": purged.proof.found,
            "is_empty": purged.is_empty,
        }
    return about
