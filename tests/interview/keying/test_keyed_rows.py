"""Rows of a repeat on paper: their number first, then row by row."""

from dataclasses import replace

import pytest

from fieldsurvey.chain.interview import Interview, Keying
from fieldsurvey.interview.conversation import Conversation
from fieldsurvey.interview.keying import pressing
from fieldsurvey.interview.keying.desk import Desk, Mode
from fieldsurvey.interview.keying.faults import FaultKind
from fieldsurvey.interview.keying.ink import Keyed
from fieldsurvey.interview.keying.layout import mark_of
from fieldsurvey.interview.keying.moving import open_desk
from fieldsurvey.interview.keying.page import page_lines
from fieldsurvey.interview.showing.screen import Heading
from fieldsurvey.questionnaire.model import Questionnaire

FORM = {
    "settings": {
        "form_id": "members",
        "form_title": "Members",
        "version": "1",
        "subject": "household",
    },
    "choices": {"sex": [{"name": "1", "label": "Man"}, {"name": "2", "label": "Woman"}]},
    "survey": [
        {
            "name": "member",
            "type": "repeat",
            "number": "5",
            "label": "Members",
            "children": [
                {"name": "age", "type": "integer", "label": "Age", "number": "5(1)"},
                {"name": "sex", "type": "select_one sex", "label": "Sex", "number": "5(2)",
                 "relevant": "${age} > 5"},
            ],
        },
        {"name": "dogs", "type": "integer", "label": "Dogs", "number": "6"},
    ],
}  # fmt: skip


@pytest.fixture
def desk(interview: Interview) -> Desk:
    """A desk with an empty form."""
    form = Questionnaire.model_validate(FORM)
    paper = interview._replace(form_id="members", keying=Keying.PAPER)
    return open_desk(Keyed(Conversation.resume(form, paper)))


def test_rows_are_keyed_one_after_the_other(desk: Desk) -> None:
    """A skipped column wants no key; after the last row the form goes on."""
    desk = pressing.type_text(desk, "2\r40\r13\r7\r")

    assert desk.mode is Mode.END
    assert desk.conversation.evaluation.answers == {
        "member": "2",
        "member[1]/age": "40",
        "member[1]/sex": "1",
        "member[2]/age": "3",
        "dogs": "7",
    }


def test_a_field_of_a_row_has_its_number(desk: Desk) -> None:
    """So that the keyer sees which row of the paper it is."""
    desk = pressing.type_text(desk, "2\r40\r1")

    assert mark_of(desk.conversation.evaluation, desk.at) == "5(1) #2"
    shown = page_lines(desk, Heading("0103-07"), 80, 24)
    assert any("5(1) #2" in text for line in shown for _style, text in line)


def test_rows_that_are_gone_leave_their_ink(desk: Desk) -> None:
    """One row fewer than was keyed: what stood there is a fault to be settled."""
    desk = pressing.type_text(desk, "2\r40\r130\r2")
    desk = replace(desk, at="member", mode=Mode.FIELD)
    desk = pressing.type_text(desk, "1\r")

    assert desk.keyed.ink == {"member[2]/age": "30", "member[2]/sex": "2"}
    while desk.mode is Mode.FIELD:
        desk = pressing.type_text(desk, "0\r")
    assert {fault.kind for fault in desk.faults} == {FaultKind.SKIPPED}
    looked = pressing.type_text(desk, " 1")
    assert looked.is_refused
    for _nth in range(2):
        looked = pressing.type_text(pressing.remark(looked), "记错\r")
    assert looked.mode is Mode.END
