"""What a lead leaves on a stick for the laptops, and what a laptop does with it.

These are receipts for lines and pictures, and orders to erase.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from fieldsurvey.campaign.workspace import Workspace
from fieldsurvey.chain.devices.register import Receipt
from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.cli.failing import tell_findings
from fieldsurvey.cli.speaking import say
from fieldsurvey.cli.workplace.equipping import load_key
from fieldsurvey.errors import Finding, HandoverError
from fieldsurvey.handover.erasure import take_orders, write_orders
from fieldsurvey.handover.picture_receipts import take_picture_receipts, write_picture_receipts
from fieldsurvey.handover.receipts import take_receipts, write_receipts
from fieldsurvey.i18n import ngettext


@dataclass(frozen=True, slots=True)
class LeadsWord:
    """What of it does not fit."""

    findings: tuple[Finding, ...]
    disputed: tuple[Receipt, ...]
    """Receipts that the lead did sign, for lines that stand otherwise here, or not at all."""


def leave_leads_word(workspace: Workspace, survey_file: SurveyFile, stick: Path) -> None:
    """Put the lead's receipts and orders for every laptop on a stick; say where that is refused.

    Raises:
        ChainError: The survey file cannot be written.
    """
    key = load_key(workspace)
    try:
        write_receipts(survey_file, key, stick)
        write_picture_receipts(survey_file, key, stick, workspace.photos)
        write_orders(survey_file, key, stick)
    except HandoverError as failed:
        say(f"{failed.where}: {failed.what} {failed.to_do}")


def take_leads_word(
    workspace: Workspace, survey_file: SurveyFile, places: Iterable[Path]
) -> LeadsWord:
    """Take in receipts for lines and pictures, and do what is ordered to be erased; tell of it.

    Args:
        workspace: The laptop's.
        survey_file: Its survey file.
        places: Folders in which the lead may have left something; of what lies in none, nothing.
    """
    lead_key = bytes.fromhex(workspace.manifest.lead_key)
    findings: list[Finding] = []
    disputed: list[Receipt] = []
    erased = 0
    for place in places:
        receipts = take_receipts(survey_file, place, lead_key)
        findings += receipts.findings
        disputed += receipts.disputed
        findings += take_picture_receipts(survey_file, place, lead_key, workspace.keys)
        done, refused = take_orders(
            survey_file, place, lead_key, outbox=workspace.outbox, photos=workspace.photos
        )
        erased += done
        findings += refused
    tell_findings(findings)
    if erased:
        say(
            ngettext(
                "{count} line was erased here, as the lead ordered.",
                "{count} lines were erased here, as the lead ordered.",
                erased,
            ).format(count=erased)
        )
    return LeadsWord(tuple(findings), tuple(disputed))
