"""A household with members, in real terminals: the table of rows, and from row to row."""

from collections.abc import Callable
from typing import Any

import pytest
import yaml

from fieldsurvey.campaign.model import Category
from fieldsurvey.campaign.workspace import Workspace
from fieldsurvey.chain.interview import Interview
from fieldsurvey.chain.lines.line import Line

FORM = {
    "settings": {
        "form_id": "members",
        "form_title": {"zh": "家庭成员", "en": "Members"},
        "version": "2020061201",
        "subject": "household",
    },
    "survey": [
        {"name": "member", "type": "repeat", "label": {"zh": "家庭成员", "en": "Member"},
         "children": [
             {"name": "called", "type": "text", "label": {"zh": "姓名", "en": "Name"},
              "required": True},
             {"name": "age", "type": "integer", "label": {"zh": "年龄", "en": "Age"}},
         ]},
        {"name": "more", "type": "text", "label": {"zh": "还有什么要说?", "en": "Anything else?"}},
    ],
}  # fmt: skip
NEXT_ROW, ROW_BEFORE = "\x1b[1;5B", "\x1b[1;5A"
Open = Callable[..., Any]
Kept = Callable[[str], tuple[Interview, list[Line]]]


@pytest.fixture
def subject(laptop: Workspace, subject_of: Callable[[Category], str]) -> str:
    """A poor household, asked about its members in this campaign."""
    path = laptop.questionnaires / "members.yaml"
    path.write_text(yaml.safe_dump(FORM, allow_unicode=True, sort_keys=False), encoding="utf-8")
    settings = next(laptop.folder.glob("campaign.yaml"))
    campaign = yaml.safe_load(settings.read_text(encoding="utf-8"))
    campaign["forms"] = {**campaign.get("forms", {}), "poor": ["members"]}
    settings.write_text(yaml.safe_dump(campaign, allow_unicode=True), encoding="utf-8")
    return subject_of(Category.POOR)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
def test_a_family_is_told_row_by_row(
    open_terminal: Open, subject: str, kept: Kept, size: tuple[int, int]
) -> None:
    """Two typed, one added, one removed and brought back, one copied; killed, it is all there."""
    terminal = open_terminal("interview", subject, size=size).begin(1, 2)
    assert "How many are there?" in terminal.wording()
    terminal.type("2").go("Enter").type("Ann").go("Enter").type("30").go("Enter")
    assert "Member 2 of 2" in terminal.wording()
    terminal.type("Bo").go("Enter").type("31").go("Enter")

    assert "1  Ann  2 of 2 answered" in terminal.wording()
    assert "» ⏎ No more: go on" in terminal.wording()
    terminal.go("+").type("Cy").go("Enter").type("3").go("Enter")
    terminal.press("Up", "Up").go("-").go("1")
    assert "↶ removed  Member 2 Bo: Bo, 31" in terminal.everything()
    assert "2  Cy   2 of 2 answered" in terminal.wording()
    terminal.go("u")
    assert "2  Bo   2 of 2 answered" in terminal.wording()
    terminal.press("Up").go("*")
    assert "Member 4 of 4 Ann" in terminal.wording()
    terminal.kill()

    interview, lines = kept(subject)
    assert interview.answers["member"] == "4"
    assert [interview.answers[f"member[{n}]/called"] for n in (1, 2, 3, 4)] == [
        *("Ann", "Bo", "Cy", "Ann")
    ]
    assert {line.entry.kind.value for line in lines} <= {
        *("interview_start", "answer", "withdraw", "session", "pause", "resume")
    }


def test_from_row_to_row_without_climbing_out(open_terminal: Open, subject: str) -> None:
    """The keys stand on the key line in rows only; the heading says which row of how many."""
    terminal = open_terminal("interview", subject).begin(1, 2)
    assert "Ctrl-↓" not in "".join(terminal.lines())
    terminal.type("3").go("Enter").type("Ann").go("Enter")
    assert "Ctrl-↓ Next row" in "".join(terminal.lines())

    terminal.go(NEXT_ROW)
    assert "Member 2 of 3" in terminal.wording()
    terminal.go(NEXT_ROW, ROW_BEFORE, ROW_BEFORE)
    assert "Member 1 of 3 Ann" in terminal.wording()
    assert "Age" in terminal.wording()
    terminal.go(ROW_BEFORE)
    assert "1  Ann  1 of 2 answered" in terminal.wording()


def test_sixty_rows_scroll_and_stand_in_line_in_chinese(open_terminal: Open, subject: str) -> None:
    """Every name takes the columns it takes; a number of two digits opens its row."""
    terminal = open_terminal("interview", subject, lang="zh").begin(1, 2)
    terminal.type("60").go("Enter").type("欧阳文秀").go("Enter")
    terminal.go("F2", "F2")

    shown = terminal.asked()
    assert len(terminal.lines()) <= 24
    assert any("欧阳文秀" in line for line in shown)
    terminal.press("5").go("9")
    assert "59" in terminal.wording()
    terminal.end("F9")
