"""Where the user stands: the workspace and the survey file a command works on."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Standing:
    """What the global options said."""

    workspace: Path | None = None
    """The folder named with --workspace; none means the nearest one."""
