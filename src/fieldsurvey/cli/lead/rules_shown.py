"""A workspace and its rules in, which rules made a score out: their hash, and every change."""

from typing import TYPE_CHECKING, Any

from fieldsurvey.cli.failing import tell_error
from fieldsurvey.cli.speaking import show
from fieldsurvey.errors import ReportError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldsurvey.campaign.workspace import Workspace
    from fieldsurvey.chain.survey_file import SurveyFile
    from fieldsurvey.report.freezing.assembling import Rules
    from fieldsurvey.report.freezing.rule_versions import RulesUsed
    from fieldsurvey.report.frozen.edition import EditionHead


def rules_of(workspace: "Workspace", survey_file: "SurveyFile", rules: "Rules") -> "RulesUsed":
    """Return which rules scores are made by now, held against the kits and lists made so far."""
    from fieldsurvey.chain.devices.kits import rules_at_start
    from fieldsurvey.report.freezing.assembling import versions_of
    from fieldsurvey.report.freezing.rule_versions import rules_used

    return rules_used(
        versions_of(rules),
        _editions(workspace),
        at_start=rules_at_start(survey_file),
        number=None,
        date="",
    )


def _editions(workspace: "Workspace") -> "Sequence[EditionHead]":
    """Return the lists made so far; one that cannot be read is told, and hides no score."""
    from fieldsurvey.report.keeping.writing import read_edition_heads

    try:
        return read_edition_heads(workspace.editions)
    except ReportError as unreadable:
        tell_error(unreadable)
        return []


def show_rules(used: "RulesUsed") -> None:
    """Print which rules were used, on stdout: a score that is passed on has its rules with it."""
    from fieldsurvey.report.freezing.rule_versions import change_lines, rules_line

    show(rules_line(used))
    for line in change_lines(used.changes):
        show(line)


def rules_json(used: "RulesUsed") -> dict[str, Any]:
    """Return the same for a program."""
    return {
        "sha256": used.rule_hash,
        **{f"{each.name}_sha256": each.digest for each in used.versions},
        "changes": [change.model_dump(mode="json") for change in used.changes],
    }
