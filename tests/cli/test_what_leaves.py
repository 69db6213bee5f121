"""What leaves names nobody: planted names and numbers, and every way out searched for them."""

import json
import shutil
import subprocess
import zipfile
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldsurvey.chain.lines.line import Entry, Kind
from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.report.keeping.writing import FORMATS
from fieldsurvey.report.masking.personal_numbers import is_identity

NAME, CHILD = "欧阳测试", "上官灵犀"
IDENTITY = "411302199003070519"
PARTED = "411302 1990 0307 0519"
WIDE = "４１１３０２１９９００３０７０５１９"
PHONE, PARTED_PHONE = "13987654321", "139 8765 4321"
PLANTED = (NAME, CHILD, IDENTITY, PARTED, WIDE, PHONE, PARTED_PHONE)
SAID = f"{NAME}({IDENTITY})说: 孩子{CHILD}, 证号{PARTED}/{WIDE}, 电话{PHONE}、{PARTED_PHONE}"

NOTED = f"{NAME}, {IDENTITY}, {PARTED}, {WIDE}, {PHONE}, {PARTED_PHONE}"

BY_DEFAULT = [
    ["problems", "list"],
    ["problems", "list", "--json"],
    ["problems", "list", "--hints", "--json"],
    ["status", "--json"],
    ["today", "--date", "DAY", "--json"],
    ["sample", "show", "--json"],
    ["sample", "show", "--reserves", "--json"],
    ["show", "SUBJECT", "--json"],
    ["show", "SUBJECT", "--json", "--history", "--lines", "--timing"],
    ["score", "--json"],
    ["score", "VILLAGE", "--why", "--with-suspected"],
    ["score", "VILLAGE", "--why", "--with-suspected", "--json"],
    ["score", "NUMBER", "--why"],
    ["score", "NUMBER", "--why", "--json"],
    ["rank", "--json"],
    ["rank", "--why"],
    ["rank", "--why", "--json"],
    ["nightly", "--date", "2020-07-01", "--json"],
    ["nightly", "--date", "2020-07-02", "--ranking", "--json"],
]


def with_check_digit(seventeen: str) -> str:
    """Return the only identity number that begins with these digits."""
    return next(seventeen + last for last in "0123456789X" if is_identity(seventeen + last))


@pytest.fixture
def planted(lead: Path) -> tuple[Path, str]:
    """A lead's workspace in which one household is full of names and numbers, and its subject."""
    with SurveyFile.open(lead / "survey.db") as survey_file:
        with_problem = next(
            each
            for each in survey_file.interviews()
            if each.form_id == "registered-household" and each.descriptions and each.finished_at
        )
        path = next(iter(with_problem.descriptions))
        name_head(lead, with_problem.subject)
        interview = f"{survey_file.device}-{survey_file.last_seq + 1}"
        start = {
            "subject": with_problem.subject,
            "form": with_problem.form_id,
            "team": with_problem.team,
            "inspectors": list(with_problem.inspectors),
            "preload": {**with_problem.preload, "household.head": NAME},
        }
        said = [(Kind.INTERVIEW_START, "", start), (Kind.ANSWER, "head", CHILD)]
        said += [
            (Kind.ANSWER, question, answer)
            for question, answer in with_problem.answers.items()
            if isinstance(answer, str) and question != "head"
        ]
        said += [
            (Kind.NOTE, path, {"description": SAID}),
            (Kind.NOTE, path, {"remark": SAID}),
            (Kind.PHOTO, path, {"sha256": "ab" * 32, "name": f"{SAID}.jpg", "extension": "jpg"}),
            (Kind.PHOTO, "head", {"absent": SAID}),
            (Kind.FINISH, "", {"inspectors": list(with_problem.inspectors)}),
        ]
        questionnaire = with_problem.questionnaire
        survey_file.append(
            [
                Entry(kind, interview, question, value, questionnaire, "Li")
                for kind, question, value in said
            ]
        )
        survey_file.append(
            [
                Entry(Kind.ABSENT, value={"subject": other, "reason": "moved", "note": NOTED})
                for other in (with_problem.subject, with_problem.subject[:-2] + "01")
            ]
        )
    return lead, with_problem.subject


def name_head(lead: Path, subject: str) -> None:
    """Call the head of a drawn household by the planted name, on the roster and in the sample."""
    sample = (lead / "sample.csv").read_text("utf-8-sig").splitlines()
    code = next(line.split(",")[1] for line in sample[1:] if line.startswith(f"{subject},"))
    for file in (lead / "roster" / "households.csv", lead / "sample.csv"):
        lines = file.read_text("utf-8-sig").splitlines()
        column = next(
            n for n, name in enumerate(lines[0].split(",")) if name in ("head", "户主姓名")
        )
        rows = [line.split(",") for line in lines]
        for row in rows:
            if code in row:
                row[column] = NAME
        file.write_text("\ufeff" + "\r\n".join(map(",".join, rows)) + "\r\n", "utf-8")


def words_of(words: list[str], subject: str, number: str = "") -> list[str]:
    """Put the planted household, and the number of its problem, into the words of a command."""
    places = {"SUBJECT": subject, "VILLAGE": subject[:4], "DAY": "2020-06-28", "NUMBER": number}
    return [places.get(word, word) for word in words]


def found_in(text: str) -> list[str]:
    """Return what was planted and stands in a text."""
    return [each for each in PLANTED if each in text]


def test_nothing_planted_leaves_by_default(planted, command):
    """Lists, JSON and editions: 0 hits; and the household itself is there."""
    lead, subject = planted
    rows = json.loads(command("-w", lead, "problems", "list", "--json").out)
    number = next(row["number"] for row in rows if row["subject"] == subject)
    for words in BY_DEFAULT:
        ran = command("-w", lead, *words_of(words, subject, number))
        assert not found_in(ran.said), words

    assert "4*" not in command("-w", lead, "show", subject, "--json").out
    assert subject in command("-w", lead, "problems", "list", "--json").out


def test_nothing_planted_stands_in_an_edition(planted, command):
    """Workbook, Word document, page, CSV and JSON."""
    lead, _subject = planted
    command("-w", lead, "nightly", "--date", "2020-07-01", "--ranking")
    newest = max((lead / "editions").iterdir())

    assert {file.suffix.removeprefix(".") for file in newest.iterdir()} == set(FORMATS)
    for file in newest.iterdir():
        assert not found_in(text_of(file)), file.name


def test_nothing_planted_stands_in_a_bulletin_or_in_the_pack(planted, command):
    """A week's bulletin, the meeting's report, and what townships are handed; nor good practice."""
    lead, subject = planted
    say_in_the_village(lead, subject[:4])
    command("-w", lead, "nightly", "--date", "2020-07-01", "--ranking")
    command("-w", lead, "edition", "--period", "week", "--ending", "2020-07-01", "--ranking")
    made = command("-w", lead, "feedback", "--anyway", "--why", "planted", "--by", "Li Na")
    files = [
        path
        for folder in ("bulletins", "feedback")
        for path in (lead / folder).rglob("*")
        if path.is_file()
    ]

    assert made.exit_code == 0
    assert len(files) == 5 + 5 + 2 * 11
    for file in files:
        assert not found_in(text_of(file)), file.name
    report = next(file for file in files if file.name == "overall-report.json")
    assert "合作社带动三十户" in text_of(report)


def say_in_the_village(lead: Path, village: str) -> None:
    """Let somebody tell good practice, with names and numbers in it."""
    with SurveyFile.open(lead / "survey.db") as survey_file:
        told = next(
            each
            for each in survey_file.interviews()
            if each.form_id == "village-interview" and each.subject == village
        )
        interview = f"{survey_file.device}-{survey_file.last_seq + 1}"
        start = {"subject": village, "form": told.form_id, "team": told.team}
        said = [
            (Kind.INTERVIEW_START, "", start | {"preload": dict(told.preload)}),
            (Kind.ANSWER, "results", f"合作社带动三十户 {NOTED}"),
            (Kind.FINISH, "", {"inspectors": list(told.inspectors)}),
        ]
        survey_file.append(
            [
                Entry(kind, interview, question, value, told.questionnaire, "Li")
                for kind, question, value in said
            ]
        )


def text_of(file: Path) -> str:
    """Return everything a file says, unpacked where it is packed."""
    if file.suffix not in (".xlsx", ".docx"):
        return file.read_bytes().decode("utf-8", "replace")
    with zipfile.ZipFile(file) as book:
        return "\n".join(book.read(name).decode("utf-8", "replace") for name in book.namelist())


def test_full_names_need_a_reason_and_leave_a_line(planted, command):
    """Refused without; with it the head of what is shown says why, and so does the chain."""
    lead, _subject = planted
    refused = command("-w", lead, "problems", "list", "--full-names")
    half = command("-w", lead, "problems", "list", "--full-names", "--reason", "audit")
    words = ("problems", "list", "--full-names", "--reason", "audit of 3 July", "--by", "Li Na")
    shown = command("-w", lead, *words)
    for_a_program = json.loads(command("-w", lead, *words, "--json").out)
    with SurveyFile.open(lead / "survey.db") as survey_file:
        lines = [
            line.entry.value
            for line in survey_file.lines_of_kind(Kind.DECISION)
            if line.entry.value.get("about") == "unmask"
        ]

    assert refused.exit_code == half.exit_code == 2
    assert not refused.out and "--reason" in refused.err
    assert shown.out.startswith("Full names, because: audit of 3 July. Asked for by Li Na")
    assert any(NAME in row["head"] for row in for_a_program["problems"])
    assert for_a_program["full_names"] == {"why": "audit of 3 July", "who": "Li Na"}
    assert lines == 2 * [
        {"about": "unmask", "what": "problems list", "why": "audit of 3 July", "who": "Li Na"}
    ]


def test_a_reason_without_full_names_is_a_slip(planted, command):
    """Nobody thinks that a masked list was whole."""
    lead, _subject = planted

    assert command("-w", lead, "problems", "list", "--reason", "audit").exit_code == 2


def test_an_interview_for_a_program_is_whole_only_with_a_reason(planted, command):
    """The same question, the same line."""
    lead, subject = planted
    words = ("show", subject, "--full-names", "--reason", "appeal", "--by", "Li Na")

    assert command("-w", lead, *words).exit_code == 2
    assert NAME in command("-w", lead, *words, "--json").out


def test_where_no_line_can_be_written_nothing_is_shown_in_full(planted, python_under_permissions):
    """A workspace on a read-only disk refuses full names."""
    lead, _subject = planted
    command_line = [*python_under_permissions, "-m", "fieldsurvey", "-w", str(lead)]
    words = ["problems", "list", "--full-names", "--reason", "audit", "--by", "Li Na"]
    for path in (lead / "survey.db", lead / "survey.db-journal", lead):
        if path.exists():
            path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        ran = subprocess.run(
            [*command_line, *words], capture_output=True, text=True, encoding="utf-8", check=False
        )
    finally:
        lead.chmod(0o755)

    assert ran.returncode != 0
    assert not found_in(ran.stdout)


def test_a_kit_holds_no_answer_of_anybody(planted, demo, command, tmp_path):
    """Whatever was said, noted or photographed stays with the team lead."""
    lead, _subject = planted
    shutil.copy(demo.lead / "sample.csv", lead)
    shutil.copytree(demo.lead / "roster", lead / "roster", dirs_exist_ok=True)
    made = command("-w", lead, "kit", "make", tmp_path / "kits")
    files = {
        file: file.read_bytes().decode("utf-8", "replace")
        for file in (tmp_path / "kits").rglob("*")
        if file.is_file()
    }

    assert made.exit_code == 0 and files
    assert not any(found_in(text) for text in files.values())


def test_our_own_mistakes_are_logged_without_values(planted, monkeypatch, command, tmp_path):
    """The log names places in the program, never what was answered."""
    lead, _subject = planted

    def fails(*_args: object, **_kept: object) -> None:
        raise RuntimeError(SAID)

    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr("fieldsurvey.cli.lead.evening.list_problem_rows", fails)
    ran = command("-w", lead, "problems", "list")
    [log] = tmp_path.glob("fieldsurvey-*.log")

    assert ran.exit_code == 3
    assert not found_in(ran.said + log.read_text("utf-8"))


@settings(deadline=None, max_examples=60)
@given(
    region=st.integers(110000, 659999),
    born=st.dates(datetime(1920, 1, 1).date(), datetime(2020, 1, 1).date()),
    serial=st.integers(0, 999),
    between=st.sampled_from(["", " ", "-", "\u3000", "\u200b", ". ", " - "]),
    wide=st.booleans(),
)
def test_no_identity_number_is_left_however_it_is_parted(region, born, serial, between, wide):
    """With a right check digit, every sign parted from the next, in full-width digits or not."""
    from fieldsurvey.report.masking.masking import mask_text

    number = with_check_digit(f"{region:06d}{born:%Y%m%d}{serial:03d}")
    signs = number.translate({48 + n: 0xFF10 + n for n in range(10)}) if wide else number
    masked = mask_text(f"证号:{between.join(signs)}。", frozenset())

    assert sum(sign.isdigit() for sign in masked) <= 5
    assert masked.startswith("证号:") and masked.endswith("。")
