"""`show`: what was answered."""

from fieldsurvey.cli.inspector.show.command import app

__all__ = ["app"]
