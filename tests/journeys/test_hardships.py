"""What a terminal, its window and a clipboard can do to an interview: nothing is lost or obeyed."""

import os
import signal
import time

import pytest

from fieldsurvey.campaign.model import Category

RARE = "㐂宝𠮷 é שלום 👩‍🌾"
"""Rare characters, a combining mark, right-to-left text, a joined sequence."""
GROUP = "Village group"
PASTE, PASTED = "\x1b[200~", "\x1b[201~"


@pytest.fixture
def subject(subject_of):
    """A poor household: its first question is the village group, a text."""
    return subject_of(Category.POOR)


@pytest.fixture
def answers_of(kept, subject):
    """Pull the plug, and give the answers that are on the disk."""

    def pull(terminal):
        terminal.kill()
        return kept(subject)[0].answers

    return pull


@pytest.fixture
def begun(open_terminal, subject):
    """An interview at its first question."""
    return open_terminal("interview", subject).begin(1, 3)


def write(terminal, text):
    """Clear the field, write a text, and take it."""
    terminal.press("Ctrl-U")
    terminal.child.send(text)
    terminal.wait(lambda: any(line.startswith("›  ") and line[3:] for line in terminal.lines()))
    return terminal.go("Enter")


def paste(terminal, text):
    """Paste a text as terminals do, and wait until the screen stands."""
    terminal.child.send(PASTE + text + PASTED)
    received = terminal._received
    return terminal.wait(lambda: terminal._received > received and bool(terminal.asked()))


def test_a_pasted_book_is_refused_and_the_answer_can_still_be_given(begun, answers_of):
    """A megabyte in the clipboard: said to be too long, nothing of it kept, everything goes on."""
    begun.press("Ctrl-U")
    paste(begun, "tiles and rain " * 70_000)
    assert GROUP in begun.wording()
    begun.try_key("Enter")
    assert "longer than 4096 bytes" in begun.everything()

    write(begun, "group 2")
    assert answers_of(begun) == {"village_group": "group 2"}


def test_a_paste_answers_no_choice(begun, answers_of):
    """Digits and line ends out of a clipboard are no key presses."""
    begun.go("Enter", "Enter", "Enter")
    asked = begun.asked()

    paste(begun, "1\r2\r1\r2")

    assert begun.asked() == asked
    assert len(answers_of(begun)) == 3


def test_rare_characters_are_kept_as_they_were_typed(begun, subject, answers_of, fieldsurvey):
    """What a name needs is stored in one normal form, and shown again."""
    write(begun, RARE)
    assert answers_of(begun)["village_group"] == "㐂宝𠮷 \u00e9 שלום 👩‍🌾"
    code, shown, _talk = fieldsurvey("show", subject)
    assert code == 0
    assert "㐂宝𠮷" in shown


def test_nothing_pasted_is_obeyed(begun, subject, answers_of, fieldsurvey):
    """Escape sequences, line ends and marks that turn text round come in as harmless text."""
    begun.press("Ctrl-U")
    paste(begun, "\x1b]0;owned\x07tiles\x1b[2J \u202elaem\u202c\r\nrm -rf x")
    begun.go("Enter")

    assert begun.screen.title == ""
    said = answers_of(begun)["village_group"]
    assert said == "]0;ownedtiles[2J laem rm -rf x"
    assert "\x1b" not in fieldsurvey("show", subject)[1]


def test_a_window_of_five_rows_takes_an_answer_and_grows_again(begun, answers_of):
    """Squeezed to 20 by 5 in mid-question it shows the question; large again it shows all."""
    begun.go("Enter", "Enter", "Enter")
    large = begun.asked()
    begun.resize(20, 5)
    begun.wait(lambda: any("1" in line for line in begun.lines()))
    begun.send("1")
    begun.wait(lambda: "fallen back" in " ".join(begun.lines()))

    begun.resize(80, 24)
    begun.wait(lambda: begun.asked() not in ([], large))
    begun.go("1")
    assert len(answers_of(begun)) == 5


def test_the_job_control_key_stops_nothing(begun, answers_of):
    """Ctrl-Z, and the signal it stands for, leave the interview where it is."""
    asked = begun.asked()
    begun.send("\x1a")
    begun.child.kill(signal.SIGTSTP)
    time.sleep(0.2)

    assert begun.child.isalive()
    begun.go("Enter")
    assert begun.asked() != asked
    assert len(answers_of(begun)) == 1


def test_stopped_and_woken_it_goes_on(begun, answers_of):
    """A process held still and let go again, as a debugger or a full memory does."""
    begun.child.kill(signal.SIGSTOP)
    begun.child.kill(signal.SIGCONT)
    begun.go("Enter")

    assert len(answers_of(begun)) == 1


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_locale_of_another_encoding_changes_nothing(
    open_terminal, subject, answers_of, monkeypatch, lang
):
    """In a GBK locale a rare name is read, kept and shown like everywhere."""
    monkeypatch.setenv("LC_ALL", "zh_CN.GBK")
    monkeypatch.setenv("PYTHONIOENCODING", "gbk")
    terminal = open_terminal("interview", subject, lang=lang).begin(1, 3)

    write(terminal, "㐂宝𠮷")

    assert "✓" in terminal.everything()
    assert "㐂宝𠮷" in terminal.everything()
    assert answers_of(terminal)["village_group"] == "㐂宝𠮷"
    assert os.environ["LC_ALL"] == "zh_CN.GBK"
