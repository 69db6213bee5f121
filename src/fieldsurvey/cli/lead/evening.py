"""A workspace and its survey file in, everything the evening's commands show out."""

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from fieldsurvey.assess.assessing import Assessment, assess_campaign
from fieldsurvey.assess.checks.cross_rules import rules_digest
from fieldsurvey.assess.coverage import Plan
from fieldsurvey.assess.deciding import Decisions, fold_decisions
from fieldsurvey.assess.scores.scoring_rules import read_scoring
from fieldsurvey.assess.settling import Settled, settle_interviews
from fieldsurvey.assess.versions import version_of
from fieldsurvey.chain.devices.kits import rules_at_start
from fieldsurvey.chain.devices.register import Device, devices
from fieldsurvey.chain.interview import Interview
from fieldsurvey.chain.lines.line import Kind
from fieldsurvey.chain.union import shape_of
from fieldsurvey.cli.lead.planned import planned
from fieldsurvey.cli.lead.ruled import known_rulings
from fieldsurvey.cli.workplace.kept_versions import kept_versions
from fieldsurvey.i18n import _
from fieldsurvey.questionnaire import load_questionnaires
from fieldsurvey.report.freezing.assembling import Intake, Rules, assemble_night, blocks_of
from fieldsurvey.report.freezing.problem_list import ListFacts, list_problem_rows
from fieldsurvey.report.frozen.edition import DeviceHead
from fieldsurvey.report.frozen.problem_row import ProblemRow, is_hint
from fieldsurvey.report.masking.naming import Named
from fieldsurvey.report.sectors import read_sectors

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from fieldsurvey.campaign.workspace import Workspace
    from fieldsurvey.chain.survey_file import SurveyFile
    from fieldsurvey.handover.verdict import Verdict
    from fieldsurvey.questionnaire import Questionnaire
    from fieldsurvey.report.freezing.night import Night
    from fieldsurvey.report.frozen.missing import RefusedBundle


@dataclass(frozen=True, slots=True)
class Evening:
    """What is known, and what it means."""

    workspace: "Workspace"
    rules: Rules
    interviews: tuple[Interview, ...]
    """Those that count, and those nobody decided about."""
    assessment: Assessment
    settled: Settled
    decisions: Decisions
    forms: "Mapping[str, Questionnaire]"
    """Those in use by `form_id`, and every version an interview was made with by digest."""
    plan: Plan
    named: Named
    """Who is known by name, and is masked in what leaves."""

    def form_of(self, interview: Interview) -> "Questionnaire | None":
        """Return the questionnaire an interview was made with, else the one of its form in use."""
        return version_of(self.forms, interview)

    def rows(self, *, mask_names: bool, hints: bool = False) -> list[ProblemRow]:
        """Return the problem list; with `hints` those instead."""
        rows = self.every_row(mask_names=mask_names)
        return [row for row in rows if is_hint(row) is hints]

    def every_row(self, *, mask_names: bool) -> list[ProblemRow]:
        """Return the rows of all problems, hints among them."""
        facts = self.facts(mask_names=mask_names)
        return list_problem_rows(self.assessment.problems, self.interviews, facts)

    def night(
        self,
        day: date,
        intake: Intake,
        *,
        with_ranking: bool,
        lines: "Mapping[tuple[str, str], tuple[str, ...]] | None" = None,
    ) -> "Night":
        """Return what the edition of `day` is frozen from, names masked.

        Args:
            day: The edition's.
            intake: What came in, and what did not.
            with_ranking: Whether it has scores and ranking.
            lines: The lines that say each answer, by interview and path, where rows name them.
        """
        facts = replace(self.facts(mask_names=True), lines=lines or {})
        return assemble_night(
            self.assessment,
            self.interviews,
            facts,
            self.rules,
            intake,
            day,
            with_ranking=with_ranking,
        )

    def facts(self, *, mask_names: bool = True) -> ListFacts:
        """Return what rows and texts need to know beside problems and interviews."""
        sample = self.workspace.sample
        visits = {*sample.villages, *(visit.number for visit in sample.visits)}
        return ListFacts(
            questionnaires=self.rules.questionnaires,
            roster=self.workspace.roster,
            blocks=blocks_of(self.rules.scoring),
            language=self.workspace.campaign.language,
            visited={
                added.subject: self.workspace.facts(added.subject)
                for added in self.decisions.added.values()
                if added.subject in visits
            },
            mask_names=mask_names,
            named=self.named,
            settled=[
                case.settlement.base
                for case in self.settled.cases
                if case.settlement is not None and not case.is_open
            ],
        )


def load_rules(workspace: "Workspace") -> Rules:
    """Read the questionnaires, the score table and the names of a workspace."""
    folder = workspace.questionnaires
    return Rules(
        questionnaires=load_questionnaires(folder),
        scoring=read_scoring(folder / "scoring.yaml"),
        sectors=read_sectors(folder / "sectors.yaml"),
        cross_rules_digest=rules_digest(folder),
    )


def assess_evening(
    workspace: "Workspace", survey_file: "SurveyFile", rules: Rules | None = None
) -> Evening:
    """Assess everything that has come in."""
    rules = rules or load_rules(workspace)
    plan = planned(workspace)
    said = survey_file.interviews()
    made = [i for i in said if not i.keying.is_compared_only]
    settled = settle_interviews(made, known_rulings(survey_file, rules.questionnaires))
    interviews = settled.interviews
    versions = versions_in_use(survey_file, rules.questionnaires, interviews)
    forms = {**rules.questionnaires, **versions}
    decisions = fold_decisions(survey_file.lines_of_kind(Kind.DECISION, Kind.ABSENT, Kind.REPLACE))
    decisions = replace(decisions, findings=(*decisions.findings, *settled.findings))
    assessment = assess_campaign(plan, forms, rules.scoring, interviews, decisions)
    named = Named(workspace.roster, said, rules.questionnaires)
    return Evening(workspace, rules, interviews, assessment, settled, decisions, forms, plan, named)


def versions_in_use(
    survey_file: "SurveyFile",
    current: "Mapping[str, Questionnaire]",
    interviews: "Iterable[Interview]",
) -> "dict[str, Questionnaire]":
    """Return every version that an interview was made with, by digest, and the current ones."""
    versions = {form.digest: form for form in current.values()}
    used = {interview.questionnaire for interview in interviews}
    return versions | kept_versions(survey_file, used - versions.keys())


def intake_tonight(
    workspace: "Workspace", survey_file: "SurveyFile", day: date, refused: "Iterable[Verdict]"
) -> Intake:
    """Return what came in by tonight and what did not, after a merge that refused some bundles.

    In the language spoken: an edition is frozen in the campaign's.
    """
    from fieldsurvey.cli.lead.refused import still_wanted
    from fieldsurvey.cli.lead.silent_laptops import silent_laptops

    wanted = still_wanted(workspace, survey_file, refused)
    silent = silent_laptops(workspace, survey_file, day)
    return replace(intake_of(survey_file, wanted), silent=silent)


def intake_of(survey_file: "SurveyFile", refused: "Sequence[RefusedBundle]" = ()) -> Intake:
    """Return how far each device's chain is here, its gaps and forks, and what was refused.

    And the rules of the kits, which the next list or pack is held against.
    Lines that a refused bundle holds are named with it, and not once more as a gap.
    """
    from fieldsurvey.cli.lead.refused import gaps_beside

    others = _laptops(survey_file)
    heads, further = [], []
    for known in others:
        seq, head = survey_file.tip(known.device)
        shape = shape_of(survey_file, known.device)
        if seq:
            heads.append(
                DeviceHead(device=known.device, team=known.team, lines=seq, head=head.hex())
            )
        gaps = gaps_beside(shape.gaps, known.device, refused)
        further += _further(known.device, known.team, gaps, shape.forked_at)
    return Intake(
        covers=heads, refused=refused, further=further, rules_at_start=rules_at_start(survey_file)
    )


def gap_lines(survey_file: "SurveyFile") -> list[str]:
    """Return one sentence for each stretch of a laptop's chain that has not come."""
    return [
        sentence
        for known in _laptops(survey_file)
        for sentence in _further(
            known.device, known.team, shape_of(survey_file, known.device).gaps, None
        )
    ]


def _laptops(survey_file: "SurveyFile") -> list[Device]:
    return [known for known in devices(survey_file) if known.device != survey_file.device]


def _further(
    device: str, team: str, gaps: "Sequence[tuple[int, int]]", forked_at: int | None
) -> list[str]:
    said = [
        _("Team {team}, {device}: lines {first} to {last} have not come.").format(
            team=team, device=device, first=first, last=last
        )
        for first, last in gaps
    ]
    if forked_at is not None:
        said.append(
            _(
                "Team {team}, {device}: two versions from line {seq} on; decide which counts."
            ).format(team=team, device=device, seq=forked_at)
        )
    return said
