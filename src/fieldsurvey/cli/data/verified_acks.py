"""A list of acknowledged lines in; where each of them is, said and counted, out."""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from fieldsurvey.campaign.workspace import Workspace
from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.cli.speaking import say, show
from fieldsurvey.cli.workplace.sealing_keys import identities_of
from fieldsurvey.handover.acknowledged import Whereabouts, find_acks, read_acks
from fieldsurvey.i18n import _, listed

_NAMED_MOST = 10


def look_for_acks(
    workspace: Workspace, survey_file: SurveyFile, file: Path, places: Sequence[Path]
) -> Whereabouts:
    """Look for the lines of a list here, in outbox and inbox, and in further places.

    Raises:
        HandoverError: The list cannot be read, or one of its lines is none.
    """
    folders = [workspace.outbox, workspace.inbox, *places]
    return find_acks(read_acks(file), survey_file, folders, identities_of(workspace))


def show_acks(found: Whereabouts) -> None:
    """Say where the lines are; name those that are nowhere."""
    show(
        _(
            "Acknowledged lines in the survey file: {in_file}, in bundles: {in_bundles}, "
            "sealed where they cannot be opened here: {sealed}, missing: {missing}."
        ).format(
            in_file=found.in_file,
            in_bundles=found.in_bundles,
            sealed=len(found.sealed),
            missing=len(found.missing),
        )
    )
    if found.sealed:
        say(_("The team lead can prove what is sealed: merge, then verify there."))
    if found.missing:
        names = [f"{ack.device}-{ack.seq}" for ack in found.missing]
        more = ["…"] if len(names) > _NAMED_MOST else []
        say(_("Missing: {lines}").format(lines=listed([*names[:_NAMED_MOST], *more])))


def acks_json(found: Whereabouts) -> dict[str, Any]:
    """Return the same for a program."""
    return asdict(found)
