"""A job in, the systemd user timer and service that run it out.

`Persistent=true`: a machine that was off at the time runs it once it is on.
"""

from pathlib import Path

from fieldsurvey.cli.lead.scheduling.job import Job
from fieldsurvey.cli.lead.scheduling.steps import Remove, Run, Step, Write

_RELOAD = Run(("systemctl", "--user", "daemon-reload"))


def unit_folder(config: Path) -> Path:
    """Return where a user's units lie."""
    return config / "systemd" / "user"


def timer_file(config: Path, name: str) -> Path:
    """Return where the timer of a job lies."""
    return unit_folder(config) / f"{name}.timer"


def install_steps(job: Job, config: Path) -> list[Step]:
    """Return how a job is scheduled; the same again where it is."""
    timer = timer_file(config, job.name)
    return [
        Write(timer.with_suffix(".service"), service_text(job).encode()),
        Write(timer, timer_text(job).encode()),
        _RELOAD,
        Run(("systemctl", "--user", "enable", "--now", timer.name)),
    ]


def remove_steps(name: str, config: Path) -> list[Step]:
    """Return how a job is taken away; nothing where it is not scheduled."""
    timer = timer_file(config, name)
    files = [path for path in (timer, timer.with_suffix(".service")) if path.exists()]
    if not files:
        return []
    disable = Run(("systemctl", "--user", "disable", "--now", timer.name))
    return [disable, *map(Remove, files), _RELOAD]


def timer_text(job: Job) -> str:
    """Return the timer."""
    return f"""\
# Made by: fieldsurvey schedule install
[Unit]
Description=fieldsurvey: the list of every evening at {job.clock} ({job.name})

[Timer]
OnCalendar=*-*-* {job.clock}:00 {job.zone.key}
AccuracySec=1s
Persistent=true

[Install]
WantedBy=timers.target
"""


def service_text(job: Job) -> str:
    """Return the service that the timer starts; that something is missing is no failure of it."""
    return f"""\
# Made by: fieldsurvey schedule install
[Unit]
Description=fieldsurvey: tonight's list ({job.name})

[Service]
Type=oneshot
ExecStart={" ".join(map(quoted, job.words))}
SuccessExitStatus=1
"""


def quoted(word: str) -> str:
    """Return a word as `ExecStart=` reads it: specifiers, variables, quotes and escapes escaped."""
    text = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return f'"{text}"'
