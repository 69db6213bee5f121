"""The real commands, each run in a scene; every line is announced once saving it has returned.

A work takes the folder of a scene (see `scene.py`) and returns the exit code. It prints
`ASK count` before lines are to be saved and `ACK device seq hash` once each of them is.
"""

import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.locked_laptop import open_survey, workspace_at

from fieldsurvey.chain.lines.line import Entry, Kind, Line
from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.cli.app import run
from fieldsurvey.cli.failing import told
from fieldsurvey.cli.workplace.sealing_up import seal_up

DAY = "2020-06-28"
PAIR = "names"
"""File of the scene that names both inspectors."""
OPEN_SUBJECT = "open"
"""File that names the household whose interview is open."""
FRESH_SUBJECT = "fresh"
"""File that names a household nobody has been to."""
DONE_SUBJECT = "done"
"""File that names the household whose interview is finished and sealed."""
ASKING = "asking"
"""File that names the laptop of team 1."""
SECRETS = ("passphrase", "new-passphrase")
"""Files that give the passphrase of encrypted laptops, and the one to be set."""
ANSWERS_SAID = 8
INTERVIEWS_SAID = 6
SAVED = 200


def say(text: str) -> None:
    """Print at once, as one write."""
    os.write(1, f"{text}\n".encode())


def announce_lines() -> None:
    """Let every survey file of this process say what was asked of it, and what it has kept."""
    append, transaction = SurveyFile.append, SurveyFile.transaction
    waiting: list[Line] = []

    def tell(survey_file: SurveyFile) -> None:
        if not survey_file.connection.in_transaction:
            for line in waiting:
                say(f"ACK {line.device} {line.seq} {line.hash.hex()}")
            waiting.clear()

    def announcing(survey_file: SurveyFile, entries: Sequence[Entry]) -> list[Line]:
        say(f"ASK {len(entries)}")
        lines = append(survey_file, entries)
        waiting.extend(lines)
        tell(survey_file)
        return lines

    @contextmanager
    def observed(survey_file: SurveyFile) -> Iterator[None]:
        with transaction(survey_file):
            yield
        tell(survey_file)

    SurveyFile.append, SurveyFile.transaction = announcing, observed  # type: ignore[method-assign]


def text_of(scene: Path, name: str) -> str:
    """Return what a small file of the scene says."""
    return (scene / name).read_text(encoding="utf-8")


def _answering(scene: Path) -> None:
    """Say answers one by one, as the dialogue does, and go away."""
    with open_survey(scene / "laptop" / "survey.db") as survey_file:
        interview = _open_interview(scene, survey_file)
        for number in range(ANSWERS_SAID):
            remark = {"remark": f"{number} " + "水" * 400}
            survey_file.append([Entry(Kind.NOTE, interview, "water_safe", remark)])


def _finishing(scene: Path) -> None:
    """Finish the open interview as the dialogue does, line by line, and seal it."""
    workspace = workspace_at(scene / "laptop")
    with open_survey(workspace.survey_db) as survey_file:
        interview = _open_interview(scene, survey_file)
        signed = {"signatures": text_of(scene, PAIR).split(",")}
        survey_file.append([Entry(Kind.NOTE, interview, "water_safe", {"remark": "seen"})])
        survey_file.append([Entry(Kind.FINISH, interview, value=signed)])
        seal_up(workspace, survey_file)
    say("FINISHED")


def _afternoon(scene: Path) -> None:
    """Make interview after interview, each finished and sealed; tell when each begins and ends."""
    workspace = workspace_at(scene / "laptop")
    signed = {"signatures": text_of(scene, PAIR).split(",")}
    with open_survey(workspace.survey_db, finish_cost_log2=4) as survey_file:
        begun = next(survey_file.lines_of_kind(Kind.INTERVIEW_START)).entry
        for number in range(INTERVIEWS_SAID):
            say(f"BEGIN {number}")
            start = Entry(
                Kind.INTERVIEW_START, value=begun.value, questionnaire=begun.questionnaire
            )
            interview = survey_file.append([start])[0].entry.interview
            for path in "abcdef":
                survey_file.append([Entry(Kind.ANSWER, interview, path, "2" * 50)])
            finish = survey_file.append([Entry(Kind.FINISH, interview, value=signed)])[0]
            seal_up(workspace, survey_file)
            say(f"FINISH {finish.device} {finish.seq} {finish.hash.hex()}")


def _saving(scene: Path) -> None:
    """Save answers into an interview of usual length, and tell how long each took."""
    with open_survey(scene / "laptop" / "survey.db") as survey_file:
        interview = _open_interview(scene, survey_file)
        for number in range(SAVED):
            answer = Entry(Kind.ANSWER, interview, "water_safe", "12"[number % 2])
            begun = time.perf_counter_ns()
            survey_file.append([answer])
            say(f"SAVED {(time.perf_counter_ns() - begun) // 1000}")


def _told(work: Callable[[Path], None]) -> Callable[[Path], int]:
    """Return a work whose failures are told as every command tells them."""

    def telling(scene: Path) -> int:
        with told() as outcome:
            work(scene)
        return outcome.exit_code

    return telling


def _open_interview(scene: Path, survey_file: SurveyFile) -> str:
    subject = text_of(scene, OPEN_SUBJECT)
    return next(i.id for i in survey_file.interviews() if i.subject == subject)


def _command(*words: str) -> Callable[[Path], int]:
    """Return a work that runs one command; `@name` is a place of the scene, `=name` its text."""

    def work(scene: Path) -> int:
        said = [_meant(scene, word) for word in words]
        code = run(["--lang", "en", *said])
        sys.stdout.flush()
        say(f"EXIT {code}")
        return code

    return work


def _meant(scene: Path, word: str) -> str:
    if word.startswith("@"):
        return str(scene / word[1:])
    return text_of(scene, word[1:]) if word.startswith("=") else word


WORKS: Mapping[str, Callable[[Path], int]] = {
    "answering": _told(_answering),
    "finishing": _told(_finishing),
    "afternoon": _told(_afternoon),
    "saving": _told(_saving),
    "interview": _command(
        "-w",
        "@laptop",
        "interview",
        "=fresh",
        "--answers",
        "@answers.yaml",
        "--inspectors",
        "=names",
    ),
    "photo": _command("-w", "@laptop", "photo", "=open", "@photo.png", "--question", "water_safe"),
    "absent": _command("-w", "@laptop", "absent", "=fresh", "--reason", "away"),
    "reopen": _command("-w", "@laptop", "reopen", "=done", "--reason", "a card found later"),
    "hand-over": _command("-w", "@laptop", "hand-over", "@stick"),
    "receipts": _command("-w", "@laptop", "hand-over", "@stick-back"),
    "passphrase": _command("-w", "@laptop", "change-passphrase"),
    "join": _command("join", "@kits/team-1", "@new-laptop"),
    "renew": _command("join", "@newer/team-1", "@laptop"),
    "new": _command("new", "@office"),
    "merge": _command("-w", "@lead", "merge", "@stick-1", "@stick-2"),
    "nightly": _command("-w", "@lead", "nightly", "@stick-1", "@stick-2", "--date", DAY),
    "evening": _command("-w", "@evening", "nightly", "@stick-evening", "--date", DAY),
    "enrol": _command("-w", "@waiting", "devices", "enrol", "=asking", "--yes"),
    "rebuild": _command("-w", "@merged", "rebuild"),
}
