"""`verify`: every line, hash and signature, and the interviews folded again."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fieldsurvey.cli.failing import FAULTS, tell_findings
from fieldsurvey.cli.speaking import say, show, show_json
from fieldsurvey.cli.tables import table
from fieldsurvey.cli.workplace.standing import Standing, open_survey_file
from fieldsurvey.i18n import _, listed, ngettext, pgettext

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fieldsurvey.campaign.workspace import Workspace
    from fieldsurvey.chain.proving.verifying import VerifyReport
    from fieldsurvey.errors import Finding
    from fieldsurvey.interview.photos.looking_after import Pictures

app = typer.Typer(add_completion=False)


@app.command(epilog="Example: fieldsurvey verify --digest")
def verify(
    ctx: typer.Context,
    digest: Annotated[
        bool, typer.Option("--digest", help="Print the state digest as the last line.")
    ] = False,
    acks: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Find each line of this list: ACK DEVICE SEQ HASH."),
    ] = None,
    place: Annotated[
        list[Path] | None,
        typer.Option(metavar="DIR", help="With --acks: look on this stick, too; more than once."),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="For a program.")] = False,
) -> None:
    """Check every line, hash and signature of the survey file.

    Nothing stored is believed: all of it is made again from the lines and compared. Two files
    that hold the same lines have the same state digest, whatever order they were merged in.

    With --acks every line that somebody was told is saved is looked for: here, in outbox and inbox
    and on the sticks named. Exit code 1 if one is missing.
    """
    from fieldsurvey.chain.proving.verifying import as_far_as_legible
    from fieldsurvey.chain.proving.verifying import verify as verify_file
    from fieldsurvey.cli.data.verified_acks import acks_json, look_for_acks, show_acks
    from fieldsurvey.cli.data.verified_files import look_beside
    from fieldsurvey.cli.lead.devices_seen import clock_anomalies
    from fieldsurvey.interview.photos.album import Album
    from fieldsurvey.interview.photos.looking_after import look_after

    standing: Standing = ctx.obj
    workspace = standing.workspace()
    with open_survey_file(workspace) as survey_file:
        report = verify_file(survey_file, lead_key=_lead_key(workspace))
        beside = tuple(as_far_as_legible(survey_file, look_beside(workspace, survey_file)))
        pictures = look_after(
            survey_file.interviews(), Album(workspace.photos, key=workspace.key), survey_file.device
        )
        clocks = clock_anomalies(survey_file)
        found = look_for_acks(workspace, survey_file, acks, place or []) if acks else None
    if json:
        about = _as_json(report, pictures, beside) | {"clock_anomalies": clocks}
        show_json(about | ({"acks": acks_json(found)} if found else {}))
    else:
        _show(report, beside)
        _show_pictures(pictures)
        _say_clocks(clocks)
        if found:
            show_acks(found)
        if digest:
            show(report.digest)
    is_whole = not (pictures.missing or pictures.altered)
    is_lost = bool(found and found.missing)
    if beside or is_lost or not (report.is_sound and is_whole):
        raise typer.Exit(FAULTS)


def _say_clocks(clocks: "Mapping[str, int]") -> None:
    """Say which laptops' clocks were set: that is no fault, and a reason to look at times twice."""
    for device, count in sorted(clocks.items()):
        said = ngettext(
            "Its clock was set {count} time while somebody worked.",
            "Its clock was set {count} times while somebody worked.",
            count,
        )
        say(f"{device}: {said.format(count=count)}")


def _lead_key(workspace: "Workspace") -> str:
    from fieldsurvey.campaign.workspace import WorkspaceKind

    return workspace.manifest.lead_key if workspace.kind is WorkspaceKind.LAPTOP else ""


def _show(report: "VerifyReport", beside: "Sequence[Finding]") -> None:
    headings = (_("Device"), _("Team"), _("Lines"), _("Signed up to"), pgettext("chain", "Head"))
    rows = [
        (
            device.device,
            device.team or _("lead"),
            str(device.lines),
            str(device.signed_seq),
            device.head[:16],
        )
        for device in report.devices
    ]
    show(table(headings, rows))
    tell_findings((*report.findings, *beside))
    sentence = (
        _("Sound. Lines: {lines}, interviews: {interviews}, bundles: {bundles}.")
        if report.is_sound and not beside
        else _("NOT sound. Lines: {lines}, interviews: {interviews}, bundles: {bundles}.")
    )
    show(sentence.format(lines=report.lines, interviews=report.interviews, bundles=report.bundles))


def _show_pictures(pictures: "Pictures") -> None:
    if not pictures.attached:
        return
    tell_findings(pictures.findings)
    counts = [_("here: {count}").format(count=pictures.here)]
    if pictures.on_laptop:
        counts.append(_("still on the laptops: {count}").format(count=pictures.on_laptop))
    counts += [
        _("missing: {count}").format(count=pictures.missing),
        _("altered: {count}").format(count=pictures.altered),
    ]
    show(
        _("Photos attached: {count} ({states}).").format(
            count=pictures.attached, states=listed(counts)
        )
    )


def _as_json(
    report: "VerifyReport", pictures: "Pictures", beside: "Sequence[Finding]"
) -> dict[str, Any]:
    return {
        "is_sound": report.is_sound and not beside,
        "digest": report.digest,
        "lines": report.lines,
        "interviews": report.interviews,
        "bundles": report.bundles,
        "photos": {
            "attached": pictures.attached,
            "here": pictures.here,
            "on_laptop": pictures.on_laptop,
            "missing": pictures.missing,
            "altered": pictures.altered,
        },
        "devices": [
            {
                "device": device.device,
                "team": device.team,
                "lines": device.lines,
                "signed_seq": device.signed_seq,
                "head": device.head,
                "gaps": device.shape.gaps,
                "forked_at": device.shape.forked_at,
            }
            for device in report.devices
        ],
        "findings": [
            {"code": f.code, "where": f.where, "what": f.what, "kind": f.kind.value}
            for f in (*report.findings, *beside, *pictures.findings)
        ],
    }
