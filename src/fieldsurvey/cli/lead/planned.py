"""A workspace in, what was to be done in its campaign out: whom to visit, when, by which forms."""

from typing import TYPE_CHECKING

from fieldsurvey.assess.coverage import Plan
from fieldsurvey.campaign.model import SubjectKind

if TYPE_CHECKING:
    from fieldsurvey.campaign.workspace import Workspace


def planned(workspace: "Workspace") -> Plan:
    """Return what coverage is measured against."""
    campaign = workspace.campaign
    return Plan(
        workspace.roster,
        workspace.sample,
        workspace.schedule,
        village_forms={
            form: campaign.interviews_wanted(form) for form in campaign.forms[SubjectKind.VILLAGE]
        },
    )
