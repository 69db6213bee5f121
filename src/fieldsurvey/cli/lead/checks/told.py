"""An evening and the lists made so far in, the checks that the latest of them tells out."""

from datetime import datetime
from typing import TYPE_CHECKING

from fieldsurvey.report.speaking import speaking

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldsurvey.cli.lead.evening import Evening
    from fieldsurvey.report.frozen.edition import CheckLine, Edition


def checks_told(evening: "Evening", editions: "Sequence[Edition]") -> "tuple[CheckLine, ...]":
    """Return every check that holds when the last of `editions` is made, names masked.

    That one is among them: what is new in it has a row, and its day has a list.
    """
    from fieldsurvey.assess.checks.cross_rules import read_rules
    from fieldsurvey.cli.lead.checks.collecting import collect_checks
    from fieldsurvey.report.frozen.edition import CheckLine
    from fieldsurvey.report.masking.hiding import hide_known

    spoken = evening.workspace.campaign.language
    rules = read_rules(evening.workspace.questionnaires)
    now = datetime.fromisoformat(editions[-1].made_at)
    with speaking(spoken):
        rows = collect_checks(evening, rules, editions, now, spoken)
    villages = evening.workspace.roster.villages
    said = [
        {
            "code": row.code,
            "kind": row.kind.value,
            "where": row.where,
            "village": villages[row.village].name if row.village else "",
            "text": row.text,
            "to_do": row.to_do,
            "reason": row.reason,
        }
        for row in rows
    ]
    named = evening.named
    return tuple(CheckLine(**line) for line in hide_known(said, named.by_village, named))
