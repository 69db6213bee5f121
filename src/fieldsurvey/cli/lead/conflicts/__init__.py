"""`conflicts`: takes what claims the same place twice, gives the lead's decision as lines."""

from fieldsurvey.cli.lead.conflicts.command import app

__all__ = ["app"]
