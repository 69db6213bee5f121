"""The example of household members, walked from the first question to the last, back and forth."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from fieldsurvey.chain.interview import Interview, Status
from fieldsurvey.cli.app import run
from fieldsurvey.interview.conversation import Conversation, Taken
from fieldsurvey.interview.evidencing import explain_absence
from fieldsurvey.interview.showing.review import RowState, review
from fieldsurvey.interview.showing.step import Step, StepKind
from fieldsurvey.interview.trials.answers_file import read_answers
from fieldsurvey.interview.trials.replaying import GivenAnswer
from fieldsurvey.questionnaire import check_file, read_questionnaire

FOLDER = Path(__file__).parents[2] / "examples" / "household-members"
FORM, ANSWERS = FOLDER / "household-members.yaml", FOLDER / "answers.yaml"

WALK = [
    *("consent", "township", "village", "house", "house_photo"),
    *("head", "member"),
    *(f"member[1]/{name}" for name in ("member_name", "relation", "sex", "age", "job_count")),
    *(f"member[1]/job[1]/{name}" for name in ("work_place", "months", "wage")),
    *(f"member[1]/job[2]/{name}" for name in ("work_place", "months", "wage")),
    *(f"member[2]/{name}" for name in ("member_name", "relation", "sex", "age", "job_count")),
    *(f"member[2]/job[1]/{name}" for name in ("work_place", "months", "wage")),
    *(f"member[3]/{name}" for name in ("member_name", "relation", "sex", "age")),
    *("member[3]/at_school", "member[3]/why_not_at_school"),
    *(f"member[4]/{name}" for name in ("member_name", "relation", "sex", "age")),
    *("member", "carer", "needs", "content"),
]


@pytest.fixture
def start() -> Conversation:
    """The interview, not a word said yet."""
    interview = Interview(
        id="d1-1",
        subject="0102-07",
        form_id="household-members",
        questionnaire=read_questionnaire(FORM).digest,
        device="d1",
        team="1",
        inspectors=("甲一", "乙二"),
        status=Status.STARTED,
        started_at="2020-06-15T09:30:00+08:00",
    )
    return Conversation.resume(
        read_questionnaire(FORM), interview, datetime(2020, 6, 15, tzinfo=UTC)
    )


@pytest.fixture
def given() -> dict[str, GivenAnswer]:
    """What the file of answers says."""
    return read_answers(ANSWERS)


def answered(conversation: Conversation, given: dict[str, GivenAnswer]) -> Conversation:
    """Answer the question asked, or say why there is no photo of its problem, from the file."""
    step = conversation.step()
    if step.kind is StepKind.EVIDENCE:
        explained = explain_absence(conversation, step.path, given[step.path].no_photo)
        assert isinstance(explained, Taken), explained
        return explained.conversation
    said = given[conversation.at].said
    assert said is not None
    taken = conversation.answer(said)
    assert isinstance(taken, Taken), (conversation.at, taken)
    return taken.conversation


def walked(
    conversation: Conversation, given: dict[str, GivenAnswer]
) -> tuple[Conversation, list[Step]]:
    """Go through to the review; return every step on the way."""
    steps = []
    while (step := conversation.step("en")).kind is not StepKind.REVIEW:
        if step.kind is not StepKind.EVIDENCE:
            steps.append(step)
        conversation = answered(conversation, given)
    return conversation, steps


def test_it_is_in_order() -> None:
    """No fault and no warning, but that a terminal takes no photographs."""
    assert [finding.code for finding in check_file(FORM)] == []


def test_each_question_comes_in_its_turn(
    start: Conversation, given: dict[str, GivenAnswer]
) -> None:
    """Members in turn, the jobs of each within, back at their table, and what comes after."""
    end, steps = walked(start, given)

    assert [step.path for step in steps] == WALK
    assert review(end).is_complete
    assert list(end.problems) == ["member[3]/at_school"]
    assert review(end).counts == {
        RowState.ANSWERED: len(set(WALK)) - 3,
        RowState.SPECIAL: 2,
        RowState.LEFT_BLANK: 1,
    }
    assert end.evaluation.instance_name == "丁山 · 西坪村"


def test_what_is_said_on_the_way(start: Conversation, given: dict[str, GivenAnswer]) -> None:
    """Names in labels, notes, headings of rows, proposals and guidance."""
    steps = {step.path: step for step in walked(start, given)[1]}

    assert steps["house"].notes == ("The nearest clinic is 7 km away.",)
    assert steps["head"].notes == ()
    assert [choice.name for choice in steps["village"].choices] == ["0101", "0102", "0103"]
    assert steps["member[1]/member_name"].proposal == "丁山"
    assert steps["member[2]/member_name"].proposal == ""
    assert steps["member[3]/at_school"].label == "Does 丁小禾 go to school?"
    assert steps["member[1]/job[2]/wage"].sections == ("Member 1 of 4 丁山", "Job 2 of 2 Elsewhere")
    assert [choice.name for choice in steps["carer"].choices] == ["丁山", "文秀"]
    assert steps["content"].hint == "From 0 to 10 in steps of 1."
    assert steps["content"].guidance == "0 is not at all, 10 is very."


def test_it_adds_up_over_both_levels(start: Conversation, given: dict[str, GivenAnswer]) -> None:
    """The sum is over every job of every member; while one is unknown, so is the mean."""
    end, _steps = walked(start, given)
    values = end.evaluation.values
    assert (values["size"], values["pay_known"], values["pay_each"]) == ("4", "35901.5", "")

    taken = end.jump("member[2]/job[1]/wage").answer("100")
    assert isinstance(taken, Taken)
    assert taken.conversation.evaluation.values["pay_each"] == "9025"
    assert values["head_named_at"] == "2020-06-15T00:00:00.000+00:00"


def test_back_to_the_first_question_and_forth_again(
    start: Conversation, given: dict[str, GivenAnswer]
) -> None:
    """Every question is met again the other way, with its answer, and again going forward."""
    end, _steps = walked(start, given)
    back, forth = [], []
    conversation = end
    while conversation.at != WALK[0]:
        conversation = conversation.back()
        back.append(conversation.at)
    while conversation.at:
        conversation = conversation.forward()
        forth.append(conversation.at)

    assert back == WALK[::-1]
    assert forth == [*WALK[1:], ""]
    assert dict(conversation.evaluation.answers) == dict(end.evaluation.answers)


def test_a_member_who_is_younger_than_said_has_no_jobs(
    start: Conversation, given: dict[str, GivenAnswer]
) -> None:
    """Corrected at the end, all that hung on the age goes, and school is asked about instead."""
    end, _steps = walked(start, given)
    taken = end.jump("member[2]/age").answer("15")

    assert isinstance(taken, Taken)
    assert set(taken.withdrawn) == {
        "member[2]/job_count",
        *(f"member[2]/job[1]/{name}" for name in ("work_place", "months", "wage")),
        "carer",
    }
    assert taken.conversation.at == "member[2]/at_school"
    assert taken.conversation.evaluation.values["pay_known"] == "35901.5"


def test_one_member_less(start: Conversation, given: dict[str, GivenAnswer]) -> None:
    """The rows that are gone take their answers and their problems along."""
    taken = walked(start, given)[0].jump("member").answer("2")

    assert isinstance(taken, Taken)
    assert {path.partition("/")[0] for path in taken.withdrawn} == {
        "member[3]",
        "member[4]",
        "carer",
    }
    assert not taken.conversation.problems


@pytest.mark.parametrize("stop", range(0, len(WALK), 5))
def test_it_goes_on_where_it_was_left(
    start: Conversation, given: dict[str, GivenAnswer], stop: int
) -> None:
    """Whatever was answered by then, the next question is the next."""
    conversation = start
    for _path in WALK[:stop]:
        if conversation.step().kind is StepKind.EVIDENCE:
            conversation = answered(conversation, given)
        conversation = answered(conversation, given)

    assert conversation.at == WALK[stop]
    assert [step.path for step in walked(conversation, given)[1]] == WALK[stop:]


def test_the_designers_trial_says_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    """`questionnaire try` takes the file of answers, and the interview could be finished."""
    assert run(["questionnaire", "try", str(FORM), str(ANSWERS), "--json"]) == 0
    tried = json.loads(capsys.readouterr().out)
    states = {state["path"]: state for state in tried["questions"]}

    assert tried["can_be_finished"] is True
    assert tried["not_taken"] == []
    assert states["member[1]/job[2]/job_pay"]["value"] == "13501.5"
    assert states["member[3]/at_school"]["problem"] == "out_of_school"
    assert states["member[2]/job[1]/wage"]["value"] == {"special": "dont_know"}
    assert states["member[4]/job_count"]["relevant"] is False
