"""Signing at the terminal: names by number, codes as dots; without a terminal."""

from collections.abc import Iterator
from io import StringIO

import pytest
from prompt_toolkit.data_structures import Size
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output.vt100 import Vt100_Output

from fieldsurvey.campaign.secrets.codes import make_verifiers
from fieldsurvey.chain.interview import Status
from fieldsurvey.interview.conducting import conduct_interview
from fieldsurvey.interview.conversation import Conversation
from fieldsurvey.interview.prompts import TerminalPrompts
from fieldsurvey.interview.prompts.reopening import ask_why_reopened
from fieldsurvey.interview.prompts.signing import ask_codes
from fieldsurvey.interview.showing.screen import Heading
from fieldsurvey.interview.signing import Signature, Signers

CODES = {"甲一": "111222", "乙二": "333444", "丙三": "555666"}
SIGNERS = Signers(tuple(CODES), make_verifiers(CODES, bytes, 2))
ENTER, F9, F10 = "\r", "\x1b[20~", "\x1b[21~"
ANSWERED = (ENTER, "1", "80000", ENTER, "2", ENTER, ENTER)
FINISH = "1"


class Clock:
    """Goes on only when the test says so; each look takes `step_s`."""

    def __init__(self, step_s=0.0):
        self.now_s, self.step_s = 0.0, step_s

    def __call__(self):
        """Return the seconds."""
        self.now_s += self.step_s
        return self.now_s


@pytest.fixture
def terminal() -> Iterator[object]:
    """A way to type keys in advance, and what was shown."""
    shown = StringIO()
    output = Vt100_Output(shown, lambda: Size(rows=24, columns=80), term="dumb", enable_cpr=False)
    with create_pipe_input() as pipe:
        yield pipe, output, shown


@pytest.fixture
def sign(form, keeper, terminal):
    """Answer everything, then type; give how it ended and what was shown."""

    def run(*keys, signers=SIGNERS, clock=None):
        pipe, output, shown = terminal
        pipe.send_text("".join((*ANSWERED, *keys)))
        heading = Heading("0103-07", "张三", "东乡 柳村")
        now_s = clock or Clock()
        prompts = TerminalPrompts(heading, signers, terminal=(pipe, output), now_s=now_s)
        conversation = Conversation.resume(form, keeper.interview)
        ended = conduct_interview(conversation, prompts, keeper, signers)
        return ended, shown.getvalue()

    return run


def test_two_sign_with_their_codes(sign, keeper):
    """The finish keeps their names, and that the codes were given; never a code."""
    ended, shown = sign(FINISH, "1", "111222", ENTER, "3", "555666", ENTER)

    assert ended.is_finished
    [*_answers, finish] = keeper.saved
    assert finish.value == {"signatures": ["甲一", "丙三"], "signed_with": "code"}
    assert "111222" not in shown
    assert "••••••" in shown
    assert not any(code in repr(keeper.saved) for code in CODES.values())


def test_a_wrong_code_is_said_kindly_and_tried_again(sign, keeper):
    """Too short, somebody else's, then the right one; blanks do not matter."""
    keys = ("1", "11122", ENTER, "333444", ENTER, "111 222", ENTER, "2", "333444", ENTER)
    ended, shown = sign(FINISH, *keys)

    assert ended.is_finished
    assert "A personal code has 6 digits." in shown
    assert "That is not the code of 甲一." in shown


def test_the_same_person_twice_is_sent_back_to_the_list(sign, keeper):
    """Each number stays with its name."""
    ended, shown = sign(FINISH, "2", "333444", ENTER, "2", "1", "111222", ENTER)

    assert ended.is_finished
    assert keeper.interview.signatures == ("乙二", "甲一")
    assert "乙二 has signed already" in shown


def test_after_five_wrong_codes_even_the_right_one_waits(sign, keeper):
    """And one can leave in the meantime; nothing is finished."""
    wrong = ("000000", ENTER) * 5
    ended, shown = sign(FINISH, "1", *wrong, "111222", ENTER, F9)

    assert not ended.is_finished
    assert keeper.interview.status is Status.STARTED
    assert "Too many wrong codes." in shown
    assert "10 seconds" in shown


def test_the_pause_ends(sign):
    """Whoever waited may try again."""
    wrong = ("000000", ENTER) * 5
    keys = ("1", *wrong, "111222", ENTER, "2", "333444", ENTER)

    assert sign(FINISH, *keys, clock=Clock(step_s=11.0))[0].is_finished


def test_a_half_typed_code_does_not_come_back_as_an_answer(sign, keeper):
    """The key that leads away forgets it: it stands in no question afterwards."""
    ended, shown = sign(FINISH, "1", "1112", F10, F9)

    assert not ended.is_finished
    assert "1112" not in shown


def test_without_codes_names_are_enough(sign, keeper):
    """A kit made with --no-codes, or before there were any."""
    ended, _shown = sign(FINISH, "1", "3", signers=Signers(tuple(CODES)))

    assert ended.is_finished
    assert keeper.saved[-1].value["signed_with"] == "name"


def test_codes_are_asked_for_a_file_of_answers_too(terminal):
    """In the order of the names, each until it is right."""
    pipe, output, shown = terminal
    pipe.send_text("".join(("000000", ENTER, "111222", ENTER, "555666", ENTER)))
    signed = ask_codes(("甲一", "丙三"), SIGNERS, Clock(), (pipe, output))

    assert signed == (Signature("甲一", "111222"), Signature("丙三", "555666"))
    assert "111222" not in shown.getvalue()
    assert "That is not the code of 甲一." in shown.getvalue()


def test_a_reason_to_open_again_is_asked_until_there_is_one(terminal):
    """A blank is none."""
    pipe, output, shown = terminal
    pipe.send_text(f"{ENTER}  {ENTER}card found later{ENTER}")

    assert ask_why_reopened("0103-07", (pipe, output)) == "card found later"
    assert "A reason is needed." in shown.getvalue()
