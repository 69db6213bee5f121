"""A workspace and a time of day in, the command that is to run every evening out."""

import hashlib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

from fieldsurvey.campaign.workspace import Workspace
from fieldsurvey.errors import UsageError
from fieldsurvey.i18n import _

System = Literal["systemd", "cron", "windows"]
"""Whose scheduler it is."""


@dataclass(frozen=True, slots=True)
class Job:
    """What runs every evening, and when."""

    name: str
    """The same for one workspace, another for each: letters, digits, dashes."""
    at: time
    """In the campaign's zone."""
    zone: ZoneInfo
    next_at: datetime
    """The next evening's moment, in this machine's own zone."""
    words: tuple[str, ...]
    """The command: a program and its arguments. No password is ever among them."""

    @property
    def clock(self) -> str:
        """The time as a clock shows it."""
        return f"{self.at:%H:%M}"


class Places(NamedTuple):
    """Where a user's schedules lie."""

    config: Path
    """Of systemd: `$XDG_CONFIG_HOME`, or `.config` at home."""
    local: Path
    """Of Windows: `%LOCALAPPDATA%`, or `AppData/Local` at home."""


def job_name(workspace: Workspace) -> str:
    """Return the name of a workspace's schedule: its campaign, and a mark of its folder."""
    mark = hashlib.sha256(str(workspace.folder).encode(errors="surrogateescape")).hexdigest()[:8]
    return f"fieldsurvey-{workspace.campaign.id}-{mark}"


def make_job(
    workspace: Workspace,
    at: time,
    *,
    interpreter: str,
    language: str,
    now: datetime,
    sources: Sequence[Path] = (),
    is_sent: bool = False,
) -> Job:
    """Return the job that makes the list of every evening.

    Args:
        workspace: The lead's.
        at: When, in the campaign's zone.
        interpreter: The Python that runs the program.
        language: In which it talks.
        now: The time, in this machine's own zone.
        sources: Sticks that are merged too, where they are plugged in.
        is_sent: Whether the list goes out by e-mail whatever the campaign says.

    Raises:
        UsageError: A path holds what no scheduler takes.
    """
    zone = workspace.campaign.zone
    words = (
        *(interpreter, "-m", "fieldsurvey", "--lang", language),
        *("--workspace", str(workspace.folder)),
        *("nightly", "--due", f"{at:%H:%M}"),
        *(["--send"] if is_sent else []),
        *(["--", *map(str, sources)] if sources else []),
    )
    for word in words:
        if any(unicodedata.category(letter) in ("Cc", "Cs") for letter in word):
            raise UsageError(
                _("A folder with such a name cannot be scheduled."),
                where=word,
                to_do=_("Give it a name without line breaks and control characters."),
            )
    today = datetime.combine(now.astimezone(zone).date(), at, zone).astimezone(now.tzinfo)
    return Job(job_name(workspace), at, zone, today, words)
