"""An encrypted laptop left alone in the middle of an interview, in a real terminal."""

import shutil
import sys
from pathlib import Path

import pytest
from tests.locked_laptop import PASSPHRASE, make_locked

LOCKED = {"en": "Locked, because", "zh": "已锁"}
NOT_IT = {"en": "That was not it", "zh": "不对"}
LEFT_ALONE_S = 2
INTERVIEW = ("interview", "0101-01", "--inspectors", "陈知行,林若水")


@pytest.fixture(scope="module")
def made_once(tmp_path_factory):
    """An encrypted laptop of the tutorial's campaign."""
    pytest.importorskip("sqlcipher3", reason="needs the extra: fieldsurvey[secure]")
    return make_locked(tmp_path_factory.mktemp("locked"))


@pytest.fixture
def sit_down(made_once, tmp_path):
    """Sit down at a copy of the laptop; give the passphrase when it is asked for."""
    if sys.platform == "win32":
        pytest.skip("a pseudo-terminal that pexpect can drive exists on POSIX only")
    from tests.journeys.terminal import Terminal

    laptop = Path(shutil.copytree(made_once.laptop, tmp_path / "laptop"))
    opened = []

    def sit(*words, lang="en"):
        environment = {"FIELDSURVEY_LOCK_AFTER_S": str(LEFT_ALONE_S)}
        terminal = Terminal(laptop, *words, lang=lang, environment=environment)
        opened.append(terminal)
        terminal.wait(lambda: "".join(terminal.lines()).endswith((":", "：")))
        enter(terminal, PASSPHRASE)
        return terminal

    yield sit
    for terminal in opened:
        terminal.close()


def enter(terminal, unseen):
    """Type what is shown nowhere, and Enter."""
    terminal.child.send(unseen + "\r")


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_on_the_screen_the_same_question_stands_again_with_what_was_typed(sit_down, lang):
    """Locked, wrong passphrase, right passphrase; then it goes on as if nothing had been."""
    terminal = sit_down(*INTERVIEW, lang=lang)
    terminal.wait(lambda: bool(terminal.asked()))
    question = terminal.asked()
    terminal.send("F5")
    terminal.type("half a remark")
    before = terminal.asked()

    terminal.wait_for(LOCKED[lang])
    assert "half a remark" not in "\n".join(terminal.lines())
    enter(terminal, "not the passphrase")
    terminal.wait_for(NOT_IT[lang])
    assert LOCKED[lang] in "\n".join(terminal.lines())
    enter(terminal, PASSPHRASE)
    terminal.wait(lambda: terminal.asked() == before)

    assert PASSPHRASE not in terminal.everything()
    terminal.go("Enter")
    assert terminal.asked()[:3] == question[:3]
    assert terminal.end("F9") == 0


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_line_by_line_the_same_question_stands_again(sit_down, lang):
    """The whole of it is put back, a wrong try included; nothing stands there in between."""
    terminal = sit_down(*INTERVIEW, "--plain", lang=lang)
    terminal.wait_for("/?")
    terminal.wait(lambda: "".join(terminal.lines()).endswith((":", "：")))
    before = terminal.lines()[-4:]

    terminal.wait_for(LOCKED[lang])
    assert before[0].strip() not in "\n".join(terminal.lines())
    enter(terminal, "not the passphrase")
    terminal.wait_for(NOT_IT[lang])
    enter(terminal, PASSPHRASE)
    terminal.wait(lambda: terminal.lines()[-4:] == before)

    assert "not the passphrase" not in terminal.everything()
    assert PASSPHRASE not in terminal.everything()
    enter(terminal, "/q")
    assert terminal.ended() == 0


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_question_of_another_command_is_locked_alike(sit_down, lang):
    """Why a household is absent: the same list stands there again, and Ctrl-C gives up."""
    terminal = sit_down("absent", "0101-01", lang=lang)
    terminal.wait_for("» 1  ")
    before = terminal.lines()

    terminal.wait_for(LOCKED[lang])
    enter(terminal, "not the passphrase")
    terminal.wait_for(NOT_IT[lang])
    enter(terminal, PASSPHRASE)
    terminal.wait_for("» 1  ")

    assert terminal.lines()[-5:] == before[-5:]
    assert terminal.end("Ctrl-C") == 130
