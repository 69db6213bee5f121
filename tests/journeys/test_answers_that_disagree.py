"""Answers that do not go together, told with the last of them: mended, explained, or left."""

import pytest

from fieldsurvey.campaign.model import Category


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
def test_what_must_be_mended_leads_to_the_answers_and_what_is_unusual_wants_a_reason(
    open_terminal, subject_of, kept, size
):
    """Item 9 against the gate before it; a project without qualifying for one."""
    subject = subject_of(Category.LIFTED)
    terminal = open_terminal("interview", subject, size=size).begin(1, 3)

    terminal.go("F4").press(*"renovated under").go("Enter", "2", "1")
    assert "≠ C-09 must be mended" in terminal.wording()
    assert "Which answer is wrong?" in terminal.wording()
    assert "F9" in terminal.lines()[-1]
    assert "saved" in terminal.everything().rpartition("C-09")[0]
    terminal.go("2")
    assert "Was the house renovated under the programme" in terminal.wording()
    terminal.go("3")
    assert "C-09" not in terminal.wording()

    terminal.go("F4").press(*"industry support").go("Enter", "2", "2", "1")
    assert "≠ C-14a please confirm" in terminal.wording()
    assert "10 Does the household qualify for industry suppor" in terminal.wording()
    terminal.type("joined before the rules").go("Enter")
    assert "C-14a  reason: joined before the rules" in terminal.everything()
    assert terminal.end("F9") == 0

    interview, _lines = kept(subject)
    assert interview.remarks == {"check:C-14a": "joined before the rules"}


def test_enter_alone_leaves_it_and_the_next_sitting_asks_again(open_terminal, subject_of, kept):
    """The reason may wait; whoever goes on at this place is asked for it first."""
    subject = subject_of(Category.LIFTED)
    terminal = open_terminal("interview", subject).begin(1, 3)
    terminal.go("F4").press(*"industry support").go("Enter", "2", "2", "1")

    assert "≠ C-14a" in terminal.wording()
    assert terminal.end("F9") == 0
    again = open_terminal("interview", subject)
    again.wait(lambda: bool(again.asked()))
    assert "≠ C-14a" in again.wording()
    again.go("Enter")
    assert "≠ C-14a" not in again.wording()
    assert again.end("F9") == 0
    assert kept(subject)[0].remarks == {}


def test_what_is_for_the_reviewer_is_said_in_passing(open_terminal, subject_of, kept):
    """A renovated house that is not safe: said once, above the next question."""
    subject = subject_of(Category.LIFTED)
    terminal = open_terminal("interview", subject).begin(1, 3)

    terminal.go("F4").press(*"renovated under").go("Enter", "1")
    terminal.go("F4").press(*"appraisal").go("Enter", "2")
    assert "C-07 for the reviewer" in terminal.everything()
    assert "≠" not in terminal.wording()
    assert terminal.end("F9") == 0
