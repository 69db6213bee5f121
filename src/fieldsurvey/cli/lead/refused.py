"""What was not taken in, tonight or before, in; the bundles that are still wanted of it out."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from fieldsurvey.campaign.workspace import Workspace
from fieldsurvey.chain.devices.register import device
from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.chain.union import shape_of
from fieldsurvey.cli.lead.enrolling import gate_of
from fieldsurvey.cli.speaking import say
from fieldsurvey.cli.workplace.sealing_keys import identities_of
from fieldsurvey.handover.came_as import NamedLines, came_as, lines_named
from fieldsurvey.handover.merging import REFUSED, merge
from fieldsurvey.handover.verdict import Verdict
from fieldsurvey.report.frozen.missing import RefusedBundle


def still_wanted(
    workspace: Workspace, survey_file: SurveyFile, refused: Iterable[Verdict] = ()
) -> list[RefusedBundle]:
    """Return the bundles that were refused and whose lines have not come otherwise.

    All that the inbox keeps as refused is read once more: what was refused on an earlier evening
    is still missing, and what a newer program or another key can read is taken in. The reasons are
    in the language spoken.

    Args:
        workspace: The lead's.
        survey_file: Its survey file, after the evening's merge.
        refused: The verdicts of that merge on what it did not take in.
    """
    kept = workspace.inbox / REFUSED
    elsewhere = dict.fromkeys(Path(verdict.source) for verdict in refused)
    report = merge(
        survey_file,
        [kept, *elsewhere] if kept.is_dir() else list(elsewhere),
        inbox=workspace.inbox,
        identities=identities_of(workspace),
        gate=gate_of(workspace, survey_file),
    )
    for verdict in report.verdicts:
        if verdict.new:
            say(verdict.words())
    found: dict[str, RefusedBundle] = {}
    for verdict in report.refused:
        for name in _names(workspace, verdict):
            lines = lines_named(name)
            if not (lines and _is_all_here(survey_file, lines)):
                found.setdefault(name, _bundle(survey_file, verdict, name, lines))
    return [found[name] for name in sorted(found)]


def gaps_beside(
    gaps: Sequence[tuple[int, int]], device_id: str, refused: Iterable[RefusedBundle]
) -> list[tuple[int, int]]:
    """Return the gaps of a chain that no refused bundle accounts for: one thing is named once."""
    held = [(each.first, each.last) for each in refused if each.device == device_id]
    return [gap for gap in gaps if not _is_held(gap, sorted(held))]


def _is_held(gap: tuple[int, int], held: Sequence[tuple[int, int]]) -> bool:
    wanted, last = gap
    for first, until in held:
        if first <= wanted:
            wanted = max(wanted, until + 1)
    return wanted > last


def _names(workspace: Workspace, verdict: Verdict) -> tuple[str, ...]:
    """Return what a refused bundle is called: as its laptop calls it, where it could be read."""
    if verdict.device:
        return (f"{verdict.device}-{verdict.first:06d}-{verdict.last:06d}.fsb",)
    return came_as(workspace.inbox, Path(verdict.source))


def _bundle(
    survey_file: SurveyFile, verdict: Verdict, name: str, lines: NamedLines | None
) -> RefusedBundle:
    if lines is None:
        return RefusedBundle(bundle=name, reason=verdict.fault)
    known = device(survey_file, lines.device)
    return RefusedBundle(
        bundle=name,
        reason=verdict.fault,
        device=lines.device,
        team=known.team if known else verdict.team,
        first=lines.first,
        last=lines.last,
    )


def _is_all_here(survey_file: SurveyFile, lines: NamedLines) -> bool:
    gaps = shape_of(survey_file, lines.device).gaps
    return survey_file.tip(lines.device)[0] >= lines.last and not any(
        first <= lines.last and last >= lines.first for first, last in gaps
    )
