"""A score table in, the same held to the questionnaires out, or every fault of it told."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from fieldsurvey.cli.failing import tell_findings
from fieldsurvey.errors import AssessmentError, Finding, FindingKind
from fieldsurvey.i18n import _

if TYPE_CHECKING:
    from fieldsurvey.assess.scores.scoring_rules import Scoring
    from fieldsurvey.questionnaire import Questionnaire
    from fieldsurvey.report.freezing.assembling import Rules


def fitting_table(path: Path, forms: "Mapping[str, Questionnaire]") -> "Scoring":
    """Read a score table and hold it to the questionnaires.

    Raises:
        AssessmentError: It is not there, its shape is off, or it does not fit.
    """
    from fieldsurvey.assess.scores.scoring_checks import check_scoring
    from fieldsurvey.assess.scores.scoring_rules import read_scoring

    scoring = read_scoring(path)
    _refuse_faults(check_scoring(scoring, forms, path.name), str(path))
    return scoring


def refuse_misfit(rules: "Rules") -> None:
    """Tell everything that does not fit between the score table and the questionnaires.

    Raises:
        AssessmentError: It would give wrong scores.
    """
    _refuse_faults(misfits(rules), "scoring.yaml")


def misfits(rules: "Rules") -> list[Finding]:
    """Return everything that does not fit between the score table and the questionnaires."""
    from fieldsurvey.assess.scores.scoring_checks import check_scoring

    return check_scoring(rules.scoring, rules.questionnaires)


def _refuse_faults(findings: list[Finding], where: str) -> None:
    if any(finding.kind is FindingKind.FAULT for finding in findings):
        raise AssessmentError(
            _("The score table does not fit the questionnaires: the scores would be wrong."),
            where=where,
            to_do=_("Mend what is listed here, then run the command again."),
            findings=findings,
        )
    tell_findings(findings)
