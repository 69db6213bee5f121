"""A paper form keyed in a real terminal, keyed again by somebody else, and both compared."""

import json
import signal
from collections.abc import Callable
from typing import Any

import pytest
from rich.cells import cell_len
from tests.journeys.keyer import desk_of, keys_of_paper

from fieldsurvey.campaign.model import Category
from fieldsurvey.campaign.workspace import Workspace
from fieldsurvey.chain.interview import Interview, Keying, Status
from fieldsurvey.chain.lines.line import Kind
from fieldsurvey.chain.survey_file import SurveyFile

SubjectOf = Callable[[Category], str]
Open = Callable[..., Any]


@pytest.fixture
def pair(laptop: Workspace) -> str:
    """Give the names on the paper."""
    return ",".join(laptop.campaign.teams[0].members[:2])


def interviews(laptop: Workspace) -> list[Interview]:
    """Return every interview on the laptop."""
    with SurveyFile.open(laptop.survey_db) as survey_file:
        return survey_file.interviews()


def key(open_terminal: Open, subject: str, pair: str, *words: str, **options: Any) -> Any:
    """Sit down at a paper form, up to its first field."""
    terminal = open_terminal(
        "interview", subject, "--paper", "--keyer", "录入甲", "--inspectors", pair, **options
    )
    terminal.wait(lambda: any("?" in line or "？" in line for line in terminal.lines()))
    terminal.type("20200628").send("Enter")
    terminal.wait(lambda: "» " in "\n".join(terminal.asked()))
    return terminal


@pytest.mark.parametrize(
    ("lang", "size"), [("en", (80, 24)), ("zh", (80, 24)), ("en", (120, 40)), ("zh", (120, 40))]
)
def test_a_whole_form_is_keyed_in_one_breath(
    open_terminal: Open, laptop: Workspace, subject_of: SubjectOf, pair: str, lang: str, size: Any
) -> None:
    """Typed ahead faster than anybody can, each digit lands in its own field."""
    subject = subject_of(Category.LIFTED)
    fields = list(keys_of_paper(desk_of(laptop, subject)))
    terminal = key(open_terminal, subject, pair, lang=lang, size=size)
    pasted = "".join(keys for _path, keys in fields)

    terminal.send(f"\x1b[200~{pasted}\x1b[201~")
    names = pair.split(",")
    terminal.wait(lambda: all(name in "".join(terminal.lines()[-6:]) for name in names))
    assert all(cell_len(line) <= size[0] for line in terminal.lines())
    assert terminal.end("Space") == 0
    assert terminal.is_restored()

    [kept] = interviews(laptop)
    assert (kept.keying, kept.status) == (Keying.PAPER, Status.FINISHED)
    assert kept.signatures == tuple(names)
    assert list(kept.answers) == [path for path, _keys in fields]
    assert kept.preload["interview.keyed_by"] == "录入甲"
    assert kept.preload["interview.paper_date"] == "2020-06-28"
    assert kept.finish_code in terminal.everything().replace(" ", "")


def test_a_flat_battery_costs_nothing(
    open_terminal: Open, laptop: Workspace, subject_of: SubjectOf, pair: str
) -> None:
    """Killed in the middle of a section, the keying goes on at the same field."""
    subject = subject_of(Category.LIFTED)
    fields = list(keys_of_paper(desk_of(laptop, subject)))
    terminal = key(open_terminal, subject, pair)
    for _path, keys in fields[:12]:
        terminal.press(*keys)
    before = terminal.asked()
    terminal.kill()

    again = open_terminal("interview", subject, "--keyer", "录入甲")
    again.wait(lambda: bool(again.asked()))
    assert again.asked() == before
    assert again.end("F9") == 0
    [kept] = interviews(laptop)
    assert list(kept.answers) == [path for path, _keys in fields[:12]]


def test_a_closed_window_costs_nothing(
    open_terminal: Open, laptop: Workspace, subject_of: SubjectOf, pair: str
) -> None:
    """A hang-up ends the keying like Ctrl-C."""
    subject = subject_of(Category.LIFTED)
    fields = list(keys_of_paper(desk_of(laptop, subject)))
    terminal = key(open_terminal, subject, pair)
    terminal.press(*fields[0][1])
    terminal.child.kill(signal.SIGHUP)
    assert terminal.ended() == 130
    assert terminal.is_restored()

    [kept] = interviews(laptop)
    assert list(kept.answers) == [fields[0][0]]


def test_faults_are_mended_at_the_end_of_the_section(
    open_terminal: Open, laptop: Workspace, subject_of: SubjectOf, pair: str
) -> None:
    """Nothing interrupts before; the number of a fault goes to its field."""
    subject = subject_of(Category.LIFTED)
    terminal = key(open_terminal, subject, pair)
    terminal.press("Enter", "Enter", "0", "Enter").wait_for("1 fault. Look up from the paper.")
    assert "At least 1 person" in "\n".join(terminal.lines())

    terminal.press("Space", "1", "5", "Enter")
    terminal.wait(lambda: "section 2 of" in terminal.asked()[0])
    assert terminal.end("F9") == 0
    [kept] = interviews(laptop)
    assert kept.answers["household_size"] == "5"


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
def test_the_same_paper_keyed_twice_is_compared_and_settled(
    open_terminal: Open,
    laptop: Workspace,
    subject_of: SubjectOf,
    pair: str,
    fieldsurvey: Callable[..., tuple[int, str, str]],
    size: tuple[int, int],
) -> None:
    """A blind second keying; each difference is settled by the paper, and the first is mended."""
    subject = subject_of(Category.LIFTED)
    desk = desk_of(laptop, subject)
    first = list(keys_of_paper(desk))
    second = list(keys_of_paper(desk, {"household_size": "7\r", "other_student": "2"}))
    wrong = [path for path, keys in first if keys != dict(second).get(path)]
    assert wrong[:2] == ["household_size", "other_student"]
    terminal = key(open_terminal, subject, pair)
    terminal.send("\x1b[200~" + "".join(k for _p, k in first) + "\x1b[201~")
    terminal.wait_for("nothing is left to be mended")
    assert terminal.end("Space") == 0

    refused = open_terminal("interview", subject, "--second", "--keyer", "录入甲")
    assert refused.ended() == 1
    assert "录入甲 keyed this form the first time." in refused.everything()

    blind = open_terminal("interview", subject, "--second", "--keyer", "录入乙", size=size)
    blind.wait(lambda: bool(blind.asked()))
    assert "second keying" in blind.lines()[0]
    blind.send("\x1b[200~" + "".join(k for _p, k in second) + "\x1b[201~")
    blind.wait_for("Everything is keyed a second time.")
    assert blind.end("Space") == 0

    _code, listed, _talk = fieldsurvey("compare", subject, "--json")
    [found] = json.loads(listed)
    assert [each["question"] for each in found["differences"]] == wrong

    settling = open_terminal("compare", subject, "--by", "组长", size=size)
    settling.wait_for("What does the paper say?")
    settling.send("2")
    for _nth in range(len(wrong) - 1):
        settling.wait_for("What does the paper say?").send("1")
    assert settling.ended() == 0

    made = interviews(laptop)
    [kept] = [each for each in made if each.keying is Keying.PAPER]
    assert kept.status is Status.FINISHED
    assert kept.answers["household_size"] == "7"
    assert kept.finish_code in settling.everything().replace(" ", "")
    with SurveyFile.open(laptop.survey_db) as survey_file:
        kinds = [line.entry.kind for line in survey_file.history(kept.id)]
    assert kinds[kinds.index(Kind.REOPEN) :] == [
        *(Kind.REOPEN, Kind.ANSWER, Kind.DECISION),
        *[Kind.DECISION] * (len(wrong) - 1),
        *(Kind.FINISH, Kind.DECISION),
    ]

    _code, listed, _talk = fieldsurvey("compare", "--json")
    keyers = {each["keyer"]: each["errors"] for each in json.loads(listed)["keyers"]}
    assert keyers == {"录入甲": 1, "录入乙": len(wrong) - 1}


def test_a_second_keying_counts_nowhere_else(
    open_terminal: Open,
    laptop: Workspace,
    subject_of: SubjectOf,
    pair: str,
    fieldsurvey: Callable[..., tuple[int, str, str]],
) -> None:
    """Neither in the list of the day nor where an interview is shown."""
    subject = subject_of(Category.LIFTED)
    fields = list(keys_of_paper(desk_of(laptop, subject)))
    terminal = key(open_terminal, subject, pair)
    terminal.send("\x1b[200~" + "".join(k for _p, k in fields) + "\x1b[201~")
    terminal.wait_for("nothing is left to be mended")
    assert terminal.end("Space") == 0
    blind = open_terminal("interview", subject, "--second", "--keyer", "录入乙")
    blind.wait(lambda: bool(blind.asked()))
    assert blind.end("F9") == 0

    day = next(each.day.isoformat() for each in laptop.schedule if each.village == subject[:4])
    rows = json.loads(fieldsurvey("today", "--date", day, "--json")[1])
    [row] = [row for row in rows if row["subject"] == subject]
    assert len(row["interviews"]) == 1
    assert len(json.loads(fieldsurvey("show", subject, "--json")[1])) == 1


@pytest.mark.parametrize("words", [("--paper", "--second"), ("--paper", "--answers", "a.yaml")])
def test_answers_come_from_one_place(
    subject_of: SubjectOf, fieldsurvey: Callable[..., tuple[int, str, str]], words: tuple[str, ...]
) -> None:
    """What does not go together is refused before anything is begun."""
    code, _shown, told = fieldsurvey("interview", subject_of(Category.LIFTED), *words)

    assert code == 2
    assert "do not go together" in told


def test_a_dialogue_is_not_gone_on_with_from_paper(
    open_terminal: Open, subject_of: SubjectOf, pair: str
) -> None:
    """How the answers came in is said at the start, and stays true."""
    subject = subject_of(Category.LIFTED)
    dialogue = open_terminal("interview", subject, "--inspectors", pair)
    dialogue.wait(lambda: bool(dialogue.asked()))
    assert dialogue.end("F9") == 0

    refused = open_terminal("interview", subject, "--paper", "--keyer", "录入甲")
    assert refused.ended() == 2
    assert "This interview was begun without paper." in refused.everything()


def test_what_nobody_keyed_is_not_keyed_again(
    open_terminal: Open, subject_of: SubjectOf, fieldsurvey: Callable[..., tuple[int, str, str]]
) -> None:
    """A second keying needs a first, a comparison needs both."""
    subject = subject_of(Category.LIFTED)
    refused = open_terminal("interview", subject, "--second", "--keyer", "录入乙")
    assert refused.ended() == 1
    assert "No paper form of it was keyed here yet." in refused.everything()

    assert fieldsurvey("compare", subject)[0] == 1
    assert "No paper form was keyed twice yet." in fieldsurvey("compare")[1]
