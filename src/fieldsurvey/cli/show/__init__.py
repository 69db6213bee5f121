"""`show`: what was answered."""

from fieldsurvey.cli.show.command import app

__all__ = ["app"]
