"""A team lead in a real terminal: enrols the laptop that waits, decides between two interviews."""

import json
import shutil
import sys

import pytest

from fieldsurvey.campaign.model import Category
from fieldsurvey.campaign.workspace import Workspace
from fieldsurvey.chain.lines.line import Entry, Kind
from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.cli.workplace.equipping import load_key
from fieldsurvey.cli.workplace.sealing_up import recipients_of
from fieldsurvey.handover.handing_over import hand_over

WHY = {"en": "Why?", "zh": "理由"}
AS_BEFORE = {"en": "as before", "zh": "同上"}


@pytest.fixture
def office(equipped, tmp_path):
    """The lead's workspace of the same campaign."""
    return Workspace(shutil.copytree(equipped.parent / "lead", tmp_path / "lead"))


@pytest.fixture
def at_desk(office):
    """Start a command of the lead in a terminal."""
    if sys.platform == "win32":
        pytest.skip("a pseudo-terminal that pexpect can drive exists on POSIX only")
    from tests.journeys.terminal import Terminal

    opened = []

    def start(lang, *words):
        opened.append(Terminal(office.folder, *words, lang=lang))
        return opened[-1]

    yield start
    for terminal in opened:
        terminal.close()


@pytest.fixture
def stick(laptop, subject_of, answer_all, tmp_path):
    """A stick with two finished interviews of one household that differ in two answers."""
    subject = subject_of(Category.POOR)
    answer_all(subject)
    with SurveyFile.open(laptop.survey_db) as survey_file:
        [made] = survey_file.interviews()
        signed = Entry(Kind.FINISH, made.id, value={"signatures": list(made.inspectors)})
        survey_file.append([signed])
        told = [line.entry for line in survey_file.history(made.id)]
        paths = [path for path, value in made.answers.items() if value == "9000"][:2]
        survey_file.append([again(entry, paths) for entry in told])
        folder = tmp_path / "stick"
        folder.mkdir()
        hand_over(
            survey_file,
            load_key(laptop),
            outbox=laptop.outbox,
            stick=folder,
            recipients=recipients_of(laptop),
        )
    assert paths
    return folder


def again(entry, paths):
    """Return an entry as somebody else heard it."""
    value = "8000" if entry.question in paths and entry.kind is Kind.ANSWER else entry.value
    return Entry(entry.kind, "", entry.question, value, entry.questionnaire, entry.who)


def kept_lines(office, kind):
    """Return what the lead said of one kind."""
    with SurveyFile.open(office.survey_db) as survey_file:
        lines = list(survey_file.lines_of_kind(kind))
        return [line for line in lines if line.device == survey_file.device]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_lead_enrols_and_decides(lang, at_desk, office, stick):
    """No to the fingerprint leaves it waiting; yes takes it in; then each difference is asked."""
    doubting = at_desk(lang, "merge", str(stick))
    doubting.wait_for("[y/N]")
    doubting.send("n")
    assert doubting.end("Enter") == 1
    assert len(kept_lines(office, Kind.KEY)) == 1

    sure = at_desk(lang, "merge", str(stick))
    sure.wait_for("[y/N]")
    assert all(len(line) <= 80 for line in sure.lines())
    sure.send("y")
    sure.end("Enter")
    [_own, enrolled] = kept_lines(office, Kind.KEY)
    assert enrolled.entry.value["state"] == "enrolled"

    listed = at_desk(lang, "conflicts", "list", "--json")
    listed.ended()
    [matter] = json.loads(listed.everything())
    left = at_desk(lang, "conflicts", "decide", matter["id"])
    left.wait_for("1/")
    assert left.end("3") == 0
    assert kept_lines(office, Kind.DECISION) == []

    deciding = at_desk(lang, "conflicts", "decide", matter["id"])
    deciding.wait_for("1/2")
    deciding.send("2").wait_for(WHY[lang])
    for letter in "seen on site":
        deciding.send(letter)
    deciding.send("Enter").wait_for("2/2")
    deciding.send("2").wait_for(AS_BEFORE[lang])
    deciding.send("Enter")
    assert deciding.ended() == 0
    [decided] = kept_lines(office, Kind.DECISION)
    assert decided.entry.value["why"] == "seen on site"
    assert decided.entry.value["base"] == matter["between"][1]
