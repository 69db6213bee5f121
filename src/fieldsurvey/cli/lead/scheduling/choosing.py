"""The name of a scheduler in, what it takes to schedule a job with it out."""

import re
import shutil
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from fieldsurvey.cli.lead.scheduling import cron, systemd, windows
from fieldsurvey.cli.lead.scheduling.job import Job, Places, System
from fieldsurvey.cli.lead.scheduling.stepping import read_cron_table
from fieldsurvey.cli.lead.scheduling.steps import Step

_DUE = re.compile(r'--due"? "?(\d\d:\d\d)')
_BOOTED_WITH_SYSTEMD = Path("/run/systemd/system")


class Scheduled(NamedTuple):
    """What is scheduled with one scheduler."""

    system: System
    at: str
    """As a clock shows it."""
    where: str
    """The file, or the line of cron."""


class _Scheduler(NamedTuple):
    install: Callable[[Job, Places], list[Step]]
    remove: Callable[[str, Places], list[Step]]
    find: Callable[[str, Places], tuple[str, str]]
    """Returns where a job is, and the text that says when; both blank where it is not."""


def usual_system() -> System:
    """Return the scheduler of this computer."""
    if sys.platform == "win32":
        return "windows"
    is_systemd = _BOOTED_WITH_SYSTEMD.is_dir() or not shutil.which(cron.READ.words[0])
    return "systemd" if is_systemd and sys.platform == "linux" else "cron"


def install_steps(system: System, job: Job, places: Places) -> list[Step]:
    """Return how a job is scheduled."""
    return _SCHEDULERS[system].install(job, places)


def remove_steps(system: System, name: str, places: Places) -> list[Step]:
    """Return how a job is taken away; nothing where it is not scheduled."""
    return _SCHEDULERS[system].remove(name, places)


def find_scheduled(name: str, places: Places) -> list[Scheduled]:
    """Return where a job is scheduled."""
    found = []
    for system, scheduler in _SCHEDULERS.items():
        where, text = scheduler.find(name, places)
        if where:
            due = _DUE.search(text)
            found.append(Scheduled(system, due[1] if due else "", where))
    return found


def _in_file(path: Path, says: Path, encoding: str) -> tuple[str, str]:
    if not path.is_file():
        return "", ""
    text = says.read_text(encoding=encoding, errors="replace") if says.is_file() else ""
    return str(path), text


def _in_systemd(name: str, places: Places) -> tuple[str, str]:
    timer = systemd.timer_file(places.config, name)
    return _in_file(timer, timer.with_suffix(".service"), "utf-8")


def _in_cron(name: str, places: Places) -> tuple[str, str]:
    line = cron.line_of(name, read_cron_table())
    return line, line


def _in_windows(name: str, places: Places) -> tuple[str, str]:
    path = windows.task_file(places.local, name)
    return _in_file(path, path, windows.ENCODING)


_SCHEDULERS: Mapping[System, _Scheduler] = {
    "systemd": _Scheduler(
        lambda job, places: systemd.install_steps(job, places.config),
        lambda name, places: systemd.remove_steps(name, places.config),
        _in_systemd,
    ),
    "cron": _Scheduler(
        lambda job, places: cron.install_steps(job, read_cron_table()),
        lambda name, places: cron.remove_steps(name, read_cron_table()),
        _in_cron,
    ),
    "windows": _Scheduler(
        lambda job, places: windows.install_steps(job, places.local),
        lambda name, places: windows.remove_steps(name, places.local),
        _in_windows,
    ),
}
