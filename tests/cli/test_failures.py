"""Whatever goes wrong is told in words with the right exit code; nothing said before is lost."""

import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from fieldsurvey.chain.survey_file import SurveyFile

DAY = "2020-06-30"
POSIX_ONLY = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limits")

BROKEN_FORM = """\
settings:
  form_id: water
  form_title: 饮水
  version: "1"
  subject: household
  colour: red
choices:
  yes_no:
    - name: "1"
      label: 是
    - name: no
      label: 否
survey:
  - name: water_safe
    type: select_one yes_nos
    label: 饮水是否安全
    label: 饮水安全吗
  - name: water_gap
    type: text
    label: 为什么
    relevant: ${water_saf} = '2'
\t- name: walk_minutes
"""

ANSWERS_TO_NOTHING = "water_safe: 7\nno_such_question: 1\n"


def faults_in(said):
    """Return file:line and code of every finding that was said."""
    return set(re.findall(r"^(\S+?:\d+|\S+)(?:  .*)?  \[([A-Z]\d+)\]$", said, re.MULTILINE))


def test_every_fault_of_a_questionnaire_is_listed_with_its_line(tmp_path, command):
    """Seven kinds at once, and a remedy for each."""
    form = tmp_path / "water.yaml"
    form.write_text(BROKEN_FORM, encoding="utf-8")

    checked = command("questionnaire", "check", form)

    assert checked.exit_code == 1
    assert {place for place, _code in faults_in(checked.err)} >= {
        "water.yaml:6",
        "water.yaml:11",
        "water.yaml:15",
        "water.yaml:17",
        "water.yaml:21",
        "water.yaml:22",
    }
    for what, to_do in (
        ("The key 'colour' is not known here.", "Known are: form_id"),
        ("YAML may read no as false.", 'Put it in quotes: "no".'),
        ("There is no choice list 'yes_nos'.", "Did you mean 'yes_no'?"),
        ("The key 'label' is there twice", "Keep one of the two."),
        ("There is no question 'water_saf'.", "Did you mean 'water_safe'?"),
        ("A tab stands in this line", "Replace each tab with blanks"),
    ):
        assert what in checked.err
        assert to_do in checked.err


@pytest.mark.parametrize(
    ("make", "what"),
    [
        (lambda path: None, "There is no such file."),
        (lambda path: path.mkdir(), "This is a folder, not a file."),
        (lambda path: path.touch(), "empty"),
        (lambda path: path.write_bytes("label: 贫困户饮水".encode("gbk")), "it looks like GBK"),
        (lambda path: path.write_bytes(bytes(range(256))), "UTF-8"),
        (lambda path: path.write_text("a: &b 1\nc: *b\n", encoding="utf-8"), "*b"),
    ],
    ids=["missing", "folder", "empty", "GBK", "bytes", "alias"],
)
def test_what_is_no_questionnaire_is_refused_in_words(make, what, tmp_path, command):
    """The file is named, and what it is."""
    path = tmp_path / "form.yaml"
    make(path)

    checked = command("questionnaire", "check", path)

    assert checked.exit_code == 1
    assert what in checked.err
    assert "form.yaml" in checked.err


def test_the_shipped_questionnaires_are_in_order(command):
    """Even for the strict."""
    checked = command("questionnaire", "check", "--strict")

    assert checked.said == "5 questionnaires are in order.\n"
    assert checked.exit_code == 0


def newer(path):
    """Let a newer program have made the survey file."""
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()


def overwrite(path):
    """Write over some pages in the middle of the survey file."""
    with path.open("r+b") as file:
        file.seek(200 * 4096)
        file.write(b"\xff" * 9000)


def replace_by_folder(path):
    """Put a folder in the place of the survey file."""
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize(
    "words", [["verify"], ["status"], ["nightly", "--date", DAY]], ids=" ".join
)
@pytest.mark.parametrize(
    ("harm", "what"),
    [
        (newer, "A newer version of the program made this survey file."),
        (lambda path: path.write_bytes(b""), "The survey file is empty (0 bytes)."),
        (lambda path: path.write_bytes(b"garbage\n"), "This is not a survey file."),
        (Path.unlink, "There is no survey file here."),
        (replace_by_folder, "This is a folder, not a survey file."),
    ],
    ids=["newer", "empty", "garbage", "missing", "folder"],
)
def test_a_survey_file_that_cannot_be_used_is_left_as_it_is(harm, what, words, lead, command):
    """No command misreads, mends or replaces it."""
    survey_db = lead / "survey.db"
    harm(survey_db)
    before = content_of(survey_db)

    refused = command("-w", lead, *words)

    assert refused.exit_code == 1
    assert what in refused.err
    assert "survey.db" in refused.err
    assert content_of(survey_db) == before


@pytest.mark.parametrize("words", [["verify"], ["nightly", "--date", DAY]], ids=" ".join)
def test_a_damaged_survey_file_is_not_worked_on(words, lead, command):
    """What reads lines stops at the first that nobody can read."""
    survey_db = lead / "survey.db"
    overwrite(survey_db)
    before = content_of(survey_db)

    refused = command("-w", lead, *words)

    assert refused.exit_code == 1
    assert "The survey file is damaged" in refused.err and "survey.db" in refused.err
    assert content_of(survey_db) == before


def test_status_says_that_bytes_of_the_file_changed(lead, command):
    """It reads no line of those pages, so it shows what it knows, and says what it saw."""
    overwrite(lead / "survey.db")
    before = content_of(lead / "survey.db")

    told = command("-w", lead, "status")

    assert told.exit_code == 1
    assert "28 of 28 villages complete" in told.out + told.err
    assert "Bytes of the file changed while it was closed" in told.err
    assert content_of(lead / "survey.db") == before


def content_of(survey_db):
    """Return the bytes of a file, but not the header, in which SQLite counts who opened it."""
    return survey_db.read_bytes()[100:] if survey_db.is_file() else b""


def test_two_programs_never_write_one_file(lead, command):
    """The second one says so and ends; the first one is not disturbed."""
    with SurveyFile.open(lead / "survey.db") as first:
        second = command("-w", lead, "status")
        assert first.interviews()

    assert second.exit_code == 1
    assert "already open in another window" in second.err
    assert command("-w", lead, "verify").exit_code == 0


def ran_apart(python, *words):
    """Run a command in a process of its own, started by `python`."""
    return subprocess.run(
        [*python, "-m", "fieldsurvey", *map(str, words)],
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


@POSIX_ONLY
@pytest.mark.parametrize(
    "words",
    [
        ["-w", "LEAD", "status"],
        ["-w", "LEAD", "merge"],
        ["-w", "LEAD", "nightly", "--date", DAY],
        ["-w", "LAPTOP", "hand-over", "LEAD"],
        ["-w", "OTHER", "kit", "make", "LEAD/kits"],
        ["new", "LEAD/new"],
        ["join", "KIT", "LEAD/joined"],
        ["demo", "--out", "LEAD/demo"],
    ],
    ids=lambda words: " ".join(word for word in words if word != "-w"),
)
def test_a_read_only_folder_is_said_in_words(
    words, lead, laptop, demo, command, python_under_permissions
):
    """A locked stick, a folder of somebody else: nothing is half written."""
    places = {
        "LEAD": lead,
        "LAPTOP": laptop,
        "OTHER": demo.lead,
        "KIT": demo.folder / "kits" / "team-1",
    }
    named = [re.sub("|".join(places), lambda place: str(places[place[0]]), word) for word in words]
    there = sorted(lead.rglob("*"))
    (lead / "survey.db").chmod(0o444)
    lead.chmod(0o555)
    try:
        refused = ran_apart(python_under_permissions, *named)
    finally:
        lead.chmod(0o755)
        (lead / "survey.db").chmod(0o644)

    assert refused.returncode == 1, refused.stderr
    assert "Traceback" not in refused.stderr
    assert re.search("cannot be written|permissions forbid|read-only|Permission", refused.stderr)
    assert sorted(lead.rglob("*")) == there
    assert command("-w", lead, "verify").exit_code == 0


@POSIX_ONLY
def test_a_disk_that_takes_no_more_loses_nothing(demo, tmp_path, command, another_lead):
    """A merge that does not fit stops in words; with room again it goes on to the same end."""
    outboxes = [
        shutil.copytree(laptop / "outbox", tmp_path / laptop.name) for laptop in demo.laptops
    ]
    fresh = another_lead(tmp_path / "fresh")
    command("-w", fresh, "merge", outboxes[0])
    room = (fresh / "survey.db").stat().st_size + 500_000
    cramped = [
        sys.executable,
        "-c",
        f"import os, resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, ({room}, {room}));"
        "os.execv(sys.executable, [sys.executable, *sys.argv[1:]])",
    ]

    stopped = ran_apart(cramped, "-w", fresh, "merge", *outboxes)

    assert stopped.returncode == 1
    assert "Traceback" not in stopped.stderr
    assert "this was not saved. Everything ticked before is safe." in stopped.stderr
    assert command("-w", fresh, "verify").exit_code == 0
    assert command("-w", fresh, "merge", *outboxes).exit_code == 0
    digests = {command("-w", w, "verify", "--digest").out.split()[-1] for w in (fresh, demo.lead)}
    assert len(digests) == 1


@pytest.fixture
def small_disk(tmp_path):
    """A disk of four megabytes."""
    place = tmp_path / "small"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(place)]
    if (
        not shutil.which("mount")
        or subprocess.run(mount, check=False, capture_output=True).returncode
    ):
        pytest.skip("only root may make a small disk")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_a_full_stick_is_said_in_words_and_nothing_is_lost(small_disk, laptop, command):
    """What did not fit is still sealed in the outbox, and the next stick gets all of it."""
    (small_disk / "films").write_bytes(b"?" * (free_bytes(small_disk) - 20_000))
    sealed = sorted((laptop / "outbox").iterdir())

    refused = command("-w", laptop, "hand-over", small_disk)

    assert refused.exit_code == 1
    assert "full" in refused.err
    assert sorted((laptop / "outbox").iterdir()) == sealed
    (small_disk / "films").unlink()
    assert command("-w", laptop, "hand-over", small_disk).exit_code == 0
    assert command("-w", laptop, "verify").exit_code == 0


def test_a_full_disk_takes_no_edition_and_keeps_the_earlier_ones(small_disk, lead, command):
    """Tonight's list is whole or not there; with room again it is made."""
    shutil.copytree(lead / "editions", small_disk, dirs_exist_ok=True)
    shutil.rmtree(lead / "editions")
    (lead / "editions").symlink_to(small_disk)
    (small_disk / "films").write_bytes(b"?" * free_bytes(small_disk))

    refused = command("-w", lead, "nightly", "--date", "2020-07-01")

    assert refused.exit_code == 1
    assert "could not be written" in refused.err
    (small_disk / "films").unlink()
    assert not (small_disk / "0004-2020-07-01").exists()
    assert command("-w", lead, "nightly", "--date", "2020-07-01").exit_code == 0
    assert (small_disk / "0004-2020-07-01" / "problem-list.xlsx").exists()
    assert command("-w", lead, "verify").exit_code == 0


def free_bytes(folder):
    """Return how much fits on a disk."""
    return shutil.disk_usage(folder).free


def cut(content):
    """Cut a bundle short."""
    return content[:3000]


def altered(content):
    """Turn one bit in the middle of a bundle."""
    return content[:5000] + bytes([content[5000] ^ 1]) + content[5001:]


@pytest.mark.parametrize(
    ("harm", "what"),
    [
        (cut, "it is damaged or was cut short."),
        (altered, "it is damaged or was cut short."),
        (lambda content: b"", "it is empty (0 bytes)."),
        (lambda content: b"MZ\x90" + content, "it is no bundle, or its beginning is damaged."),
        (lambda content: content.replace(b"FSB1", b"FSB2", 1), "a newer version of the program"),
    ],
    ids=["cut", "altered", "empty", "foreign", "newer"],
)
def test_a_bad_bundle_never_stops_the_others(harm, what, demo, tmp_path, command, another_lead):
    """It is refused by name and kept; the good one beside it is taken in; the night names it."""
    stick = tmp_path / "stick"
    shutil.copytree(demo.laptops[1] / "outbox", stick)
    good = next((demo.laptops[0] / "outbox").glob("*.fsb"))
    (stick / "00-bad.fsb").write_bytes(harm(good.read_bytes()))
    fresh = another_lead(tmp_path / "fresh")

    merged = command("-w", fresh, "merge", stick)

    assert merged.exit_code == 1
    assert f"00-bad.fsb  Not taken in: {what}" in merged.out
    assert merged.out.count("new lines") == 3
    assert len(list((fresh / "inbox" / "refused").iterdir())) == 1
    assert command("-w", fresh, "verify").exit_code == 0


def test_a_bundle_of_another_campaign_is_given_back(demo, tmp_path, command):
    """Not one of its lines comes in."""
    other, outbox = tmp_path / "other", demo.laptops[0] / "outbox"
    command("new", other)

    merged = command("-w", other, "merge", shutil.copytree(outbox, tmp_path / "stick"))

    assert merged.exit_code == 1
    assert "it is sealed for somebody else" in merged.out
    opened = command("-w", other, "merge", outbox, "--identity", demo.lead / "keys" / "lead.age")
    assert "belongs to another campaign, “qingping-2020”" in opened.out
    assert "0 new lines" in merged.err
    assert "0 new lines" in opened.err
    assert command("-w", other, "verify").exit_code == 0


@pytest.mark.parametrize(
    "words",
    [
        ["-w", "LEAD", "merge", "NO/stick"],
        ["-w", "LEAD", "nightly", "NO/stick", "--date", "2020-07-01"],
        ["-w", "LAPTOP", "hand-over", "NO/stick"],
        ["join", "NO/stick", "NO/survey"],
    ],
    ids=lambda words: " ".join(words[:3]),
)
def test_a_stick_that_is_not_there_is_not_taken_for_an_empty_one(words, demo, tmp_path, command):
    """Nothing is merged, frozen or joined."""
    places = {"LEAD": demo.lead, "LAPTOP": demo.laptops[0], "NO": tmp_path}
    named = [re.sub("LEAD|LAPTOP|NO", lambda place: str(places[place[0]]), word) for word in words]

    refused = command(*named)

    assert refused.exit_code in (1, 2)
    assert str(tmp_path / "stick") in refused.err
    assert len(list((demo.lead / "editions").iterdir())) == 3
    assert not any(tmp_path.iterdir())


@pytest.mark.parametrize("harm", ["changed", "missing", "manifest"])
def test_a_kit_that_changed_on_the_way_is_not_joined(harm, demo, tmp_path, command):
    """A file altered, lost, or a manifest that is none: nothing is copied."""
    kit = Path(shutil.copytree(demo.folder / "kits" / "team-1", tmp_path / "kit"))
    match harm:
        case "changed":
            sample = kit / "sample.csv"
            sample.write_bytes(sample.read_bytes().replace(b"0104-02", b"0104-99"))
        case "missing":
            (kit / "questionnaires" / "registered-household.yaml").unlink()
        case "manifest":
            (kit / "kit.json").write_text("[1, 2]", encoding="utf-8")

    refused = command("join", kit, tmp_path / "survey")

    assert refused.exit_code == 1
    assert "kit" in refused.err
    assert not (tmp_path / "survey").exists()


@pytest.fixture
def nowhere(tmp_path, monkeypatch):
    """Stand in a folder that belongs to no campaign."""
    monkeypatch.chdir(tmp_path)


@pytest.mark.usefixtures("nowhere")
@pytest.mark.parametrize(
    ("words", "what", "to_do"),
    [
        (["-w", "nowhere", "status"], "There is no such folder.", "--workspace"),
        (["status"], "This folder is not in a workspace", "fieldsurvey new DIR"),
        (["-w", "LAPTOP", "status"], "This is a team's laptop", "--workspace"),
        (["-w", "LAPTOP", "nightly"], "This is a team's laptop", "--workspace"),
        (["-w", "LEAD", "interview", "0104-01"], "the team lead's workspace", "join"),
        (["-w", "LAPTOP", "show", "FIRSTX"], "neither a household nor a village", "Did you mean"),
        (["-w", "LAPTOP", "show", "abc"], "neither a household nor a village", "today"),
        (["-w", "LAPTOP", "today", "--date", "28.6.2020"], "is not a date", "2020-06-28"),
        (["-w", "LEAD", "status", "--date", "2020-02-30"], "is not a date", "2020-06-28"),
        (["-w", "LEAD", "nightly", "--date", "tonight"], "is not a date", "2020-06-28"),
        (["-w", "LEAD", "problems", "list", "--date", "6/28"], "is not a date", "2020-06-28"),
        (
            ["-w", "LEAD", "problems", "list", "--severity", "bad"],
            "“bad”",
            "critical, major, minor",
        ),
        (["-w", "LEAD", "problems", "list", "--category", "watr"], "“watr”", "'water'"),
        (["-w", "LEAD", "problems", "list", "--team", "6"], "“6”", "1, 2, 3, 4, 5"),
        (["-w", "LEAD", "problems", "list", "--village", "9999"], "“9999”", "score"),
        (["-w", "LEAD", "score", "9999"], "“9999”", "fieldsurvey status"),
        (["-w", "LEAD", "sample", "draw"], "There is a sample already", "--force"),
        (["questionnaire", "show", "registered"], "“registered”", "registered-household"),
        (["merg"], "There is no command “merg”.", "'merge'"),
        (["kit"], "a command", "fieldsurvey kit --help"),
        (["join"], "'KIT' is missing.", "fieldsurvey join --help"),
        (["status", "--bogus"], "There is no option --bogus.", "fieldsurvey status --help"),
        (["-w", "LEAD", "status", "now"], "These words are too many: now", "--help"),
        (["--lang", "fr", "status"], "“fr” is neither zh nor en.", "--help"),
    ],
    ids=lambda part: " ".join(part) if isinstance(part, list) else None,
)
def test_wrong_usage_is_told_with_what_would_be_right(words, what, to_do, demo, command):
    """Exit code 2: the words were off, nothing was touched."""
    first = next(iter((demo.laptops[0] / "schedule.csv").read_text("utf-8").splitlines()[1:]))
    places = {
        "LEAD": str(demo.lead),
        "LAPTOP": str(demo.laptops[0]),
        "FIRSTX": f"{first.split(',')[2]}-99",
    }

    refused = command(*(places.get(word, word) for word in words))

    assert refused.exit_code == 2
    assert refused.out == ""
    assert what in refused.err
    assert to_do in refused.err


@pytest.mark.parametrize(
    ("file", "before", "after", "what"),
    [
        ("campaign.yaml", "language: zh", "langauge: zh", "'langauge' is not known"),
        ("campaign.yaml", "language: zh", "language: fr", "'language'"),
        ("campaign.yaml", "villages_per_day: 2", "villages_per_day: two", "'villages_per_day'"),
        ("questionnaires/scoring.yaml", "points: 1", "points: many", "'points' takes a number"),
        ("questionnaires/scoring.yaml", "blocks:", "block:", "'block' is not known"),
        ("questionnaires/sectors.yaml", "sectors:", "sector:", "'sector' is not known"),
        ("questionnaires/registered-household.yaml", "survey:", "surveys:", "'surveys'"),
    ],
)
def test_a_broken_file_of_the_campaign_is_named_with_its_line(
    file, before, after, what, lead, command
):
    """The evening waits until it is mended."""
    path = lead / file
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")

    refused = command("-w", lead, "problems", "list")

    assert refused.exit_code == 1
    assert what in refused.err
    assert re.search(rf"{path.name}:\d+", refused.err)


@pytest.mark.parametrize(
    "file",
    [
        "campaign.yaml",
        "sample.csv",
        "sample.json",
        "schedule.csv",
        "roster/villages.csv",
        "questionnaires/scoring.yaml",
        "questionnaires/sectors.yaml",
        "keys/device.key",
    ],
)
def test_a_file_that_is_missing_is_named(file, lead, monkeypatch, command):
    """Its name stands in what is said."""
    (lead / file).unlink()

    refused = command("-w", lead, "nightly", "--date", DAY)

    assert refused.exit_code in (1, 2)
    assert Path(file).name in refused.err


def test_bad_rows_of_a_roster_are_all_listed_and_nothing_is_taken_in(lead, tmp_path, command):
    """Each with its line, what is wrong and what to write; the roster stays as it was."""
    before = {path.name: path.read_bytes() for path in (lead / "roster").iterdir()}
    (tmp_path / "户.csv").write_bytes(
        "户编号,村代码,组,户主,家庭人口,户属性,标签,脱贫年度\n"
        "0101-0001,0101,1组,佟禾,三,脱贫户,,2016\n"
        "0101-0002,0101,1组,,2,富裕户,,\n"
        "0101-0002,0999,2组,邝砚,2,贫困户,边缘户,\n".encode("gbk")
    )

    refused = command("-w", lead, "roster", "import", tmp_path / "户.csv")

    assert refused.exit_code == 1
    assert {f"户.csv:{line}" for line in (2, 3, 4)} <= {
        place for place, _ in faults_in(refused.err)
    }
    assert "富裕户" in refused.err
    assert "Nothing was taken in." in refused.err
    assert {path.name: path.read_bytes() for path in (lead / "roster").iterdir()} == before


def test_answers_that_nobody_could_have_given_are_refused_together(laptop, tmp_path, command):
    """The interview is not begun: all of a file, or nothing of it."""
    answers = tmp_path / "answers.yaml"
    answers.write_text(ANSWERS_TO_NOTHING, encoding="utf-8")
    digest = command("-w", laptop, "verify", "--digest").out
    subject = (laptop / "sample.csv").read_text("utf-8-sig").splitlines()[1].split(",")[0]

    refused = command("-w", laptop, "interview", subject, "--another", "--answers", answers)

    assert refused.exit_code == 1
    assert "answers.yaml:1" in refused.err
    assert "answers.yaml:2" in refused.err
    assert command("-w", laptop, "verify", "--digest").out == digest


def test_a_mistake_of_ours_leaves_a_log_without_answers(lead, tmp_path, monkeypatch, command):
    """Exit code 3; the log is named, says where it happened, and holds nothing anybody said."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    said = {"head": "佟禾畴", "income": "3200"}

    def stumble(*_given):
        raise ValueError(f"{said} cannot be")

    monkeypatch.setattr("fieldsurvey.cli.lead.evening.assess_evening", stumble)

    failed = command("-w", lead, "status")

    assert failed.exit_code == 3
    [log] = tmp_path.glob("fieldsurvey-*.log")
    assert str(log) in failed.err
    text = log.read_text(encoding="utf-8")
    assert "in status" in text
    assert "builtins.ValueError" in text
    assert not any(answer in text + failed.said for answer in said.values())


def test_an_interrupted_command_says_what_is_kept(lead, monkeypatch, command):
    """Exit code 130, and nothing is lost."""

    def interrupt(*_given):
        raise KeyboardInterrupt

    monkeypatch.setattr("fieldsurvey.cli.lead.evening.assess_evening", interrupt)

    stopped = command("-w", lead, "status")

    assert stopped.exit_code == 130
    assert "Everything that was ticked is kept" in stopped.err
    assert command("-w", lead, "verify").exit_code == 0


@POSIX_ONLY
def test_a_reader_that_has_seen_enough_is_no_failure(demo):
    """`problems list | head -1` ends in silence."""
    listing = subprocess.Popen(
        [sys.executable, "-m", "fieldsurvey", "-w", demo.lead, "problems", "list", "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
    )
    listing.stdout.readline()
    listing.stdout.close()

    assert listing.stderr.read() == b""
    listing.stderr.close()
    assert listing.wait(60) == 0
