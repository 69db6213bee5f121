"""An evening in, every check that holds out: of one form, across forms, of the plan."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from fieldsurvey.assess.checks.across_forms import Known, cross_checks
from fieldsurvey.assess.checks.check_reasons import CheckMeant
from fieldsurvey.assess.checks.cross_rules import CrossRules, read_rules
from fieldsurvey.assess.checks.crossing import EditionMade
from fieldsurvey.assess.checks.within_a_form import holding_checks
from fieldsurvey.assess.evidence import is_evidence
from fieldsurvey.campaign.model import village_of
from fieldsurvey.campaign.plan_checks import check_sample, check_schedule
from fieldsurvey.errors import Finding, FindingKind
from fieldsurvey.i18n import _
from fieldsurvey.questionnaire.model import CheckKind, in_language
from fieldsurvey.report.keeping.writing import read_editions

if TYPE_CHECKING:
    from fieldsurvey.chain.survey_file import SurveyFile
    from fieldsurvey.cli.lead.evening import Evening
    from fieldsurvey.report.frozen.edition import Edition


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One check that holds, as it is listed."""

    code: str
    kind: CheckKind
    where: str
    """A household `0103-07`, a village `0103`, a day, or a file of the plan."""
    village: str
    """Its code; blank where it is of none."""
    text: str
    to_do: str = ""
    reason: str = ""
    """What an inspector or the office said to it; then it is explained."""
    interviews: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do something: an error, or a warning nobody explained."""
        if self.kind is CheckKind.CONFIRM:
            return not self.reason
        return self.kind is CheckKind.FIX


def collect_now(evening: "Evening", survey_file: "SurveyFile", spoken: str) -> list[CheckRow]:
    """Return every check that holds now, by the rules and the lists of the workspace."""
    workspace = evening.workspace
    rules = read_rules(workspace.questionnaires)
    editions = read_editions(workspace.editions)
    now = survey_file.clock.now().astimezone(workspace.campaign.zone)
    return collect_checks(evening, rules, editions, now, spoken)


def collect_checks(
    evening: "Evening",
    rules: CrossRules,
    editions: "Sequence[Edition]",
    now: datetime,
    spoken: str,
) -> list[CheckRow]:
    """Return every check that holds, forms first, then across forms, then the plan.

    Args:
        evening: As assessed.
        rules: Across forms and villages.
        editions: Made so far.
        now: Aware, in the campaign's time zone.
        spoken: Language of the texts.
    """
    rows = (
        *_of_forms(evening, spoken),
        *_across(evening, rules, editions, now, spoken),
        *_of_plan(evening),
    )
    return [_with_reason(row, evening) for row in rows]


def _with_reason(row: CheckRow, evening: "Evening") -> CheckRow:
    meant = CheckMeant(row.code, row.where, frozenset(row.interviews))
    given = evening.decisions.reasons.get(meant)
    if given is None:
        return row
    said = _("{why} ({who})").format(why=given.why, who=given.who)
    return replace(row, reason=f"{row.reason} / {said}" if row.reason else said)


def _of_forms(evening: "Evening", spoken: str) -> Iterator[CheckRow]:
    for interview in evening.interviews:
        form = evening.form_of(interview)
        if form is None or not is_evidence(interview):
            continue
        for check in holding_checks(form, interview, spoken):
            yield CheckRow(
                code=check.code,
                kind=check.kind,
                where=check.subject,
                village=village_of(check.subject),
                text=check.text,
                reason=check.reason,
                interviews=(check.interview,),
            )


def _across(
    evening: "Evening",
    rules: CrossRules,
    editions: "Sequence[Edition]",
    now: datetime,
    spoken: str,
) -> Iterator[CheckRow]:
    known = Known(
        plan=evening.plan,
        interviews=evening.interviews,
        problems=evening.assessment.problems,
        coverage=evening.assessment.coverage,
        editions=[_made(edition) for edition in editions],
        now=now,
    )
    villages = evening.workspace.roster.villages
    for check in cross_checks(rules, known):
        code = village_of(check.where)
        yield CheckRow(
            code=check.code,
            kind=check.kind,
            where=check.where,
            village=code if code in villages else "",
            text=in_language(check.text, spoken),
            to_do=in_language(check.to_do, spoken),
            interviews=check.interviews,
        )


def _made(edition: "Edition") -> EditionMade:
    told = {row.number for row in (*edition.rows, *edition.hints)}
    told |= {correction.number for correction in edition.corrections}
    return EditionMade(
        number=edition.number,
        day=datetime.fromisoformat(edition.date).date(),
        made_at=datetime.fromisoformat(edition.made_at),
        covers={head.device: head.lines for head in edition.covers},
        problems=frozenset(told),
    )


def _of_plan(evening: "Evening") -> Iterator[CheckRow]:
    workspace = evening.workspace
    campaign, sample = workspace.campaign, workspace.sample
    findings = [
        *check_sample(workspace.roster, campaign.sample, sample),
        *check_schedule(workspace.schedule, sample, campaign),
        *evening.assessment.findings,
    ]
    villages = workspace.roster.villages
    for finding in findings:
        code = village_of(finding.where)
        yield CheckRow(
            code=finding.code,
            kind=_kind(finding),
            where=finding.where,
            village=code if code in villages else "",
            text=finding.what,
            to_do=finding.to_do,
        )


def _kind(finding: Finding) -> CheckKind:
    return CheckKind.CONFIRM if finding.kind is FindingKind.WARNING else CheckKind.FIX
