"""`hand-over`: copy what was said to the team lead's stick."""

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fieldsurvey.cli.failing import FAULTS, tell_findings
from fieldsurvey.cli.speaking import say, show
from fieldsurvey.cli.waiting import progress
from fieldsurvey.cli.workplace.standing import Standing, open_survey_file
from fieldsurvey.i18n import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fieldsurvey.campaign.workspace import Workspace
    from fieldsurvey.chain.devices.register import Receipt
    from fieldsurvey.chain.survey_file import SurveyFile

app = typer.Typer(add_completion=False)


@app.command(epilog="Example: fieldsurvey hand-over /media/stick")
def hand_over(
    ctx: typer.Context,
    stick: Annotated[Path, typer.Argument(metavar="STICK", help="The stick's folder.")],
) -> None:
    """Copy what was said to the team lead's stick.

    What is not sealed yet, pictures too, is sealed, copied, read back and compared. Nothing is
    deleted here. The lead's receipts on the stick are taken in: lines and pictures that they
    witness need not be copied again.
    """
    from fieldsurvey.chain.devices.register import receipted_seq
    from fieldsurvey.chain.proving.verifying import examine_rest
    from fieldsurvey.cli.workplace.equipping import load_key
    from fieldsurvey.cli.workplace.leads_word import take_leads_word
    from fieldsurvey.cli.workplace.sealing_up import recipients_of, seal_photos
    from fieldsurvey.handover.enrolment_request import copy_requests
    from fieldsurvey.handover.handing_over import hand_over as copy_bundles
    from fieldsurvey.handover.outbox_pictures import (
        detached_pictures,
        hashes_lying,
        pictures_to_hand_over,
    )
    from fieldsurvey.handover.picture_receipts import signed_pictures
    from fieldsurvey.handover.pictures import hand_over_pictures

    standing: Standing = ctx.obj
    workspace = standing.laptop_workspace()
    with open_survey_file(workspace) as survey_file:
        word = take_leads_word(workspace, survey_file, [stick])
        report = copy_bundles(
            survey_file,
            load_key(workspace),
            outbox=workspace.outbox,
            stick=stick,
            recipients=recipients_of(workspace),
        )
        if not receipted_seq(survey_file, survey_file.device):
            copy_requests(workspace.outbox, stick)
        _witness(workspace, survey_file, word.disputed)
        photos = seal_photos(workspace, survey_file)
        lead_key = bytes.fromhex(workspace.manifest.lead_key)
        signed = signed_pictures(survey_file, lead_key, workspace.keys)
        names = pictures_to_hand_over(survey_file, workspace.outbox, signed)
        with progress(_("Pictures"), len(names)) as advance:
            copied = hand_over_pictures(
                names, outbox=workspace.outbox, stick=stick, on_picture=advance
            )
        left = len(detached_pictures(survey_file).all & hashes_lying(workspace.outbox))
    tell_findings((*photos.findings, *examine_rest(survey_file)))
    is_complete = report.is_complete and not copied.failed
    for sentence in (*report.words(), *copied.words()):
        (show if is_complete else say)(sentence)
    if left:
        say(
            ngettext(
                "{count} picture that no interview shows any more stays here, and is not copied: "
                "fieldsurvey purge removes it once its interview is over and signed for.",
                "{count} pictures that no interview shows any more stay here, and are not copied: "
                "fieldsurvey purge removes them once their interviews are over and signed for.",
                left,
            ).format(count=left)
        )
    if not is_complete or word.findings or photos.findings:
        raise typer.Exit(FAULTS)
    say(_("Give the stick to the team lead."))


def _witness(
    workspace: "Workspace", survey_file: "SurveyFile", disputed: "Iterable[Receipt]"
) -> None:
    """Keep what is here as a witness, or what the lead signed for and is not here any more."""
    from fieldsurvey.chain.devices.copies import keep_head, keep_witness

    own = [one for one in disputed if one.device == survey_file.device]
    # Without a new witness the earlier one stands.
    with suppress(OSError):
        if own:
            last = max(own, key=lambda receipt: receipt.seq)
            keep_witness(workspace.keys, last.device, last.seq, last.head)
        else:
            keep_head(survey_file, workspace.keys)
