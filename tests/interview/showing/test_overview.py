"""The whole interview by section: faults first, gaps in one row, skipped questions with why."""

import pytest

from fieldsurvey.chain.interview import Interview, Status
from fieldsurvey.interview.conducting import Finish, HandOn, Jump
from fieldsurvey.interview.conversation import Conversation, Taken
from fieldsurvey.interview.keys import Command
from fieldsurvey.interview.showing.menus import Part, jump_menu, overview_menu
from fieldsurvey.interview.showing.overview import Mark, condition_of, overview, skipped
from fieldsurvey.interview.showing.overview_words import hung, overview_lines, skipped_lines
from fieldsurvey.interview.showing.screen import Heading
from fieldsurvey.interview.typed.refusal import NO_DESCRIPTION
from fieldsurvey.questionnaire.model import Questionnaire

HEADING = Heading("0103-07", "张三", categories={"water": {"zh": "饮水", "en": "Water"}})
CLEAN = [("persons", "4"), ("safe", "1"), ("income", "80000"), ("hard", "2")]


@pytest.fixture
def said(form, interview):
    """Give the conversation once some answers, remarks and descriptions were taken."""

    def say(*answers, remark="", leave_blank=()):
        conversation = Conversation.resume(form, interview)
        for path, answer in (*answers, *((path, "") for path in leave_blank)):
            taken = conversation.jump(path).answer(answer, remark=remark)
            assert isinstance(taken, Taken), taken
            conversation = taken.conversation
        return conversation

    return say


def titles(menu):
    """Titles of the rows that can be chosen, and headings after ──."""
    return [f"──{row.words}" if isinstance(row, Part) else row[0] for row in menu]


def test_at_the_beginning_everything_is_one_gap(said):
    """Nothing is wrong that was not asked yet; nothing can be finished."""
    whole = overview(said())

    assert (whole.faults, len(whole.gaps)) == ((), 1)
    assert not whole.is_complete
    menu = overview_menu(whole, said(), HEADING)
    assert menu[0][0].startswith("1  · 6 questions not answered yet, from Persons")
    assert menu[0][1] == Jump("persons")
    assert not any(isinstance(row[1], Finish) for row in menu if not isinstance(row, Part))


def test_what_is_to_be_mended_comes_first_and_numbered(said):
    """The undescribed problem, then the required question in between, each with what is wrong."""
    conversation = said(("persons", "4"), ("safe", "2"), ("gap", "2"), ("hard", "2"))
    whole = overview(conversation)

    assert [row.path for row in whole.faults] == ["safe", "income"]
    first, second, *_rest = titles(overview_menu(whole, conversation, HEADING))
    assert first == "1  ✗ 1 Is water safe?  This problem is not described yet."
    assert second.startswith("2  ✗ Income  ")
    assert "2 things are still to be mended" in "".join(
        text for line in overview_lines(whole) for _style, text in line
    )


def test_a_complete_interview_is_finished_by_its_first_row(said):
    """And the ways on stand below the sections, by the keys that do the same."""
    conversation = said(*CLEAN, leave_blank=("county", "village"))
    menu = overview_menu(overview(conversation), conversation, HEADING)

    assert menu[0] == ("1  Finish: both inspectors sign", Finish(()))
    ways = [Command.BACK, Command.LIST, HandOn(), Command.LEAVE]
    assert [value for _title, value in menu[-4:]] == ways
    assert [title[:2] for title, _value in menu[-4:]] == ["F2", "F4", "  ", "F9"]


def test_sections_are_counted(said):
    """Answered of asked, blank, special, not yet; problems and remarks by their sign."""
    conversation = said(*CLEAN[:2], remark="asked twice", leave_blank=("county",))
    taken = conversation.jump("safe").answer("2")
    described = taken.conversation.describe("safe", "dry since May").conversation
    header, water, money = overview(described).tallies

    assert (header.asked, header.answered, header.marks) == (1, 1, {Mark.REMARK: 1})
    assert (water.asked, water.answered, water.open) == (2, 1, 1)
    assert water.marks == {Mark.PROBLEM: 1, Mark.REMARK: 1}
    assert (money.left_blank, money.open) == (1, 3)
    line = titles(overview_menu(overview(described), described, HEADING))
    assert any("1 of 2 answered · 1 not yet  ▲1 ✎1" in title for title in line)
    assert "▲ critical problem · Water  Unsafe: —\ndry since May" in line


def test_a_question_that_a_rule_skips_says_which_answer_would_open_it(said):
    """In words of the form, not in its language of rules."""
    conversation = said(*CLEAN)
    assert set(skipped(conversation.evaluation)) == {"gap", "far", "hard_why"}
    assert condition_of(conversation.evaluation, "gap") == "${safe} = '2'"

    [what, why] = skipped_lines(conversation, "gap")
    assert "In which way?: not asked now." in what[0][1]
    assert why[0][1].strip() == "asked only if 1 Is water safe? is “2 No”"


def test_the_list_shows_every_question_under_its_section(said):
    """Answered, blank, not yet, skipped; the overview at its end."""
    menu = jump_menu(said(*CLEAN[:2], leave_blank=("county",)))
    rows = [menu.title(place) for place in range(menu.index.count)]

    assert rows[0] == "── Header ──"
    assert any(row.startswith("✓ 1 Is water safe?") and row.endswith("Yes") for row in rows)
    assert any(row.startswith("○ In which way?") and "question 1 is “2 No”" in row for row in rows)
    assert any(row.startswith("– County") and row.endswith("left blank") for row in rows)
    assert any(row.startswith("· Income") and row.endswith("not yet") for row in rows)
    assert "Overview" in rows[-1]
    assert menu.value(rows.index("── Header ──")) == Jump("persons")


def test_a_description_is_shown_only_while_it_is_a_problem(said):
    """It is kept, and stands there again when the problem comes back."""
    conversation = said(*CLEAN[:1], ("safe", "2")).describe("safe", "dry").conversation
    mended = conversation.jump("safe").answer("1").conversation
    again = mended.jump("safe").answer("2").conversation

    assert mended.asking("safe").description == ""
    assert again.asking("safe").description == "dry"
    assert NO_DESCRIPTION not in [row.fault.code for row in overview(again).faults]


@pytest.mark.parametrize("columns", [20, 40, 80])
def test_long_titles_break_under_their_own_beginning(columns):
    """Each line fits."""
    lines = hung("1  ✗ What is wrong with the water\nno water since March", columns, 3).split("\n")

    assert all(len(line) <= columns for line in lines)
    assert all(line.startswith("     ") for line in lines[1:])


def test_a_form_of_a_hundred_questions_and_fourteen_faults_stays_in_order():
    """Fourteen numbered rows, one for the gap, then the sections: a list that scrolls."""
    texts = [
        {"name": f"q{nth}", "type": "text", "label": f"Q{nth}", "required": True}
        for nth in range(100)
    ]
    sections = [
        {"name": f"s{nth}", "type": "group", "label": f"S{nth}", "children": texts[nth : nth + 10]}
        for nth in range(0, 100, 10)
    ]
    settings = {"form_id": "big", "form_title": "Big", "version": "1", "subject": "household"}
    form = Questionnaire.model_validate({"settings": settings, "survey": sections})
    said = {f"q{nth}": "x" for nth in range(90) if nth % 6 or not nth}
    begun = Interview(
        *("d1-1", "0101-01", "big", "f" * 64, "d1", "1", ("甲一", "乙二")),
        status=Status.STARTED,
        started_at="2020-06-15T09:30:00+08:00",
        answers=said,
    )
    conversation = Conversation.resume(form, begun)
    whole = overview(conversation)
    rows = titles(overview_menu(whole, conversation, HEADING))

    assert len(whole.faults) == 14
    assert [row.split(" ")[0] for row in rows[:15]] == [str(nth) for nth in range(1, 16)]
    assert "10 questions not answered yet" in rows[14]
    assert sum(row.startswith("S") for row in rows) == 10
