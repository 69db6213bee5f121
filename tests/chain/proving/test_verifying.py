import hashlib
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fieldsurvey.chain.lines.line import Entry, Kind
from fieldsurvey.chain.proving.verifying import VerifyReport, verify
from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.errors import ChainError

MakeChain = Callable[..., Any]
GUARDS = (
    "DROP TRIGGER line_is_never_changed; DROP TRIGGER line_is_never_deleted;"
    " DROP TRIGGER tombstone_stays;"
)
TEXT = "SELECT line FROM line WHERE seq = 3"


def rewritten(path: Path, seq: int, text: str) -> VerifyReport:
    """Give a line another text with digest and hash that fit, and verify the file."""
    digest = hashlib.sha256(text.encode()).digest()
    with sqlite3.connect(path) as connection:
        [[previous]] = connection.execute("SELECT previous FROM line WHERE seq = ?", (seq,))
    connection.close()
    return tampered(
        path,
        "UPDATE line SET line = ?, digest = ?, hash = ? WHERE seq = ?",
        text,
        digest,
        hashlib.sha256(previous + digest).digest(),
        seq,
    )


@pytest.fixture
def file_of_one(survey_file: SurveyFile, chain: MakeChain) -> Path:
    """A closed survey file with one interview of another laptop in it."""
    made = chain()
    interview = made.start()
    made.say(*(Entry(Kind.ANSWER, interview, f"q{n}", str(n)) for n in range(4)))
    made.hand_in(survey_file)
    survey_file.close()
    return survey_file.path


def tampered(path: Path, sql: str, *parameters: object) -> VerifyReport:
    """Change the file behind the program's back, restore its guards, and verify it."""
    connection = sqlite3.connect(path, isolation_level=None)
    guards = connection.execute("SELECT sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    connection.executescript(GUARDS)
    connection.execute(sql, parameters)
    for (guard,) in guards:
        connection.execute(guard)
    connection.close()
    with SurveyFile.open(path) as opened:
        return verify(opened)


def codes(report: VerifyReport) -> set[str]:
    """Return the codes of what was found."""
    return {finding.code for finding in report.findings}


def test_an_untouched_file_is_sound(file_of_one: Path) -> None:
    """Nothing is found, and everything was looked at."""
    with SurveyFile.open(file_of_one) as opened:
        report = verify(opened)

    assert (report.findings, report.is_sound) == ((), True)
    assert (report.lines, report.interviews, len(report.devices)) == (6, 1, 2)
    assert len(report.digest) == 64


@pytest.mark.parametrize(
    ("sql", "code"),
    [
        ("UPDATE line SET line = replace(line, '\"1\"', '\"2\"') WHERE seq = 3", "V004"),
        ("UPDATE line SET line = NULL WHERE seq = 3", "V007"),
        ("UPDATE line SET digest = zeroblob(32) WHERE seq = 3", "V003"),
        ("UPDATE line SET hash = zeroblob(32) WHERE seq = 5", "V003"),
        ("UPDATE line SET previous = zeroblob(32) WHERE seq = 3", "V003"),
        ("UPDATE line SET seq = 9 WHERE seq = 5", "V006"),
        ("UPDATE line SET kind = 'receipt' WHERE seq = 3", "V006"),
        ("UPDATE line SET interview = '' WHERE seq = 3", "V006"),
        ("UPDATE line SET device = 'dffffffff' WHERE seq = 3", "V024"),
        ("DELETE FROM line WHERE seq = 3", "V012"),
        ("DELETE FROM line WHERE seq = 5", "V030"),
        ("UPDATE interview SET answers = '{}'", "V030"),
        ("UPDATE interview SET forked = 1", "V030"),
        ("DELETE FROM interview", "V030"),
        ("UPDATE device SET forked_at = 2", "V011"),
        ("CREATE TRIGGER quiet AFTER INSERT ON line BEGIN SELECT 1; END", "V002"),
        ("ALTER TABLE line ADD COLUMN extra TEXT", "V002"),
    ],
)
def test_every_alteration_is_noticed(file_of_one: Path, sql: str, code: str) -> None:
    """Edit, delete, swap or relabel: the finding names the class of what was done."""
    assert code in codes(tampered(file_of_one, sql))


def test_an_altered_line_with_a_new_digest_still_breaks_the_chain(file_of_one: Path) -> None:
    """Whoever fixes the digest of a line cannot fix the hashes of all that follows."""
    with sqlite3.connect(file_of_one) as connection:
        (text,) = connection.execute(TEXT).fetchone()
    connection.close()
    other = text.replace('"1"', '"2"')

    report = tampered(
        file_of_one,
        "UPDATE line SET line = ?, digest = ? WHERE seq = 3",
        other,
        hashlib.sha256(other.encode()).digest(),
    )

    assert "V003" in codes(report)
    assert not report.is_sound


def test_a_fork_is_a_fault_and_a_gap_only_a_warning(
    survey_file: SurveyFile, chain: MakeChain
) -> None:
    """A missing bundle may still come; two versions of one line need the lead."""
    gappy, forked = chain(1), chain(2)
    gappy.say(*[Entry(Kind.SESSION)] * 5)
    forked.say(*[Entry(Kind.SESSION)] * 2)
    copy = forked.clone(seed=4)
    forked.say(Entry(Kind.PAUSE))
    copy.say(Entry(Kind.PAUSE))
    gappy.hand_in(survey_file, 4)
    with_gap = verify(survey_file)
    for branch in (forked, copy):
        branch.hand_in(survey_file)
    with_fork = verify(survey_file)

    assert (codes(with_gap), with_gap.is_sound) == ({"V012"}, True)
    assert (codes(with_fork), with_fork.is_sound) == ({"V010", "V012"}, False)


def test_a_page_of_noise_is_damage_in_words(file_of_one: Path) -> None:
    """Where SQLite itself cannot read on, the report is a refusal with a next step."""
    content = bytearray(file_of_one.read_bytes())
    for page in range(2, len(content) // 4096):
        content[page * 4096 : page * 4096 + 200] = b"\xff" * 200
    file_of_one.write_bytes(content)

    with pytest.raises(ChainError) as refused, SurveyFile.open(file_of_one) as opened:
        verify(opened)

    assert refused.value.to_do


def test_a_row_that_no_table_can_have_is_damage_in_words(file_of_one: Path) -> None:
    """A number that is gone from its row, as a flipped bit takes it: SQLite gives it back so."""
    connection = sqlite3.connect(file_of_one, isolation_level=None)
    [[sql]] = connection.execute("SELECT sql FROM sqlite_master WHERE name = 'line'").fetchall()
    connection.executescript(GUARDS)
    connection.execute("PRAGMA writable_schema = ON")
    lax = sql.replace(" STRICT", "").replace(" NOT NULL CHECK (seq > 0)", "")
    connection.execute("UPDATE sqlite_master SET sql = ? WHERE name = 'line'", (lax,))
    connection.execute("PRAGMA writable_schema = RESET")
    connection.execute("UPDATE line SET seq = NULL WHERE seq = 3")
    connection.execute("PRAGMA writable_schema = ON")
    connection.execute("UPDATE sqlite_master SET sql = ? WHERE name = 'line'", (sql,))
    connection.close()

    with pytest.raises(ChainError, match="damaged"), SurveyFile.open(file_of_one) as opened:
        verify(opened)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "not the JSON"),
        ("[]", "not the JSON"),
        ("{}", "other fields"),
        ('{"format":99}', "format 99"),
    ],
)
def test_what_was_hashed_and_is_no_line_is_named(file_of_one: Path, text: str, said: str) -> None:
    """Whoever makes digest and hash fit cannot make it a line of this program."""
    report = rewritten(file_of_one, 5, text)

    [no_line] = [found for found in report.findings if found.code == "V005"]
    assert no_line.where.endswith("-5")
    assert said in no_line.what
    assert ("Update" in no_line.to_do) is ("99" in text)
    assert not report.is_sound


@pytest.mark.parametrize("kind", ["key", "decision", "session", "receipt", "erase"])
def test_an_altered_line_of_the_books_hides_no_other(survey_file: SurveyFile, kind: str) -> None:
    """What hangs on it cannot be looked at, and that is said; every altered line is still named."""
    said = [Kind.DECISION, Kind.SESSION, Kind.RECEIPT, Kind.ERASE]
    lines = [*survey_file.lines(), *survey_file.append([Entry(each) for each in said])]
    [seq] = [line.seq for line in lines if line.entry.kind == kind]
    device = survey_file.device
    survey_file.append([Entry(Kind.NOTE, value="dry")])
    survey_file.close()
    tampered(survey_file.path, "UPDATE line SET line = replace(line, 'dry', 'wet')")
    report = tampered(survey_file.path, "UPDATE line SET line = '?' WHERE seq = ?", seq)

    found = [(one.code, one.where) for one in report.findings]
    assert found.count(("V033", "survey.db")) == 1
    assert {("V004", f"{device}-{seq}"), ("V004", f"{device}-6")} <= set(found)
    assert (report.lines, report.is_sound) == (6, False)


@pytest.mark.parametrize(
    ("key", "codes"), [("zz", {"V020", "V021"}), ("ab" * 32, {"V020", "V021"}), ("", {"V021"})]
)
def test_a_key_put_in_the_place_of_another_is_noticed(
    survey_file: SurveyFile, key: str, codes: set[str]
) -> None:
    """A device is named after its key, and its first line names it."""
    survey_file.connection.execute("UPDATE device SET public_key = ?", (key,))

    found = [one for one in verify(survey_file).findings if one.code in ("V020", "V021")]

    assert {one.code for one in found} == codes
    assert {one.where for one in found} == {survey_file.device}


def test_a_line_that_names_no_key_ties_none(survey_file: SurveyFile) -> None:
    """A key line without an object says nothing about the key."""
    survey_file.append([Entry(Kind.KEY, value="none")])

    assert verify(survey_file).findings == ()


def test_a_mistake_of_ours_is_not_put_down_to_the_file(survey_file: SurveyFile) -> None:
    """Where SQLite finds nothing damaged, nobody is told that the file is."""
    path, survey_file.path = survey_file.path, str(survey_file.path)  # type: ignore[assignment]

    with pytest.raises(AttributeError):
        verify(survey_file)

    survey_file.path = path
    assert verify(survey_file).is_sound
