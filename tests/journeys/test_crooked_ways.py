"""An interview that does not go straight: back, away, elsewhere, refused, opened again."""

import pytest

from fieldsurvey.campaign.model import Category
from fieldsurvey.chain.lines.line import Kind
from fieldsurvey.expressions.values import SpecialAnswer

CHILD = "children of compulsory-education age"
DROPOUT = "Has any of them dropped out"
OTHER_STUDENT = "Are there students at other stages"
HOUSING_SAFE = "Judging from the appraisal"
GAP = "In which respect is it not"
FINISH = "1  Finish"


@pytest.fixture
def subject(subject_of):
    """A poor household."""
    return subject_of(Category.POOR)


def entries(kept, subject, kind):
    """Return what the lines of one kind say."""
    return [line.entry for line in kept(subject)[1] if line.entry.kind is kind]


def test_going_back_three_questions_and_changing_one_withdraws_what_it_makes_moot(
    open_terminal, subject, kept
):
    """What is no longer asked is withdrawn, on the screen and on the disk."""
    terminal = open_terminal("interview", subject).begin(1, 3)
    terminal.go("Enter", "Enter", "Enter", "Enter", "Enter", "1", "1", "2", "1")
    assert OTHER_STUDENT in terminal.wording()
    assert "↶" not in terminal.everything()

    terminal.go("F2", "F2", "F2")
    assert CHILD in terminal.wording()
    terminal.go("2")

    assert OTHER_STUDENT in terminal.wording()
    withdrawn = [line for line in terminal.lines() if line.startswith("↶")]
    assert len(withdrawn) == 2
    assert DROPOUT in withdrawn[0]
    assert terminal.end("F9") == 0
    moot = entries(kept, subject, Kind.WITHDRAW)
    assert [entry.question for entry in moot] == ["dropout", "education_policy"]
    assert all(entry.value["because"] == "school_age_child" for entry in moot)


def test_every_key_does_what_it_says(open_terminal, subject, kept):
    """Leave and go on, help, the list, a remark, a special answer, the other language."""
    terminal = open_terminal("interview", subject).begin(1, 3).go("Enter", "Enter")
    size = terminal.wording()
    assert terminal.end("F9") == 0
    assert f"fieldsurvey interview {subject}" in terminal.everything()

    terminal = open_terminal("interview", subject)
    terminal.wait(lambda: bool(terminal.asked()))
    assert terminal.wording() == size
    terminal.send("F1").wait_for("Any key: back to the question")
    assert "Show these keys" in terminal.everything()
    terminal.press("Space")
    assert terminal.wording() == size

    terminal.go("F4").press(*"appraisal").go("Enter")
    assert HOUSING_SAFE in terminal.wording()
    terminal.go("F7")
    assert "住房安全是否有保障" in terminal.wording()
    terminal.go("F4").press(*"基本医保").go("Enter")
    assert "家庭成员是否都参加基本医保和大病保险" in terminal.wording()
    terminal.go("F7", "F4").press(*"government").go("Enter")
    assert "premium subsidy" in terminal.wording()
    terminal.go("F6", "1")
    assert "does not know" in terminal.everything()
    terminal.go("F4").press(*"appraisal").go("Enter").press("F6")
    assert "takes no special answer" in terminal.everything()
    terminal.go("F5").type("seen from outside only").go("Enter", "1")

    assert terminal.end("F9") == 0
    interview, _lines = kept(subject)
    assert interview.answers["premium_subsidy"] is SpecialAnswer.DONT_KNOW
    assert interview.answers["housing_safe"] == "1"
    assert interview.remarks == {"housing_safe": "seen from outside only"}


def test_nothing_is_finished_while_something_is_missing_and_two_people_sign(
    open_terminal, subject, answer_all, kept
):
    """A problem left undescribed keeps the interview open; then two different inspectors sign."""
    answer_all(subject)
    terminal = open_terminal("interview", subject)
    terminal.wait(lambda: bool(terminal.asked()))
    assert FINISH in terminal.wording()

    terminal.go("F4").press(*"drinking").go("Enter", "2")
    assert "Describe it" in terminal.wording()
    terminal.go("Enter")
    assert "Show it" in terminal.wording()
    terminal.go("Enter")
    assert GAP in terminal.wording()
    terminal.go("F10")
    assert FINISH not in terminal.wording()
    assert "✗ 1 Is safe drinking water" in terminal.wording()

    terminal.go("Enter").type("no water since March").go("Enter").type("the tap is dry")
    terminal.go("Enter")
    terminal.go("F4").press(*"respect").go("Enter").press("1").go("Enter")
    assert FINISH in terminal.wording()
    terminal.go("Enter")
    [first] = [line.split()[2] for line in terminal.asked() if "»" in line]
    terminal.go("Enter")
    assert f"{first}  has signed" in terminal.wording()
    assert terminal.end("Enter") == 0

    [finish] = entries(kept, subject, Kind.FINISH)
    assert first == finish.value["signatures"][0] != finish.value["signatures"][1]
    assert kept(subject)[0].descriptions["water_safe"] == "no water since March"


def test_a_finished_interview_opens_again_only_with_a_reason(
    open_terminal, subject, answer_all, kept, fieldsurvey
):
    """What was said before stays; the reason and the correction stand after it."""
    answer_all(subject)
    terminal = open_terminal("interview", subject)
    terminal.wait(lambda: bool(terminal.asked()))
    assert terminal.go("Enter", "Enter").end("Enter") == 0
    before = kept(subject)[0]

    code, _shown, talk = fieldsurvey("interview", subject)
    assert code == 1
    assert "reopen" in talk
    assert fieldsurvey("reopen", subject)[0] == 2
    assert fieldsurvey("reopen", subject, "--reason", " ")[0] == 2
    assert kept(subject)[0] == before
    assert fieldsurvey("reopen", subject, "--reason", "card found later")[0] == 0

    terminal = open_terminal("interview", subject)
    terminal.wait(lambda: bool(terminal.asked()))
    terminal.go("F4").press(*"premium").go("Enter", "1")
    assert FINISH in terminal.wording()
    assert terminal.go("Enter", "Enter").end("Enter") == 0
    after = kept(subject)[0]
    assert after.finish_code not in ("", before.finish_code)
    assert entries(kept, subject, Kind.REOPEN)[0].value == {"reason": "card found later"}
    assert fieldsurvey("verify")[0] == 0
