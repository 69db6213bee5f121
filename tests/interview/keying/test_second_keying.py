"""A second keying is compared and counts nowhere else."""

from fieldsurvey.assess.evidence import is_evidence
from fieldsurvey.assess.problems.finding import find_problems
from fieldsurvey.chain.forks.conflicts import conflicts
from fieldsurvey.chain.interview import Interview, Keying, Status
from fieldsurvey.chain.views import view_questionnaire
from fieldsurvey.interview.keying.starting import start_second
from fieldsurvey.questionnaire.model import Questionnaire


def both(interview: Interview) -> tuple[Interview, Interview]:
    """Return a form keyed twice, with a problem in it."""
    first = interview._replace(answers={"safe": "2"}, keying=Keying.PAPER, status=Status.FINISHED)
    return first, first._replace(id="d1-9", keying=Keying.SECOND, keying_of=first.id)


def test_it_is_no_conflict_no_problem_and_no_evidence(
    form: Questionnaire, interview: Interview
) -> None:
    """X-01 is about two forms of one household, not about one form keyed twice."""
    first, second = both(interview)

    assert conflicts([first, second]) == []
    assert [p.question for p in find_problems(form, first)] == ["safe"]
    assert find_problems(form, second) == []
    assert (is_evidence(first), is_evidence(second)) == (True, False)
    assert "keying <> 'second'" in view_questionnaire(form)


def test_it_takes_nothing_from_the_first_but_the_plan(interview: Interview) -> None:
    """Facts and names on the paper, no answer."""
    first, _second = both(interview)
    entry = start_second(first, "乙")

    assert "answers" not in entry.value
    assert (entry.value["keying"], entry.value["keying_of"]) == ("second", "d1-1")
    assert entry.value["preload"]["interview.keyed_by"] == "乙"
    assert entry.value["preload"]["township.name"] == "东乡"
