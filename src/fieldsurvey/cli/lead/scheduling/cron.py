"""A job and the user's table of cron in, the table with the job's line in or out out.

Every other line stays as it is, byte for byte. Cron knows the machine's time only, and does not
make up for evenings at which the machine was off.
"""

import shlex

from fieldsurvey.cli.lead.scheduling.job import Job
from fieldsurvey.cli.lead.scheduling.steps import Run, Step

READ = Run(("crontab", "-l"))


def install_steps(job: Job, table: str) -> list[Step]:
    """Return how a job is scheduled; nothing where its line stands in the table."""
    others = _without(job.name, table)
    if others and not others.endswith("\n"):
        others += "\n"
    return _replaced(table, f"{others}{line_text(job)}\n")


def remove_steps(name: str, table: str) -> list[Step]:
    """Return how a job is taken away; nothing where it is not scheduled."""
    return _replaced(table, _without(name, table))


def line_of(name: str, table: str) -> str:
    """Return the line of a job; blank where there is none."""
    return next((line for line in table.splitlines() if _is_of(name, line)), "")


def line_text(job: Job) -> str:
    """Return the line that runs a job; the mark at its end is how it is found again."""
    command = shlex.join(job.words).replace("%", "\\%")
    return f"{job.next_at.minute} {job.next_at.hour} * * * {command} # {job.name}"


def _replaced(before: str, after: str) -> list[Step]:
    return [Run(("crontab", "-"), stdin=after)] if after != before else []


def _without(name: str, table: str) -> str:
    lines = table.splitlines(keepends=True)
    return "".join(line for line in lines if not _is_of(name, line))


def _is_of(name: str, line: str) -> bool:
    return line.rstrip().endswith(f" # {name}")
