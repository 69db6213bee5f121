"""A campaign of any size for benchmarks: the demo's county, interviewed again and again.

Each copy has villages, townships and interviews of its own, and in every interview a few answers
are those of another household, so that no two are the same and some no longer fit together.
"""

import json
import random
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from fieldsurvey.assess.coverage import Plan
from fieldsurvey.assess.scores.scoring_rules import Scoring, read_scoring
from fieldsurvey.campaign.model import Roster, Sample, SubjectKind, Township, Village, Visit
from fieldsurvey.campaign.workspace import Workspace, find_workspace
from fieldsurvey.chain.interview import Interview
from fieldsurvey.chain.storage.rows import SAVE_INTERVIEW, interview_row
from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.expressions.values import AnswerValue
from fieldsurvey.questionnaire import load_questionnaires
from fieldsurvey.questionnaire.model import Questionnaire

BORROWED = 3
"""Answers of each interview that are another household's."""


@dataclass(frozen=True)
class County:
    """The demo's county as it stands after its last evening."""

    folder: Path
    """The lead's workspace."""

    @cached_property
    def workspace(self) -> Workspace:
        """The lead's workspace."""
        return find_workspace(self.folder)

    @cached_property
    def questionnaires(self) -> dict[str, Questionnaire]:
        """The shipped questionnaires, by form id and by digest."""
        forms = load_questionnaires(self.workspace.questionnaires)
        return {**forms, **{form.digest: form for form in forms.values()}}

    @cached_property
    def scoring(self) -> Scoring:
        """The shipped score table."""
        return read_scoring(self.workspace.questionnaires / "scoring.yaml")

    @cached_property
    def interviews(self) -> list[Interview]:
        """Its interviews, in the order in which they came."""
        with SurveyFile.open(self.workspace.survey_db) as survey_file:
            found = survey_file.interviews()
        return sorted(found, key=lambda i: (i.started_at, i.id))

    def plan(self, copies: int) -> Plan:
        """Return the plan of that many counties."""
        roster, sample = self.workspace.roster, self.workspace.sample
        campaign = self.workspace.campaign
        villages = self.villages(copies)
        townships, households, visits = {}, {}, []
        for copy in range(copies):
            mark = mark_of(copy)
            for township in roster.townships.values():
                townships[mark + township.code] = _moved_township(township, mark)
            for visit in sample.visits:
                moved = _moved_visit(visit, mark)
                households[moved.household.code] = moved.household
                visits.append(moved)
        return Plan(
            Roster(townships, villages, households),
            Sample(sample.seed, sample.frame_digest, tuple(villages), tuple(visits)),
            village_forms={
                form: campaign.interviews_wanted(form)
                for form in campaign.forms[SubjectKind.VILLAGE]
            },
        )

    def villages(self, copies: int) -> dict[str, Village]:
        """Return the villages of that many counties, by code."""
        roster, sample = self.workspace.roster, self.workspace.sample
        return {
            mark_of(copy) + code: _moved_village(roster.villages[code], mark_of(copy))
            for copy in range(copies)
            for code in sample.villages
        }

    def made(self, copies: Iterable[int]) -> Iterator[Interview]:
        """Yield the interviews of some counties, each by its number."""
        same: dict[tuple[str, str], list[AnswerValue]] = {}
        for interview in self.interviews:
            for path, answer in interview.answers.items():
                same.setdefault((interview.form_id, path), []).append(answer)
        for copy in copies:
            lots = random.Random(copy)
            for interview in self.interviews:
                yield _moved(interview, mark_of(copy), lots, same)


def mark_of(copy: int) -> str:
    """Return what the codes of a county begin with."""
    return f"{copy:05}"


def make_county(folder: Path) -> County:
    """Play the demo in a folder of its own and return what it left."""
    command = [sys.executable, "-m", "fieldsurvey", "demo", "--out", str(folder), "--force"]
    subprocess.run(command, check=True, capture_output=True)
    return County(folder / "lead")


def save(county: County, copies: Iterable[int], path: Path) -> int:
    """Put the interviews of some counties into a survey file; return how many there are now."""
    if not path.exists():
        SurveyFile.create(path, device="d00000000").close()
    with SurveyFile.open(path) as survey_file, survey_file.transaction():
        rows = map(interview_row, county.made(copies))
        survey_file.connection.executemany(SAVE_INTERVIEW, rows)
        (count,) = survey_file.connection.execute("SELECT count(*) FROM interview").fetchone()
    return int(count)


def _moved(
    interview: Interview,
    mark: str,
    lots: random.Random,
    same: dict[tuple[str, str], list[AnswerValue]],
) -> Interview:
    answers = dict(interview.answers)
    for path in lots.sample(list(answers), min(BORROWED, len(answers))):
        answers[path] = lots.choice(same[interview.form_id, path])
    for path, answer in interview.answers.items():
        # Incomes and the like: nobody's is another's.
        if isinstance(answer, str) and answer.isdecimal() and len(answer) > 3:
            answers[path] = str(int(int(answer) * lots.uniform(0.8, 1.25)))
    preload = {
        name: mark + value if name.endswith((".code", ".number")) else value
        for name, value in interview.preload.items()
    }
    return interview._replace(
        id=f"{interview.id.replace('-', mark + '-')}",
        subject=mark + interview.subject,
        head=json.dumps([mark, interview.head])[2:66],
        answers=answers,
        preload=preload,
    )


def _moved_township(township: Township, mark: str) -> Township:
    return replace(township, code=mark + township.code)


def _moved_village(village: Village, mark: str) -> Village:
    return replace(village, code=mark + village.code, township=mark + village.township)


def _moved_visit(visit: Visit, mark: str) -> Visit:
    household = visit.household
    moved = replace(household, code=mark + household.code, village=mark + household.village)
    return replace(visit, number=mark + visit.number, household=moved)
