"""Offline field surveys for inspection teams.

Everything anyone says is a line in somebody's chain; everything else is a view that can be rebuilt.

The packages are the stages of a survey, each owning the noun it makes and importing only those
before it: expressions → questionnaire → campaign → chain → interview → handover → assess →
ledger → report → cli.
"""

__version__ = "0.1.0"
