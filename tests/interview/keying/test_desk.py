"""The desk: keys of a paper form in, how everything stands then out."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from fieldsurvey.chain.interview import Interview, Keying
from fieldsurvey.chain.lines.line import Kind, Line
from fieldsurvey.interview.conversation import Conversation
from fieldsurvey.interview.keying import pressing
from fieldsurvey.interview.keying.desk import Desk, Mode
from fieldsurvey.interview.keying.faults import FaultKind
from fieldsurvey.interview.keying.ink import Keyed, ink_of
from fieldsurvey.interview.keying.moving import open_desk
from fieldsurvey.questionnaire.model import Questionnaire

Open = Callable[..., Desk]


@pytest.fixture
def opened(form: Questionnaire, interview: Interview) -> Open:
    """Open a desk, and type."""
    on_paper = interview._replace(keying=Keying.PAPER)

    def open_(keys: str = "", *, is_second: bool = False) -> Desk:
        keyed = Keyed(Conversation.resume(form, on_paper, who="录入员"))
        return press(open_desk(keyed, is_second=is_second), keys)

    return open_


def press(desk: Desk, keys: str) -> Desk:
    """Type keys, `⏎` being Enter."""
    return pressing.type_text(desk, keys.replace("⏎", "\r"))


def found(desk: Desk) -> list[tuple[str, FaultKind]]:
    """Return where the faults are, and of what kind."""
    return [(fault.path, fault.kind) for fault in desk.faults]


def test_a_whole_form_is_keyed_without_a_key_too_many(opened: Open) -> None:
    """Codes go on by themselves over sections without a fault; skipped questions want no key."""
    desk = opened("⏎1800000⏎2a")

    assert desk.mode is Mode.FIELD
    assert desk.at == "village"
    desk = press(desk, "a1")
    assert desk.mode is Mode.END
    assert desk.conversation.evaluation.answers == {
        "persons": "4",
        "safe": "1",
        "income": "800000",
        "hard": "2",
        "county": "a",
        "village": "a1",
    }
    assert press(desk, " ").mode is Mode.DONE


def test_digits_do_not_finish_a_form(opened: Open) -> None:
    """Only somebody who has looked says that it is finished."""
    desk = opened("⏎1800000⏎2aa1" + "121⏎")

    assert desk.mode is Mode.END
    assert desk.is_refused


def test_each_field_is_a_line_as_the_dialogue_would_say_it(opened: Open) -> None:
    """An answer line with the keyer's name, nothing else."""
    desk = opened("⏎").saved()

    [entry] = press(desk, "1").keyed.entries
    assert (entry.kind, entry.question, entry.value, entry.who) == (
        Kind.ANSWER,
        "safe",
        "1",
        "录入员",
    )


def test_a_code_that_is_not_on_the_form_beeps_and_stays(opened: Open) -> None:
    """Nothing is said, nothing is kept, and the next key counts."""
    desk = opened("⏎").saved()
    wrong = press(desk, "7")

    assert wrong.is_refused
    assert (wrong.at, wrong.keyed.entries) == ("safe", ())
    assert press(wrong, "1").at == "income"


def test_what_is_refused_is_kept_and_told_at_the_end_of_the_section(opened: Open) -> None:
    """A number that breaks a rule interrupts nobody; the section stops at it."""
    desk = opened("0⏎")

    assert desk.mode is Mode.STOP
    assert desk.keyed.ink == {"persons": "0"}
    [fault] = desk.faults
    assert (fault.kind, fault.said) == (FaultKind.REFUSED, "0")
    assert fault.refusal.what == "At least one person"
    assert not fault.can_be_explained


def test_a_fault_is_mended_by_its_number(opened: Open) -> None:
    """Then the keying goes on by itself in the next section."""
    desk = press(opened("0⏎"), " 13⏎")

    assert desk.at == "safe"
    assert desk.keyed.ink == {}
    assert desk.conversation.evaluation.answers["persons"] == "3"


def test_something_unusual_is_settled_with_a_remark(opened: Open) -> None:
    """What breaks a warning is taken with the reason."""
    stopped = opened("13⏎ ")
    assert stopped.faults[0].can_be_explained

    desk = press(pressing.remark(stopped), "四代同堂⏎")
    assert desk.at == "safe"
    assert desk.conversation.evaluation.answers["persons"] == "13"
    assert desk.conversation.remarks == {"persons": "四代同堂"}


def test_what_cannot_be_explained_is_not_settled_with_a_remark(opened: Open) -> None:
    """A broken constraint wants another number."""
    stopped = opened("0⏎ ")

    assert pressing.remark(stopped).is_refused


def test_keys_typed_ahead_wait_while_the_desk_has_stopped(opened: Open) -> None:
    """None is lost, and none settles a fault by accident."""
    stopped = opened("0⏎" + "1800000⏎")

    assert stopped.mode is Mode.STOP
    assert stopped.held == "1800000\r"
    mended = press(stopped, " 14⏎")
    assert mended.at == "hard"
    assert mended.conversation.evaluation.answers["income"] == "800000"
    assert mended.held == ""


def test_keys_typed_ahead_go_on_where_the_faults_are_left(opened: Open) -> None:
    """F3 leaves the faults for the end, where they come again."""
    desk = pressing.forward(opened("0⏎" + "1800000⏎2aa1"))

    assert desk.mode is Mode.STOP
    assert desk.section is None
    assert found(desk) == [("persons", FaultKind.REFUSED)]


def test_an_answer_where_the_conditions_skip_is_kept(opened: Open) -> None:
    """C-12: what the paper says is a fault to be settled, never dropped."""
    desk = pressing.back(pressing.back(opened("⏎1")))
    desk = press(desk, "1⏎")

    assert desk.keyed.ink == {"gap": "1"}
    assert desk.mode is Mode.STOP
    assert found(desk) == [("gap", FaultKind.SKIPPED)]


def test_ink_becomes_an_answer_once_its_question_is_asked(opened: Open) -> None:
    """The question before it is keyed anew, and nothing has to be keyed twice."""
    desk = pressing.back(pressing.back(opened("⏎1")))
    stopped = press(desk, "1⏎")
    mended = press(pressing.up(pressing.back(stopped)), "")
    mended = replace(mended, at="safe", mode=Mode.FIELD, is_mending=False)
    desk = press(mended, "2")

    assert desk.conversation.evaluation.answers["gap"] == "1"
    assert desk.keyed.ink == {}


def test_ink_is_set_aside_with_a_remark(opened: Open) -> None:
    """Both what the paper says and why it does not count stay in the chain."""
    desk = pressing.back(pressing.back(opened("⏎1")))
    stopped = press(desk, "1⏎ ").saved()
    desk = press(pressing.remark(stopped), "划掉了⏎")

    assert desk.at == "income"
    values = [entry.value for entry in desk.keyed.entries]
    assert values == [{"remark": "划掉了"}, {"paper": None, "set_aside": "1"}]


def test_an_answer_that_became_moot_stays_as_ink(opened: Open) -> None:
    """Mending a question that others hang on loses nothing that the paper says."""
    desk = opened("⏎21⏎2")
    desk = replace(desk, at="safe", mode=Mode.FIELD)
    desk = press(desk, "1")

    assert desk.keyed.ink == {"gap": "1", "far": "2"}


def test_a_blank_where_an_answer_is_needed_is_told(opened: Open) -> None:
    """Enter says that the paper is blank."""
    desk = opened("⏎⏎")

    assert desk.keyed.ink == {"safe": ""}
    assert desk.mode is Mode.STOP
    assert found(desk) == [("safe", FaultKind.REFUSED)]


def test_two_boxes_ticked_are_told(opened: Open) -> None:
    """A question mark says that nobody can read it."""
    desk = opened("⏎?")

    assert desk.faults[0].refusal.what == "The paper cannot be read here."


def test_a_special_answer_is_one_letter(opened: Open) -> None:
    """Where the paper has a box for it."""
    desk = opened("⏎d")

    assert desk.conversation.evaluation.answers["safe"].value == "dont_know"  # type: ignore[union-attr]
    assert desk.at == "income"


def test_a_special_answer_has_its_key(opened: Open) -> None:
    """F6 and a number, as in the dialogue."""
    desk = press(pressing.special(opened("⏎")), "1")

    assert desk.conversation.evaluation.answers["safe"].value == "refused"  # type: ignore[union-attr]


def test_a_problem_is_described_from_the_paper(opened: Open) -> None:
    """The section stops at a problem that nothing describes."""
    stopped = opened("⏎21⏎2")
    assert found(stopped) == [("safe", FaultKind.DESCRIBE)]

    desk = press(stopped, " 1三月以来无水⏎")
    assert desk.conversation.descriptions == {"safe": "三月以来无水"}
    assert desk.at == "income"


def test_a_field_passed_over_is_told(opened: Open) -> None:
    """Forward leaves a field open, and the end of the section says so."""
    desk = pressing.forward(opened("⏎1"))
    assert desk.at == "hard"
    desk = press(desk, "2aa1")

    assert found(desk) == [("income", FaultKind.OPEN)]


def test_a_question_is_found_by_its_number_on_paper(opened: Open) -> None:
    """The form's own number goes there."""
    desk = press(pressing.go_to(opened("⏎")), "1⏎")
    assert desk.at == "safe"

    assert press(pressing.go_to(desk), "77⏎").is_refused


def test_a_second_keying_stops_at_nothing_but_open_fields(opened: Open) -> None:
    """What the paper says is kept as it is: it is only compared."""
    desk = opened("0⏎⏎⏎⏎⏎⏎", is_second=True)

    assert desk.mode is Mode.END
    assert desk.keyed.ink == {"persons": "0", "safe": "", "income": ""}


def test_it_goes_on_after_the_field_keyed_last(
    opened: Open, interview: Interview, form: Questionnaire, fold: Any
) -> None:
    """After a flat battery the cursor and the ink are where they were."""
    desk = pressing.forward(opened("0⏎"))
    desk = press(desk, "1")
    entries = desk.keyed.entries
    kept = fold(interview, entries)
    lines = [Line("", "d1", n, e, "2020-06-15", 0, "b") for n, e in enumerate(entries, start=2)]

    again = open_desk(Keyed(Conversation.resume(form, kept), ink_of(lines)))
    assert again.at == "income"
    assert again.keyed.ink == {"persons": "0"}
