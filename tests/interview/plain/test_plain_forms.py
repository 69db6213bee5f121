"""The shipped forms and rows of a repeat from the first line to the last, in both languages."""

import re
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from fieldsurvey.i18n import set_language
from fieldsurvey.interview.conducting import conduct_interview
from fieldsurvey.interview.conversation import Conversation
from fieldsurvey.interview.plain import PlainDesk, PlainPrompts, ask_pair_plainly
from fieldsurvey.interview.showing.screen import Heading
from fieldsurvey.interview.signing import Signers
from fieldsurvey.questionnaire import load_questionnaires
from fieldsurvey.questionnaire.model import Questionnaire

SHIPPED = Path(__file__).parents[3] / "questionnaires"
REPLIES = ("1", "3000", "2020-06-01", "0", "2", "3", "because it is so", "-")
MOST = 3000


class Person(StringIO):
    """Reads what was said last, and types the first thing that is taken."""

    def __init__(self, shown: StringIO) -> None:
        super().__init__()
        self._shown = shown
        self._from = self._typed = self._tries = 0
        self._asked = ""

    def readline(self, _size: int = -1) -> str:
        """Answer the last prompt: the next reply where the last one was not taken."""
        said = self._shown.getvalue()[self._from :]
        self._from += len(said)
        self._typed += 1
        assert self._typed < MOST, self._shown.getvalue()[-2000:]
        reply = self._reply(said)
        self._shown.write(reply + "\n")
        self._from += len(reply) + 1
        return reply + "\n"

    def _reply(self, said: str) -> str:
        prompt = said.rstrip("\n").rpartition("\n")[2]
        if "]: " in prompt and "✗" not in said:
            return ""
        if re.match(r"(Answer|回答)", prompt):
            self._tries = self._tries + 1 if "✗" in said else 0
            return REPLIES[self._tries % len(REPLIES)]
        if re.match(r"(Number|Signature|编号|.*: $)", prompt) and "1  " in said:
            return "1"
        return "as it is"


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("form_id", ["registered-household", "village-interview"])
def test_a_shipped_form_is_gone_through_line_by_line(lang, form_id, interview, keeper: Any):
    """Every question, every problem, the overview and both signatures; no escape sequence."""
    set_language(lang)
    form = load_questionnaires(SHIPPED)[form_id]
    keeper.interview = interview._replace(form_id=form_id, preload={})
    shown = StringIO()
    signers = Signers(("甲一", "乙二", "丙三"))
    prompts = PlainPrompts(
        Heading("0103-07", "张三", "东乡 柳村"), signers, desk=PlainDesk(Person(shown), shown)
    )

    ended = conduct_interview(Conversation.resume(form, keeper.interview), prompts, keeper, signers)

    assert ended.is_finished, shown.getvalue()[-1500:]
    assert keeper.interview.signatures == ("甲一", "乙二")
    assert "\x1b" not in shown.getvalue()
    assert shown.getvalue().count("✓") >= len(keeper.interview.answers)


FAMILY = {
    "settings": {"form_id": "f", "form_title": "F", "version": "1", "subject": "household"},
    "survey": [
        {"name": "member", "type": "repeat", "label": "Member", "children": [
            {"name": "called", "type": "text", "label": "Name", "required": True},
            {"name": "age", "type": "integer", "label": "Age"},
        ]},
        {"name": "last", "type": "text", "label": "Anything else?"},
    ],
}  # fmt: skip


def test_rows_are_added_opened_copied_removed_and_brought_back(converse, keeper: Any) -> None:
    """By number and sign, and from row to row by command."""
    family = Questionnaire.model_validate(FAMILY)
    ended, shown = converse(
        *("2", "文秀", "41", "丁山", "12"),
        *("-2", "1", "u", "1", "/d", "/q"),
        questionnaire=family,
    )

    assert "1  文秀" in shown
    assert ended.conversation.at == "member[2]/called"
    assert keeper.interview.answers["member[1]/called"] == "文秀"
    assert ended.conversation.evaluation.answers["member[2]/called"] == "丁山"


def test_the_pair_is_asked_by_number() -> None:
    """Nobody twice; the end of the lines gives up."""
    shown = StringIO()

    assert ask_pair_plainly(("甲", "乙", "丙"), PlainDesk(StringIO("2\n2\n"), shown)) == (
        "乙",
        "丙",
    )
    with pytest.raises(KeyboardInterrupt):
        ask_pair_plainly(("甲", "乙"), PlainDesk(StringIO("1\n"), shown))
    with pytest.raises(KeyboardInterrupt):
        ask_pair_plainly(("甲", "乙"), PlainDesk(StringIO("/q\n"), shown))
