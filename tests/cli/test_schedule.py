"""The computer makes the list of every evening: what is written and run, and taken away again."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from datetime import datetime, time
from pathlib import Path
from xml.etree import ElementTree as ET
from zoneinfo import ZoneInfo

import pytest

from fieldsurvey.campaign.workspace import Workspace
from fieldsurvey.cli.lead.scheduling import cron, systemd, windows
from fieldsurvey.cli.lead.scheduling.job import make_job
from fieldsurvey.errors import UsageError

NEEDS_SHELL = pytest.mark.skipif(os.name == "nt", reason="the tools of the test are shell scripts")
AWKWARD = ["青苇 镇", '100% "ick"', "$HOME", "back\\slash", "a'b", "-w"]
XML = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"


@pytest.fixture
def office(demo, tmp_path, monkeypatch):
    """A lead's workspace in a folder with a blank and Chinese in its name, and a home of its own.

    No tool of the system is to be found, but those a test puts there.
    """
    home = tmp_path / "home"
    (home / "bin").mkdir(parents=True)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / "config"))
    monkeypatch.setenv("LOCALAPPDATA", str(home / "local"))
    monkeypatch.setenv("PATH", str(home / "bin"))
    return Path(shutil.copytree(demo.lead, tmp_path / "问题 清单"))


@pytest.fixture
def tool(tmp_path):
    """Put a tool of the system there: a script that notes with which words it is called."""

    def put(name: str, script: str = "") -> Path:
        called = tmp_path / f"{name}.called"
        path = tmp_path / "home" / "bin" / name
        path.write_text(f"#!/bin/sh\necho \"$@\" >> '{called}'\n{script}\n", encoding="utf-8")
        path.chmod(0o755)
        return called

    return put


@pytest.fixture
def crontab(tool, tmp_path):
    """A crontab of one's own: the real one's two ways of being called."""
    table = tmp_path / "table"
    tool(
        "crontab",
        f"case $1 in\n"
        f"-l) [ -f '{table}' ] || {{ echo 'no crontab for root' >&2; exit 1; }};"
        f" while IFS= read -r line; do printf '%s\\n' \"$line\"; done < '{table}' ;;\n"
        f"-) while IFS= read -r line; do printf '%s\\n' \"$line\"; done > '{table}' ;;\n"
        "esac",
    )
    return table


def job_of(office: Path, *sources: str, now: str = "2020-06-28T09:00+08:00"):
    """Return the job of a workspace, run by a Python whose folder has a blank in its name."""
    return make_job(
        Workspace(office),
        time(20, 0),
        interpreter="/opt/py thon/python",
        language="zh",
        now=datetime.fromisoformat(now),
        sources=[Path(source) for source in sources],
    )


def files_below(folder: Path) -> dict[str, bytes]:
    """Return every file of a folder with its content."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.mark.parametrize("system", ["systemd", "cron", "windows"])
def test_a_dry_run_shows_what_would_be_written_and_changes_nothing(
    office, command, tmp_path, system
):
    """Word for word, with the commands; neither the home nor the campaign is touched."""
    before = files_below(tmp_path)

    shown = command("-w", office, "schedule", "install", "--as", system, "--dry-run")

    assert shown.exit_code == 0
    assert files_below(tmp_path) == before
    assert str(office) in shown.out
    assert "20:00" in shown.out
    run = {"systemd": "systemctl --user enable", "cron": "crontab -", "windows": "schtasks /Create"}
    assert f"Would run: {run[system]}" in shown.out
    assert "Nothing was changed." in shown.err


@NEEDS_SHELL
def test_a_systemd_timer_makes_up_for_an_evening_at_which_the_machine_was_off(
    office, command, tool, tmp_path
):
    """A timer and a service in the user's own folder, switched on by systemctl."""
    called = tool("systemctl")

    done = command("-w", office, "schedule", "install", "--as", "systemd")

    assert done.exit_code == 0
    [timer] = (tmp_path / "home" / "config" / "systemd" / "user").glob("*.timer")
    said = timer.read_text(encoding="utf-8").splitlines()
    assert "OnCalendar=*-*-* 20:00:00 Asia/Shanghai" in said
    assert "Persistent=true" in said
    assert called.read_text(encoding="utf-8").splitlines() == [
        "--user daemon-reload",
        f"--user enable --now {timer.name}",
    ]


@NEEDS_SHELL
@pytest.mark.parametrize("system", ["systemd", "windows"])
def test_installed_twice_it_is_the_same_thing_once_and_remove_takes_only_its_own(
    office, command, tool, tmp_path, system
):
    """Another one's unit beside it, and another campaign's, stay."""
    tool("systemctl")
    tool("schtasks")
    home = tmp_path / "home"
    for other in ("config/systemd/user/fieldsurvey-qingping-2020-00000000.timer", "local/x.xml"):
        (home / other).parent.mkdir(parents=True, exist_ok=True)
        (home / other).write_text("another one's", encoding="utf-8")
    before = files_below(home)

    words = ("-w", office, "schedule", "install", "--as", system)
    assert command(*words, "--at", "19:30").exit_code == 0
    assert command(*words).exit_code == 0
    once = files_below(home)
    assert command(*words).exit_code == 0
    assert files_below(home) == once
    shown = json.loads(command("-w", office, "schedule", "show", "--json").out)
    assert [(each["system"], each["at"]) for each in shown] == [(system, "20:00")]
    removed = command("-w", office, "schedule", "remove")

    assert removed.exit_code == 0
    assert files_below(home) == before
    assert "Nothing is scheduled" in command("-w", office, "schedule", "show").err
    assert command("-w", office, "schedule", "remove").exit_code == 0


@NEEDS_SHELL
def test_a_line_of_cron_comes_and_goes_and_the_others_stay(office, command, crontab):
    """Byte for byte, whatever they say; twice installed, one line."""
    theirs = '# mine\nMAILTO=""\n0 3 * * * /usr/bin/backup 100\\%  # fieldsurvey-not-ours \n'
    crontab.write_text(theirs, encoding="utf-8")

    words = ("-w", office, "schedule", "install", "--as", "cron")
    for _twice in range(2):
        assert command(*words).exit_code == 0
    table = crontab.read_text(encoding="utf-8")
    again = command(*words, "--dry-run")
    shown = command("-w", office, "schedule", "show")
    removed = command("-w", office, "schedule", "remove")

    assert table.startswith(theirs)
    assert table.count("nightly --due 20:00") == 1
    assert "It is scheduled so already." in again.err
    assert "Every evening at 20:00 by cron" in shown.out
    assert removed.exit_code == 0
    assert crontab.read_text(encoding="utf-8") == theirs


@NEEDS_SHELL
def test_a_table_of_cron_that_cannot_be_read_is_not_written_over(office, command, tool):
    """Whatever stood in it would be gone."""
    called = tool("crontab", "echo 'you are not allowed to use this program' >&2; exit 1")

    failed = command("-w", office, "schedule", "install", "--as", "cron")

    assert failed.exit_code == 1
    assert "not allowed" in failed.err
    assert called.read_text(encoding="utf-8").splitlines() == ["-l"]


@pytest.mark.parametrize(
    ("system", "by_hand"),
    [("systemd", "systemctl --user enable"), ("cron", "--due 20:00"), ("windows", "/Create /TN")],
)
def test_without_the_systems_tool_it_says_what_to_do_by_hand(office, command, system, by_hand):
    """The files are there; the exit code is that of a fault, and no traceback."""
    half = command("-w", office, "schedule", "install", "--as", system)

    assert half.exit_code == 1
    assert "is not on this computer." in half.err
    assert by_hand in half.err


@NEEDS_SHELL
def test_a_tool_that_refuses_is_quoted(office, command, tool):
    """As in a container: systemd is installed, and nobody runs it."""
    tool("systemctl", "echo 'Failed to connect to bus: No medium found' >&2; exit 1")

    half = command("-w", office, "schedule", "install", "--as", "systemd")

    assert half.exit_code == 1
    assert "systemctl refused: Failed to connect to bus: No medium found" in half.err
    assert "Do this by hand: systemctl --user daemon-reload" in half.err


def test_no_password_is_in_what_is_written_and_a_variable_is_warned_of(office, command, tmp_path):
    """It stays in its file; what runs by itself does not see the environment."""
    plan = {"host": "mail.example.org", "from": "a@example.org", "to": ["b@example.org"]}
    secret = tmp_path / "secret"
    secret.write_text("geheim-123", encoding="utf-8")
    _mail(office, {**plan, "user": "u", "password_file": str(secret)})
    for system in ("systemd", "cron", "windows"):
        said = command("-w", office, "schedule", "install", "--as", system, "--dry-run", "--send")
        assert said.exit_code == 0
        assert "geheim" not in said.said
        assert str(secret) not in said.said
        assert "--send" in said.out
    _mail(office, {**plan, "user": "u", "password_env": "MAIL_WORD"})
    said = command("-w", office, "schedule", "install", "--as", "cron", "--dry-run")

    assert "does not see the variable MAIL_WORD" in said.err


def _mail(office: Path, plan: dict[str, object]) -> None:
    path = office / "campaign.yaml"
    lines = path.read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if not line.startswith("mail:")]
    path.write_text("\n".join([*kept, f"mail: {json.dumps(plan)}", ""]), encoding="utf-8")


def test_wrong_words_are_refused(office, command):
    """With what is known here."""
    assert command("-w", office, "schedule", "install", "--as", "launchd").exit_code == 2
    assert command("-w", office, "schedule", "install", "--at", "20h").exit_code == 2
    unplanned = command("-w", office, "schedule", "install", "--send", "--as", "cron")
    assert unplanned.exit_code == 2
    assert "does not say how mail is sent" in unplanned.err


def test_systemd_reads_the_command_as_it_was_meant(office, tmp_path):
    """Blanks, quotes, per cent signs, dollars, backslashes and Chinese."""
    job = job_of(office, *AWKWARD)
    text = systemd.service_text(job)
    [line] = [line for line in text.splitlines() if line.startswith("ExecStart=")]

    assert _as_systemd_reads(line.removeprefix("ExecStart=")) == list(job.words)


def _as_systemd_reads(text: str) -> list[str]:
    """Return the words of a command line all of which stand in quotes."""
    words = re.findall(r'"((?:[^"\\]|\\.)*)"', text)
    plain = [re.sub(r"\\(.)", r"\1", word) for word in words]
    return [word.replace("%%", "%").replace("$$", "$") for word in plain]


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="needs systemd-analyze")
def test_systemd_itself_finds_nothing_wrong(demo, tmp_path):
    """The units of an awkward workspace, read by the real parser."""
    office = Path(shutil.copytree(demo.lead, tmp_path / "青苇 镇 100%"))
    job = make_job(
        Workspace(office),
        time(20, 0),
        interpreter=sys.executable,
        language="zh",
        now=datetime.fromisoformat("2020-06-28T09:00+08:00"),
        sources=[Path(source) for source in AWKWARD],
    )
    units = tmp_path / "units"
    units.mkdir()
    (units / f"{job.name}.timer").write_text(systemd.timer_text(job), encoding="utf-8")
    (units / f"{job.name}.service").write_text(systemd.service_text(job), encoding="utf-8")

    words = ["systemd-analyze", "--user", "verify", *map(str, sorted(units.iterdir()))]
    surroundings = os.environ | {"XDG_RUNTIME_DIR": str(tmp_path)}
    read = subprocess.run(words, capture_output=True, text=True, env=surroundings, check=False)

    assert (read.returncode, read.stderr) == (0, "")


def test_a_shell_reads_the_line_of_cron_as_it_was_meant(office):
    """After cron has taken its own escapes away; by the machine's clock, in five fields."""
    job = job_of(office, *AWKWARD, now="2020-06-28T01:00+00:00")
    minute, hour, *days, command = cron.line_text(job).split(" ", 5)

    assert (minute, hour, days) == ("0", "12", ["*", "*", "*"])
    assert not re.search(r"(?<!\\)%", command)
    words = shlex.split(command.replace("\\%", "%"), comments=True)
    assert words == list(job.words)


def test_windows_reads_the_task_as_it_was_meant(office):
    """XML in UTF-16; no password is stored, and a missed evening is made up for."""
    job = job_of(office, *AWKWARD)
    [write, run] = windows.install_steps(job, Path("C:/local"))
    task = ET.fromstring(write.content)

    assert task.findtext(f".//{XML}Command") == job.words[0]
    arguments = task.findtext(f".//{XML}Arguments")
    assert arguments == subprocess.list2cmdline(job.words[1:])
    assert task.findtext(f".//{XML}StartBoundary") == "2020-06-28T20:00:00+08:00"
    assert task.findtext(f".//{XML}StartWhenAvailable") == "true"
    assert task.findtext(f".//{XML}LogonType") == "InteractiveToken"
    assert run.words[:4] == ("schtasks", "/Create", "/TN", job.name)


def test_a_folder_whose_name_would_end_a_line_is_refused(office):
    """It could put a line of its own into a table of cron."""
    with pytest.raises(UsageError, match="cannot be scheduled"):
        job_of(office, "stick\n* * * * * evil")


def test_two_campaigns_on_one_computer_have_names_of_their_own(office, tmp_path):
    """By their folders: the same campaign may lie here twice."""
    other = Path(shutil.copytree(office, tmp_path / "other"))

    assert job_of(office).name != job_of(other).name
    assert re.fullmatch(r"fieldsurvey-qingping-2020-[0-9a-f]{8}", job_of(office).name)
    assert job_of(office).zone == ZoneInfo("Asia/Shanghai")
