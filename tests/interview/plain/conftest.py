"""Somebody who reads lines and types lines."""

from collections.abc import Callable, Iterator
from io import StringIO
from typing import Any

import pytest

from fieldsurvey.chain.interview import Interview
from fieldsurvey.interview.conducting import Ended, conduct_interview
from fieldsurvey.interview.conversation import Conversation
from fieldsurvey.interview.plain import PlainDesk, PlainPrompts
from fieldsurvey.interview.showing.screen import Heading
from fieldsurvey.interview.signing import Signers
from fieldsurvey.questionnaire.model import Questionnaire

SIGNERS = Signers(("甲一", "乙二", "丙三"))

Converse = Callable[..., tuple[Ended, str]]


class Echo(StringIO):
    """Lines typed in advance; each shows after its prompt, as at a terminal."""

    def __init__(self, lines: tuple[str, ...], shown: StringIO) -> None:
        super().__init__("".join(f"{line}\n" for line in lines))
        self._shown = shown

    def readline(self, _size: int = -1) -> str:
        """Give the next line."""
        line = super().readline()
        self._shown.write(line)
        return line


@pytest.fixture
def converse(form: Questionnaire, interview: Interview, keeper: Any) -> Iterator[Converse]:
    """Conduct an interview with lines typed in advance; give how it ended and the transcript."""

    def run(*lines: str, questionnaire: Questionnaire | None = None) -> tuple[Ended, str]:
        shown = StringIO()
        prompts = PlainPrompts(
            Heading("0103-07", "张三", "东乡 柳村", {"water": {"zh": "饮水", "en": "Water"}}),
            SIGNERS,
            desk=PlainDesk(Echo(lines, shown), shown),
        )
        conversation = Conversation.resume(questionnaire or form, keeper.interview)
        ended = conduct_interview(conversation, prompts, keeper, SIGNERS)
        typed = "".join(lines)
        assert "\x1b" in typed or "\x1b" not in shown.getvalue()
        return ended, shown.getvalue()

    yield run
