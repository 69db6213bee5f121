"""`merge`: take in what the laptops hand over."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fieldsurvey.cli.failing import FAULTS, tell_findings
from fieldsurvey.cli.speaking import say, show, show_json
from fieldsurvey.cli.waiting import progress
from fieldsurvey.cli.workplace.standing import Standing, open_survey_file
from fieldsurvey.errors import UsageError
from fieldsurvey.i18n import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldsurvey.handover.verdict import Verdict

app = typer.Typer(add_completion=False)


@app.command(epilog="Example: fieldsurvey merge /media/stick-1 /media/stick-2")
def merge(
    ctx: typer.Context,
    sources: Annotated[
        list[Path] | None,
        typer.Argument(metavar="PLACE...", help="Sticks, folders or bundles; the inbox if none."),
    ] = None,
    identity: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="A key that opens them, too: the recovery key."),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="For a program.")] = False,
) -> None:
    """Take in what the laptops hand over.

    Any order, any number of times: the result is the same. Each bundle gets one verdict; a bad
    one never stops the others, and is kept. A signed receipt goes back on each stick. What comes
    from a laptop that is not enrolled waits in the inbox; in a terminal you are asked about it.
    Exit code 1 if a bundle was refused, has a gap or a fork, or a picture cannot be taken in.
    """
    from fieldsurvey.chain.proving.verifying import examine_rest
    from fieldsurvey.cli.lead.devices import enrol_at_once
    from fieldsurvey.cli.lead.taking_in import take_in
    from fieldsurvey.handover.verdict import VerdictKind

    standing: Standing = ctx.obj
    workspace = standing.lead_workspace()
    refuse_absent(sources or [])
    places = sources or [workspace.inbox]
    with open_survey_file(workspace) as survey_file:
        with progress(_("Merging")) as advance:
            taken_in = take_in(workspace, survey_file, places, on_step=advance, identity=identity)
        waiting = _waiting(taken_in.bundles.verdicts)
        if not json and enrol_at_once(workspace, survey_file, waiting):
            taken_in = take_in(workspace, survey_file, places, identity=identity)
    report = taken_in.bundles
    tell_findings((*taken_in.pictures.findings, *examine_rest(survey_file)))
    if json:
        show_json([_verdict_json(verdict) for verdict in report.verdicts])
    else:
        for verdict in report.verdicts:
            show(told(verdict))
        count = len(report.verdicts)
        say(
            ngettext(
                "{count} bundle read; {new} new lines.",
                "{count} bundles read; {new} new lines.",
                count,
            ).format(count=count, new=report.new_lines)
        )
        if words := taken_in.pictures.words():
            say(words)
    good = {VerdictKind.NEW, VerdictKind.ALREADY_HAD}
    is_good = all(verdict.kind in good for verdict in report.verdicts)
    if not is_good or taken_in.pictures.findings:
        raise typer.Exit(FAULTS)


def _waiting(verdicts: "Sequence[Verdict]") -> dict[str, tuple[str, str]]:
    """Return team and public key of each laptop that waits to be enrolled."""
    from fieldsurvey.handover.verdict import VerdictKind

    return {
        verdict.device: (verdict.team, verdict.waiting_key)
        for verdict in verdicts
        if verdict.kind is VerdictKind.UNKNOWN_DEVICE and verdict.waiting_key
    }


def refuse_absent(sources: list[Path]) -> None:
    """Refuse to begin while a stick that was named is not there: it would be taken for empty."""
    for source in sources:
        if not source.exists():
            raise UsageError(
                _("There is no such file or folder; nothing was merged."),
                where=str(source),
                to_do=_("Plug the stick in, or look at its name."),
            )


def told(verdict: "Verdict") -> str:
    """Say what became of a bundle; of one that was refused, which file it is."""
    if verdict.kind.is_taken_in:
        return verdict.words()
    return f"{Path(verdict.source).name}  {verdict.words()}"


def _verdict_json(verdict: "Verdict") -> dict[str, Any]:
    return {
        "bundle": verdict.source,
        "verdict": verdict.kind.value,
        "device": verdict.device,
        "team": verdict.team,
        "first": verdict.first,
        "last": verdict.last,
        "new": verdict.new,
        "erased": verdict.erased,
        "gaps": verdict.gaps,
        "forked_at": verdict.forked_at,
        "words": verdict.words(),
    }
