"""Plain values to assess: problems, evidence, interviews, and the rules that ship."""

from collections.abc import Callable
from pathlib import Path

import pytest

from fieldsurvey.assess.evidence import VillageEvidence
from fieldsurvey.assess.problems.numbering import number_problem
from fieldsurvey.assess.problems.problem import Problem, ProblemState
from fieldsurvey.assess.scores.scoring_rules import Scoring, read_scoring
from fieldsurvey.chain.interview import Interview, Status
from fieldsurvey.questionnaire.model import Severity

SHIPPED = Path(__file__).parents[2] / "questionnaires"

MakeProblem = Callable[..., Problem]
MakeEvidence = Callable[..., VillageEvidence]
MakeInterview = Callable[..., Interview]


@pytest.fixture(scope="session")
def scoring() -> Scoring:
    """The shipped scoring.yaml."""
    return read_scoring(SHIPPED / "scoring.yaml")


@pytest.fixture(scope="session")
def problem() -> MakeProblem:
    """Make a problem from a subject and a rule; the rule's name serves as the question's."""

    def make(
        subject: str,
        rule: str,
        *,
        severity: Severity = Severity.MAJOR,
        state: ProblemState = ProblemState.SUSPECTED,
        quantity: int = 1,
        section: str = "",
        interview: str = "",
    ) -> Problem:
        form_id, _, question = rule.partition(".")
        return Problem(
            number=number_problem(subject, form_id, (), question),
            rule=rule,
            question=question,
            question_number="",
            severity=severity,
            category="",
            indicator="",
            sector="",
            support=(),
            text={"zh": question, "en": question},
            description="",
            quantity=quantity,
            subject=subject,
            form_id=form_id,
            interview=interview or f"{subject} {form_id}",
            head="",
            state=state,
            section=section,
        )

    return make


@pytest.fixture(scope="session")
def evidence() -> MakeEvidence:
    """Make what was seen in a village: 15 households and a team unless said otherwise."""

    def make(
        *problems: Problem, visited: int = 15, team: bool = True, village: str = "0103"
    ) -> VillageEvidence:
        return VillageEvidence(
            village=village,
            facts={"village.has_team": "1" if team else "0"},
            households_visited=visited,
            problems=problems,
        )

    return make


@pytest.fixture(scope="session")
def interview() -> MakeInterview:
    """Make a finished interview from a subject, a form and answers."""

    def make(
        subject: str, form_id: str, answers: dict[str, object] | None = None, **more: object
    ) -> Interview:
        given = {
            "id": f"{subject} {form_id}",
            "questionnaire": "",
            "device": "d3f9a1c2",
            "team": "1",
            "inspectors": ("Shen Yue", "Lu Ming"),
            "status": Status.FINISHED,
            "started_at": "2020-06-22T09:00:00+08:00",
            "finished_at": "2020-06-22T09:40:00+08:00",
            **more,
        }
        return Interview(subject=subject, form_id=form_id, answers=answers or {}, **given)

    return make
