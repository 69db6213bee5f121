import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest

from fieldsurvey.chain.devices.register import devices
from fieldsurvey.chain.interview import Photo, Status
from fieldsurvey.chain.lines.finish_code import finish_code
from fieldsurvey.chain.lines.line import GENESIS, Entry, Kind
from fieldsurvey.chain.proving.verifying import verify
from fieldsurvey.chain.storage.rows import SUBJECT_COLUMN
from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.errors import ChainError
from fieldsurvey.expressions.values import SpecialAnswer

MakeStart = Callable[..., Entry]
LONG = {"remark": "水" * 20_000}


def answer(interview: str, question: str, value: str = "1") -> Entry:
    """Return the entry of one answer."""
    return Entry(Kind.ANSWER, interview, question, value)


def test_what_was_said_is_there_when_the_file_is_opened_again(
    survey_file: SurveyFile, start: MakeStart
) -> None:
    """Lines, interview and head come back exactly as they were."""
    lines = survey_file.append([start(), answer("", "water_safe", "2")])
    interview = survey_file.interview(lines[0].entry.interview)
    survey_file.close()

    with SurveyFile.open(survey_file.path) as again:
        assert list(again.lines(first=2)) == lines
        assert again.interviews() == [interview]
        assert (again.last_seq, again.head) == (3, lines[-1].hash)
        assert (again.device, again.campaign, again.team) == (
            survey_file.device,
            "dongshan-2026",
            "2",
        )


def test_the_interviews_of_a_village_are_those_whose_subject_begins_with_its_code(
    survey_file: SurveyFile, start: MakeStart
) -> None:
    """The village itself and its households, in order; not a village whose code is longer."""
    subjects = ["0103-12", "01030-01", "0103", "0102-99", "0103-07", "0104-01", "0103.5", "0103-"]
    survey_file.append([start(subject) for subject in subjects])

    def rows(village: str = "") -> list[str]:
        return [row[SUBJECT_COLUMN] for row in survey_file.each_interview_row(village)]

    assert rows("0103") == ["0103", "0103-", "0103-07", "0103-12"]
    assert rows("0104") == ["0104-01"]
    assert rows("0105") == rows("' OR 1") == rows("%") == []
    assert rows() == sorted(subjects) == [each.subject for each in survey_file.interviews()]


def test_the_first_line_ties_the_key_to_the_chain(survey_file: SurveyFile) -> None:
    """A new file begins with a line that names the public key and the campaign."""
    (line,) = survey_file.lines()

    assert (line.seq, line.previous, line.entry.kind) == (1, GENESIS, Kind.KEY)
    assert line.entry.value["campaign"] == "dongshan-2026"


def test_a_start_gives_its_interview_the_name_that_what_follows_takes(
    survey_file: SurveyFile, start: MakeStart
) -> None:
    """The id is device and seq; a session line between belongs to no interview."""
    lines = survey_file.append([start(), Entry(Kind.SESSION), answer("", "a")])

    assert [line.entry.interview for line in lines] == [
        f"{survey_file.device}-2",
        "",
        f"{survey_file.device}-2",
    ]


def test_every_answer_is_in_the_interview_as_soon_as_append_returns(
    survey_file: SurveyFile, start: MakeStart
) -> None:
    """Line and view are one step; answers of two interviews do not mix."""
    first = survey_file.append([start("0103-07")])[0].entry.interview
    second = survey_file.append([start("0103-08")])[0].entry.interview

    survey_file.append([answer(first, "a", "1"), answer(second, "a", "2")])
    survey_file.append([answer(first, "b", "3")])

    assert [one.answers for one in survey_file.interviews()] == [{"a": "1", "b": "3"}, {"a": "2"}]
    assert len(survey_file.history(first)) == 3
    assert [line.seq for line in survey_file.lines_of_kind(Kind.INTERVIEW_START)] == [2, 3]


@pytest.mark.parametrize("kinds", [(Kind.DECISION,), (Kind.ABSENT, Kind.REPLACE), (Kind.PHOTO,)])
def test_what_is_said_seldom_is_found_without_reading_every_line(
    survey_file: SurveyFile, kinds: tuple[Kind, ...]
) -> None:
    """The last evening of a campaign asks for a dozen decisions among millions of answers."""
    asked: list[str] = []
    survey_file.connection.set_trace_callback(asked.append)
    list(survey_file.lines_of_kind(*kinds))
    survey_file.connection.set_trace_callback(None)

    (plan,) = (survey_file.connection.execute(f"EXPLAIN QUERY PLAN {sql}") for sql in asked)
    assert any("USING INDEX line_of_kind" in row[3] for row in plan.fetchall())


def test_the_finish_carries_the_code_of_the_chain_before_it(
    survey_file: SurveyFile, start: MakeStart
) -> None:
    """Whoever rewrites an answer gets another code than the one on the paper form."""
    lines = survey_file.append(
        [start(), answer("", "a"), Entry(Kind.FINISH, value={"signatures": ["周远", "何静"]})]
    )
    interview = survey_file.interview(lines[0].entry.interview)

    assert interview is not None
    assert interview.status is Status.FINISHED
    assert interview.finish_code == finish_code(lines[1].hash, cost_log2=4)


def test_all_is_saved_or_nothing(survey_file: SurveyFile, start: MakeStart) -> None:
    """One entry that cannot be a line takes the others of its step back."""
    with pytest.raises(ChainError):
        survey_file.append([start(), answer("", "a", "x" * 10**6)])

    assert survey_file.last_seq == 1
    assert survey_file.interviews() == []
    assert survey_file.append([start()])[0].seq == 2


def test_a_line_is_never_changed_nor_deleted(survey_file: SurveyFile) -> None:
    """The file itself refuses what would only ever happen by accident."""
    for statement in ("UPDATE line SET seq = 9", "DELETE FROM line"):
        with pytest.raises(sqlite3.IntegrityError):
            survey_file.connection.execute(statement)


def test_the_measured_settings_hold(survey_file: SurveyFile) -> None:
    """These decide what a power cut costs; they are not to change unmeasured."""
    wanted = {
        "journal_mode": "truncate",
        "synchronous": 3,
        "locking_mode": "exclusive",
        "foreign_keys": 1,
        "trusted_schema": 0,
        "cell_size_check": 1,
        "mmap_size": 0,
        "secure_delete": 1,
        "temp_store": 2,
    }

    for name, value in wanted.items():
        said = survey_file.connection.execute(f"PRAGMA {name}").fetchone()
        assert said in ((value,), None), name


def test_a_full_disk_keeps_what_was_ticked_and_the_same_step_can_be_tried_again(
    survey_file: SurveyFile, start: MakeStart
) -> None:
    """Nothing of the answer is kept, the words say so, and with room it is saved after all."""
    interview = survey_file.append([start()])[0].entry.interview
    (pages,) = survey_file.connection.execute("PRAGMA page_count").fetchone()
    survey_file.connection.execute(f"PRAGMA max_page_count = {pages}")
    long = Entry(Kind.NOTE, interview, "a", LONG)

    with pytest.raises(ChainError, match="full"):
        survey_file.append([long])

    assert (survey_file.usable, survey_file.last_seq) == (True, 2)
    survey_file.connection.execute("PRAGMA max_page_count = 100000")
    assert survey_file.append([long])[0].seq == 3


@contextmanager
def failing_disk(size: int) -> Iterator[None]:
    """Let every write beyond `size` bytes of any file fail, as a broken disk does."""
    resource = pytest.importorskip("resource", reason="the limit that plays the broken disk")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, before)


def test_a_failing_disk_ends_the_session_with_everything_ticked_before_safe(
    survey_file: SurveyFile, start: MakeStart
) -> None:
    """After a write error nothing more is said in this session; the next one finds all of it."""
    interview = survey_file.append([start(), answer("", "a")])[0].entry.interview

    with (
        failing_disk(survey_file.path.stat().st_size),
        pytest.raises(ChainError, match="disk failed") as refused,
    ):
        survey_file.append([Entry(Kind.NOTE, interview, "a", LONG)])

    assert "hand over" in refused.value.to_do
    assert not survey_file.usable
    with pytest.raises(ChainError, match="nothing more"):
        survey_file.append([answer(interview, "b")])
    survey_file.close()
    with SurveyFile.open(survey_file.path) as again:
        assert again.last_seq == 3
        assert verify(again).is_sound


def test_an_interview_altered_behind_its_back_is_refused_in_words(
    survey_file: SurveyFile, start: MakeStart
) -> None:
    """What no program of ours wrote is neither shown nor a traceback."""
    survey_file.append([start()])
    columns = ("answers", "descriptions", "remarks", "photos", "photos_absent")
    for change in (
        "status = 'perfect'",
        "keying = 'by foot'",
        "inspectors = '5'",
        *(f"{column} = '{odd}'" for column in columns for odd in ("[]", "{", "5", "[" * 9999)),
    ):
        survey_file.connection.execute("BEGIN")
        survey_file.connection.execute(f"UPDATE interview SET {change}")
        with pytest.raises(ChainError, match="altered"):
            survey_file.interviews()
        survey_file.connection.execute("ROLLBACK")


def test_whatever_was_answered_comes_back_as_it_was_said(
    survey_file: SurveyFile, start: MakeStart
) -> None:
    """A special answer is not the word of that spelling, with notes and pictures beside it."""
    picture = {"sha256": "a1" * 32, "extension": "jpg", "size_bytes": 7}
    (started, *_said) = survey_file.append(
        [
            start(),
            answer("", "minutes", "5"),
            Entry(Kind.ANSWER, question="water_safe", value={"special": "refused"}),
            answer("", "member[1]/name", "refused"),
            Entry(Kind.NOTE, question="minutes", value={"remark": "on foot"}),
            Entry(Kind.PHOTO, question="well", value=picture),
            Entry(Kind.PHOTO, question="roof", value={"absent": "too dark"}),
        ]
    )
    survey_file.close()

    with SurveyFile.open(survey_file.path) as again:
        interview = again.interview(started.entry.interview)
        assert interview is not None
        assert list(interview.answers.items()) == [
            ("minutes", "5"),
            ("water_safe", SpecialAnswer.REFUSED),
            ("member[1]/name", "refused"),
        ]
        assert interview.remarks == {"minutes": "on foot"}
        assert interview.photos == {"well": (Photo("a1" * 32, size_bytes=7, extension="jpg"),)}
        assert interview.photos_absent == {"roof": "too dark"}


def test_an_interrupted_step_is_not_half_there(survey_file: SurveyFile, start: MakeStart) -> None:
    """Ctrl-C in the middle of saving leaves the chain as it was, and going on is possible."""
    survey_file.append([start()])

    with pytest.raises(KeyboardInterrupt), survey_file.transaction():
        survey_file.append([Entry(Kind.PAUSE)])
        raise KeyboardInterrupt

    assert survey_file.last_seq == 2
    assert survey_file.append([Entry(Kind.PAUSE)])[0].seq == 3
    assert verify(survey_file).is_sound


KILLED = """
import os, signal, sys
from pathlib import Path
from fieldsurvey.chain.lines.line import Entry, Kind
from fieldsurvey.chain.survey_file import SurveyFile

path, moment, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
survey_file = SurveyFile.create(path, device="d0000000a")
seen = 0

def watch(statement):
    global seen
    seen += statement.startswith(moment)
    if seen == count:
        os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))

survey_file.connection.set_trace_callback(watch)
value = {"subject": "0103-07"}
interview = survey_file.append([Entry(Kind.INTERVIEW_START, value=value)])[0].entry.interview
for number in range(9):
    (line,) = survey_file.append([Entry(Kind.ANSWER, interview, f"q{number}", "1")])
    print(line.seq, line.hash.hex(), flush=True)
"""


@pytest.mark.parametrize(
    ("moment", "count"),
    [("BEGIN", 4), ("INSERT OR IGNORE INTO line", 5), ("INSERT OR REPLACE", 6), ("COMMIT", 7)],
)
def test_a_killed_program_loses_nothing_that_was_ticked(
    tmp_path: Path, moment: str, count: int
) -> None:
    """Killed at any step of saving, every line that was acknowledged is there, in a sound chain."""
    path = tmp_path / "survey.db"
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, path, moment, str(count)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONUTF8": "1"},
    )
    acknowledged = dict(line.split() for line in killed.stdout.splitlines())

    assert killed.returncode != 0, killed.stderr
    assert acknowledged
    with SurveyFile.open(path) as again:
        kept = {str(line.seq): line.hash.hex() for line in again.lines()}
        assert acknowledged.items() <= kept.items()
        assert len(kept) - len(acknowledged) <= 2  # the start, and at most one not yet ticked
        assert verify(again).is_sound
        (interview,) = again.interviews()
        assert len(interview.answers) == len(kept) - 1


def test_taking_back_may_fail_with_the_disk_and_the_next_session_takes_it_back(
    survey_file: SurveyFile, start: MakeStart
) -> None:
    """A long step has written over pages when the disk goes away: its journal still knows them."""
    survey_file.append([start(), answer("", "a")])
    survey_file.connection.execute("PRAGMA cache_size = 1")

    def interrupted_on_a_failing_disk() -> None:
        with survey_file.transaction():
            for _nth in range(20):
                survey_file.append([Entry(Kind.NOTE, value="水" * 4000)])
            limit.enter_context(failing_disk(1))
            raise KeyboardInterrupt

    with ExitStack() as limit:
        with pytest.raises(KeyboardInterrupt):
            interrupted_on_a_failing_disk()
        for said in ("disk failed", "nothing more"):
            with pytest.raises(ChainError, match=said):
                survey_file.append([Entry(Kind.PAUSE)])
        survey_file.close()

    assert survey_file.path.with_name("survey.db-journal").stat().st_size
    with SurveyFile.open(survey_file.path) as again:
        assert again.last_seq == 3
        assert verify(again).is_sound


def test_a_file_that_is_closed_in_the_middle_of_a_step_hides_no_reason(
    survey_file: SurveyFile, start: MakeStart
) -> None:
    """Whoever leaves at once leaves, and nothing of the step is kept."""
    with pytest.raises(KeyboardInterrupt), survey_file.transaction():
        survey_file.append([start()])
        survey_file.close()
        raise KeyboardInterrupt

    with SurveyFile.open(survey_file.path) as again:
        assert again.last_seq == 1
        assert verify(again).is_sound


@pytest.mark.parametrize("statement", ["DELETE FROM line", "SELECT ?"])
def test_a_mistake_of_ours_in_a_step_is_no_fault_of_the_disk(
    survey_file: SurveyFile, start: MakeStart, statement: str
) -> None:
    """It is raised as what it is, nothing of the step is kept, and the session goes on."""
    with pytest.raises(sqlite3.Error) as raised, survey_file.transaction():
        survey_file.append([start()])
        survey_file.connection.execute(statement)

    assert isinstance(raised.value, sqlite3.IntegrityError) is statement.startswith("DELETE")
    assert survey_file.last_seq == 1
    assert survey_file.usable


def test_a_closed_file_is_no_damaged_one(survey_file: SurveyFile) -> None:
    """Who reads on after closing made a mistake; nobody is told that the file is damaged."""
    survey_file.close()

    with pytest.raises(sqlite3.ProgrammingError):
        survey_file.interviews()


def test_damage_that_shows_while_working_is_said_in_words(
    survey_file: SurveyFile,
) -> None:
    """Whoever reads it: noise is no traceback; a mistake of ours is not put down to it."""
    (root,) = survey_file.connection.execute(
        "SELECT rootpage FROM sqlite_master WHERE name = 'device'"
    ).fetchone()
    survey_file.close()
    content = bytearray(survey_file.path.read_bytes())
    content[(root - 1) * 4096 : root * 4096] = b"\xff" * 4096
    survey_file.path.write_bytes(content)

    with (
        pytest.raises(ChainError, match="damaged") as refused,
        SurveyFile.open(survey_file.path) as opened,
    ):
        devices(opened)
    with pytest.raises(sqlite3.ProgrammingError), SurveyFile.open(survey_file.path) as opened:
        opened.connection.execute("SELECT ?")

    assert refused.value.where == str(survey_file.path)
    assert refused.value.to_do
    SurveyFile.open(survey_file.path).close()


def test_nobody_goes_on_with_an_interview_of_another_laptop(
    survey_file: SurveyFile, chain: Callable[..., Any]
) -> None:
    """What is said of it here is kept as a line, and changes nothing in it."""
    other = chain(2)
    interview = other.start()
    other.say(answer(interview, "a", "1"))
    other.hand_in(survey_file)
    before = survey_file.interview(interview)
    survey_file.append([answer(interview, "a", "2"), answer(interview, "b", "2")])

    assert survey_file.interview(interview) == before
    assert len(survey_file.history(interview)) == 4
