"""A laptop and a stick or kit in; what the lead has left there for it taken in, and told of."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from fieldsurvey.campaign.workspace import Workspace
from fieldsurvey.chain.register import Receipt
from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.cli.failing import tell_findings
from fieldsurvey.cli.speaking import say
from fieldsurvey.errors import Finding
from fieldsurvey.handover.erasure import take_orders
from fieldsurvey.handover.picture_receipts import take_picture_receipts
from fieldsurvey.handover.receipts import take_receipts
from fieldsurvey.i18n import ngettext


@dataclass(frozen=True, slots=True)
class LeadsWord:
    """What of it does not fit."""

    findings: tuple[Finding, ...]
    disputed: tuple[Receipt, ...]
    """Receipts that the lead did sign, for lines that stand otherwise here, or not at all."""


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
