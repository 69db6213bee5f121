"""Checks across questions: when they are looked at, what they ask for, and what becomes of it."""

import pytest

from fieldsurvey.interview.conducting import Answer, Explain, Finish, Jump, conduct_interview
from fieldsurvey.interview.conversation import Conversation, Taken
from fieldsurvey.interview.finishing import finish
from fieldsurvey.interview.logic.evaluation import evaluate
from fieldsurvey.interview.showing.review import review
from fieldsurvey.interview.showing.step import StepKind
from fieldsurvey.interview.signing import ANYBODY, Signature
from fieldsurvey.interview.trials.replaying import attempt
from fieldsurvey.interview.typed.refusal import INCONSISTENT, Refusal
from fieldsurvey.questionnaire.model import Check, Questionnaire

PAIR = (Signature("甲一"), Signature("乙二"))
YES_NO = [{"name": "1", "label": {"en": "Yes"}}, {"name": "2", "label": {"en": "No"}}]

FORM = {
    "settings": {"form_id": "f", "form_title": "F", "version": "1", "subject": "household",
                 "default_language": "en"},
    "choices": {"yes_no": YES_NO},
    "survey": [
        {"name": "flags", "type": "hidden", "preload": "household.flags"},
        {"name": "running", "type": "select_one yes_no", "label": {"en": "Does it run?"},
         "required": True},
        {"name": "gain", "type": "select_one yes_no", "label": {"en": "Is there income?"},
         "required": True},
        {"name": "persons", "type": "integer", "label": {"en": "Persons"}, "required": True},
        {"name": "missed", "type": "integer", "label": {"en": "Missed"},
         "relevant": "${gain} = '2'"},
        {"name": "share", "type": "calculate", "calculation": "${missed} div ${persons}"},
        {"name": "talk", "type": "text", "label": {"en": "Anything else?"}},
        {"name": "last", "type": "text", "label": {"en": "Last"}},
    ],
    "checks": [
        {"code": "C-1", "kind": "W", "when": "${running} = '2' and ${gain} = '1'",
         "text": {"en": "It does not run, yet there is income ({gain})."}},
        {"code": "C-2", "kind": "E", "when": "${share} > 1",
         "text": {"en": "${missed} of ${persons} cannot be."}},
        {"code": "C-3", "kind": "R", "when": "selected(${flags}, 'marginal') and ${gain} = '1'",
         "text": {"en": "Marginal in the plan."}},
        {"code": "C-4", "kind": "W", "when": "${gain} = '2' and ${talk} = ''",
         "text": {"en": "Nothing said."}},
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def checked() -> Questionnaire:
    """A form with four checks."""
    return Questionnaire.model_validate(FORM)


@pytest.fixture
def begun(checked, interview) -> Conversation:
    """An interview of it that has just begun."""
    return Conversation.resume(checked, interview._replace(preload={"household.flags": "marginal"}))


def _answered(conversation, **answers) -> Taken:
    """Answer in the order given; descriptions and reasons are left for later."""
    taken = None
    for path, said in answers.items():
        taken = conversation.jump(path).answer(said)
        assert isinstance(taken, Taken), taken
        conversation = taken.conversation
    assert taken is not None
    return taken


def test_it_is_told_with_the_last_answer_it_needs_whichever_that_is(begun):
    """Not before it, and in any order of answering."""
    assert _answered(begun, running="2").fired == ()
    assert _answered(begun, running="2", gain="1").conversation.unexplained == ("check:C-1",)
    assert _answered(begun, gain="1", running="2").conversation.unexplained == ("check:C-1",)
    assert _answered(begun, gain="1", running="1").conversation.unexplained == ()


def test_it_is_told_again_once_a_correction_brings_it_about(begun):
    """Going back and changing the earlier answer fires it just as well."""
    fine = _answered(begun, running="1", gain="1").conversation

    assert _answered(fine, running="2").fired == ("check:C-1",)


def test_the_reason_is_asked_for_at_once_and_kept_as_a_note(begun):
    """What was said is saved; the step asks why, and the reason is a line of its own."""
    asked = _answered(begun, running="2", gain="1").conversation
    step = asked.step("en")

    assert (step.kind, step.path) == (StepKind.CHECK, "check:C-1")
    assert step.label == "It does not run, yet there is income (Yes)."
    assert step.disagreeing == ("gain", "running")
    taken = asked.explain("check:C-1", "Rent of the hall")
    assert isinstance(taken, Taken)
    (entry,) = taken.entries
    assert (entry.question, entry.value) == ("check:C-1", {"remark": "Rent of the hall"})
    assert taken.conversation.step("en").path == "persons"
    assert review(taken.conversation).checks[0].fault is None


def test_enter_alone_leaves_it_for_the_review_where_it_is_a_fault(begun):
    """It cannot be finished like that, and the review leads back to the reason."""
    asked = _answered(begun, running="2", gain="1", persons="2", last="").conversation
    later = _answered(asked, running="2").conversation

    row = next(row for row in review(later).check_faults)
    assert row.fault is not None
    assert (row.path, row.fault.code) == ("check:C-1", INCONSISTENT)
    refused = finish(later, PAIR, ANYBODY)
    assert isinstance(refused, Refusal)
    at_review = later.jump("").jump(row.path)
    assert at_review.step("en").kind is StepKind.CHECK
    explained = at_review.explain(row.path, "Rent")
    assert isinstance(explained, Taken)
    assert explained.conversation.step("en").kind is StepKind.REVIEW
    assert review(explained.conversation).is_complete


def test_a_reason_stays_in_the_chain_and_is_not_shown_once_the_answers_go_together(
    begun, checked, keeper
):
    """Mended, it holds no more; with the old answers back the old reason stands again."""
    said = []

    def ask(turn):
        said.append(turn)
        return actions.pop(0)

    actions = [
        Jump("running"), Answer("2"), Answer("1"), Explain("check:C-1", "Rent"),
        Jump("running"), Answer("1"), Jump(""), Finish(PAIR),
        Jump("running"), Answer("2"), Answer("2"), Answer(""), Answer(""), Jump(""),
        Finish(PAIR),
    ]  # fmt: skip
    conduct_interview(begun, ask, keeper)

    kept = keeper.interview
    assert kept.remarks == {"check:C-1": "Rent"}
    mended = Conversation.resume(checked, kept._replace(answers={**kept.answers, "running": "1"}))
    assert "check:C-1" not in [row.path for row in review(mended).checks]


def test_what_must_be_mended_takes_no_reason(begun):
    """A reason is refused; Enter alone goes on, and the review names the answers."""
    asked = _answered(begun, running="1", gain="2", persons="2", missed="5").conversation

    assert asked.step("en").label == "5 of 2 cannot be."
    assert asked.step("en").disagreeing == ("missed", "persons")
    refused = asked.explain("check:C-2", "They say so")
    assert isinstance(refused, Refusal)
    assert refused.code == INCONSISTENT
    passed = asked.explain("check:C-2", "")
    assert isinstance(passed, Taken)
    assert "check:C-2" in [row.path for row in review(passed.conversation).check_faults]
    assert _answered(passed.conversation, persons="9").conversation.evaluation.fired == {}


def test_a_calculation_between_passes_an_answer_on(checked):
    """What a check reads of a calculation it waits for in the questions behind it."""
    answers = {"running": "1", "gain": "2", "missed": "5"}

    assert "check:C-2" not in evaluate(checked, answers).checks
    assert "check:C-2" in evaluate(checked, {**answers, "persons": "2"}).fired


def test_what_is_for_the_reviewer_is_told_once_and_asks_nothing(begun):
    """It is in what was taken, no step waits for it, and it is no fault."""
    taken = _answered(begun, running="1", gain="1")

    assert taken.fired == ("check:C-3",)
    assert taken.conversation.unexplained == ()
    assert _answered(taken.conversation, running="1").fired == ()
    assert [row.fault for row in review(taken.conversation).checks] == [None]


def test_an_answer_that_may_be_left_blank_is_waited_for_while_it_can_come(begun):
    """At the moment nothing is said; in the review what was never said counts as blank."""
    taken = _answered(begun, running="1", gain="2")

    assert taken.fired == ()
    assert [row.path for row in review(taken.conversation).check_faults] == ["check:C-4"]
    assert _answered(taken.conversation, talk="").fired == ("check:C-4",)
    assert _answered(taken.conversation, talk="Hail").conversation.evaluation.checks == {}


def test_resuming_asks_again_for_the_reason_of_the_answer_given_last(begun, checked, keeper):
    """The battery went flat between the answer and the reason."""
    actions = [Jump("running"), Answer("2"), Answer("1")]

    with pytest.raises(IndexError):
        conduct_interview(begun, lambda turn: actions.pop(0), keeper)

    assert Conversation.resume(checked, keeper.interview).step("en").path == "check:C-1"


def test_answers_of_a_file_bring_their_reasons(begun):
    """With a reason it can be finished; one for what goes together or is unknown is refused."""
    answers = {"running": "2", "gain": "1", "persons": "2", "talk": "", "last": ""}

    assert attempt(begun, answers).to_mend.keys() == {"check:C-1"}
    told = attempt(begun, {**answers, "check:C-1": "Rent"})
    assert not told.to_mend
    assert told.conversation.remarks == {"check:C-1": "Rent"}
    for other in ("check:C-2", "check:C-9"):
        refused = attempt(begun, {**answers, "check:C-1": "Rent", other: "Why"})
        assert refused.not_taken.keys() == {other}


ROWS = {
    "settings": FORM["settings"],
    "survey": [
        {"name": "member", "type": "repeat", "label": {"en": "Member"}, "children": [
            {"name": "age", "type": "integer", "label": {"en": "Age"}},
            {"name": "years", "type": "integer", "label": {"en": "Years at school"}},
        ]},
        {"name": "oldest", "type": "integer", "label": {"en": "Age of the oldest"}},
    ],
    "checks": [
        {"code": "C-1", "kind": "W", "when": "${years} > ${age}",
         "text": {"en": "${years} years at school at the age of {age}"}},
        {"code": "C-2", "kind": "E", "when": "max(${age}) != ${oldest}",
         "text": {"en": "Not {oldest}"}},
    ],
}  # fmt: skip


def test_in_a_repeat_each_row_is_looked_at_for_itself():
    """What is mended inside a repeat is looked at row by row, from outside once for all rows."""
    form = Questionnaire.model_validate(ROWS)
    answers = {"member": "2", "member[1]/age": "9", "member[1]/years": "3",
               "member[2]/age": "7", "member[2]/years": "8"}  # fmt: skip

    evaluation = evaluate(form, answers)
    assert list(evaluation.fired) == ["member[2]/check:C-1"]
    assert evaluation.disagreeing("member[2]/check:C-1") == ("member[2]/years", "member[2]/age")
    assert list(evaluate(form, {**answers, "oldest": "7"}).fired) == [
        "member[2]/check:C-1",
        "check:C-2",
    ]
    fewer, _moot = evaluation.with_answer("member", "1")
    assert fewer.fired == {}


def test_checks_hold_the_same_however_the_answers_came(checked):
    """One answer after the other gives what all at once give."""
    answers = {"running": "2", "gain": "2", "persons": "1", "missed": "3", "talk": ""}
    evaluation = evaluate(checked, {})
    for path, said in answers.items():
        evaluation, _moot = evaluation.with_answer(path, said)

    assert evaluation.checks == evaluate(checked, answers).checks
    assert [check.code for check in evaluation.checks.values()] == ["C-2", "C-4"]
    assert all(isinstance(check, Check) for check in evaluation.checks.values())


def test_what_decides_whether_it_is_asked_is_waited_for_too():
    """Two gates before an answer: only the first one says that it will never be asked."""
    gated = {
        **FORM,
        "survey": [
            {"name": "school", "type": "select_one yes_no", "label": "S", "required": True},
            {"name": "dropout", "type": "select_one yes_no", "label": "D", "required": True,
             "relevant": "${school} = '1'"},
            {"name": "why", "type": "text", "label": "W", "required": True,
             "relevant": "${dropout} = '1'"},
            {"name": "met", "type": "select_one yes_no", "label": "M", "required": True},
        ],
        "checks": [{"code": "C-5", "kind": "W", "text": "None is amiss.",
                    "when": "${met} = '2' and ${why} = ''"}],
    }  # fmt: skip
    form = Questionnaire.model_validate(gated)

    early, _moot = evaluate(form, {}).with_answer("met", "2")
    assert early.checks == {}
    assert list(early.with_answer("school", "2")[0].fired) == ["check:C-5"]
    with_child, _moot = early.with_answer("school", "1")
    assert with_child.checks == {}
    assert list(with_child.with_answer("dropout", "2")[0].fired) == ["check:C-5"]
