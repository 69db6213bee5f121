"""One team's laptop in the demo: its day's villages in, finished interviews in its chain out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias

from fieldsurvey.campaign.sample.today import VillageRound
from fieldsurvey.campaign.workspace import Workspace
from fieldsurvey.chain.interview import Interview
from fieldsurvey.chain.lines.clock import RandomBytes
from fieldsurvey.chain.lines.line import Entry, Kind
from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.cli.start.demo.camera import Camera
from fieldsurvey.cli.start.demo.circumstances import (
    Circumstances,
    household_circumstances,
    village_circumstances,
    weak_points,
)
from fieldsurvey.cli.start.demo.clockwork import Clockwork
from fieldsurvey.cli.start.demo.draws import Draws
from fieldsurvey.cli.start.demo.making import Making
from fieldsurvey.cli.start.demo.respondent import Respondent
from fieldsurvey.cli.workplace.equipping import keep_questionnaires
from fieldsurvey.interview.conversation import Conversation
from fieldsurvey.interview.finishing import finish
from fieldsurvey.interview.photos.album import Album
from fieldsurvey.interview.showing.step import StepKind
from fieldsurvey.interview.signing import Signature, Signers
from fieldsurvey.interview.starting import start, started
from fieldsurvey.interview.typed.refusal import Refusal
from fieldsurvey.questionnaire import Questionnaire

Sign: TypeAlias = Callable[[Conversation], Entry | Refusal]

MINUTES_BETWEEN = (1, 3)

FINISH_COST_LOG2 = 4
"""Invented interviews need no expensive finish codes."""


@dataclass(slots=True)
class Laptop:
    """A joined laptop and the team that carries it."""

    workspace: Workspace
    team: str
    seed: str
    clock: Clockwork
    random_bytes: RandomBytes
    questionnaires: Mapping[str, Questionnaire]
    codes: Mapping[str, str]
    """The code that each member signs with."""
    interviews: int = 0
    answers: int = 0
    making: Making = field(init=False)

    def __post_init__(self) -> None:
        """Let its interviews be made by its clock."""
        self.making = Making(self.clock, self.seed)

    def open(self) -> SurveyFile:
        """Open its survey file, with the questionnaires it asks."""
        survey_file = SurveyFile.open(
            self.workspace.survey_db,
            clock=self.clock,
            random_bytes=self.random_bytes,
            finish_cost_log2=FINISH_COST_LOG2,
        )
        keep_questionnaires(survey_file, self.workspace, self.questionnaires)
        return survey_file

    def visit(self, survey_file: SurveyFile, rounds: Sequence[VillageRound]) -> None:
        """Interview every subject of these villages with every questionnaire that applies.

        Nobody waits for a tick here, so the disk is waited for once a village.
        """
        for round_ in rounds:
            with survey_file.transaction():
                for subject in round_.subjects:
                    self._see(survey_file, subject)

    def _see(self, survey_file: SurveyFile, subject: str) -> None:
        for form_id in self.workspace.forms(subject):
            for nth in range(self.workspace.campaign.interviews_wanted(form_id)):
                self._interview(survey_file, subject, form_id, nth)

    def _interview(self, survey_file: SurveyFile, subject: str, form_id: str, nth: int) -> None:
        draws = Draws(self.seed, f"{subject} {form_id} {nth}")
        self.clock.rest(draws.between(*MINUTES_BETWEEN))
        facts = self.workspace.facts(subject)
        camera = Camera(
            Album(self.workspace.photos), Draws(self.seed, f"camera {subject} {form_id} {nth}")
        )
        respondent = Respondent(_circumstances(facts, self.seed, draws), draws, camera, nth)
        pair = self._pair(draws)
        opening = start(self.questionnaires[form_id], subject, facts, self.team, pair)
        interview = _begin(opening, survey_file)
        sign = self._sign(pair)
        entries = _converse(self.questionnaires[form_id], interview, respondent, sign)
        self.making.say(survey_file, interview, [opening, *entries])
        self.interviews += 1
        self.answers += sum(entry.kind is Kind.ANSWER for entry in entries)

    def _sign(self, pair: Sequence[str]) -> Sign:
        """Return what finishes an interview, both inspectors signing with their codes."""
        signatures = [Signature(name, self.codes[name]) for name in pair]
        signers = Signers(self.members, self.workspace.verifiers)
        return lambda conversation: finish(conversation, signatures, signers)

    @property
    def members(self) -> tuple[str, ...]:
        """Names of the team."""
        team = self.workspace.campaign.team(self.team)
        assert team is not None
        return team.members

    def _pair(self, draws: Draws) -> list[str]:
        pair = draws.between(0, len(self.members) // 2 - 1)
        return list(self.members[2 * pair : 2 * pair + 2])


def _circumstances(facts: Mapping[str, str], seed: str, draws: Draws) -> Circumstances:
    if "household.head" not in facts:
        return village_circumstances(facts, draws)
    return household_circumstances(facts, weak_points(facts["village.code"], seed), draws)


def _begin(opening: Entry, survey_file: SurveyFile) -> Interview:
    now = survey_file.clock.now()
    return started(opening, survey_file.device, now.isoformat(timespec="seconds"))


def _converse(
    questionnaire: Questionnaire, interview: Interview, respondent: Respondent, sign: Sign
) -> list[Entry]:
    """Hold the whole interview and return everything said in it, up to its finish."""
    now = datetime.fromisoformat(interview.started_at)
    conversation = Conversation.resume(questionnaire, interview, now, interview.inspectors[0])
    entries: list[Entry] = []
    while (step := conversation.step("zh")).kind is not StepKind.REVIEW:
        taken = respondent.respond(conversation, step)
        entries += taken.entries
        conversation = taken.conversation
    finished = sign(conversation)
    if isinstance(finished, Refusal):
        raise AssertionError(f"the demo cannot finish {interview.subject}: {finished.what}")
    return [*entries, finished]
