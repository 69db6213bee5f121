"""Laws of keying: whatever is keyed from paper is what the dialogue would have kept."""

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fieldsurvey.chain.interview import Interview, Keying
from fieldsurvey.chain.lines.line import Line
from fieldsurvey.interview.conversation import Conversation, Taken
from fieldsurvey.interview.keying import pressing
from fieldsurvey.interview.keying.codes import press_enter, type_character
from fieldsurvey.interview.keying.desk import Desk, Mode
from fieldsurvey.interview.keying.faults import FaultKind
from fieldsurvey.interview.keying.ink import Keyed, ink_of
from fieldsurvey.interview.keying.moving import open_desk
from fieldsurvey.interview.showing.step import StepKind
from fieldsurvey.questionnaire.model import Questionnaire

FEW = settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
KEYS = st.text(alphabet="012379abrd?x .\r", max_size=60)
MOVES = (
    *(pressing.back, pressing.forward, pressing.erase, pressing.remark, pressing.special),
    *(pressing.up, pressing.down, pressing.go_to),
)


def desk_of(form: Questionnaire, interview: Interview) -> Desk:
    """Return a desk with an empty form."""
    return open_desk(Keyed(Conversation.resume(form, on_paper(interview), who="录入员")))


def on_paper(interview: Interview) -> Interview:
    """Return an interview made on paper: of its problems no photo is wanted."""
    return interview._replace(keying=Keying.PAPER)


def said_in_dialogue(conversation: Conversation, data: st.DataObject) -> Conversation:
    """Answer everything in dialogue with whatever is taken."""
    while (step := conversation.step()).kind is not StepKind.REVIEW:
        if step.kind is not StepKind.QUESTION:
            taken = conversation.describe(step.path, "")
        else:
            codes = [choice.name for choice in step.choices]
            said = data.draw(st.sampled_from([*codes, "1 2"] if codes else ["3", "9000", "七"]))
            answers = (said, *codes, "3", "") if said else ("",)
            taken = next(t for a in answers if isinstance(t := conversation.answer(a), Taken))
        assert isinstance(taken, Taken)
        conversation = taken.conversation
    return conversation


def keyed_as(desk: Desk, conversation: Conversation) -> Desk:
    """Key the answers of a conversation by the codes of the paper."""
    while desk.mode is not Mode.END:
        if desk.mode is Mode.STOP:
            assert {fault.kind for fault in desk.faults} <= {FaultKind.DESCRIBE, FaultKind.RULE}
            if desk.section is None:
                return desk
            desk = pressing.forward(desk)
            continue
        answer = conversation.evaluation.answers[desk.at]
        assert isinstance(answer, str)
        text, field, is_complete = "", desk.field, False
        keys = answer.replace(" ", "") if field.kind == "several" else answer
        for key in keys:
            typed = type_character(field, text, key)
            assert typed is not None
            text, is_complete = typed.text, typed.is_complete
        if not is_complete:
            assert press_enter(field, text) is not None
            keys += "\r"
        desk = pressing.type_text(desk, keys)
        assert not desk.is_refused
    return desk


@FEW
@given(data=st.data())
def test_paper_and_dialogue_keep_the_same(
    form: Questionnaire, interview: Interview, data: st.DataObject
) -> None:
    """The codes of a whole form give the answers that the dialogue gave."""
    said = said_in_dialogue(Conversation.resume(form, on_paper(interview)), data)

    desk = keyed_as(desk_of(form, interview), said)
    assert dict(desk.conversation.evaluation.answers) == dict(said.evaluation.answers)
    assert desk.keyed.ink == {}


@FEW
@given(data=st.data())
def test_no_key_breaks_the_desk(
    form: Questionnaire, interview: Interview, fold: Any, data: st.DataObject
) -> None:
    """Whatever is pressed, every line kept folds back to what stands on the desk."""
    desk, entries = desk_of(form, interview), []
    for _nth in range(data.draw(st.integers(1, 12))):
        press = data.draw(st.one_of(st.sampled_from(MOVES), KEYS))
        desk = pressing.type_text(desk, press) if isinstance(press, str) else press(desk)
        entries += desk.keyed.entries
        desk = desk.saved()

    kept = fold(interview, entries)
    lines = [Line("", "d1", n, e, "2020-06-15", 0, "b") for n, e in enumerate(entries, start=2)]
    assert dict(kept.answers) == dict(desk.conversation.evaluation.answers)
    assert ink_of(lines) == desk.keyed.ink
    again = Keyed(Conversation.resume(form, kept), ink_of(lines))
    assert set(open_desk(again).conversation.evaluation.answers) == set(kept.answers)


@FEW
@given(keys=KEYS, at=st.integers(0, 60))
def test_typing_ahead_changes_nothing(
    form: Questionnaire, interview: Interview, keys: str, at: int
) -> None:
    """Keys in one breath do what they do one by one."""
    desk = desk_of(form, interview)

    in_two = pressing.type_text(pressing.type_text(desk, keys[:at]), keys[at:])
    assert pressing.type_text(desk, keys) == in_two


@FEW
@given(keys=KEYS)
def test_nothing_that_the_paper_says_is_dropped(
    form: Questionnaire, interview: Interview, keys: str
) -> None:
    """A form ends only where no ink is left that nobody settled."""
    desk = pressing.type_text(desk_of(form, interview), keys)

    if desk.mode is Mode.END:
        assert desk.keyed.ink == {}
