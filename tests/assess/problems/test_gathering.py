"""One list of problems out of many interviews."""

from typing import Any

from fieldsurvey.assess.problems.gathering import gather_problems
from fieldsurvey.assess.problems.problem import ProblemState
from fieldsurvey.chain.interview import Status
from fieldsurvey.questionnaire.model import Questionnaire, Severity

FORM = Questionnaire.model_validate(
    {
        "settings": {
            "form_id": "water",
            "form_title": "Water",
            "version": "1",
            "subject": "household",
        },
        "survey": [
            {
                "name": "minutes",
                "type": "integer",
                "label": "Minutes to the well",
                "problem": [
                    {"name": "very_far", "when": ". > 60", "severity": "major", "text": "Very far"},
                    {"name": "far", "when": ". > 30", "severity": "minor", "text": "Far"},
                ],
            }
        ],
        "digest": "f0",
    }
)
FORMS = {"water": FORM}


def test_the_order_of_interviews_does_not_matter(interview: Any) -> None:
    """Sticks come in any order."""
    interviews = [interview(f"0103-0{n}", "water", {"minutes": str(n * 20)}) for n in range(1, 6)]

    forwards = gather_problems(FORMS, interviews)

    assert [problem.subject for problem in forwards.problems] == [
        "0103-02",
        "0103-03",
        "0103-04",
        "0103-05",
    ]
    assert gather_problems(FORMS, reversed(interviews)) == forwards


def test_a_problem_is_never_hidden_behind_a_hint(interview: Any) -> None:
    """One interview is finished and gives a hint, another one is not and gives a problem."""
    [question] = FORM.survey
    hinting = question.problem[1].model_copy(update={"severity": Severity.WATCH})
    form = FORM.model_copy(
        update={
            "survey": (question.model_copy(update={"problem": (question.problem[0], hinting)}),)
        }
    )
    finished = interview("0103-01", "water", {"minutes": "40"}, id="d1-1")
    begun = interview(
        "0103-01", "water", {"minutes": "70"}, id="d2-1", status=Status.STARTED, finished_at=""
    )

    [row] = gather_problems({"water": form}, [finished, begun]).problems

    assert (row.interview, row.severity) == ("d2-1", Severity.MAJOR)
    assert row.also_in == ("d1-1",)


def test_what_was_decided_goes_with_the_number(interview: Any) -> None:
    """Confirmed and dismissed by number; the others are suspected."""
    interviews = [interview(f"0103-0{n}", "water", {"minutes": "40"}) for n in (1, 2, 3)]
    first, second, _third = (p.number for p in gather_problems(FORMS, interviews).problems)

    states = {first: ProblemState.CONFIRMED, second: ProblemState.DISMISSED}
    problems = gather_problems(FORMS, interviews, states).problems

    assert [problem.state for problem in problems] == ["confirmed", "dismissed", "suspected"]


def test_two_interviews_of_one_household_share_a_row(interview: Any) -> None:
    """The worse answer stands, and the row leads to both."""
    milder = interview("0103-01", "water", {"minutes": "40"}, id="a-1")
    worse = interview("0103-01", "water", {"minutes": "70"}, id="b-1")

    [problem] = gather_problems(FORMS, [milder, worse]).problems

    assert (problem.severity, problem.interview) == (Severity.MAJOR, "b-1")
    assert problem.also_in == ("a-1",)


def test_a_finished_interview_goes_before_an_unfinished_one(interview: Any) -> None:
    """What counts in the score is the row."""
    finished = interview("0103-01", "water", {"minutes": "40"}, id="a-1")
    started = interview("0103-01", "water", {"minutes": "70"}, id="b-1", status=Status.STARTED)

    [problem] = gather_problems(FORMS, [finished, started]).problems

    assert (problem.interview, problem.also_in) == ("a-1", ("b-1",))


def test_an_interview_without_its_questionnaire_is_a_finding(interview: Any) -> None:
    """It does not stop the night, and it is not passed over in silence."""
    gathered = gather_problems(
        FORMS, [interview("0103-01", "soil"), interview("0103-02", "water", {"minutes": "40"})]
    )

    assert [finding.where for finding in gathered.findings] == ["0103-01"]
    assert len(gathered.problems) == 1


def test_the_version_an_interview_was_made_with_goes_first(interview: Any) -> None:
    """An old form's thresholds hold for the interviews made with it."""
    minutes = FORM.questions["minutes"]
    lenient = FORM.model_copy(
        update={"survey": (minutes.model_copy(update={"problem": ()}),), "digest": "f1"}
    )
    forms = {"water": FORM, "f0": FORM, "f1": lenient}

    early = interview("0103-01", "water", {"minutes": "40"}, questionnaire="f1")
    late = interview("0103-02", "water", {"minutes": "40"}, questionnaire="f0")

    assert [problem.subject for problem in gather_problems(forms, [early, late]).problems] == [
        "0103-02"
    ]


def test_a_version_that_is_not_there_is_told(interview: Any) -> None:
    """Judged by the version in use, and said so: its thresholds may have been others."""
    gathered = gather_problems(
        FORMS, [interview("0103-01", "water", {"minutes": "40"}, questionnaire="f9")]
    )

    assert [(finding.code, finding.where) for finding in gathered.findings] == [("T021", "0103-01")]
    assert len(gathered.problems) == 1
