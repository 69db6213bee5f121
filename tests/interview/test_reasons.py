"""Why a household cannot be interviewed, asked in a list."""

from io import StringIO

import pytest
from prompt_toolkit.data_structures import Size
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output.vt100 import Vt100_Output

from fieldsurvey.campaign.sample.absence import Reason
from fieldsurvey.interview.prompts.reasons import ask_reason


def asked(keys: str) -> Reason:
    """Ask with keys typed in advance."""
    output = Vt100_Output(StringIO(), lambda: Size(rows=24, columns=80), enable_cpr=False)
    with create_pipe_input() as pipe:
        pipe.send_text(keys)
        return ask_reason("0103-07 张三", (pipe, output))


@pytest.mark.parametrize(("key", "reason"), list(enumerate(Reason, start=1)))
def test_a_digit_answers(key: int, reason: Reason) -> None:
    """In the order of the work plan."""
    assert asked(str(key)) is reason


def test_arrows_and_enter_answer_as_well() -> None:
    """As in every other list."""
    assert asked("\x1b[B\x1b[B\r") is Reason.MOVED


def test_giving_up_says_nothing() -> None:
    """Ctrl-C leaves the household as it is."""
    with pytest.raises(KeyboardInterrupt):
        asked("\x03")
