"""A fault of a questionnaire before its file and line are known."""

from dataclasses import dataclass

from fieldsurvey.questionnaire.findings import Code
from fieldsurvey.questionnaire.yaml.source import DataPath


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: which, and where in the questionnaire."""

    code: Code
    path: DataPath
    what: str
    to_do: str = ""
    rests_on: DataPath = ()
    """What else must have been read whole for this to be a fault; () for nothing else."""
