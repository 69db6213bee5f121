"""A campaign assessed village by village, each by itself."""

from typing import Any

from fieldsurvey.assess.assessing import assess_campaign
from fieldsurvey.assess.coverage import Plan
from fieldsurvey.assess.deciding import Decisions
from fieldsurvey.assess.problems.decisions import AddedProblem, Source
from fieldsurvey.assess.problems.numbering import number_problem
from fieldsurvey.assess.problems.problem import ProblemState
from fieldsurvey.assess.scores.scoring_rules import Scoring
from fieldsurvey.assess.village import Rulebook, assess_villages, by_village
from fieldsurvey.campaign.model import Roster, Sample, Township, Village
from fieldsurvey.questionnaire import load_questionnaires

from .conftest import SHIPPED

FORMS = load_questionnaires(SHIPPED)
FORM = "unregistered-household"
VILLAGES = {
    code: Village(code, code[:2], code, is_exited=True, has_team=True) for code in ("0103", "0201")
}
PLAN = Plan(
    Roster({code: Township(code, code, is_key=False) for code in ("01", "02")}, VILLAGES, {}),
    Sample("seed", "", tuple(VILLAGES), ()),
)


def unsafe(subject: str) -> str:
    """Return the number of the problem that water there is not safe."""
    return number_problem(subject, FORM, (), "water_safe")


def said(interview: Any) -> list[Any]:
    """Return interviews of two villages with one problem each, in the order of their subjects."""
    subjects = ("0103-01", "0103-02", "0201-01")
    return [interview(each, FORM, {"water_safe": "2"}, head=each) for each in subjects]


def test_one_after_the_other_comes_to_the_same_as_all_at_once(
    interview: Any, scoring: Scoring
) -> None:
    """The stream of villages has the problems and scores of the whole campaign."""
    decided = Decisions(states={unsafe("0103-01"): ProblemState.DISMISSED})
    rulebook = Rulebook(FORMS, scoring, VILLAGES)
    whole = assess_campaign(PLAN, FORMS, scoring, said(interview), decided)
    parts = list(assess_villages(rulebook, iter(said(interview)), decided))

    assert [each.village for each in parts] == ["0103", "0201"]
    assert tuple(p for each in parts for p in each.problems) == whole.problems
    assert {each.village: each.score for each in parts} == whole.villages


def test_a_merge_into_another_village_holds_while_that_problem_is_there(
    interview: Any, scoring: Scoring
) -> None:
    """No village needs another, but for this: whether what it was merged into still stands."""
    merged = Decisions(
        states={unsafe("0103-01"): ProblemState.MERGED},
        merged={unsafe("0103-01"): unsafe("0201-01")},
    )
    there = said(interview)
    gone = [*there[:2], there[2]._replace(answers={"water_safe": "1"})]

    def state_of(interviews: list[Any]) -> ProblemState:
        assessed = assess_campaign(PLAN, FORMS, scoring, interviews, merged)
        (problem,) = (p for p in assessed.problems if p.number == unsafe("0103-01"))
        return problem.state

    assert state_of(there) is ProblemState.MERGED
    assert state_of(gone) is ProblemState.SUSPECTED


def test_a_village_where_somebody_only_saw_something_is_not_lost() -> None:
    """What an eye saw needs no interview to stand in the list."""
    added = AddedProblem(
        "0201-X",
        "0201",
        "the road broke",
        "",
        "major",
        "road",
        "",
        Source.EYE,
        ("Li",),
        "2020-06-30",
    )
    assert by_village([], Decisions(added={"0201-X": added})) == {"0201": []}
