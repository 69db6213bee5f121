"""`demo`: a whole campaign with invented households, in seconds."""

from fieldsurvey.cli.start.demo.command import app

__all__ = ["app"]
